import { setImmediate as nextTurn } from 'node:timers/promises';
import { DAILY, shoppersOf, type Shopper } from '#bench/shoppers';
import type { Grants } from '#core/consent';
import { historyOf } from '#core/features';
import { decodeLayout, type Subject } from '#core/measurement';
import type { Manifest, MeasureTask, TaskId } from '#core/protocol';
import { seededChance, WEEK_MS, type Chance } from '#core/units';
import { ed25519, hpkeSeal, webRandomness, webSymmetric } from '#page/crypto';
import { memoryStores } from '#page/store';
import { contribute, loadFile, loadTask, reportTimeMs, TrainingStopped, type Deployment, type DeploymentPorts, type FederationPorts } from '#worker/federation';
import { countersOf } from '#worker/session';
import { adLife } from './ad-life.ts';
import type { Surroundings } from './device.ts';
import { nodeSend } from './network.ts';
import { PAST_WEEKS } from './people.ts';
import { tideOf } from './tides.ts';

/** Grants of the crowd: ads and their measurement, and no training. */
const GRANTS: Grants = { version: 1, purposes: ['local', 'ads', 'measure'], gpc: false };
/** Of the measurements beside the one of ads, each gets this share of what that one gets (`CROWD_BESIDE_SHARE` of the serve command): two of reach are then enough to aim by. */
const BESIDE_SHARE = 0.4;
/** What tells of ads. For all else a device of the crowd meets none, which is more than half of its work. */
const OF_ADS: readonly Subject[] = ['ads', 'experiment', 'calibration', 'bandit', 'policy'];
/** Devices that wait for an answer while one computes. */
const AT_ONCE = 4;
/** Weeks with ads behind a report on anything but ads: outcomes of experiments are told a week after the first ad. */
const WEEKS_BESIDE = 2;
/** Measurements of ads that follow each other at once; the later ones begin when this much of their time is over, ms: whoever leaves a demonstration running wants the processor back. */
const QUICK_MEASUREMENTS = 10;
const REST_MS = 480_000;
/** Draws that are tried for a device whose time to report has come. */
const MOST_DRAWS = 1_000;

/** Shoppers who meet ads and tell what came of them, each once: as many as there are, and not the same ones. */
export interface Crowd {
  /** Lets them come until `untilMs`, or until each measurement on offer has what it is to have. @returns reports that were taken, by task */
  come(ports: DeploymentPorts, deployment: Deployment, untilMs: number): Promise<ReadonlyMap<TaskId, number>>;
}

/** A measurement on offer, and how many of the crowd have reported to it. */
interface Wanted {
  readonly id: TaskId;
  readonly task: MeasureTask;
  readonly subject: Subject;
  readonly reports: number;
  /** How many measurements of ads this process knew with it. */
  readonly round: number;
  given: number;
}

/** A crowd of `each` shoppers for every measurement of ads. @param first - number of the first: each process begins elsewhere, with others */
export function crowdOf(around: Surroundings, { each, seed, first }: { readonly each: number; readonly seed: number; readonly first: number }): Crowd {
  const shopper = shoppersOf(around.catalogue.products, seed, DAILY);
  const chance = seededChance(first);
  const wantedById = new Map<TaskId, Wanted | undefined>();
  let next = first;
  let rounds = 0;
  let demands = 0;
  const known = async (ports: DeploymentPorts, deployment: Deployment, offer: Manifest['tasks'][number]): Promise<Wanted | undefined> => {
    if (wantedById.has(offer.id)) return wantedById.get(offer.id);
    const task = await loadTask(ports, deployment, offer);
    if (!task.ok) return undefined; // another look asks again
    const layout = task.value.kind === 'measure' ? await loadFile(ports, task.value.layout, `/v1/layouts/${task.value.layout}`) : undefined;
    if (layout && !layout.ok) return undefined;
    const read = layout && decodeLayout(layout.value);
    const subject = read?.ok ? read.value.subject : undefined;
    if (subject === 'ads') rounds += 1;
    if (subject === 'demand') demands += 1;
    // What shelves were worth, only devices that rank can tell.
    const wanted = subject === undefined || subject === 'quality' || task.value.kind !== 'measure' ? undefined
      : { id: offer.id, task: task.value, subject, reports: Math.ceil(each * (subject === 'ads' ? 1 : BESIDE_SHARE)), round: rounds, given: 0 };
    wantedById.set(offer.id, wanted);
    return wanted;
  };
  const isWanted = ({ task, given, reports, round }: Wanted, nowMs: number): boolean =>
    given < reports && nowMs < task.closesMs && (round <= QUICK_MEASUREMENTS || nowMs >= task.opensMs + REST_MS);
  return {
    async come(ports, deployment, untilMs) {
      const offered: Wanted[] = [];
      const taken = new Map<TaskId, number>();
      for (const offer of deployment.manifest.tasks) {
        const wanted = await known(ports, deployment, offer);
        if (wanted) offered.push(wanted);
      }
      await Promise.all(Array.from({ length: AT_ONCE }, async () => {
        for (let nowMs = around.clock.nowMs(); nowMs < untilMs; nowMs = around.clock.nowMs()) {
          const open = offered.filter((measurement) => isWanted(measurement, nowMs));
          const wanted = open[chance.below(Math.max(1, open.length))]; // alike, however many each is to have: a short one is over soon, and the next begins
          if (!wanted) return;
          wanted.given += 1;
          const index = next++;
          if (await comeOnce(around, deployment, wanted, { ...shopper(index), chance: seededChance(index) }, demands)) taken.set(wanted.id, (taken.get(wanted.id) ?? 0) + 1);
          else wanted.given -= 1;
          await nextTurn();
        }
      }));
      return taken;
    },
  };
}

/** A draw by which a device reports to the task now; undefined where hardly anybody does yet. */
function drawDue({ id, task }: Wanted, retryWindowMs: number, { nowMs, chance }: { readonly nowMs: number; readonly chance: Chance }): number | undefined {
  for (let tries = 0; tries < MOST_DRAWS; tries++) {
    const draw = chance.next();
    if (reportTimeMs(task, id, draw, retryWindowMs) <= nowMs) return draw;
  }
  return undefined;
}

/** One of them: weeks of shopping, ads in the last of them, one report. Her draw is one of those that choose this measurement. @param demands - measurements of demand so far: what everybody wants changes with each. @returns whether her report was taken */
async function comeOnce(around: Surroundings, deployment: Deployment, wanted: Wanted, person: Shopper & { readonly chance: Chance }, demands: number): Promise<boolean> {
  const { catalogue, clock, offers } = around;
  const { chance } = person;
  const nowMs = clock.nowMs();
  const draw = drawDue(wanted, deployment.manifest.retryWindowMs, { nowMs, chance });
  if (draw === undefined) return false;
  const stores = memoryStores();
  const priced = offers.set()?.pricing?.segments ?? [];
  for (let week = 0; week < PAST_WEEKS; week++) await stores.events.put(person.week(week, nowMs - (PAST_WEEKS - week) * WEEK_MS, week === PAST_WEEKS - 1 ? tideOf(priced.map(({ name }) => name), demands - 1) : undefined));
  const grants = (): Grants => GRANTS;
  const ports: FederationPorts = {
    network: { load: around.load, send: nodeSend(stores.ledger, grants) }, files: around.files, checkpoint: stores.checkpoint, ledger: stores.ledger, clock, ed25519, symmetric: webSymmetric,
    randomness: webRandomness, seal: hpkeSeal, leaderUrl: around.leaderUrl, policyHash: around.policyHash, grants, draw,
  };
  const ads = adLife({ around, stores, person, chance });
  const weeks = wanted.subject === 'ads' ? 1 : WEEKS_BESIDE;
  await ads.meet(ports, deployment, { week: PAST_WEEKS + wanted.round, fromMs: nowMs - weeks * WEEK_MS, hasAds: OF_ADS.includes(wanted.subject), hasCoupons: wanted.subject === 'offers' });
  const counters = countersOf({ stores: ads.stores, catalogue, history: async () => historyOf(await stores.events.all(), catalogue), chance, hasAds: () => true });
  const own = { ...deployment, manifest: { ...deployment.manifest, tasks: deployment.manifest.tasks.filter(({ id }) => id === wanted.id) } };
  const told = await contribute(ports, own, { train: () => Promise.reject(new TrainingStopped('The crowd does not train')), counters: ads.beside(counters) });
  if (told.ok) ads.tell(told.value.acked);
  return told.ok && told.value.acked.length > 0;
}
