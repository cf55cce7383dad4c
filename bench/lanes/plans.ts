import { DEFAULT_PAIR_BLOCKS, MAX_PAIR_BLOCKS, PAIR_USERS_PER_ITEM, pairLayout, type PairLayout } from '#core/cooccurrence';
import type { Catalogue } from '#core/catalogue';
import { epsilonOf, FLOORS, noiseMultiplierFor, noiseVarianceFor, rhoOfReport } from '#core/privacy';
import type { WeightsKind } from '#core/protocol';
import { DataError } from '#bench/data';
import { T11_PARAMETERS } from '#worker/models';
import { MIX_CLIP_NORM, MIX_PARAMETERS } from '#worker/recommender';
import { MAX_LOCAL_EXAMPLES, T11_CLIP_NORM } from '#worker/trainer';
import { VANISHING_SHARE } from './attendance.ts';
import type { Device } from './subject.ts';

/** Rounds and cohort of one model. */
export interface Plan {
  readonly model: WeightsKind;
  readonly length: number;
  readonly clipNorm: number;
  readonly perRound: number;
  readonly rounds: number;
  /** Most reports one device sends in all rounds: what its ε is made of. */
  readonly mostReports: number;
}

/** How pair statistics are gathered. */
export interface PairPlan {
  readonly layout: PairLayout;
  /** Room the layout was given, in blocks. */
  readonly maxBlocks: number;
  /** Blocks each device tells of, drawn by chance. */
  readonly reports: number;
  /** Share of these reports that never arrives. */
  readonly vanishing: number;
}

/** Privacy of a whole run for its most active device. */
export interface PrivacyRecord {
  readonly unit: 'one browser profile in one shop';
  readonly epsilon: number;
  readonly delta: number;
  readonly rho: number;
  readonly noiseMultiplier: number;
  /** Reports of that device. */
  readonly reports: number;
}

/** Cohorts RECOMMENDER §2 found to carry: 100 to 200 for the mix, from 1,000 on for T11. */
const MIX_PER_ROUND = 200;
const MIX_ROUNDS = 20;
const T11_PER_ROUND = 1000;
const T11_ROUNDS = 12;
/** Local examples of the whole T11 training, so that it stays within about a minute of one core. */
const T11_EXAMPLES = 250_000;
/** Fewest rounds worth the name. */
const MIN_ROUNDS = 3;
/** Reports that devices have to spare, over those that all rounds want: some come late, and a round must not wait for the last device. */
const SPARE_REPORTS = 1.5;

/** All trainings of a run, and the noise that keeps them and the popularity counts within ε. */
export interface FederationPlan {
  readonly pairs: PairPlan;
  readonly t11: Plan;
  readonly mix: Plan;
  /** z of each server; 0 without noise. */
  readonly noiseMultiplier: number;
  /** Most reports of one device, those of pairs and popularity included. */
  readonly reports: number;
}

/** Pairs and popularity are told before T11 and the mix are taught over them, and anew after that. */
const TELLINGS = 2;

/** What a plan asks of a device. */
type PlannedDevice = Pick<Device, 'interactions' | 'choices'>;

/** Plans rounds and noise before anything is learnt. @throws DataError with fewer users than a batch may open with */
export function planFederation(devices: readonly PlannedDevice[], catalogue: Catalogue, { epsilon, delta }: { readonly epsilon: number | undefined; readonly delta: number }): FederationPlan {
  if (devices.length < FLOORS.minBatch) throw new DataError(`Cannot federate ${devices.length} users: a batch opens from ${FLOORS.minBatch} on; choose --lane central or local`);
  const plans = { pairs: planPairs(devices.length, catalogue, epsilon !== undefined), t11: planT11(devices), mix: planMix(studentsOf(devices).length) };
  const reports = TELLINGS * (plans.pairs.reports + 1) + plans.t11.mostReports + plans.mix.mostReports;
  return { ...plans, reports, noiseMultiplier: epsilon === undefined ? 0 : multiplierFor(epsilon, delta, reports) };
}

function multiplierFor(epsilon: number, delta: number, reports: number): number {
  const z = noiseMultiplierFor(epsilon, delta, reports);
  if (z === undefined) throw new DataError(`Cannot keep ${reports} reports of a device within epsilon ${epsilon}: no noise is that large; choose a larger --epsilon`);
  return z;
}

/** Devices that have choices which no statistic holds: those the mix learns from. */
export function studentsOf<D extends Pick<Device, 'choices'>>(devices: readonly D[]): D[] {
  return devices.filter(({ choices }) => choices.length > 0);
}

/** Every block once; where noise would drown most pairs, of a small table that holds the categories and the most popular items. */
function planPairs(devices: number, catalogue: Catalogue, isNoised: boolean): PairPlan {
  const maxBlocks = isNoised && devices < PAIR_USERS_PER_ITEM * catalogue.items ? DEFAULT_PAIR_BLOCKS : MAX_PAIR_BLOCKS;
  const layout = pairLayout(catalogue, maxBlocks);
  return { layout, maxBlocks, reports: layout.blocks, vanishing: VANISHING_SHARE };
}

function planMix(students: number): Plan {
  const size = { perRound: Math.min(MIX_PER_ROUND, students), rounds: MIX_ROUNDS };
  return { model: 'mix', length: MIX_PARAMETERS, clipNorm: MIX_CLIP_NORM, ...size, mostReports: mostReportsOf(size, students) };
}

function planT11(devices: readonly PlannedDevice[]): Plan {
  const perRound = Math.min(T11_PER_ROUND, devices.length);
  const examples = devices.reduce((sum, { interactions }) => sum + Math.min(MAX_LOCAL_EXAMPLES, interactions.length), 0) / devices.length;
  const rounds = Math.max(MIN_ROUNDS, Math.min(T11_ROUNDS, Math.floor(T11_EXAMPLES / (perRound * Math.max(1, examples)))));
  return { model: 't11', length: T11_PARAMETERS, clipNorm: T11_CLIP_NORM, perRound, rounds, mostReports: mostReportsOf({ perRound, rounds }, devices.length) };
}

/** Reports a device may send, so that all devices together have enough; none where they are too few for a batch. */
function mostReportsOf({ perRound, rounds }: Pick<Plan, 'perRound' | 'rounds'>, devices: number): number {
  return devices < FLOORS.minBatch ? 0 : Math.min(rounds, Math.ceil((SPARE_REPORTS * perRound * rounds) / devices));
}

/** What `reports` reports of one device cost it. */
export function privacyOf(noiseMultiplier: number, reports: number, delta: number): PrivacyRecord {
  const { integerNorm } = FLOORS;
  const rho = reports * rhoOfReport({ integerNorm, noiseVariance: noiseVarianceFor(noiseMultiplier, integerNorm) });
  return { unit: 'one browser profile in one shop', epsilon: epsilonOf(rho, delta), delta, rho, noiseMultiplier, reports };
}
