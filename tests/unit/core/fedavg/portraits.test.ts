import fc from 'fast-check';
import { expect, test } from 'vitest';
import { initialMemory, PORTRAIT_DIMS, portraitsLayout, portraitUpdate, profileFor, rememberRound, startPortraits, stepPortraits } from '#core/audience';
import { decodeModel, decodePortraitsState, encodePortraits, encodePortraitsState, encodeState, encodeUpdate, firstState, initialState, reportLength, reportsToCover, sharesLayout, stepFiles, type PortraitsFile } from '#core/fedavg';
import { FLOORS } from '#core/privacy';
import { ok, seededChance, toHex } from '#core/units';
import { aCatalogue } from '#support/a-shop';
import { aHash, aTask, repeatable } from '#support/federation';
import { valueOf } from '#support/result';

const catalogue = aCatalogue({ items: 200 });
const layout = portraitsLayout(4, PORTRAIT_DIMS);
const file: PortraitsFile = { kind: 'portraits', weights: startPortraits(catalogue, layout), clusters: 4, dims: PORTRAIT_DIMS, mode: 'kmeans', catalogue: catalogue.hash };
const bytes = encodePortraits(file);
const task = aTask({ model: 'portraits', length: layout.length, clipNorm: layout.clip });

/** Reports of devices whose tastes are items of the catalogue, as devices round them, and their sum. */
function crowd(devices: number): { readonly profiles: readonly Float64Array[]; readonly sum: Int32Array } {
  const chance = seededChance(4);
  const profiles = Array.from({ length: devices }, () => {
    const item = chance.below(catalogue.items);
    return profileFor(Array.from(catalogue.vectors.subarray(item * 64, item * 64 + PORTRAIT_DIMS)), PORTRAIT_DIMS) ?? new Float64Array(PORTRAIT_DIMS);
  });
  const sum = new Int32Array(layout.length);
  for (const profile of profiles) valueOf(encodeUpdate(portraitUpdate(profile, file.weights, layout), task, repeatable(chance))).forEach((x, i) => { sum[i] = (sum[i] ?? 0) + x; });
  return { profiles, sum };
}

test('a round of portraits without noise is the step of K-means over all devices, but for rounding', () => {
  const devices = 2_000;
  const { profiles, sum } = crowd(devices);
  const whole = new Float64Array(layout.length);
  for (const profile of profiles) portraitUpdate(profile, file.weights, layout).forEach((x, i) => { whole[i] = (whole[i] ?? 0) + x; });
  const central = stepPortraits(file.weights, rememberRound(initialMemory(file.weights), { sum: whole, reports: devices, noiseVariance: 0 }), layout, FLOORS.minBatch);
  const stepped = valueOf(stepFiles({ task: { ...task, noiseVariance: { numerator: 1, denominator: 2 ** 49 } }, model: bytes, state: firstState(file), sum, reports: devices }));
  expect(stepped.outcome).toBe('published');
  const next = valueOf(decodeModel(stepped.model));
  // An entry is rounded by a deviation of at most half a unit of √2/256; of a mean over 2,000, six of them, over a share of .1: 4e-3.
  for (const [i, x] of next.weights.entries()) expect(Math.abs(x - (central[i] ?? 0))).toBeLessThan(4e-3);
  expect(next.weights.filter((share, i) => i % layout.stride === 0 && share > 0)).toHaveLength(4);
});

test('under noise the same bytes in give the same bytes out, and a batch that noise drowns changes nothing', () => {
  const step = (reports: number, state = firstState(file)) => stepFiles({ task, model: bytes, state, sum: crowd(reports).sum, reports });
  const stepped = valueOf(step(400));
  expect([toHex(valueOf(step(400)).model), toHex(valueOf(step(400)).state)]).toEqual([toHex(stepped.model), toHex(stepped.state)]);
  const small = valueOf(step(10)); // R of 132 entries is 4 √264 / (.2 · 10) = 32
  expect(small).toMatchObject({ outcome: 'kept', verdict: undefined });
  expect([toHex(small.model), toHex(small.state)]).toEqual([toHex(bytes), toHex(firstState(file))]);
  expect(stepFiles({ task: { ...task, length: layout.length - 1 }, model: bytes, state: firstState(file), sum: new Int32Array(layout.length - 1), reports: 400 }).ok).toBe(false);
  const other = firstState({ ...file, weights: file.weights.slice(0, layout.stride) });
  for (const state of [other, new Uint8Array(0), encodeState(initialState(layout.length))]) expect(step(400, state).ok).toBe(false);
});

test('a round that moves no portrait is remembered: after some of them it does', () => {
  // 58 devices each: more than k, less than k and twice the noise of 8 that a round's count has. In the mean of six rounds it is 3.3.
  const reports = 4 * 58;
  const sum = Int32Array.from(file.weights, (x, i) => Math.round((58 * task.integerNorm / task.clipNorm) * (i % layout.stride === 0 ? 1 : x / 2)));
  let files = { model: bytes, state: firstState(file) };
  const outcomes: string[] = [];
  for (let round = 0; round < 6; round++) {
    const stepped = valueOf(stepFiles({ task, ...files, sum, reports }));
    outcomes.push(stepped.outcome);
    expect(valueOf(decodePortraitsState(stepped.state)).rounds).toBeCloseTo((1 - 0.9 ** (round + 1)) / 0.1, 5);
    files = { model: new Uint8Array(stepped.model), state: new Uint8Array(stepped.state) };
  }
  expect(outcomes[0]).toBe('kept');
  expect(outcomes.at(-1)).toBe('published');
});

test('decodePortraitsState() reads what encodePortraitsState() wrote, and answers anything else with a fault', () => {
  const memory = valueOf(decodePortraitsState(valueOf(stepFiles({ task, model: bytes, state: firstState(file), sum: crowd(400).sum, reports: 400 })).state));
  const written = encodePortraitsState(memory);
  expect(memory).toMatchObject({ start: file.weights, reports: 400, rounds: 1, noiseVariance: 64 }); // 2 · (4 · √2)²
  expect(decodePortraitsState(firstState(file))).toEqual(ok(initialMemory(file.weights)));
  fc.assert(fc.property(fc.nat(written.length - 1), fc.nat(255), (at, value) => {
    const changed = decodePortraitsState(written.with(at, value));
    if (changed.ok) expect(toHex(encodePortraitsState(changed.value))).toBe(toHex(written.with(at, value)));
    expect(decodePortraitsState(written.subarray(0, at)).ok).toBe(false);
  }));
  for (const wrong of [written.with(4, 1), written.with(5, 1), written.with(15, 0x80), written.with(15, 0x7f).with(14, 0xc0), written.with(24 + 3, 0x7f).with(24 + 2, 0xc0)]) {
    expect(decodePortraitsState(wrong)).toMatchObject({ ok: false, fault: { kind: 'malformed-model' } });
  }
});

test('one report carries all portraits and no verdict; those of another catalogue or number are other ones', () => {
  expect([reportLength(file, 0), reportsToCover(file)]).toEqual([layout.length, 1]);
  expect(sharesLayout(file, { ...file })).toBe(true);
  const other = portraitsLayout(3, PORTRAIT_DIMS);
  for (const changed of [{ ...file, catalogue: aHash('another') }, { ...file, clusters: 3, weights: file.weights.slice(0, other.length) }]) expect(sharesLayout(file, changed)).toBe(false);
});

test('decodeModel() reads what encodePortraits() wrote, and answers anything else with a fault', () => {
  const some = fc.record({ clusters: fc.integer({ min: 1, max: 6 }), dims: fc.integer({ min: 1, max: 5 }), mode: fc.constantFrom('kmeans' as const, 'gmm' as const), seed: fc.nat() });
  fc.assert(fc.property(some, fc.nat(), fc.nat(255), ({ clusters, dims, mode, seed }, at, value) => {
    const chance = seededChance(seed);
    const weights = Float32Array.from({ length: portraitsLayout(clusters, dims, mode).length }, () => chance.next());
    const written = encodePortraits({ weights, clusters, dims, mode, catalogue: catalogue.hash });
    expect(valueOf(decodeModel(written))).toEqual({ kind: 'portraits', weights, clusters, dims, mode, catalogue: catalogue.hash });
    const changed = decodeModel(written.with(at % written.length, value));
    if (changed.ok && changed.value.kind === 'portraits') expect(toHex(encodePortraits(changed.value))).toBe(toHex(written.with(at % written.length, value)));
    expect(decodeModel(written.subarray(0, written.length - 1)).ok).toBe(false);
  }));
  expect(() => encodePortraits({ ...file, weights: file.weights.map(() => NaN) })).toThrow('NaN or Infinity');
  expect(() => encodePortraits({ ...file, clusters: 3 })).toThrow('for 3 clusters');
});
