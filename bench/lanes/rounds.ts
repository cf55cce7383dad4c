import { PAIR_UNIT } from '#core/cooccurrence';
import { FLOORS } from '#core/privacy';
import type { ModelKind } from '#core/protocol';
import { seededChance } from '#core/units';
import type { ArraysEncoder } from '#worker/models';
import { localMixUpdate, type CoOccurrence } from '#worker/recommender';
import { localT11Update } from '#worker/trainer';
import { attendance, ONLINE_SHARE } from './attendance.ts';
import { seededRandomness } from './chance.ts';
import { carriedCourse, idealCourse, ungatedCourse, type Carriage, type Course, type Lesson } from './course.ts';
import type { PairPlan, Plan } from './plans.ts';
import { examplesOf, type Device, type Subject } from './subject.ts';

/** How a federated training went; every federated figure names these. */
export interface FederationRecord {
  readonly model: ModelKind;
  readonly devices: number;
  readonly devicesPerRound: number;
  readonly rounds: number;
  readonly keptRounds: number;
  /** Rounds that found the candidate before them no better, and dropped it. */
  readonly rolledBackRounds: number;
  readonly clipNorm: number;
  /** z of each server; 0 without noise. */
  readonly noiseMultiplier: number;
  /** Most reports any one device sent: what its ε is made of. */
  readonly reportsPerDevice: number;
  /** Share of the devices that is online in a slot of time. */
  readonly onlineShare: number;
  /** Slots that all rounds took together. */
  readonly slots: number;
  /** Updates that were started and never reported. */
  readonly vanished: number;
  /** Reports refused because their round had closed. */
  readonly late: number;
}

const NO_ROUNDS = { devicesPerRound: 0, rounds: 0, keptRounds: 0, rolledBackRounds: 0, reportsPerDevice: 0, onlineShare: ONLINE_SHARE, slots: 0, vanished: 0, late: 0 };

/** Statistics as a record: every device tells of its blocks, a round a block. C is B in units of one pair. @param arrived - reports of all blocks that did */
export function pairRecord({ layout, reports }: PairPlan, { devices, arrived, noiseMultiplier }: { readonly devices: number; readonly arrived: number; readonly noiseMultiplier: number }): FederationRecord {
  const base = { ...NO_ROUNDS, model: 'pairs', devices, clipNorm: FLOORS.integerNorm / PAIR_UNIT, noiseMultiplier } as const;
  return { ...base, devicesPerRound: Math.round(arrived / layout.blocks), rounds: layout.blocks, reportsPerDevice: reports, vanished: devices * reports - arrived };
}

/** One of the trainings that run side by side on the same cohorts. */
export interface Track {
  /** `carried`: what reports carry. `ungated`: the same, every step served at once. `ideal`: the plain mean of the same devices' updates. */
  readonly name: 'carried' | 'ungated' | 'ideal';
  readonly coOccurrence: CoOccurrence;
  readonly encoder: ArraysEncoder;
}

/** What {@link trainRounds} needs. */
export interface Run {
  readonly plan: Plan;
  readonly start: Float32Array;
  readonly learners: readonly Device[];
  readonly tracks: readonly Track[];
  readonly noiseMultiplier: number;
  readonly records: FederationRecord[];
  readonly onProgress: (line: string) => void;
  /** The encoder's weights below the mix. */
  readonly t11?: Float32Array;
  /** Whether what was met may be asked for again. */
  readonly repeats: boolean;
}

/** Trains one model in rounds. @returns what shelves rank with in the end, of each track in their order */
export async function trainRounds(subject: Pick<Subject, 'catalogue' | 'seed'>, { plan, start, learners, tracks, noiseMultiplier, records, onProgress, t11, repeats }: Run): Promise<readonly Float32Array[]> {
  const { seed } = subject;
  if (learners.length < FLOORS.minBatch) {
    onProgress(`${plan.model}: ${learners.length} devices have something to teach, a batch opens from ${FLOORS.minBatch} on; it stays as it is`);
    records.push({ ...NO_ROUNDS, model: plan.model, devices: learners.length, clipNorm: plan.clipNorm, noiseMultiplier });
    return tracks.map(() => start);
  }
  const presence = attendance(learners.length, plan.mostReports, seededChance(seed));
  const randomness = seededRandomness(seed + (plan.model === 'mix' ? 1 : 2));
  const running = tracks.map((track) => ({ track, course: courseOf(track.name, plan, start, { noiseMultiplier, randomness }) }));
  const ended = { published: 0, kept: 0, 'rolled-back': 0 };
  let [reports, rounds] = [0, 0];
  for (let round = 1; round <= plan.rounds; round++) {
    const open = running.map(({ track, course }) => ({ track, batch: course.open(), loss: 0 }));
    const cohort = presence.round(plan.perRound);
    if (cohort.length < FLOORS.minBatch) {
      onProgress(`${plan.model} round ${round} of ${plan.rounds}: ${cohort.length} reports, and no device is left that may send another`);
      break;
    }
    for (const [index, number] of cohort.entries()) {
      const device = learners[number];
      if (!device) continue;
      for (const turn of open) {
        turn.loss += await turn.batch.report(lessonOf(subject, { model: plan.model, device, t11, track: turn.track, repeats, seed: seed + round * 1_000_003 + index })) / cohort.length;
      }
    }
    for (const { track, batch, loss } of open) {
      const outcome = batch.close();
      if (track.name !== 'ideal') ended[outcome] += 1;
      onProgress(`${plan.model}${track.name === 'ideal' ? ' ideal' : ''} round ${round} of ${plan.rounds}: ${batch.reports()} devices, loss before ${loss.toFixed(3)}, ${outcome}`);
    }
    [rounds, reports] = [round, reports + cohort.length];
  }
  const came = presence.record();
  onProgress(`${plan.model}: ${rounds} rounds in ${came.slots} slots with ${ONLINE_SHARE * 100} % online; ${reports} reports in time, ${came.late} too late, ${came.vanished} updates vanished`);
  records.push({ model: plan.model, devices: learners.length, devicesPerRound: Math.round(reports / Math.max(1, rounds)), rounds, keptRounds: ended.kept, rolledBackRounds: ended['rolled-back'], clipNorm: plan.clipNorm, noiseMultiplier, ...came });
  return running.map(({ course }) => course.served());
}

function courseOf(name: Track['name'], plan: Plan, start: Float32Array, carriage: Carriage): Course {
  switch (name) {
    case 'carried': return carriedCourse(plan, start, carriage);
    case 'ungated': return ungatedCourse(plan, start, carriage);
    case 'ideal': return idealCourse(plan, start);
  }
}

interface LocalTraining {
  readonly model: Plan['model'];
  readonly device: Device;
  readonly t11: Float32Array | undefined;
  readonly track: Track;
  readonly repeats: boolean;
  readonly seed: number;
}

const noPause = async (): Promise<void> => undefined;

/** How one device learns in a round: the worker's own trainer on its own history, by the same draws at whatever weights; the mix learns from choices that no statistic holds. */
function lessonOf({ catalogue }: Pick<Subject, 'catalogue'>, { model, device, t11, track, repeats, seed }: LocalTraining): Lesson {
  const { encoder, coOccurrence } = track;
  return (weights, learningRate) => {
    const how = { weights, chance: seededChance(seed), pause: noPause, ...(learningRate !== undefined && { learningRate }) };
    if (model === 't11') return localT11Update({ ...how, examples: examplesOf(device), items: catalogue.items, encoder });
    return localMixUpdate({ ...how, history: device, catalogue, coOccurrence, repeats, examples: device.choices, ...(t11 && { t11: { encoder, weights: t11 } }) });
  };
}
