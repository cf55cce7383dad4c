import type { ProductCatalogue } from '#core/catalogue';
import type { Grants } from '#core/consent';
import type { DeviceStores } from '#core/contract';
import { historyOf } from '#core/features';
import { topicOf, type EntryTopic, type FileCache, type Ledger, type LedgerEntry, type ModelKind, type Network, type ReportFault, type TaskId } from '#core/protocol';
import { seededChance, WEEK_MS, type Clock, type Result } from '#core/units';
import { ed25519, hpkeSeal, webSymmetric, webRandomness } from '#page/crypto';
import { memoryStores } from '#page/store';
import { contribute, loadModel, openDeployment, trainLocally, type Contribution, type Deployment, type FederationPorts } from '#worker/federation';
import type { Encoder } from '#worker/models';
import { adLessonsOf, countersOf, createLiveRanks } from '#worker/session';
import type { AdFiles } from './ad-files.ts';
import { adLife } from './ad-life.ts';
import type { Truth } from './ad-truth.ts';
import type { Company } from './company.ts';
import { nodeSend } from './network.ts';
import type { OfferFiles } from './offer-files.ts';
import { PAST_WEEKS, type Person } from './people.ts';
import type { Promised, Promises } from './promises.ts';

/** Weeks of history a device keeps. */
const KEPT_WEEKS = 6;

/** What all devices of a process share. */
export interface Surroundings {
  readonly catalogue: ProductCatalogue;
  readonly encoder: Encoder;
  readonly company: Company;
  readonly promises: Promises;
  readonly ads: AdFiles;
  readonly offers: OfferFiles;
  readonly truth: Truth;
  readonly load: Network['load'];
  readonly files: FileCache;
  readonly clock: Clock;
  readonly leaderUrl: string;
  readonly policyHash: string;
  /** Awaited between slices of training: lets other devices and signals in. */
  readonly pause: () => Promise<void>;
}

/** A simulated browser profile in the shop. Its calls must not overlap. */
export interface Device {
  readonly draw: number;
  /** What it has reported to in the running week: model kinds, or a measurement. */
  readonly reported: ReadonlySet<Reported>;
  /** Whether it has promised this task a report, in this process or in one before. */
  hasPromised(task: TaskId): boolean;
  /** Opens the deployment, trains and reports as a browser would. */
  contribute(): Promise<Result<Contribution, ReportFault>>;
  /** Lets a week pass: every stored record ages by seven days, and the person shops on. */
  nextWeek(): Promise<void>;
}

/** What a week has one report of. */
export type Reported = ModelKind | 'measure';

function reportedOf(entry: EntryTopic): Reported {
  return entry.kind === 'measure' ? 'measure' : entry.model;
}

const GRANTS: Grants = { version: 1, purposes: ['local', 'federate', 'ads', 'measure'], gpc: false };

/** `ledger`, with every promise kept for good before its report exists. */
function promising(ledger: Ledger, keep: (entry: LedgerEntry) => void): Ledger {
  return {
    ...ledger,
    async spend(entry, refuse, signedMs) {
      const spent = await ledger.spend(entry, refuse, signedMs);
      if (spent.ok) keep(entry);
      return spent;
    },
  };
}

/** A promise as the ledger of a browser that was closed in the middle of it holds it. */
function draftOf({ taskId, rho, url, ...more }: Promised, atMs: number): LedgerEntry {
  return { ...topicOf(more), taskId, rho, url, atMs, state: 'draft', reportId: '', body: new Uint8Array(0) };
}

/** A device with its person's past weeks in its log, and in its ledger what it promised in an earlier process. */
export async function createDevice(around: Surroundings, person: Person, seed: number): Promise<Device> {
  const stores = memoryStores();
  const chance = seededChance(seed);
  const draw = chance.next();
  const grants = (): Grants => GRANTS;
  const reported = new Set<Reported>();
  const tasks = new Set<TaskId>();
  let week = 0;
  const ledger = promising(stores.ledger, (entry) => {
    tasks.add(entry.taskId);
    around.promises.keep(seed, { ...topicOf(entry), taskId: entry.taskId, rho: entry.rho, url: entry.url, week });
  });
  const send = nodeSend(ledger, grants);
  const ports: FederationPorts = {
    network: { load: around.load, send }, files: around.files, checkpoint: stores.checkpoint, ledger, clock: around.clock, ed25519, symmetric: webSymmetric,
    randomness: webRandomness, seal: hpkeSeal, leaderUrl: around.leaderUrl, policyHash: around.policyHash, grants, draw,
  };
  let weekFromMs = 0;
  const live = async (): Promise<void> => {
    weekFromMs = around.clock.nowMs() - WEEK_MS;
    await stores.events.put(person.week(week++, weekFromMs));
  };
  for (let past = 0; past < PAST_WEEKS; past++) {
    if (past > 0) await age(stores, around.clock.nowMs());
    await live();
  }
  /** Ranks what she turned to since the last time by what shelves would serve now, as a browser does when it is idle. */
  async function measureRanks(deployment: Deployment): Promise<void> {
    const [mix, t11, table] = [await loadModel(ports, deployment, 'mix'), await loadModel(ports, deployment, 't11'), await loadModel(ports, deployment, 'pairs')];
    if (!mix.ok || !t11.ok || !table.ok || mix.value.kind !== 'mix' || t11.value.kind !== 't11') return;
    const weights = { mix: mix.value, t11: t11.value };
    const history = historyOf(await stores.events.all(), around.catalogue);
    const company = around.company.of(table.value.hash, table.value);
    await createLiveRanks({
      stores, catalogue: around.catalogue, encoder: around.encoder, shopper: { history: () => Promise.resolve(history), revision: () => 0 }, models: { get: (kind) => weights[kind] }, pairs: { current: () => company },
    }).measure(undefined, around.pause);
  }
  const ads = adLife({ around, stores, person, chance: seededChance(chance.below(2 ** 32)) });
  const counters = countersOf({ stores: ads.stores, catalogue: around.catalogue, history: async () => historyOf(await stores.events.all(), around.catalogue), chance, hasAds: () => GRANTS.purposes.includes('ads') });
  const nextWeek = async (): Promise<void> => {
    reported.clear();
    await age(stores, around.clock.nowMs());
    await live();
  };
  for (const promised of around.promises.of(seed)) {
    while (week < promised.week) await nextWeek();
    await stores.ledger.spend(draftOf(promised, around.clock.nowMs()), () => undefined);
    reported.add(reportedOf(promised));
    tasks.add(promised.taskId);
  }
  return {
    draw,
    reported,
    hasPromised: (task) => tasks.has(task),
    async contribute() {
      const deployment = await openDeployment(ports);
      if (!deployment.ok) return deployment;
      await ads.meet(ports, deployment.value, { week, fromMs: weekFromMs, hasAds: true, hasCoupons: true });
      const result = await contribute(ports, deployment.value, { train: async (model, task) => {
        const [t11, table] = model.kind === 'mix' ? [await loadModel(ports, deployment.value, 't11'), await loadModel(ports, deployment.value, 'pairs')] : [];
        const coOccurrence = table?.ok ? around.company.of(table.value.hash, table.value) : undefined;
        return trainLocally(model, task, {
          history: historyOf(await stores.events.all(), around.catalogue), catalogue: around.catalogue, encoder: around.encoder, chance, pause: around.pause,
          layoutOf: around.company.layoutOf, ...(t11?.ok ? { t11: t11.value.weights } : {}), ...(coOccurrence && { coOccurrence }),
          adLessons: async () => adLessonsOf({ stores: ads.stores, catalogue: around.catalogue, history: historyOf(await stores.events.all(), around.catalogue), nowMs: around.clock.nowMs(), pause: around.pause }),
        });
      }, counters: ads.beside({ ...counters, quality: async (layout, span) => {
        await measureRanks(deployment.value);
        return (await counters.quality?.(layout, span)) ?? [];
      } }) });
      if (result.ok) {
        for (const entry of result.value.acked) reported.add(reportedOf(entry));
        ads.tell(result.value.acked);
      }
      await dropSentBytes(stores);
      return result;
    },
    nextWeek,
  };
}

/** Every stored record becomes seven days older; history beyond {@link KEPT_WEEKS} goes. */
async function age(stores: DeviceStores, nowMs: number): Promise<void> {
  const events = (await stores.events.all()).map((event) => ({ ...event, atMs: event.atMs - WEEK_MS }));
  const [old, kept] = [events.filter(({ atMs }) => atMs < nowMs - KEPT_WEEKS * WEEK_MS), events.filter(({ atMs }) => atMs >= nowMs - KEPT_WEEKS * WEEK_MS)];
  await stores.events.delete(old.map(({ id }) => id));
  await stores.events.put(kept);
  const ranks = await stores.settings.read('liveRanks');
  if (ranks) await stores.settings.write('liveRanks', { ...ranks, untilMs: ranks.untilMs - WEEK_MS, timesMs: (ranks.timesMs ?? []).map((atMs) => atMs - WEEK_MS) });
  const held = await stores.settings.read('heldOffer');
  const older = <Held extends { readonly sinceMs: number }>(each: Held): Held => ({ ...each, sinceMs: each.sinceMs - WEEK_MS });
  if (held) await stores.settings.write('heldOffer', { ...older(held), ...(held.earlier && { earlier: held.earlier.map(older) }) });
  for (const entry of await stores.ledger.entries()) {
    await stores.ledger.update({ ...entry, atMs: entry.atMs - WEEK_MS, ...(entry.ackedAtMs === undefined ? {} : { ackedAtMs: entry.ackedAtMs - WEEK_MS }) });
  }
}

/** A browser keeps sent bytes for its panel; nobody looks at a simulated device's, and 1,500 of them would not fit. */
async function dropSentBytes(stores: DeviceStores): Promise<void> {
  for (const entry of await stores.ledger.entries()) {
    if ((entry.state === 'acked' || entry.state === 'refused') && entry.body.length > 0) await stores.ledger.update({ ...entry, body: new Uint8Array(0) });
  }
}
