import { join } from 'node:path';
import { seededRandomness } from '#bench/lanes';
import { totalsOf, type Estimate } from '#core/measurement';
import { bootstrapInterval, countPolicy, directMethod, doublyRobust, ipw, mayPublish, policyEstimateOf, policyLayout, snipw, switchDoublyRobust, type LoggedChoices } from '#core/offpolicy';
import { seededChance } from '#core/units';
import { release } from './noise.ts';
import { readRows } from './read.ts';

/** One estimate beside what the judged policy earned itself. */
export interface PolicyRow {
  readonly campaign: string;
  readonly direction: string;
  readonly estimator: string;
  /** Clicks a choice. */
  readonly estimate: Pick<Estimate, 'value' | 'low' | 'high'>;
  /** Clicks a choice in the judged policy's own log. */
  readonly truth: number;
  readonly effectiveChoices: number;
  readonly maxWeight: number;
  readonly verdict: string;
}

interface Impression {
  readonly item: string;
  readonly position: string;
  readonly click: number;
  readonly propensity: number;
}

/** Weights above it are cut where the log's propensities go down to 10⁻⁶. */
const CLIP = 20;
/** Clicks that a model believes an item has before it sees any: without them an item shown twice and clicked once leads. */
const PRIOR_IMPRESSIONS = 200;
const RESAMPLES = 500;
/** Copies of each impression in the private lane, each a device of its own: what noise costs a larger shop, not what more shoppers would teach. */
const COPIES = [1, 100] as const;

/** Bernoulli Thompson sampling judged from the random log, and the random policy from its log, per campaign; undefined without the data. */
export function openBanditRows(folder: string): readonly PolicyRow[] | undefined {
  const rows: PolicyRow[] = [];
  for (const campaign of ['men', 'women']) {
    const [random, bts] = [impressionsOf(folder, 'random', campaign), impressionsOf(folder, 'bts', campaign)];
    if (!random || !bts) return undefined;
    rows.push(...judged(campaign, 'bts from random', { log: random, target: frequenciesOf(bts), truth: clickRate(bts), present: clickRate(random) }));
    const items = new Set(random.map(({ item }) => item)).size;
    rows.push(...judged(campaign, 'random from bts', { log: bts, target: () => 1 / items, truth: clickRate(random), present: clickRate(bts), clip: CLIP }));
  }
  return rows;
}

function impressionsOf(folder: string, policy: string, campaign: string): readonly Impression[] | undefined {
  return readRows(join(folder, policy, campaign, `${campaign}.csv.gz`))?.map((row) => ({
    item: row['item_id'] ?? '', position: row['position'] ?? '', click: Number(row['click']), propensity: Number(row['propensity_score']),
  }));
}

const clickRate = (log: readonly Impression[]): number => log.reduce((sum, { click }) => sum + click, 0) / log.length;

/** How often the policy behind `log` chose an item at a position: its recorded propensities moved while it learnt, its choices say what it did on the whole. */
function frequenciesOf(log: readonly Impression[]): (choice: Impression) => number {
  const counts = new Map<string, number>();
  for (const { item, position } of log) {
    for (const key of [position, `${position}/${item}`]) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return ({ item, position }) => (counts.get(`${position}/${item}`) ?? 0) / (counts.get(position) ?? 1);
}

interface Question {
  readonly log: readonly Impression[];
  readonly target: (choice: Impression) => number;
  readonly truth: number;
  /** What the policy that runs earns. */
  readonly present: number;
  readonly clip?: number;
}

function judged(campaign: string, direction: string, { log, target, truth, present, clip }: Question): readonly PolicyRow[] {
  const choices: LoggedChoices = { reward: log.map(({ click }) => click), propensity: log.map(({ propensity }) => propensity), target: log.map(target) };
  const weighting = clip === undefined ? {} : { clip };
  const model = modelOf(log, target);
  const estimates = {
    ipw: ipw(choices), snipw: snipw(choices), ...(clip !== undefined && { 'snipw, clipped': snipw(choices, weighting) }),
    dm: directMethod(choices, model), dr: doublyRobust(choices, model, weighting), 'switch-dr 5': switchDoublyRobust(choices, model, 5),
  };
  const verdictOf = (estimate: Parameters<typeof mayPublish>[0]): string => {
    const verdict = mayPublish(estimate, present);
    return verdict.ok ? 'publish' : verdict.fault.kind;
  };
  const rows = Object.entries(estimates).map(([estimator, estimate]): PolicyRow => ({
    campaign, direction, estimator, estimate, truth, effectiveChoices: estimate.effectiveChoices, maxWeight: estimate.maxWeight, verdict: estimator === 'dm' ? '–' : verdictOf(estimate),
  }));
  const drawn = bootstrapInterval(choices, (resampled) => snipw(resampled, weighting).value, seededChance(1), RESAMPLES);
  const base = snipw(choices, weighting);
  const bootstrapped: PolicyRow = { campaign, direction, estimator: 'snipw, bootstrap', estimate: { value: base.value, ...drawn }, truth, effectiveChoices: base.effectiveChoices, maxWeight: base.maxWeight, verdict: verdictOf({ ...base, ...drawn }) };
  return [...rows, bootstrapped, ...COPIES.map((copies): PolicyRow => {
    const estimate = privately(choices, copies);
    return { campaign, direction, estimator: `private sums, ${copies === 1 ? '' : `${copies} × `}${log.length} devices`, estimate, truth, effectiveChoices: estimate.effectiveChoices, maxWeight: 5, verdict: verdictOf(estimate) };
  })];
}

/** Smoothed click rate of each item, each half of the log judged by the other: no choice explains itself. */
function modelOf(log: readonly Impression[], target: (choice: Impression) => number): { readonly ofChoice: readonly number[]; readonly ofPolicy: readonly number[] } {
  const halves = [0, 1].map((half) => ratesOf(log.filter((_, index) => index % 2 !== half)));
  const items = [...new Set(log.map(({ item }) => item))];
  const ofPolicy = halves.map((rate) => new Map([...new Set(log.map(({ position }) => position))].map((position) => {
    const chances = items.map((item) => target({ item, position, click: 0, propensity: 1 }));
    return [position, items.reduce((sum, item, index) => sum + (chances[index] ?? 0) * rate(item), 0)];
  })));
  return { ofChoice: log.map(({ item }, index) => halves[index % 2]?.(item) ?? 0), ofPolicy: log.map(({ position }, index) => ofPolicy[index % 2]?.get(position) ?? 0) };
}

function ratesOf(log: readonly Impression[]): (item: string) => number {
  const mean = clickRate(log);
  const counts = new Map<string, { shown: number; clicked: number }>();
  for (const { item, click } of log) {
    const count = counts.get(item) ?? { shown: 0, clicked: 0 };
    counts.set(item, { shown: count.shown + 1, clicked: count.clicked + click });
  }
  return (item) => {
    const { shown, clicked } = counts.get(item) ?? { shown: 0, clicked: 0 };
    return (clicked + PRIOR_IMPRESSIONS * mean) / (shown + PRIOR_IMPRESSIONS);
  };
}

/** The same estimate as the servers would have it: every impression a device that reports once. */
function privately({ reward, propensity, target }: LoggedChoices, copies: number): ReturnType<typeof policyEstimateOf> {
  const { layout, bound } = policyLayout(['candidate']);
  const chance = seededChance(2);
  const sums = new Float64Array(layout.cells.length);
  for (let device = 0; device < copies * reward.length; device++) {
    const at = device % reward.length;
    const entries = countPolicy(layout, { candidate: [{ propensity: propensity[at] ?? 1, target: target[at] ?? 0, reward: reward[at] ?? 0 }] }, chance);
    entries.forEach((entry, cell) => { sums[cell] = (sums[cell] ?? 0) + entry; });
  }
  const { sums: sum, noiseVariance } = release(sums, bound, seededRandomness(3));
  return policyEstimateOf(totalsOf([{ layout, sum, noiseVariance, reports: copies * reward.length, closedMs: 0 }]), 'candidate');
}
