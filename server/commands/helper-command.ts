import { join, resolve } from 'node:path';
import { fail, ok, type Fault, type Result } from '#core/units';
import { createLogger, createMetrics, type Metrics } from '#server/http';
import { addressOf } from './address.ts';
import { siteFolder } from './build-files.ts';
import { openShop } from './helper-shop.ts';
import { makeFolder } from './data-folder.ts';
import { addShop, openShops, readShops } from './helper-shops.ts';
import { integerOption, readArguments, refuseUsage, textOption, type Arguments } from './options.ts';
import type { Streams } from './output.ts';
import { announce, serveRole, stopRequested } from './role.ts';

/** Help of `homebird helper`. */
const HELPER_HELP = `homebird helper --data DIR [--leader URL] [--port N] [--host ADDRESS] [--secret FILE] [--restored]
homebird helper --shops DIR [--port N] [--host ADDRESS] [--restored]
homebird helper --shops DIR --add NAME --leader URL

Runs the auditor's half of a deployment: it holds one share of every report, adds its own noise, opens no sum of fewer
than the promised number of devices, and cosigns the log. Run it on a machine that the shop does not control
(docs/HELPER.md).

  --data DIR      keys, sums and answers of this helper; never share it with the leader
  --leader URL    address of the leader: the helper then keeps and serves its own copy of the log that it cosigns, and the
                  auditor's page from its own build
  --shops DIR     serves several shops, each from its own folder DIR/NAME, below the address /NAME
  --add NAME      makes the folder of another shop and says what its leader needs, then ends
  --port N        where it listens (default 7414)
  --host ADDRESS  which address it listens on (default 127.0.0.1)
  --secret FILE   64 hex digits that leader and helper share; made if absent (default DIR/pair-secret)
  --restored      the folder comes from a backup: gives up every batch that was open then and agrees to no task from before now
  -h, --help      this text

Exit code: 0 stopped, 1 could not start, 2 wrong arguments.
`;

/** Where a helper listens unless told otherwise: the last of the five ports of `homebird serve`. */
const DEFAULT_PORT = 7414;

const OPTIONS = {
  data: { type: 'string' }, leader: { type: 'string' }, shops: { type: 'string' }, add: { type: 'string' }, port: { type: 'string' }, host: { type: 'string' },
  secret: { type: 'string' }, restored: { type: 'boolean' }, 'with-parent': { type: 'boolean' },
} as const;

/** What one start was asked for. */
interface Request {
  readonly place: { readonly kind: 'one'; readonly data: string; readonly secret: string; readonly leader: string | undefined } | { readonly kind: 'shops'; readonly shops: string };
  /** A shop to add instead of serving. */
  readonly add: { readonly name: string; readonly leaderUrl: string } | undefined;
  readonly host: string;
  readonly port: number;
  readonly isRestored: boolean;
  readonly withParent: boolean;
}

function placeOf(args: Arguments, leader: string | undefined): Result<Request['place'], Fault> {
  const [data, shops] = [textOption(args, 'data'), textOption(args, 'shops')];
  if (shops !== undefined && data === undefined) return ok({ kind: 'shops', shops: resolve(shops) });
  if (data === undefined || shops !== undefined) return fail('usage', 'Wanted --data DIR, or --shops DIR for several');
  return ok({ kind: 'one', data: resolve(data), secret: resolve(textOption(args, 'secret') ?? join(data, 'pair-secret')), leader });
}

function addOf(args: Arguments, leaderUrl: string | undefined): Result<Request['add'], Fault> {
  const name = textOption(args, 'add');
  if (name === undefined) return ok(undefined);
  if (leaderUrl === undefined || textOption(args, 'shops') === undefined) return fail('usage', 'Wanted --shops DIR and --leader URL with --add NAME');
  return ok({ name, leaderUrl });
}

function readRequest(argv: readonly string[]): Result<Request | 'help', Fault> {
  const args = readArguments(argv, OPTIONS);
  if (!args.ok) return args;
  if (args.value.values['help'] === true) return ok('help');
  const port = integerOption(args.value, 'port', { min: 0, max: 65_535, fallback: DEFAULT_PORT });
  if (!port.ok) return port;
  const text = textOption(args.value, 'leader');
  const leader = text === undefined ? ok(undefined) : addressOf(text);
  if (!leader.ok) return leader;
  const place = placeOf(args.value, leader.value);
  if (!place.ok) return place;
  const add = addOf(args.value, leader.value);
  if (!add.ok) return add;
  const { values } = args.value;
  return ok({ place: place.value, add: add.value, host: textOption(args.value, 'host') ?? '127.0.0.1', port: port.value, isRestored: values['restored'] === true, withParent: values['with-parent'] === true });
}

/** What answers, whether for one shop or for several. */
interface Serving {
  readonly fetch: (request: globalThis.Request) => Response | Promise<Response>;
  readonly notice: Readonly<Record<string, unknown>>;
  start(): void;
  close(): Promise<void>;
}

async function openPlace({ place, isRestored }: Request, pages: string, metrics: Metrics): Promise<Result<Serving, Fault>> {
  if (place.kind === 'one') {
    const folder = makeFolder(place.data);
    if (!folder.ok) return folder;
    const shop = await openShop({ data: place.data, secretPath: place.secret, leaderUrl: place.leader, pages, isRestored, metrics, showsMetrics: true, logger: createLogger('helper') });
    return shop.ok ? ok({ ...shop.value, notice: { key: shop.value.key } }) : shop;
  }
  const folders = readShops(place.shops);
  if (!folders.ok) return folders;
  const shops = await openShops(folders.value, { pages, isRestored, metrics, logger: (name) => createLogger(`helper ${name}`) });
  return shops.ok ? ok({ ...shops.value, notice: { keys: shops.value.keys } }) : shops;
}

function add(request: Request, { out, err }: Streams): number {
  if (request.place.kind !== 'shops' || !request.add) return 2;
  const secret = addShop(request.place.shops, request.add);
  if (!secret.ok) {
    err.write(`${secret.fault.message}\n`);
    return 1;
  }
  out.write(`shop ${request.add.name}\nserved below /${request.add.name} after the next start\nsecret ${secret.value} (its leader needs the same 64 digits; send them over a channel you trust)\n`);
  return 0;
}

/** Runs `homebird helper` until it is asked to stop. @param program - absolute path of this program's file; its folder has the built pages beside it */
export async function runHelper(argv: readonly string[], streams: Streams, program: string): Promise<number> {
  const { out, err } = streams;
  const request = readRequest(argv);
  if (!request.ok) return refuseUsage(err, 'helper', request.fault);
  if (request.value === 'help') {
    out.write(HELPER_HELP);
    return 0;
  }
  if (request.value.add) return add(request.value, streams);
  const { host, port, withParent } = request.value;
  const metrics = createMetrics();
  const serving = await openPlace(request.value, siteFolder(program), metrics);
  if (!serving.ok) {
    err.write(`${serving.fault.message}\n`);
    return 1;
  }
  const listening = await serveRole({ fetch: serving.value.fetch, host, port, metrics }, streams);
  if (!listening) {
    await serving.value.close();
    return 1;
  }
  const stopped = stopRequested({ withParent }, streams);
  announce(streams, { role: 'helper', port: listening.port, ...serving.value.notice });
  serving.value.start();
  await stopped;
  await listening.close();
  await serving.value.close();
  return 0;
}
