import { expect, test } from 'vitest';
import { datasetBuilder, splitLeaveOneOut } from '#bench/data';
import { parseArguments } from '../../../../bench/evaluate/arguments.ts';
import { curveSvg } from '../../../../bench/evaluate/curve-svg.ts';
import type { Curve, CurvePoint } from '../../../../bench/evaluate/curve.ts';
import { growthTable } from '../../../../bench/evaluate/growth.ts';
import { withTrainUsers } from '../../../../bench/evaluate/resize.ts';

function aSplit(users: number) {
  const builder = datasetBuilder();
  for (let user = 0; user < users; user++) for (let step = 0; step < 4; step++) builder.add({ user: `u${user}`, item: `i${(user * 3 + step) % 40}`, type: 'view_item', atMs: step });
  return splitLeaveOneOut(builder.build('made', false));
}

test('withTrainUsers() draws some users, or takes all of them several times as devices of their own, and asks the same', () => {
  const split = aSplit(10);
  const few = withTrainUsers(split, 4, 1);
  expect(new Set(few.train.map(({ id }) => id)).size).toBe(4);
  expect(withTrainUsers(split, 4, 1).train).toEqual(few.train);
  expect(withTrainUsers(split, 4, 2).train).not.toEqual(few.train);
  const many = withTrainUsers(split, 25, 1);
  expect(new Set(many.train.map(({ id }) => id)).size).toBe(25);
  expect(new Set(many.train.map(({ events }) => events)).size).toBe(10);
  for (const size of [few, many]) {
    expect(size.test).toBe(split.test);
    for (const { events } of size.train) for (const { item } of events) expect(size.known[item]).toBe(1);
  }
  expect(few.known.reduce((sum, flag) => sum + flag, 0)).toBeLessThan(split.known.reduce((sum, flag) => sum + flag, 0));
});

const aPoint = (users: number, epsilon: number | null, mix: number): CurvePoint => ({ users, isReplicated: users > 500, epsilon, epsilonSpent: epsilon, noiseMultiplier: epsilon === null ? 0 : 4, reports: epsilon === null ? 0 : 9, mix, popularity: 0.03 });
const aCurve = (points: readonly CurvePoint[], dataset = 'shop <1> & "co"'): Curve => ({ dataset, split: 'loo', seed: 1, figure: 'hr@20', cases: 200, items: 60, realUsers: 500, points });

test('curveSvg() draws a line for each ε, hollow points for replicated users, and both axes named', () => {
  const svg = curveSvg(aCurve([aPoint(100, 8, 0.05), aPoint(1000, 8, 0.07), aPoint(100, null, 0.06), aPoint(1000, null, 0.08)]));
  expect(svg.match(/<path class="stroke line\d"/g)).toHaveLength(2);
  expect(svg.match(/<circle class="hollow/g)).toHaveLength(2);
  expect(svg.match(/<circle class="full/g)).toHaveLength(2);
  for (const words of ['users who federate (log scale)', 'HR@20 of mix', 'no noise', 'ε ≤ 8', 'popularity', 'Hollow: replicated, the file has 500 train users.', 'prefers-color-scheme:dark']) expect(svg).toContain(words);
  expect(svg).toContain('shop &lt;1&gt; &amp; "co"'.replaceAll('"', '&quot;'));
  expect(svg).not.toMatch(/NaN|undefined|Infinity/);
});

test('curveSvg() draws one point, and one size, without dividing by nothing', () => {
  expect(curveSvg(aCurve([aPoint(100, null, 0)]))).not.toMatch(/NaN|undefined|Infinity/);
  expect(curveSvg(aCurve([aPoint(100, null, 0.9), aPoint(100, 2, 0.89)]))).not.toMatch(/NaN|undefined|Infinity/);
});

test('growthTable() says what an event costs at each size', () => {
  const size = { users: 10, rankSeconds: 1, cases: 500, peakRssBytes: 1e8 };
  const table = growthTable([{ ...size, events: 1000, fitSeconds: 2 }, { ...size, events: 4000, fitSeconds: 8 }]);
  expect(table).toMatch(/1000 \(1\.0×\).*2\.0 s +2\.000 +2\.0 ms +100 MB/);
  expect(table).toMatch(/4000 \(4\.0×\).*8\.0 s +2\.000/);
});

const RUN = ['--train', 'x', '--format', 'events', '--split', 'loo', '--lane', 'federated'];

test('parseArguments() reads sweeps and names what is wrong with them', () => {
  expect(parseArguments([...RUN, '--curve', '--users', '100, 200', '--epsilons', '8,none'])).toMatchObject({ sweep: { kind: 'curve', users: [100, 200], epsilons: [8, undefined] } });
  expect(parseArguments([...RUN, '--growth'])).toMatchObject({ sweep: { kind: 'growth' } });
  expect(parseArguments(RUN)).toMatchObject({ sweep: undefined, seeds: 1 });
  expect(parseArguments(['--reproduce', '--data', 'here'])).toEqual({ reproduce: true, data: 'here' });
  expect(() => parseArguments([...RUN, '--curve', '--users', '100,few'])).toThrow(/--users few: wanted whole numbers above 0 with commas between/);
  expect(() => parseArguments([...RUN, '--curve', '--epsilons', '0'])).toThrow(/--epsilons 0: wanted numbers above 0, or none/);
  expect(() => parseArguments([...RUN, '--curve', '--growth'])).toThrow(/choose --curve or --growth/);
  expect(() => parseArguments([...RUN, '--svg', 'x.svg'])).toThrow(/--svg without --curve/);
  expect(() => parseArguments([...RUN.slice(0, -1), 'local', '--curve'])).toThrow(/choose --lane federated/);
  expect(() => parseArguments([...RUN, '--seeds', '0'])).toThrow(/--seeds 0: wanted a whole number above 0/);
  expect(() => parseArguments([...RUN, '--negatives', 'all'])).toThrow(/--negatives all: wanted a whole number above 0/);
});
