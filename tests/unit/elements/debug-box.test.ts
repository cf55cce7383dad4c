import { expect, test } from 'vitest';
import type { Profile } from '#core/contract';
import { debugText } from '../../../src/elements/debug-box.ts';

const PROFILE: Profile = {
  events: 12, storedBytes: 0, timeline: [], interests: [], liveQuality: { events: 0, servedHits: 0, popularityHits: 0 }, uploads: [],
  budget: { weekRho: 0, yearRho: 0, weekEpsilon: 0, yearEpsilon: 0, weekLimitRho: 1 }, policy: null, leaderFault: null, pausedUntilMs: null, backend: 'wasm, 0.9 ms',
  models: { mix: { hash: 'abcdef0123', round: 3 }, t11: null, pairs: null },
};

test('debugText() names engine, timing and models, and says why where there is no history', () => {
  expect(debugText('same-origin', { ok: true, value: PROFILE }).split('\n')).toEqual([
    'worker  same-origin', 'engine  wasm, 0.9 ms (one ranking and one training step)', 'mix     round 3, abcdef01', 't11     none', 'pairs   none', 'events  12',
  ]);
  expect(debugText('same-origin', { ok: true, value: { ...PROFILE, leaderFault: { kind: 'wrong-policy', message: 'not this one' } } })).toContain('\nleader  not this one');
  expect(debugText('lite', { ok: false, fault: { kind: 'no-consent', message: 'not agreed' } })).toBe('worker  lite\nno history  not agreed');
});
