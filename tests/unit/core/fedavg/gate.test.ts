import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeUpdate, gate, VERDICT_SHARE, verdictOf, withVerdict, type Verdict } from '#core/fedavg';
import { seededChance } from '#core/units';
import { repeatable } from '#support/federation';

const TASK = { integerNorm: 256 };
const UNIT = VERDICT_SHARE * TASK.integerNorm;

const updates = fc.array(fc.float({ min: -10, max: 10, noNaN: true }), { minLength: 1, maxLength: 60 }).map((values) => Float32Array.from(values));
const verdicts = fc.constantFrom<Verdict[]>(-1, 0, 1);

test('gate() confirms a candidate that a clear majority finds better, and rolls back one that it finds worse', () => {
  expect(gate({ sum: 600 * UNIT, reports: 1000, kind: 'mix', task: TASK }).outcome).toBe('confirmed');
  expect(gate({ sum: -600 * UNIT, reports: 1000, kind: 'mix', task: TASK }).outcome).toBe('rolled-back');
  expect(gate({ sum: 0, reports: 1000, kind: 'mix', task: TASK }).outcome).toBe('rolled-back'); // no better: what is served stays
});

test('gate() is not moved by a tenth of the devices where the others find the candidate worse', () => {
  fc.assert(fc.property(fc.integer({ min: 50, max: 100_000 }), fc.double({ min: 0, max: 1, noNaN: true }), (reports, dislike) => {
    const malicious = Math.floor(reports / 10);
    const honest = -Math.ceil(dislike * (reports - malicious)) - 1;
    expect(gate({ sum: (malicious + honest) * UNIT, reports, kind: 'mix', task: TASK }).outcome).toBe('rolled-back');
  }));
});

test('gate() wants a surplus of a tenth, neither more nor less', () => {
  expect(gate({ sum: 100 * UNIT, reports: 1000, kind: 'mix', task: TASK })).toEqual({ outcome: 'confirmed', surplus: 0.1, least: 0.1 });
  expect(gate({ sum: 100 * UNIT - 1, reports: 1000, kind: 'mix', task: TASK }).outcome).toBe('rolled-back');
});

test('gate() wants a surplus of a fiftieth of heads of ads, and drops what three of four that can tell find worse though a tenth praise it', () => {
  for (const kind of ['ctr', 'cvr'] as const) {
    expect(gate({ sum: 20 * UNIT, reports: 1000, kind, task: TASK })).toEqual({ outcome: 'confirmed', surplus: 0.02, least: 0.02 });
    expect(gate({ sum: 20 * UNIT - 1, reports: 1000, kind, task: TASK }).outcome).toBe('rolled-back');
    const [malicious, canTell] = [100, 0.2 * 900];
    expect(gate({ sum: (malicious - canTell * (0.75 - 0.25)) * UNIT, reports: 1000, kind, task: TASK }).outcome).toBe('rolled-back');
  }
});

test('gate() refuses a batch without reports', () => {
  expect(() => gate({ sum: 0, reports: 0, kind: 'mix', task: TASK })).toThrow(RangeError);
});

test('withVerdict() keeps update and verdict together within C, so that one report stays within B', () => {
  fc.assert(fc.property(updates, verdicts, (update, verdict) => {
    const joined = withVerdict(update, verdict, 0.5);
    expect(joined).toHaveLength(update.length + 1);
    expect(joined.at(-1)).toBe(verdict * 0.25);
    const encoded = encodeUpdate(joined, { clipNorm: 0.5, integerNorm: 256 }, repeatable(seededChance(1)));
    expect(encoded.ok && Math.hypot(...encoded.value)).toBeLessThanOrEqual(256);
  }));
});

test('withVerdict() leaves a short update as it is', () => {
  expect([...withVerdict(Float32Array.of(0.25, -0.125), 1, 0.5)]).toEqual([0.25, -0.125, 0.25]);
});

test('verdictOf() is 1 for a smaller loss, −1 for a larger one, 0 where it cannot tell; what is no number is worst', () => {
  expect([verdictOf(2, 1), verdictOf(1, 2), verdictOf(1, 1), verdictOf(0, 0)]).toEqual([1, -1, 0, 0]);
  expect([verdictOf(1, NaN), verdictOf(1, Infinity), verdictOf(NaN, 1), verdictOf(NaN, Infinity), verdictOf(NaN, NaN)]).toEqual([-1, -1, 1, 0, 0]);
});

test('withVerdict() hides nothing from encodeUpdate(): an update with NaN is refused whole', () => {
  for (const bad of [Number.NaN, Infinity]) expect(encodeUpdate(withVerdict(Float32Array.of(1, bad), 1, 0.5), { clipNorm: 0.5, integerNorm: 256 }, repeatable(seededChance(1)))).toMatchObject({ ok: false, fault: { kind: 'non-finite-update' } });
});
