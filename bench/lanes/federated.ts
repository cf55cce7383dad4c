import { PAIR_UNIT, pairLayout } from '#core/cooccurrence';
import { initialMix } from '#worker/recommender';
import { arraysEncoder, initialT11 } from '#worker/models';
import { seededChance } from '#core/units';
import { carryPairs } from './carry.ts';
import { seededRandomness } from './chance.ts';
import { privacyOf, studentsOf, type FederationPlan, type PrivacyRecord } from './plans.ts';
import { pairRecord, trainRounds, type FederationRecord } from './rounds.ts';
import type { Shared } from './shared.ts';
import { idealCompany } from './statistics.ts';
import { devicesBefore, type Subject } from './subject.ts';

/**
 * Trains in the order a shop would: statistics first, then T11 over them, then the mix over both; the mix twice, as
 * reports carry everything and with ideal sums. Statistics are told anew after that, as they are every season.
 */
export async function trainFederated(subject: Subject, { plan, delta, isGated = true, onProgress }: FederatedOptions): Promise<FederatedResult> {
  const name = isGated ? 'carried' : 'ungated';
  const { catalogue, toldCatalogue, devices, seed } = subject;
  const { noiseMultiplier, reports } = plan;
  const { hasTimes } = subject.dataset;
  const repeats = !subject.split.removesHistory;
  const before = devicesBefore(devices);
  const randomness = seededRandomness(seed + 4);
  const pairs = { ...plan.pairs, layout: pairLayout(catalogue, plan.pairs.maxBlocks) }; // of the popularity that devices see: noised where all is
  const carried = carryPairs(before, { plan: pairs, noiseMultiplier, chance: seededChance(seed + 5), randomness });
  onProgress(`pairs: ${pairs.layout.cells} cells in ${pairs.layout.blocks} blocks, ${pairs.reports} reports a device, ${carried.arrived} arrived with ${Math.round(carried.units / PAIR_UNIT)} pairs`);
  const records: FederationRecord[] = [pairRecord(pairs, { devices: devices.length, arrived: carried.arrived, noiseMultiplier })];
  const encoder = arraysEncoder(toldCatalogue);
  const [t11 = new Float32Array()] = await trainRounds({ catalogue: toldCatalogue, seed }, {
    plan: plan.t11, start: initialT11(toldCatalogue, { seed }), noiseMultiplier, records, onProgress, repeats,
    learners: before, tracks: [{ name, coOccurrence: carried.company, encoder }],
  });
  const students = studentsOf(devices);
  const ideal = idealCompany(before, toldCatalogue, hasTimes);
  const [mix = initialMix(), idealMix = mix] = await trainRounds({ catalogue: toldCatalogue, seed }, {
    plan: plan.mix, start: initialMix(), learners: students, noiseMultiplier, records, onProgress, t11, repeats,
    tracks: [{ name, coOccurrence: carried.company, encoder }, { name: 'ideal', coOccurrence: ideal, encoder }],
  });
  const known = carryPairs(devices, { plan: pairs, noiseMultiplier, chance: seededChance(seed + 6), randomness }).company;
  const all = idealCompany(devices, catalogue, hasTimes);
  return {
    shared: { coOccurrence: known, encoder: arraysEncoder(catalogue), t11, mix },
    ideal: { coOccurrence: all, encoder: arraysEncoder(catalogue), t11, mix: idealMix },
    records, privacy: noiseMultiplier > 0 ? privacyOf(noiseMultiplier, reports, delta) : undefined,
  };
}

/** How devices train together; `delta` is that of the privacy record. */
export interface FederatedOptions {
  readonly plan: FederationPlan;
  readonly delta: number;
  /** False serves every step at once; true, as the product does, the next round judges it first. */
  readonly isGated?: boolean;
  readonly onProgress: (line: string) => void;
}

/** Weights that every device gets, by two ways of summing, and how the trainings went. */
export interface FederatedResult {
  /** What reports carry. */
  readonly shared: Shared;
  /** The same with unbounded pairs and a mix without clipping, rounding and noise. */
  readonly ideal: Shared;
  readonly records: readonly FederationRecord[];
  readonly privacy: PrivacyRecord | undefined;
}
