import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ease, itemKnn, MAX_EASE_ITEMS, ownHistory, pairCounts, sequentialRules, sessionsOf, sessionUnit, vsknn, type Ranker } from '#bench/baselines';
import type { DataEvent, DataUser } from '#bench/data';
import { inverseOf } from '../../../../bench/baselines/ease.ts';

const MINUTE_MS = 60_000;
/** A user from items; `|` starts another session. */
function aUser(id: string, items: string): DataUser {
  return { id, events: eventsOf(items) };
}
function eventsOf(items: string): DataEvent[] {
  let basket = 0;
  return [...items].flatMap((letter, at) => {
    if (letter === '|') basket += 1;
    return letter === '|' ? [] : [{ item: letter.charCodeAt(0) - 97, type: 'view_item', atMs: at * MINUTE_MS, basket } as const];
  });
}
const scoresOf = (ranker: Ranker, history: string): number[] => Array.from(ranker.score({ history: eventsOf(history), atMs: 1e9 }), (x) => Number(x.toFixed(4)));

test('sequentialRules() weighs followers by 1 / distance, or its square', () => {
  const sessions = sessionsOf([aUser('u', 'abc')]);
  expect(scoresOf(sequentialRules(sessions, 3), 'ca')).toEqual([0, 1, 0.5]);
  expect(scoresOf(sequentialRules(sessions, 3, { decay: 'quadratic' }), 'a')).toEqual([0, 1, 0.25]);
  expect(scoresOf(sequentialRules(sessions, 3, { steps: 1 }), 'a')).toEqual([0, 1, 0]);
});

test('itemKnn() is the cosine of the sessions of two items, damped', () => {
  const sessions = sessionsOf([aUser('u', 'ab|ab|ac')]);
  expect(scoresOf(itemKnn(sessions, 3, { damping: 0 }), 'a')).toEqual([0, 0.8165, 0.5774]); // 2/√(3·2), 1/√(3·1)
  expect(scoresOf(itemKnn(sessions, 3), 'a')).toEqual([0, 0.0889, 0.0455]); // 2/√(23·22), 1/√(23·21)
  expect(scoresOf(itemKnn(sessions, 3, { damping: 0, reads: 'history' }), 'bc')).toEqual([1.3938, 0, 0]); // sums over the whole history
});

test('pairCounts() counts what came later, twice or more, and divides by the root of its count', () => {
  const users = [aUser('u', 'abc'), aUser('v', 'ab'), aUser('w', 'cb')];
  expect(scoresOf(pairCounts(users, 3), 'a')).toEqual([0, 1.1547, 0]); // a → b twice, b stands three times: 2/√3; a → c once only
  expect(scoresOf(pairCounts(users, 3), 'ac')).toEqual([0, 0.5774, 0]); // a is two events ago
});

test('vsknn() lets the session that shares the last item vote for what is rare', () => {
  const ranker = vsknn(sessionsOf([aUser('u', 'ab'), aUser('v', 'cd'), aUser('w', 'ae'), aUser('x', 'e')]), 5);
  const [, b = 0, , d = 0, e = 0] = scoresOf(ranker, 'a');
  expect(d).toBe(0);
  expect(b).toBeGreaterThan(e); // both followed a; e stands in two sessions, b in one
  expect(b).toBeCloseTo(1 + 5 * Math.log(4), 3);
});

test('ownHistory() ranks by how often, then by how lately', () => {
  const scores = scoresOf(ownHistory(4), 'abcacb');
  const order = [0, 1, 2, 3].sort((x, y) => (scores[y] ?? 0) - (scores[x] ?? 0));
  expect(order).toEqual([1, 2, 0, 3]); // all twice: b last, then c, then a
  expect(scoresOf(ownHistory(2), '')).toEqual([0, 0]);
});

test('sessionUnit() keeps sessions that hold pairs, and takes whole users where they do not', () => {
  expect(sessionUnit([aUser('u', 'ab|cd')])).toBe('session');
  expect(sessionUnit([aUser('u', 'a|b|c|d|e'), aUser('v', 'aa|bb|cc')])).toBe('user');
  expect(sessionsOf([aUser('u', 'a|b')], 'user').map(({ items }) => items)).toEqual([[0, 1]]);
  const [, b = 0] = scoresOf(vsknn(sessionsOf([aUser('u', 'a|b')], 'user'), 2, 'user'), 'a|a');
  expect(b).toBeGreaterThan(0);
});

test('every simple method answers an empty history and an item train does not know', () => {
  const users = [aUser('u', 'abc'), aUser('v', 'ab')];
  const sessions = sessionsOf(users);
  for (const ranker of [itemKnn(sessions, 4), sequentialRules(sessions, 4), pairCounts(users, 4), vsknn(sessions, 4), ease(users, 4), ownHistory(4)]) {
    for (const history of ['', 'd']) expect(scoresOf(ranker, history).every(Number.isFinite), ranker.name).toBe(true);
  }
});

test('inverseOf() times the matrix is the identity', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 14 }), fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 196, maxLength: 196 }), (n, values) => {
    // A Aᵀ + I is positive definite.
    const matrix = Array.from({ length: n }, (_, i) => Array.from({ length: n }, (__, j) => values.slice(i * n, i * n + n).reduce((sum, x, k) => sum + x * (values[j * n + k] ?? 0), i === j ? 1 : 0)));
    const inverse = inverseOf(Float64Array.from(matrix.flat()), n);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        const product = matrix[i]?.reduce((sum, x, k) => sum + x * (inverse[k * n + j] ?? 0), 0) ?? 0;
        expect(product).toBeCloseTo(i === j ? 1 : 0, 3); // float32 result of entries up to some hundreds
      }
    }
  }));
});

test('ease() solves its ridge regression without letting an item explain itself', () => {
  // Two items always together, a third alone: closed form of 2 × 2 with G = [[c, c], [c, c]] + λI gives B_01 = c / (c + λ).
  const users = Array.from({ length: 500 }, (_, i) => aUser(`u${i}`, i % 2 === 0 ? 'ab' : 'c'));
  expect(scoresOf(ease(users, 3), 'a')).toEqual([0, 0.3333, 0]); // 250 / (250 + 500)
  expect(() => ease(users, MAX_EASE_ITEMS + 1)).toThrow(/at most 4000/);
});
