import { expect, test } from 'vitest';
import { decodeModel, encodeModel, encodeState, initialState, type WeightsFile } from '#core/fedavg';
import { stepModel, type StepInput } from '#server/step';
import { aTask } from '#support/federation';
import { valueOf } from '#support/result';
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

function weightsIn(bytes: Uint8Array): WeightsFile {
  const file = valueOf(decodeModel(bytes));
  if (file.kind === 'pairs' || file.kind === 'portraits') throw new TypeError('Cannot read weights out of a table');
  return file;
}

/** The batch after it, on the candidate that it made, with `surplus` more devices for it than against it. */
function aTrial(surplus: number): StepInput {
  const made = valueOf(stepModel(aStep()));
  const task = aTask({ length: 4 });
  const vdaf = aVdaf(4);
  const shares = [Int32Array.of(10, 20, 30, 77), Int32Array.of(5_990, -6_020, -30, surplus * 128 - 77)].map((share) => vdaf.encodeShare(vdaf.encodeIntegers(share)));
  return { ...aStep(), task, vdaf, model: made.model.bytes, state: made.state.bytes, leaderShare: shares[0] ?? new Uint8Array(), helperShare: shares[1] ?? new Uint8Array() };
}

test('stepModel() takes over a candidate that devices find better, and makes the next one from it', () => {
  const trial = aTrial(30);
  const confirmed = valueOf(stepModel(trial));
  expect(confirmed.outcome).toBe('published');
  expect(weightsIn(confirmed.model.bytes).weights).toEqual(weightsIn(trial.model).candidate);
  expect(weightsIn(confirmed.model.bytes).candidate).not.toEqual(weightsIn(trial.model).candidate);
});

test('stepModel() rolls back a candidate that devices do not find better: the very files of before', () => {
  const rolledBack = valueOf(stepModel(aTrial(5))); // of 60: less than a tenth
  expect(rolledBack.outcome).toBe('rolled-back');
  expect(rolledBack.verdict?.surplus).toBeCloseTo(5 / 60, 12);
  expect([rolledBack.model.bytes, rolledBack.state.bytes]).toEqual([aStep().model, aStep().state]);
});

test('stepModel() moves along the sum and gives the same bytes every time', () => {
  const first = valueOf(stepModel(aStep()));
  expect(first.outcome).toBe('published');
  const made = weightsIn(first.model.bytes);
  expect([...made.weights]).toEqual([1, 1, 1]); // shelves wait for the verdict of the next batch
  const [up = 0, down = 0, still = 0] = made.candidate ?? [];
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
