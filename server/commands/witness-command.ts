import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { COSIGNATURE_V1, decodeCheckpoint, keyLine } from '#core/tlog';
import { fail, ok, toHex, type Fault, type Result } from '#core/units';
import { ed25519 } from '#page/crypto';
import { createLogger, createMetrics } from '#server/http';
import { openWitnessStore } from '#server/libsql';
import { signerIn } from '#server/pair';
import type { WitnessStore } from '#server/store';
import { createWitnessApp, keysByOrigin, knownLog, mergedLogs, parseLogList, type KnownLog, type Witness } from '#server/witness';
import { makeFolder } from './data-folder.ts';
import { integerOption, readArguments, refuseUsage, textOption, textsOption, type Arguments, type UsageFault } from './options.ts';
import type { Streams } from './output.ts';
import { announce, serveRole, stopRequested, systemClock } from './role.ts';

/** Where a witness listens unless told otherwise: next to the five ports of `homebird serve`. */
const DEFAULT_PORT = 7415;

/** Help of `homebird witness`. */
const WITNESS_HELP = `homebird witness --data DIR (--log VKEY | --logs FILE) [--name NAME] [--port N] [--host ADDRESS]

Cosigns the logs of others, so that nobody is shown another history than everybody else: C2SP tlog-witness, for Homebird's
and for any other log of that kind. Run it where neither the shop nor its helper has a say.

  --data DIR      its key and what it has cosigned. Keep it: a witness restored from an old copy cosigns a second history
  --log VKEY      a log to cosign, by its verifier key (name+hash+base64); again for each. homebird serve prints its own
  --logs FILE     logs as the public witness network lists them (logs/v0: vkey and origin lines)
  --name NAME     name of its key, such as witness.example/w1; fixed by the first start (default made from the key)
  --port N        where it listens (default ${DEFAULT_PORT})
  --host ADDRESS  which address it listens on (default 127.0.0.1)
  -h, --help      this text

It prints its address, its key and each log. Who wants its word starts with: homebird serve --witness URL=KEY

Exit code: 0 stopped, 1 could not start, 2 wrong arguments.
`;

interface WitnessOptions {
  /** Absolute path. */
  readonly data: string;
  readonly host: string;
  readonly port: number;
  readonly logs: readonly KnownLog[];
  readonly name: string | undefined;
  readonly withParent: boolean;
}

function logsOf(args: Arguments): Result<readonly KnownLog[], Fault<'bad-log'>> {
  const file = textOption(args, 'logs');
  const lists: Result<readonly KnownLog[], Fault<'bad-log'>>[] = [];
  try {
    if (file !== undefined) lists.push(parseLogList(readFileSync(file, 'utf8')));
  } catch {
    return fail('bad-log', `Cannot read ${file}: there is no such file`);
  }
  for (const text of textsOption(args, 'log')) {
    const log = knownLog(text);
    lists.push(log.ok ? ok([log.value]) : log);
  }
  const sources: (readonly KnownLog[])[] = [];
  for (const list of lists) {
    if (!list.ok) return list;
    sources.push(list.value);
  }
  const logs = mergedLogs(sources);
  return logs.ok && logs.value.length === 0 ? fail('bad-log', 'Wanted a log to witness: --log VKEY or --logs FILE') : logs;
}

function optionsFrom(args: Arguments): Result<WitnessOptions, UsageFault | Fault<'bad-log'>> {
  const port = integerOption(args, 'port', { min: 0, max: 65_535, fallback: DEFAULT_PORT });
  if (!port.ok) return port;
  const data = textOption(args, 'data');
  if (data === undefined) return fail('usage', 'Wanted --data DIR');
  const name = textOption(args, 'name');
  if (name !== undefined && !/^[\w.~:/-]{1,100}$/.test(name)) return fail('usage', `Cannot use --name ${name}: wanted an address without a scheme, such as witness.example/w1`);
  const logs = logsOf(args);
  if (!logs.ok) return logs;
  return ok({ data: resolve(data), host: textOption(args, 'host') ?? '127.0.0.1', port: port.value, logs: logs.value, name, withParent: args.values['with-parent'] === true });
}

/** How far each log is, one a line. */
function logLines(logs: readonly KnownLog[], { tables: { witnessed } }: WitnessStore): string {
  return [...new Set(logs.map(({ origin }) => origin))].map((origin) => {
    const row = witnessed.get(origin);
    const checkpoint = row && decodeCheckpoint(row.text);
    return `log ${origin}: ${checkpoint?.ok ? `${checkpoint.value.size} entries cosigned` : 'nothing cosigned yet'}\n`;
  }).join('');
}

async function serveWitness(options: WitnessOptions, store: WitnessStore, streams: Streams): Promise<number> {
  const signer = await signerIn(store, (publicKey) => options.name ?? `homebird/witness/${toHex(publicKey).slice(0, 12)}`);
  if (options.name !== undefined && options.name !== signer.name) {
    streams.err.write(`This witness is called ${signer.name}, and others trust it by that name: start without --name, or with another --data folder\n`);
    return 1;
  }
  const metrics = createMetrics();
  const witness: Witness = { store, signer, keysOf: keysByOrigin(options.logs), clock: systemClock, ed25519, metrics, logger: createLogger('witness') };
  const app = createWitnessApp(witness);
  const listening = await serveRole({ fetch: (request) => app.fetch(request), host: options.host, port: options.port, metrics }, streams);
  if (!listening) return 1;
  const stopped = stopRequested({ withParent: options.withParent }, streams);
  const key = keyLine(signer.name, signer.publicKey, COSIGNATURE_V1);
  if (options.withParent) announce(streams, { role: 'witness', port: listening.port, key });
  else streams.out.write(`witness http://${options.host}:${listening.port}\nkey ${key}\n${logLines(options.logs, store)}`);
  await stopped;
  await listening.close();
  return 0;
}

/** Runs `homebird witness` until it is asked to stop. */
export async function runWitness(argv: readonly string[], streams: Streams): Promise<number> {
  const args = readArguments(argv, {
    data: { type: 'string' }, log: { type: 'string', multiple: true }, logs: { type: 'string' }, name: { type: 'string' }, port: { type: 'string' }, host: { type: 'string' },
    'with-parent': { type: 'boolean' },
  });
  if (args.ok && args.value.values['help'] === true) {
    streams.out.write(WITNESS_HELP);
    return 0;
  }
  const options = args.ok ? optionsFrom(args.value) : args;
  if (!options.ok) return refuseUsage(streams.err, 'witness', options.fault);
  const folder = makeFolder(options.value.data);
  const store = !folder.ok ? folder : openWitnessStore(join(options.value.data, 'witness.db'));
  if (!store.ok) {
    streams.err.write(`${store.fault.message}\n`);
    return 1;
  }
  try {
    return await serveWitness(options.value, store.value, streams);
  } finally {
    await store.value.close();
  }
}
