import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AD_MODEL_KINDS, adLogit, adModelParameters, adModelSizes, initialAdModel, localAdUpdate, OWN_STRENGTH, ownOdds, ownShift, PLAIN_CALIBRATION, predictAd } from '#core/ctr';
import { FLOORS } from '#core/privacy';
import { seededChance } from '#core/units';
import { aMoment } from './a-moment.ts';

const models = { ctr: initialAdModel('ctr', seededChance(1), 0.02), cvr: initialAdModel('cvr', seededChance(2), 0.05) };

test('adModelSizes() are what docs/MODEL.md says, shops begin with the first, and each leaves room for a verdict in one report', () => {
  expect([adModelSizes('ctr'), adModelSizes('cvr')]).toEqual([[1_817, 5_682, 12_979], [12_993]]);
  for (const kind of AD_MODEL_KINDS) {
    expect(adModelParameters(kind)).toBe(adModelSizes(kind)[0]);
    for (const size of adModelSizes(kind)) expect(size + 1).toBeLessThanOrEqual(FLOORS.maxLength[kind]);
  }
});

test('adLogit() takes the mean of all heads of a model, and refuses weights of another length', () => {
  const all = initialAdModel('ctr', seededChance(1), 0.02, 3);
  const alone = initialAdModel('ctr', seededChance(1), 0.02);
  expect(all.slice(0, 1_817)).toEqual(alone);
  expect(() => initialAdModel('ctr', seededChance(1), 0.02, 4)).toThrow(RangeError);
  const raised = all.map((weight, i) => (i === 0 ? weight + 3 : weight));
  expect(adLogit('ctr', raised, aMoment()) - adLogit('ctr', all, aMoment())).toBeCloseTo(1, 5);
  expect(adLogit('ctr', raised.slice(0, 1_817), aMoment()) - adLogit('ctr', alone, aMoment())).toBeCloseTo(3, 5);
  expect(() => adLogit('ctr', models.cvr, aMoment())).toThrow(RangeError);
  expect(() => adLogit('ctr', all.slice(0, 5_681), aMoment())).toThrow(RangeError);
});

test('predictAd() gives chances for any moment', () => {
  const counts = fc.nat(1e6);
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(fc.property(counts, counts, share, fc.string(), fc.integer({ min: 0, max: 23 }), (events, shown, liking, campaign, hour) => {
    const base = aMoment();
    const moment = aMoment({ liking: { ...base.liking, category: liking }, past: { ...base.past, events }, shown: { ...base.shown, campaign: shown }, facts: { ...base.facts, campaign }, hour });
    const { pctr, pcvr } = predictAd(models, PLAIN_CALIBRATION, moment);
    expect(pctr > 0 && pctr < 1 && pcvr > 0 && pcvr < 1).toBe(true);
  }), { numRuns: 100 });
});

test.each(AD_MODEL_KINDS.flatMap((kind) => adModelSizes(kind).map((_, before) => [kind, before + 1] as const)))('localAdUpdate() of %s with heads to %d learns which campaign is clicked', (kind, heads) => {
  const base = aMoment();
  const moments = ['good', 'bad'].map((campaign) => aMoment({ facts: { ...base.facts, campaign } }));
  const examples = Array.from({ length: 20 }, (_, i) => ({ moment: moments[i % 2] ?? base, label: i % 2 === 0 ? 1 as const : 0 as const }));
  let weights = initialAdModel(kind, seededChance(3), 0.5, heads);
  for (let step = 0; step < 250; step++) {
    const delta = localAdUpdate(kind, weights, { examples, chance: seededChance(step) });
    weights = weights.map((weight, i) => weight + (delta[i] ?? 0));
  }
  const [good = 0, bad = 0] = moments.map((moment) => adLogit(kind, weights, moment));
  expect(good - bad).toBeGreaterThan(1);
});

test.each(AD_MODEL_KINDS)('localAdUpdate() of %s teaches nothing where all or none was followed, and of one head no level', (kind) => {
  const examples = [1, 9].map((viewed) => ({ moment: aMoment({ item: { viewed, carted: 0, bought: 0 } }), label: 1 as 0 | 1 }));
  const learn = (labels: readonly (0 | 1)[]) => localAdUpdate(kind, models[kind], { examples: examples.map((example, i) => ({ ...example, label: labels[i] ?? 0 })), chance: seededChance(1) });
  for (const labels of [[0, 0], [1, 1]] as const) expect(learn(labels).every((x) => x === 0)).toBe(true);
  const delta = learn([1, 0]);
  expect(delta.some((x) => x !== 0)).toBe(true);
  if (kind === 'ctr') expect(delta[0]).toBeCloseTo(0, 9); // the bias
});

test('ownOdds() by hand: her odds over the expected, and that of clicks alone where they are rare', () => {
  expect(ownOdds({ shown: 10, clicks: 5, expected: 5 }, 1)).toBeCloseTo(0, 12);
  expect(ownOdds({ shown: 4, clicks: 3, expected: 1 }, 1)).toBeCloseTo(Math.log((4 / 4) / (2 / 6)), 12); // prior 1 click, 3 misses
  expect(ownOdds({ shown: 1e6, clicks: 9, expected: 2 }, 3)).toBeCloseTo(ownShift({ clicks: 9, expected: 2 }, 3), 4);
});

test('ownShift() is 0 for a shopper as expected, grows with her clicks, and is weak at first', () => {
  expect(ownShift({ clicks: 0, expected: 0 })).toBe(0);
  expect(ownShift({ clicks: 4, expected: 4 })).toBe(0);
  expect(ownShift({ clicks: OWN_STRENGTH, expected: 0 })).toBeCloseTo(Math.log(2), 9);
  expect(predictAd(models, PLAIN_CALIBRATION, aMoment(), { clicks: 5, expected: 1 }).pctr).toBeGreaterThan(predictAd(models, PLAIN_CALIBRATION, aMoment()).pctr);
});
