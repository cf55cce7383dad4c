import { fail, ok, type Result } from '#core/units';
import { int32s } from './int32s.ts';
import type { ParameterFault, ReportBytes } from './pine-parameters.ts';
import { prio3Engine, PRIO3_SEED_BYTES, type Prio3Engine } from './prio3-engine.ts';
import { histogramInstance, l1BoundSumInstance } from './prio3-instances.ts';
import { prio3 } from './prio3.ts';
import type { Vdaf } from './vdaf.ts';

/** What of a measurement decides how its reports are shared; a `MeasureTask` is one. */
export interface MeasureChoice {
  /** From outside: nothing about it is known yet. */
  readonly vdaf: { readonly name: string; readonly chunkLength: number };
  readonly length: number;
  /** Largest sum of the entries, which are 0 or more; 1 for a histogram. */
  readonly bound: number;
}

/** A device and two servers. */
const SHARES = 2;

/**
 * The VDAF of a measurement, for vectors of whole numbers of 0 or more; what is unknown or impossible is a fault. A histogram
 * takes vectors with one 1 and zeros, so that both have one form.
 */
export function measureVdafOf(choice: MeasureChoice): Result<Vdaf<Int32Array, Int32Array>, ParameterFault> {
  const fault = choiceFault(choice);
  if (fault) return fault;
  if (choice.vdaf.name === 'Prio3Histogram') {
    const engine = prio3(histogramInstance(SHARES, shapeOf(choice)));
    return ok({ ...engine, shard: (vector, ...more) => engine.shard(bucketOf(vector), ...more), unshard: (sums, reports) => int32s(engine.unshard(sums, reports)) });
  }
  const engine = prio3(l1BoundSumInstance(SHARES, { ...shapeOf(choice), maxValue: choice.bound }));
  return ok({ ...engine, unshard: (sums, reports) => int32s(engine.unshard(sums, reports)) });
}

/** How large the parts of a report to a measurement are, before any sealing. */
export function measureBytes(choice: MeasureChoice): Result<ReportBytes, ParameterFault> {
  const fault = choiceFault(choice);
  if (fault) return fault;
  return ok(choice.vdaf.name === 'Prio3Histogram' ? bytesOf(prio3Engine(histogramInstance(SHARES, shapeOf(choice)))) : bytesOf(prio3Engine(l1BoundSumInstance(SHARES, { ...shapeOf(choice), maxValue: choice.bound }))));
}

function bytesOf({ leaderBytes, jointBytes, verifiersBytes }: Prio3Engine<never>): ReportBytes {
  return {
    publicShare: SHARES * jointBytes,
    inputShares: [leaderBytes + jointBytes, PRIO3_SEED_BYTES + jointBytes],
    prepareShare: verifiersBytes + jointBytes,
    prepareMessage: jointBytes,
  };
}

/** What a measurement says of its VDAF: the chunk that makes its proof shortest. */
export function measureVdafFor<Name extends string>(name: Name, length: number, bound: number): { readonly name: Name; readonly chunkLength: number } {
  const bits = name === 'Prio3Histogram' ? length : (length + 1) * bound.toString(2).length;
  return { name, chunkLength: Math.max(1, Math.round(Math.sqrt(bits))) };
}

function choiceFault({ vdaf: { name, chunkLength }, length, bound }: MeasureChoice): Result<never, ParameterFault> | undefined {
  if (name !== 'Prio3L1BoundSum' && name !== 'Prio3Histogram') return fail('unknown-vdaf', `Cannot use the VDAF "${name.slice(0, 40)}": it is unknown here`);
  if (![chunkLength, length, bound].every((each) => Number.isSafeInteger(each) && each >= 1)) return fail('unknown-vdaf', `Cannot use ${name} of ${length} entries up to ${bound} in chunks of ${chunkLength}: wanted whole numbers from 1 on`);
  if (name === 'Prio3Histogram' && bound !== 1) return fail('unknown-vdaf', `Cannot use ${name} with a bound of ${bound}: a report of a histogram names one bucket`);
  return undefined;
}

function shapeOf({ vdaf, length }: MeasureChoice): { readonly length: number; readonly chunkLength: number } {
  return { length, chunkLength: vdaf.chunkLength };
}

/** @throws RangeError unless there is one 1 and else zeros */
function bucketOf(vector: Int32Array): number {
  const bucket = vector.indexOf(1);
  if (bucket < 0 || vector.some((count, i) => (i === bucket ? count !== 1 : count !== 0))) throw new RangeError('Cannot share this as a histogram: wanted one 1 and zeros');
  return bucket;
}
