import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildCatalogue, parseItemId } from '#core/catalogue';
import { encodeModel, encodePairTable } from '#core/fedavg';
import { FLOORS } from '#core/privacy';
import { contentHash, DAY_MS, utf8Encode, type ContentHash } from '#core/units';
import { openHelperStore, openLeaderStore } from '#server/libsql';
import { createVictim, type Victim } from './process.ts';
import { watchStore } from './watch.ts';

/** Where a deployment under torture lives. */
export interface Ground {
  readonly folder: string;
  readonly leader: Victim;
  readonly helper: Victim;
  readonly leaderUrl: string;
  readonly helperUrl: string;
  /** Text of the secret that leader and helper share, 64 hex digits: the fuzzer poses as the leader too. */
  readonly secret: string;
  readonly leaderFile: string;
  readonly helperFile: string;
  /** Ends what still runs and deletes the folder unless it is to be kept. */
  leave(keep: boolean): Promise<void>;
}

/** One model under torture. */
export interface ModelOptions {
  /** Entries of its updates. */
  readonly length: number;
  /** Reports at which its tasks close; at least the smallest batch. */
  readonly batch: number;
}

/** What differs from run to run. */
export interface GroundOptions {
  /** Absolute path of the built program, `dist/server/main.js`. */
  readonly program: string;
  /** The models whose tasks are open side by side. */
  readonly models: Readonly<Partial<Record<'mix' | 't11', ModelOptions>>>;
  /** Flags of Node for both servers. */
  readonly nodeFlags?: readonly string[];
}

/** A test's own: nothing else in the world has it. */
const SECRET = contentHash(utf8Encode('homebird torture'));
/** No task ends by its clock here: batches close by their number of reports, and what is acknowledged must be in one. */
const WINDOW_MS = DAY_MS;
/** C of a model here; any will do. */
const CLIP_NORM = 0.5;

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

function writeModels(folder: string, catalogue: ContentHash, { mix, t11 }: GroundOptions['models']): Readonly<Record<string, string>> {
  const files = {
    mix: encodeModel('mix', new Float32Array(mix?.length ?? 4)), t11: encodeModel('t11', new Float32Array(t11?.length ?? 4)),
    pairs: encodePairTable({ weights: new Float32Array(8), maxBlocks: 1, catalogue }),
  };
  return Object.fromEntries(Object.entries(files).map(([kind, bytes]) => {
    const path = join(folder, `${kind}.model`);
    writeFileSync(path, bytes);
    return [kind, path];
  }));
}

/** The catalogue that the leader's console reads: of one product, which nobody looks at. @returns its folder and hash */
function writeCatalogue(folder: string): { readonly catalogue: string; readonly hash: ContentHash } {
  const { files, manifestHash } = buildCatalogue([{
    id: parseItemId('p1'), title: 'Plain white mug', description: '', brand: '', category: ['Mugs'], url: '', image: '', priceCents: 1200, currency: 'EUR', available: true, aliases: [], labels: [],
  }]);
  const catalogue = join(folder, 'catalogue');
  mkdirSync(catalogue, { recursive: true });
  for (const [name, bytes] of files) writeFileSync(join(catalogue, name), bytes);
  return { catalogue, hash: manifestHash };
}

/** The configuration that `homebird serve` would write for its leader. */
function leaderConfig(folder: string, ports: { readonly leader: number; readonly helper: number; readonly console: number }, { models }: GroundOptions): unknown {
  const { catalogue, hash } = writeCatalogue(folder);
  const plans = Object.entries(models).map(([model, { batch }]) => ({
    model, clipNorm: CLIP_NORM, minBatch: FLOORS.minBatch, noiseMultiplier: FLOORS.minNoiseMultiplier, windows: { first: 0, firstMs: WINDOW_MS, laterMs: WINDOW_MS }, target: { reports: batch, earliestMs: 0 },
  }));
  const at = (name: keyof typeof ports): string => `http://127.0.0.1:${ports[name]}`;
  return {
    shop: 'Torture', host: '127.0.0.1', port: ports.leader, url: at('leader'), helperUrl: at('helper'), peerUrl: at('helper'), catalogue: hash,
    code: contentHash(utf8Encode('code')), build: {}, simulated: true, retryWindowMs: 1_000, plans, measures: [], delivery: { everyMs: 3_600_000, tellMs: 86_400_000 }, data: join(folder, 'leader'), secret: join(folder, 'pair-secret'),
    firstModels: writeModels(folder, hash, models),
    console: {
      port: ports.console, url: at('console'), demoFrom: at('console'), catalogue, folder, keptTags: folder, isDemo: false,
      variables: { SHOP: 'Torture', SHOP_URL: at('leader'), CONSOLE_URL: at('console'), AUDIT_URL: at('leader'), LEADER: at('leader'), HELPER: at('helper') },
    },
  };
}

/** Makes both servers' files before the servers do, so that what is released is noted beside it (see {@link watchStore}). */
async function prepareFiles(leaderFile: string, helperFile: string): Promise<void> {
  for (const opened of [openLeaderStore(leaderFile), openHelperStore(helperFile)]) {
    if (!opened.ok) throw new Error(opened.fault.message);
    await opened.value.close();
  }
  watchStore(leaderFile);
  watchStore(helperFile);
}

/** A deployment of the shipped program in a folder of its own: two processes, two files, two ports. Nothing runs yet. */
export async function prepareGround(options: GroundOptions): Promise<Ground> {
  const folder = mkdtempSync(join(tmpdir(), 'homebird-torture-'));
  const ports = { leader: await freePort(), helper: await freePort(), console: await freePort() };
  const [leaderFile, helperFile, config, secret] = ['leader/leader.db', 'helper/helper.db', 'leader.json', 'pair-secret'].map((name) => join(folder, name)) as [string, string, string, string];
  mkdirSync(join(folder, 'leader'));
  mkdirSync(join(folder, 'helper'));
  writeFileSync(secret, `${SECRET}\n`, { mode: 0o600 });
  writeFileSync(config, JSON.stringify(leaderConfig(folder, ports, options)));
  await prepareFiles(leaderFile, helperFile);
  const run = (args: readonly string[]): readonly string[] => [...(options.nodeFlags ?? []), options.program, ...args, '--with-parent'];
  const leader = createVictim({ name: 'leader', args: run(['leader', '--config', config]), logPath: join(folder, 'leader.log') });
  const helper = createVictim({ name: 'helper', args: run(['helper', '--data', join(folder, 'helper'), '--secret', secret, '--port', String(ports.helper)]), logPath: join(folder, 'helper.log') });
  return {
    folder, leader, helper, leaderFile, helperFile, secret: SECRET, leaderUrl: `http://127.0.0.1:${ports.leader}`, helperUrl: `http://127.0.0.1:${ports.helper}`,
    async leave(keep) {
      await leader.kill();
      await helper.kill();
      if (!keep) rmSync(folder, { recursive: true, force: true });
    },
  };
}
