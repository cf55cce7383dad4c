import { dirname, join } from 'node:path';
import { embedLine, NEWEST_DEFAULTS, type TagBuild } from '#core/embed';
import type { PolicyFile } from '#core/protocol';
import { fail, ok, type ContentHash, type Fault, type Result } from '#core/units';
import { policyOver } from './audit-over-http.ts';
import { keepRunning, type Role, type RunningRole } from './child.ts';
import { buildHashes, siteFolder } from './build-files.ts';
import { LEADER_FILE, makeFolder, pairSecretAt, writeWhole } from './data-folder.ts';
import type { ConsoleFile } from './console-site.ts';
import { createDemoFigures, type DemoFigures } from './demo-figures.ts';
import { createDemoTruth, type DemoTruth } from './demo-truth.ts';
import { mayBeginWith, readGivenModels, type GivenModel } from './given-models.ts';
import type { LeaderFile } from './leader-command.ts';
import { newsLine } from './leader-news.ts';
import { refuseUsage } from './options.ts';
import type { Streams } from './output.ts';
import { deliveryRulesFor, measuresFor, plansFor, retryWindowFor } from './plans.ts';
import { listenText, stopRequested, systemClock } from './role.ts';
import { watchRounds, type RoundWatch } from './round-watch.ts';
import { holdAlone } from '#server/libsql';
import { shopIdOf } from '#server/site';
import { createTill, publishedFrom } from '#server/till';
import { readServeOptions, SERVE_HELP, SERVE_PORTS, type ServeOptions, type ServePort } from './serve-options.ts';
import { prepareShop, programHash, type ShopFiles } from './shop-files.ts';
import { prepareKnowledge } from './shop-knowledge.ts';
import { checkPort, reserveSites, type Sites } from './sites.ts';
import { keepTagBuild, tagBuildIn } from './tag-builds.ts';

/** Addresses of a deployment. */
type Urls = Readonly<Record<ServePort, string>>;

/** Anything that must be stopped before the process ends. */
type Stop = () => Promise<void> | void;

interface Serving {
  readonly options: ServeOptions;
  readonly program: string;
  readonly code: ContentHash;
  /** Where the world reaches each role: what policy, pages and embed line name. */
  readonly urls: Urls;
  /** Where this machine reaches it. */
  readonly local: Urls;
  readonly streams: Streams;
  /** Stopped in reverse order. */
  readonly stops: Stop[];
  /** Aborts before the first of them is stopped. */
  readonly ending: AbortSignal;
  /** Ends it because a role keeps dying. */
  readonly giveUp: () => void;
}

function localUrls({ host, port, helper }: ServeOptions): Urls {
  const shown = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  const here = Object.fromEntries(SERVE_PORTS.map((name, i) => [name, `http://${shown}:${port + i}`])) as Record<ServePort, string>;
  return { ...here, ...(helper && { helper: helper.url }) };
}

const logPathOf = ({ options }: Serving, role: string): string => join(options.data, 'logs', `${role}.log`);

function startRole(serving: Serving, name: string, args: readonly string[], onNotice: Role['onNotice'] = () => undefined): RunningRole {
  const { options, program, streams, stops, ending, giveUp } = serving;
  const role = keepRunning({ name, program, args, logPath: logPathOf(serving, name), pidPath: join(options.data, 'run', `${name}.pid`), onNotice }, { say: streams.err, ending, onGivenUp: giveUp });
  stops.push(() => role.stop());
  return role;
}

function startHelper(serving: Serving, secret: string): RunningRole {
  const { options } = serving;
  const port = options.port + SERVE_PORTS.indexOf('helper');
  return startRole(serving, 'helper', ['helper', '--data', join(options.data, 'helper'), '--secret', secret, '--leader', serving.local.leader, '--host', options.host, '--port', String(port)]);
}

/** The console, which the leader serves beside itself: it holds the store. */
function consoleOf({ options, urls, local, program }: Serving, shop: ShopFiles): ConsoleFile {
  return {
    port: options.port + SERVE_PORTS.indexOf('console'), url: urls.console, demoFrom: local.shop, catalogue: shop.folder, folder: siteFolder(program), keptTags: join(options.data, 'tag'),
    variables: pageVariables({ options, urls }), isDemo: options.feed === undefined && options.catalogue === undefined,
  };
}

/** What pages read, but for the policy's hash. */
function pageVariables({ options, urls }: Pick<Serving, 'options' | 'urls'>): ConsoleFile['variables'] {
  return { SHOP: options.shop, SHOP_URL: urls.shop, CONSOLE_URL: urls.console, AUDIT_URL: urls.audit, LEADER: urls.leader, HELPER: urls.helper, ...(options.catalogue?.kind === 'address' && { CATALOGUE: options.catalogue.url }) };
}

/** @param onSignIn - told the address that signs the owner in, with every start of the leader */
function startLeader(serving: Serving, { secret, onSignIn }: { readonly secret: string; readonly onSignIn: (url: string) => void }, shop: ShopFiles, given: readonly GivenModel[]): RunningRole {
  const { options, code, urls, local, program, streams } = serving;
  const { witnesses } = options;
  const file: LeaderFile = {
    shop: options.shop, host: options.host, port: options.port + SERVE_PORTS.indexOf('leader'), url: urls.leader, helperUrl: urls.helper, peerUrl: local.helper, catalogue: shop.catalogueHash, code,
    build: buildHashes(dirname(dirname(program))), sites: { shop: urls.shop, console: urls.console, audit: urls.audit }, simulated: options.shoppers > 0, retryWindowMs: retryWindowFor(options),
    plans: plansFor(options), measures: measuresFor(options), delivery: deliveryRulesFor(options), data: join(options.data, 'leader'), secret, firstModels: shop.firstModels, given: given.map(({ kind }) => kind), ...(witnesses && { witnesses }), console: consoleOf(serving, shop),
  };
  const path = join(options.data, LEADER_FILE);

  writeWhole(path, JSON.stringify(file, null, 2));
  const context = { logPath: logPathOf(serving, 'leader'), witnesses: witnesses && { count: witnesses.each.length, quorum: witnesses.quorum } };
  return startRole(serving, 'leader', ['leader', '--config', path], (notice) => {
    if (notice.kind === 'ready') onSignIn(String(notice['signIn']));
    const line = newsLine(notice, context);
    if (line !== undefined) streams.err.write(line);
  });
}

/** Processes over which a crowd is spread: as many cores as a small machine has, and they yield to all else. */
const CROWD_PROCESSES = 2;

/** Starts the simulated shoppers, if there are any, and the crowd apart from those who train. Nobody waits for them: the deployment is complete without. */
function startShoppers(serving: Serving, shop: ShopFiles, policy: string, { figures, truth }: { readonly figures: DemoFigures; readonly truth: DemoTruth }): void {
  const { options, urls } = serving;
  if (options.shoppers === 0) return;
  const shared = ['simulate', '--catalogue', shop.folder, '--leader', urls.leader, '--policy', policy, '--seed', String(options.seed)];
  startRole(serving, 'simulation', [...shared, '--shoppers', String(options.shoppers), '--promises', join(options.data, 'simulated-promises.jsonl')], (notice) => {
    figures.take(notice);
    truth.take(notice);
  });
  const processes = options.crowd > 0 ? CROWD_PROCESSES : 0;
  for (let number = 1; number <= processes; number++) {
    startRole(serving, `crowd-${number}`, [...shared, '--shoppers', '0', '--held-out', '0', '--crowd', String(Math.ceil(options.crowd / processes))], (notice) => truth.take(notice)); // it has nobody to measure models on
  }
}

function printUrls({ options, urls, streams: { out } }: Serving, { policy, logKey, signInUrl }: { readonly policy: string; readonly logKey: string; readonly signInUrl: string }, tag: TagBuild): void {
  for (const name of SERVE_PORTS) out.write(`${name} ${urls[name]}\n`);
  out.write(`sign-in ${signInUrl}\nlog ${logKey}\npolicy ${policy}\n`);
  const data = { shop: shopIdOf(options.shop), catalogue: options.catalogue?.kind === 'address' ? options.catalogue.url : `${urls.shop}/catalogue/catalogue.json`, endpoint: urls.leader, policy, defaults: NEWEST_DEFAULTS };
  out.write(`embed ${embedLine({ tagFolder: `${urls.shop}/tag`, ...tag, data })}\n`);
  if (options.shoppers > 0) out.write(`${options.shoppers} simulated shoppers take part; one round stands for one simulated week\n`);
  if (options.crowd > 0) out.write(`for each measurement of ads ${options.crowd} more come who only meet ads; to budgets it stands for an hour\n`);
}

/** Brings up both servers and gives the policy that devices will pin. */
async function startServers(serving: Serving, shop: ShopFiles, given: readonly GivenModel[]): Promise<Result<{ readonly policy: PolicyFile; readonly hash: ContentHash; readonly signInUrl: string }, Fault>> {
  const { helper, data } = serving.options;
  const secret = helper?.secret ?? join(data, 'pair-secret');
  const made = pairSecretAt(secret);
  if (!made.ok) return made;
  let signInUrl: string | undefined;
  const starts = [...(helper ? [] : [() => startHelper(serving, secret)]), () => startLeader(serving, { secret, onSignIn: (url) => { signInUrl ??= url; } }, shop, given)];
  for (const start of starts) {
    const ready = await start().ready;
    if (!ready.ok) return ready;
  }
  const policy = await policyOver(serving.local.leader);
  return policy.ok ? ok({ ...policy.value, signInUrl: signInUrl ?? '' }) : policy;
}

/** Everything between reserved ports and the last round. Gives whether all rounds asked for verified. */
async function runDeployment(serving: Serving, sites: Sites): Promise<Result<RoundWatch, Fault>> {
  const { options, local, program, code, streams } = serving;
  const given = readGivenModels(options.models);
  if (!given.ok) return given;
  const mayBegin = await mayBeginWith(given.value, options.data);
  if (!mayBegin.ok) return mayBegin;
  const tagFolder = join(siteFolder(program), 'tag');
  const tag = tagBuildIn(tagFolder);
  if (!tag.ok) return tag;
  const keptTags = join(options.data, 'tag');
  keepTagBuild(tagFolder, tag.value, keptTags);
  const shop = await prepareShop(options, { code, given: given.value, say: streams.err });
  if (!shop.ok) return shop;
  const told = await prepareKnowledge(options, shop.value, streams.err);
  if (!told.ok) return told;
  const servers = await startServers(serving, shop.value, given.value);
  if (!servers.ok) return servers;
  const { policy, hash, signInUrl } = servers.value;
  const figures = createDemoFigures(join(options.data, 'quality.json'), options.shoppers);
  const truth = createDemoTruth(join(options.data, 'truth.json'));
  const watch = watchRounds({ leaderUrl: local.leader, helperUrl: local.helper, policy, figures, isMeasured: options.shoppers > 0, toldPath: join(options.data, 'last-round-told.txt'), out: streams.out });
  const till = createTill({ clock: systemClock, products: shop.value.catalogue.products, read: publishedFrom(local.leader, policy.logKey) });
  sites.open(
    { ...pageVariables(serving), POLICY: hash },
    shop.value, { folder: siteFolder(program), keptTags },
    { till, demo: { 'quality.json': () => figures.qualityJson(watch.rounds()), 'state.json': () => figures.stateJson(watch.rounds()), 'truth.json': () => truth.json(watch.rounds()) } },
  );
  printUrls(serving, { policy: hash, logKey: policy.logKey, signInUrl }, tag.value);
  startShoppers(serving, shop.value, hash, { figures, truth });
  return ok(watch);
}

async function portsAreFree({ host, port, helper }: ServeOptions): Promise<Result<void, Fault>> {
  for (const name of helper ? (['console', 'leader'] as const) : (['console', 'leader', 'helper'] as const)) {
    const free = await checkPort(host, port + SERVE_PORTS.indexOf(name));
    if (!free.ok) return free;
  }
  return ok(undefined);
}

/** The page ports, once all five are known to be free; undefined after it has said why not. */
async function takePorts(options: ServeOptions, { err }: Streams): Promise<Sites | undefined> {
  const sites = await reserveSites(options);
  const free = sites.ok ? await portsAreFree(options) : sites;
  if (sites.ok && free.ok) return sites.value;
  if (!free.ok) err.write(listenText(free.fault, 'PORT=n, for five ports from n'));
  if (sites.ok) await sites.value.close();
  return undefined;
}

/** Runs the deployment until its rounds are done and gives the exit code. */
async function runRounds(serving: Serving, sites: Sites): Promise<number> {
  const watch = await runDeployment(serving, sites);
  if (!watch.ok) {
    serving.streams.err.write(`${watch.fault.message}\n`);
    return 1;
  }
  serving.stops.push(() => watch.value.stop());
  return (await watch.value.run(serving.options.rounds)) ? 0 : 1;
}

/** The data folder, made and held for this process alone: a second deployment on it must be refused before it writes anything there. */
function takeFolder(data: string): Result<Stop, Fault> {
  const made = makeFolder(data);
  if (!made.ok) return fail(made.fault.kind, `${made.fault.message}: choose another with --data DIR`);
  const held = holdAlone(join(data, 'serve'));
  if (held.ok || held.fault.kind !== 'in-use') return held;
  return fail('in-use', `Another homebird serve runs on ${data}: stop it first, or choose another folder with --data DIR. Nothing in it was changed`);
}

async function serve(options: ServeOptions, program: string, streams: Streams): Promise<number> {
  const folder = takeFolder(options.data);
  if (!folder.ok) {
    streams.err.write(`${folder.fault.message}\n`);
    return 1;
  }
  const sites = await takePorts(options, streams);
  if (!sites) {
    await folder.value();
    return 1;
  }
  const ending = new AbortController();
  const stops: Stop[] = [folder.value, () => sites.close()];
  const asked = stopRequested({ withParent: false }, streams).then(() => 0);
  let giveUp: () => void = () => undefined;
  const givenUp = new Promise<number>((resolve) => (giveUp = () => resolve(1)));
  const serving: Serving = { options, program, code: programHash(program), local: localUrls(options), urls: { ...localUrls(options), ...options.publicUrls }, streams, stops, ending: ending.signal, giveUp };
  try {
    return await Promise.race([asked, givenUp, runRounds(serving, sites)]);
  } finally {
    ending.abort();
    for (const stop of stops.splice(0).reverse()) await stop();
  }
}

/**
 * Runs `homebird serve` until it is asked to stop, or until its rounds are done.
 *
 * @param program - absolute path of this program's file; its folder has the built pages beside it
 */
export async function runServe(argv: readonly string[], streams: Streams, program: string): Promise<number> {
  const options = readServeOptions(argv, process.env, process.cwd());
  if (!options.ok) return refuseUsage(streams.err, 'serve', options.fault);
  if (options.value === 'help') {
    streams.out.write(SERVE_HELP);
    return 0;
  }
  return serve(options.value, program, streams);
}
