import { pairLayout, type PairLayout } from '#core/cooccurrence';
import type { Catalogue } from '#core/catalogue';
import { epsilonOf, FLOORS, noiseVarianceFor, rhoOfReport } from '#core/privacy';
import type { WeightsKind } from '#core/protocol';
import { DataError, type DataUser } from '#bench/data';
import { T11_PARAMETERS } from '#worker/models';
import { MIX_CLIP_NORM, MIX_PARAMETERS } from '#worker/recommender';
import { MAX_LOCAL_EXAMPLES, T11_CLIP_NORM } from '#worker/trainer';

/** Rounds and cohort of one model. */
export interface Plan {
  readonly model: WeightsKind;
  readonly length: number;
  readonly clipNorm: number;
  readonly perRound: number;
  readonly rounds: number;
}

/** How pair statistics are gathered. */
export interface PairPlan {
  readonly layout: PairLayout;
  /** Blocks each device tells of, drawn by chance. */
  readonly reports: number;
}

/** Privacy of a whole run for its most active device. */
export interface PrivacyRecord {
  readonly unit: 'one browser profile in one shop';
  readonly epsilon: number;
  readonly delta: number;
  readonly rho: number;
  readonly noiseMultiplier: number;
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
/** Users an item needs before noise leaves anything of its pairs (RECOMMENDER §1.5: 20 keep 90 % at ε 8); below, no report is spent on them. */
const NOISED_USERS_PER_ITEM = 20;

/** All trainings of a run, and the noise that keeps them and the popularity counts within ε. */
export interface FederationPlan {
  readonly pairs: PairPlan;
  readonly t11: Plan;
  readonly mix: Plan;
  /** z of each server; 0 without noise. */
  readonly noiseMultiplier: number;
  /** Most reports of one device, its popularity report included. */
  readonly reports: number;
}

/** Plans rounds and noise before anything is learnt. @throws DataError with fewer users than a batch may open with */
export function planFederation(users: readonly DataUser[], catalogue: Catalogue, { epsilon, delta }: { readonly epsilon: number | undefined; readonly delta: number }): FederationPlan {
  if (users.length < FLOORS.minBatch) throw new DataError(`Cannot federate ${users.length} users: a batch opens from ${FLOORS.minBatch} on; choose --lane central or local`);
  const pairs = planPairs(users, catalogue, epsilon !== undefined);
  const plans = { pairs, t11: planT11(users), mix: planMix(users) };
  const reports = reportsPerDevice(plans.t11, users.length) + reportsPerDevice(plans.mix, users.length) + pairs.reports + 1;
  return { ...plans, reports, noiseMultiplier: epsilon === undefined ? 0 : noiseMultiplierFor(epsilon, delta, reports) };
}

/** Every block once where it is free; nothing where noise would drown it. */
function planPairs(users: readonly DataUser[], catalogue: Catalogue, isNoised: boolean): PairPlan {
  const layout = pairLayout(catalogue);
  return { layout, reports: isNoised && users.length < NOISED_USERS_PER_ITEM * catalogue.items ? 0 : layout.blocks };
}

function planMix(users: readonly DataUser[]): Plan {
  return { model: 'mix', length: MIX_PARAMETERS, clipNorm: MIX_CLIP_NORM, perRound: Math.min(MIX_PER_ROUND, users.length), rounds: MIX_ROUNDS };
}

function planT11(users: readonly DataUser[]): Plan {
  const perRound = Math.min(T11_PER_ROUND, users.length);
  const examples = users.reduce((sum, { events }) => sum + Math.min(MAX_LOCAL_EXAMPLES, events.length), 0) / users.length;
  const rounds = Math.max(MIN_ROUNDS, Math.min(T11_ROUNDS, Math.floor(T11_EXAMPLES / (perRound * Math.max(1, examples)))));
  return { model: 't11', length: T11_PARAMETERS, clipNorm: T11_CLIP_NORM, perRound, rounds };
}

/** Reports of the most active device in all rounds of a plan. */
export function reportsPerDevice({ perRound, rounds }: Plan, devices: number): number {
  return Math.ceil((perRound * rounds) / devices);
}

/** Least z, in quarters and never below the floor of devices, whose `reports` reports stay within ε. */
export function noiseMultiplierFor(epsilon: number, delta: number, reports: number): number {
  for (let z = FLOORS.minNoiseMultiplier; ; z += 0.25) if (privacyOf(z, reports, delta).epsilon <= epsilon) return z;
}

/** What `reports` reports of one device cost it. */
export function privacyOf(noiseMultiplier: number, reports: number, delta: number): PrivacyRecord {
  const { integerNorm } = FLOORS;
  const rho = reports * rhoOfReport({ integerNorm, noiseVariance: noiseVarianceFor(noiseMultiplier, integerNorm) });
  return { unit: 'one browser profile in one shop', epsilon: epsilonOf(rho, delta), delta, rho, noiseMultiplier };
}

