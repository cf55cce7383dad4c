import { expect, test } from 'vitest';
import { decodeModel, encodeModel, encodeState, initialState } from '#core/fedavg';
import { stepModel, type StepInput } from '#server/step';
import { aTask } from '#support/federation';
import { valueOf } from '#support/pair';
import { aVdaf } from '#support/vdaf';

/** A batch of 60 reports whose sum is `sum`, split as the servers would. */
function aStep(changes: Partial<StepInput> = {}): StepInput {
  const task = aTask({ length: 4 });
  const vdaf = aVdaf(4);
  const leader = vdaf.encodeIntegers(Int32Array.of(10, 20, 30, 7));
  const helper = vdaf.encodeIntegers(Int32Array.of(5_990, -6_020, -30, 0));
  return {
    task, vdaf, reports: 60,
    model: encodeModel('mix', Float32Array.of(1, 1, 1)), state: encodeState(initialState(3)),
    leaderShare: vdaf.encodeShare(leader), helperShare: vdaf.encodeShare(helper), ...changes,
  };
}

test('stepModel() moves along the sum and gives the same bytes every time', () => {
  const first = valueOf(stepModel(aStep()));
  expect(first.outcome).toBe('published');
  const [up = 0, down = 0, still = 0] = valueOf(decodeModel(first.model.bytes)).weights;
  expect(up).toBeGreaterThan(1);
  expect(down).toBeLessThan(1);
  expect(still).toBe(1);
  expect(valueOf(stepModel(aStep()))).toEqual(first);
});

test('stepModel() keeps the very same files where noise outweighs signal', () => {
  const kept = valueOf(stepModel(aStep({ task: aTask({ length: 4, noiseVariance: { numerator: 2 ** 40, denominator: 1 } }) })));
  expect(kept.outcome).toBe('kept');
  expect(kept.model.bytes).toEqual(aStep().model);
  expect(kept.state.bytes).toEqual(aStep().state);
});

test('stepModel() turns wrong files and shares into faults', () => {
  const wrong: readonly Partial<StepInput>[] = [
    { model: new Uint8Array(3) }, { state: new Uint8Array(3) }, { leaderShare: new Uint8Array(11) }, { helperShare: new Uint8Array(0) },
    { model: encodeModel('t11', Float32Array.of(1, 1, 1)) },
  ];
  for (const change of wrong) expect(stepModel(aStep(change)).ok).toBe(false);
});
