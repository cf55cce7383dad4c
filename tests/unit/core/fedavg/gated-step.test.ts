import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeModel, encodeModel, encodeState, firstState, gatedStep, initialState, MAX_NOISE_TO_SIGNAL, stepFiles, VERDICT_SHARE, type SteppedFiles, type Trial } from '#core/fedavg';
import { noiseToSignal } from '#core/privacy';
import { fromHex, toHex } from '#core/units';
import { aTask } from '#support/federation';
import { valueOf } from '#support/result';
import vectors from './fedavg_gated-step_homebird_1.json' with { type: 'json' };

const REPORTS = 60;
const task = aTask({ length: 4 });
const START: Trial = { confirmed: { weights: Float32Array.of(1, 1, 1), state: initialState(3) } };

/** The sum of a batch whose devices find the candidate better by this share of them. */
function aSum(surplus: number, reports = REPORTS): Int32Array {
  return Int32Array.of(6_000, -6_000, 100, surplus * reports * VERDICT_SHARE * task.integerNorm);
}

function turn(trial: Trial, surplus: number) {
  return gatedStep({ kind: 'mix', trial, sum: aSum(surplus), reports: REPORTS, task });
}

test('gatedStep() leaves what shelves rank with alone until a batch has judged the candidate', () => {
  const first = turn(START, 1); // praise where there is nothing to praise
  expect([first.outcome, first.verdict, first.trial.confirmed]).toEqual(['published', undefined, START.confirmed]);
  expect(first.trial.candidate?.weights[0]).toBeGreaterThan(1);
  const second = turn(first.trial, 0.5);
  expect([second.outcome, second.trial.confirmed]).toEqual(['published', first.trial.candidate]);
  expect(second.verdict?.surplus).toBe(0.5);
  expect(second.trial.candidate?.weights[0]).toBeGreaterThan(first.trial.candidate?.weights[0] ?? Infinity);
});

test('gatedStep() rolls back to weights and moments that devices had confirmed, and nothing of the dropped batches stays', () => {
  fc.assert(fc.property(fc.double({ min: -3, max: 0.09, noNaN: true }), (surplus) => {
    const { trial } = turn(START, 0);
    const rolledBack = turn(trial, surplus);
    expect(rolledBack.outcome).toBe('rolled-back');
    expect(rolledBack.trial).toEqual(START);
    expect(turn(rolledBack.trial, 0)).toEqual(turn(START, 0)); // what was dropped cannot be told from what never was
  }));
});

test('gatedStep() judges where the batch is too noisy to step, and then makes no candidate', () => {
  const few = Math.ceil(noiseToSignal({ ...task, length: 3 }, 1) / MAX_NOISE_TO_SIGNAL) - 1;
  const { trial } = turn(START, 0);
  const judge = (of: Trial, surplus: number) => gatedStep({ kind: 'mix', trial: of, sum: aSum(surplus, few), reports: few, task });
  expect(judge(trial, 0.5)).toMatchObject({ outcome: 'published', trial: { confirmed: trial.candidate } });
  expect(judge(trial, 0.5).trial.candidate).toBeUndefined();
  expect(judge(trial, -0.5)).toMatchObject({ outcome: 'rolled-back', trial: START });
  expect(judge(START, 0.5)).toMatchObject({ outcome: 'kept', trial: START, verdict: undefined });
});

test('gatedStep() refuses a sum of another length', () => {
  expect(() => gatedStep({ kind: 'mix', trial: START, sum: new Int32Array(3), reports: REPORTS, task })).toThrow(RangeError);
});

test('stepFiles() gives back the very files that a rollback returns to', () => {
  const before = { model: encodeModel('mix', START.confirmed.weights), state: encodeState(START.confirmed.state) };
  const made = valueOf(stepFiles({ task, ...before, sum: aSum(0), reports: REPORTS }));
  const dropped = valueOf(stepFiles({ task, model: made.model, state: made.state, sum: aSum(-1), reports: REPORTS }));
  expect(dropped.outcome).toBe('rolled-back');
  expect([toHex(dropped.model), toHex(dropped.state)]).toEqual([toHex(before.model), toHex(before.state)]);
});

test('stepFiles() lets the first batch judge the candidate of a file that another shop gave', () => {
  const model = encodeModel('mix', Float32Array.of(1, 1, 1), Float32Array.of(2, 2, 2));
  const state = firstState(valueOf(decodeModel(model)));
  const weightsAfter = (surplus: number): readonly number[] => [...valueOf(decodeModel(valueOf(stepFiles({ task, model, state, sum: aSum(surplus), reports: REPORTS })).model)).weights];
  expect([weightsAfter(1), weightsAfter(-1)]).toEqual([[2, 2, 2], [1, 1, 1]]);
});

test('stepFiles() answers a candidate without its moments, moments without their candidate, and a task without a verdict, with a fault', () => {
  const [weights, state] = [START.confirmed.weights, START.confirmed.state];
  const fault = { ok: false, fault: { kind: 'malformed-model' } };
  expect(stepFiles({ task, model: encodeModel('mix', weights, weights), state: encodeState(state), sum: aSum(1), reports: REPORTS })).toMatchObject(fault);
  expect(stepFiles({ task, model: encodeModel('mix', weights), state: encodeState({ ...state, candidate: state }), sum: aSum(1), reports: REPORTS })).toMatchObject(fault);
  expect(stepFiles({ task: aTask({ length: 3 }), model: encodeModel('mix', weights), state: encodeState(state), sum: new Int32Array(3), reports: REPORTS })).toMatchObject(fault);
});

test('stepFiles() reproduces its vectors over several rounds: candidates made, confirmed, dropped, and batches too small to step', () => {
  const outcomes = new Set<string>();
  for (const { kind, clipNorm, start, rounds } of vectors.cases) {
    const weights = encodeModel(kind as 'mix' | 't11', Float32Array.from(start));
    let files: Pick<SteppedFiles, 'model' | 'state'> = { model: weights, state: firstState(valueOf(decodeModel(weights))) };
    for (const { reports, sum, outcome, noiseToSignal: ratio, model, state, ...judged } of rounds) {
      const stepped = valueOf(stepFiles({ task: aTask({ model: kind as 'mix' | 't11', length: start.length + 1, clipNorm }), ...files, sum: Int32Array.from(sum), reports }));
      expect([stepped.outcome, stepped.noiseToSignal, stepped.verdict?.surplus]).toEqual([outcome, ratio, 'surplus' in judged ? judged.surplus : undefined]);
      expect([toHex(stepped.model), toHex(stepped.state)]).toEqual([model, state]);
      files = { model: fromHex(model), state: fromHex(state) };
      outcomes.add(outcome);
    }
  }
  expect(outcomes).toEqual(new Set(['published', 'kept', 'rolled-back']));
});
