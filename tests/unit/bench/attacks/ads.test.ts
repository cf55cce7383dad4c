import { expect, test } from 'vitest';
import { adModelParameters } from '#core/ctr';
import { portraitsLayout } from '#core/audience';
import type { ModelKind } from '#core/protocol';
import { AD_CLIP_NORM } from '#worker/models';
import { adLessonsIn } from '../../../../bench/attacks/ads.ts';
import { parseArguments } from '../../../../bench/attacks/arguments.ts';
import { mostTruePositives } from '../../../../bench/attacks/bounds.ts';
import { rateInterval } from '../../../../bench/attacks/intervals.ts';
import { invertHistories } from '../../../../bench/attacks/inversion.ts';
import { tellMembers } from '../../../../bench/attacks/membership.ts';
import { CLIP_NORM, localUpdate } from '../../../../bench/attacks/scene.ts';
import { stageOf, type Stage } from '../../../../bench/attacks/shadow.ts';
import { viewsOf } from '../../../../bench/attacks/views.ts';
import { norm } from '../../../../bench/attacks/algebra.ts';
import { aScene } from './a-scene.ts';

/** Share of tests below that hold by chance alone; the seeds are fixed. */
const CONFIDENCE = 0.999;
const scene = aScene({ users: 110 });
const KINDS = ['ctr', 'cvr', 'portraits'] as const;
const stages: Partial<Record<ModelKind, Promise<Stage>>> = {};
const stage = (kind: ModelKind): Promise<Stage> => (stages[kind] ??= stageOf(scene, kind, { targets: 40, others: 1, shadows: 1 }));

test('devices are taught by the client\'s own code: ads that were seen, of which six were followed and three led to purchases, alike for one history', async () => {
  const [device] = scene.subject.devices;
  const { interactions = [] } = device ?? {};
  const { clicks, purchases } = await scene.lessonsOf(interactions);
  const share = Math.min(18, interactions.length) / 18;
  expect([clicks.length, clicks.filter(({ label }) => label === 1).length]).toEqual([Math.min(18, interactions.length), Math.ceil(6 * share)]);
  expect(purchases.filter(({ label }) => label === 1).length).toBeGreaterThanOrEqual(Math.ceil(3 * share)); // what is bought once converts every ad for it that was followed
  expect(await adLessonsIn(scene.subject)(interactions)).toMatchObject({ clicks, purchases });
  expect(clicks.some(({ moment }) => moment.liking.content > 0 && moment.past.events > 0)).toBe(true);
});

test('updates are as long as the model that ships, not nothing, and fixed for one device; the norms are those that ship', async () => {
  for (const kind of KINDS) {
    const { interactions = [] } = scene.subject.devices[1] ?? {};
    const [update, again] = [await localUpdate(scene, kind, interactions, 5), await localUpdate(scene, kind, interactions, 5)];
    expect(update.length).toBe(kind === 'portraits' ? portraitsLayout(12, 32).length : adModelParameters(kind));
    expect(norm(update)).toBeGreaterThan(0);
    expect(update).toEqual(again);
  }
  expect(CLIP_NORM).toMatchObject({ ctr: AD_CLIP_NORM, cvr: AD_CLIP_NORM, portraits: Math.SQRT2 });
});

test.each(['ctr', 'portraits'] as const)('the attack finds whose %s update it is where nothing masks it, and under one server\'s noise stays within what it allows', async (kind) => {
  const own = await stage(kind);
  const bare = await invertHistories(own, 'update', { trials: 30, seed: 1 });
  expect(rateInterval(bare.successes, bare.trials, CONFIDENCE).low).toBeGreaterThan(0.2); // chance is .05
  const noised = await invertHistories(own, 'one-noise', { trials: 30, seed: 3 });
  expect(noised.bound).toBeCloseTo(mostTruePositives(1 / 32, 1 / 20), 9);
  expect(rateInterval(noised.successes, noised.trials, CONFIDENCE).low).toBeLessThanOrEqual(noised.bound ?? 0);
});

test('tellMembers() is never wrong about an update of a model of ads that is not masked', async () => {
  const [exact] = await tellMembers(await stage('cvr'), 'update', { trials: 60, seed: 1 });
  expect(exact.area).toBeGreaterThan(0.99);
});

test('sums that are published as they are have no model to look at', () => {
  expect(viewsOf('portraits')).not.toContain('model');
  expect(viewsOf('pairs')).not.toContain('model');
  expect(viewsOf('ctr')).toContain('model');
});

test('--kinds takes every kind there is, those of every shop by default, and names them where it cannot', () => {
  const argv = ['--train', 'a', '--format', 'uci'];
  expect(parseArguments(argv)).toMatchObject({ kinds: ['mix', 't11', 'pairs'] });
  expect(parseArguments([...argv, '--kinds', 'ctr,portraits'])).toMatchObject({ kinds: ['ctr', 'portraits'] });
  expect(() => parseArguments([...argv, '--kinds', 'dnn'])).toThrow('Cannot use --kinds dnn: choose of mix, t11, pairs, ctr, cvr, portraits');
  expect(() => parseArguments([...argv, '--models', 'ctr'])).toThrow('Cannot use --models ctr: choose of mix, t11');
});
