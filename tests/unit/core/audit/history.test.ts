import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { auditDeployment, buildLike, historyOf, incidentsOf, modelHistoryOf, proveEntry, spentSoFar, surplusRange, surplusText, type AuditReport } from '#core/audit';
import { encodePolicy, policyHashOf, type LogEntry } from '#core/protocol';
import { ed25519, webSymmetric } from '#page/crypto';
import { publishedDeployment, type PublishedDeployment } from '#support/deployment';
import { aHash, NOON_MS } from '#support/federation';
import { encodePairTable } from '#core/fedavg';
import { contentHash } from '#core/units';

const audit = ({ load, policy }: Pick<PublishedDeployment, 'load' | 'policy'>): Promise<AuditReport> => auditDeployment({ load, policy, nowMs: NOON_MS, symmetric: webSymmetric, ed25519 });

let honest: PublishedDeployment;
let report: AuditReport;
beforeAll(async () => {
  honest = await publishedDeployment();
  report = await audit(honest);
});

const modelRounds = ({ rounds }: AuditReport) => rounds.filter((round) => round.kind === 'model');

test('historyOf() says what a configuration changed, also inside the policy where the leader still has both', async () => {
  const next = { ...honest.policy, helperUrl: 'https://auditor.example/shop' };
  honest.files.set(`/v1/policies/${policyHashOf(encodePolicy(honest.policy))}`, encodePolicy(honest.policy));
  honest.files.set(`/v1/policies/${policyHashOf(encodePolicy(next))}`, encodePolicy(next));
  const config = honest.entries.find((entry) => entry.type === 'config');
  const entries: LogEntry[] = [...honest.entries, ...(config?.type === 'config' ? [{ ...config, policy: policyHashOf(encodePolicy(next)) }, { ...config, catalogue: aHash('new range'), policy: policyHashOf(encodePolicy(next)) }] : [])];
  const steps = (await historyOf(entries.map((entry, leaf) => ({ leaf, entry })), honest.load)).filter(({ kind }) => kind === 'config');
  expect(steps.map(({ isFirst, afterRound }) => [isFirst, afterRound])).toEqual([[true, 0], [false, 3], [false, 3]]);
  expect(steps[1]?.changes.map(({ what }) => what)).toEqual(['policy', 'policy helperUrl']);
  expect(steps[1]?.changes[1]).toMatchObject({ before: 'https://helper.example', after: 'https://auditor.example/shop' });
  expect(steps[2]?.changes).toEqual([{ what: 'catalogue', before: aHash('catalogue'), after: aHash('new range') }]);
});

test('historyOf() goes by the hashes where a policy file is gone or holds other bytes', async () => {
  const other = encodePolicy({ ...honest.policy, shop: 'other' });
  const load: PublishedDeployment['load'] = async (path) => (path.startsWith('/v1/policies/') ? { ok: true, value: other } : honest.load(path));
  const [first] = (await historyOf(honest.entries.map((entry, leaf) => ({ leaf, entry })), load)).filter(({ kind }) => kind === 'config');
  expect(first?.changes).toEqual([]);
});

test('buildLike() finds the build that is these very files', () => {
  const files = { 'tag/homebird.js': aHash('tag'), 'index.html': aHash('page') };
  const placed = [{ leaf: 3, entry: { type: 'build', files: { ...files, 'index.html': aHash('older') } } as const }, { leaf: 9, entry: { type: 'build', files } as const }];
  expect(buildLike(placed, files)).toBe(9);
  expect(buildLike(placed, { ...files, more: aHash('more') })).toBeUndefined();
});

test('incidentsOf() of an honest log is empty, and names what was given up, begun anew or does not agree', async () => {
  expect(incidentsOf(report)).toEqual([]);
  const table = encodePairTable({ weights: new Float32Array(12), maxBlocks: 1, catalogue: aHash('new range') });
  const busy = await publishedDeployment({
    roundless: 'abandoned',
    record: (record, round) => (round === 2 ? { ...record, helperReports: 59 } : record),
    entries: (all) => [...all, ...all.flatMap((entry) => (entry.type === 'config' ? [{ ...entry, catalogue: aHash('new range') }] : [])), { type: 'model', model: 'pairs', hash: contentHash(table), round: 0 }],
  });
  busy.files.set(`/v1/models/${contentHash(table)}`, table);
  const kinds = incidentsOf(await audit(busy)).map(({ kind, round }) => `${kind}${round === undefined ? '' : ` ${round}`}`);
  expect(kinds).toContain('abandoned');
  expect(kinds).toContain('reset');
  expect(kinds).toContain('mismatch 2');
});

describe('a candidate that devices turned down', () => {
  let dropped: AuditReport;
  beforeAll(async () => { dropped = await audit(await publishedDeployment({ rounds: 4, disliked: 3 })); });

  test('is an incident with its round, the models before and after, and the numbers that decided', () => {
    const { record, verdict, leaf } = modelRounds(dropped)[2] ?? { record: undefined, verdict: undefined, leaf: -1 };
    expect(dropped.ok).toBe(true);
    expect(record?.outcome).toBe('rolled-back');
    const incidents = incidentsOf(dropped);
    expect(incidents).toMatchObject([{ kind: 'rolled-back', round: 3, leaf, change: { what: 'mix model', before: record?.modelBefore, after: record?.modelAfter } }]);
    expect(incidents[0]?.text).toContain(`dropped: verdicts of 60 devices, noise included, sum to ${verdict?.sum} of 7680: a measured surplus of ${verdict?.surplus.toFixed(3)} where 0.1 was wanted, noise ±0.189`);
  });

  test('stands in the model history, between what was made and what was confirmed', () => {
    const mix = modelHistoryOf(dropped).filter(({ model }) => model === 'mix');
    expect(mix.map(({ event, round }) => `${event} ${round}`)).toEqual(['first 0', 'made 1', 'confirmed 2', 'dropped 3', 'made 4']);
    for (const [i, { before }] of mix.entries()) expect(before, `step ${i}`).toBe(mix[i - 1]?.after ?? '');
    expect(modelHistoryOf(dropped).filter(({ model }) => model !== 'mix').map(({ event }) => event)).toEqual(['first', 'first']);
  });

  test('is decided again from the two noised sums: the verdict is a check of its round, with from where to where', () => {
    const { record, verdict } = modelRounds(dropped)[2] ?? { record: undefined, verdict: undefined };
    const check = dropped.checks.find(({ id, round }) => id === 'verdict' && round === 3);
    expect(check).toMatchObject({ ok: true, title: 'Verdict on the candidate, decided again from the published sums' });
    expect(check?.detail).toContain(`back from model ${record?.modelBefore.slice(0, 12)} to ${record?.modelAfter.slice(0, 12)}`);
    expect(verdict).toMatchObject({ outcome: 'rolled-back', unit: 128, reports: 60, least: 0.1 });
    expect(verdict?.surplus).toBe((verdict?.sum ?? 0) / (128 * 60));
    expect(dropped.checks.filter(({ id }) => id === 'verdict').map(({ round }) => round)).toEqual([2, 3]); // rounds 1 and 4 began without a candidate
  });
});

describe('surplusText()', () => {
  const TASK = { integerNorm: 256, noiseVariance: { numerator: 1024 * 1024, denominator: 1 } };
  const textOf = (surplus: number, reports: number): string => surplusText(surplusRange(surplus, { reports, task: TASK }));

  test.each([[1.09, 50, 'between +65 % and +100 % of devices (95 %, noise counted)'], [0.2, 80, 'between −8 % and +48 % of devices (95 %, noise counted)'], [-0.5, 1000, 'between −52 % and −48 % of devices (95 %, noise counted)'], [0, 10, 'between −100 % and +100 % of devices (95 %, noise counted)']])('a measured %f of %i devices is %s', (surplus, reports, text) => {
    expect(textOf(surplus, reports)).toBe(text);
  });

  test('what noise does not explain is said, and not cut to what is possible', () => {
    expect(textOf(1.8, 1000)).toBe('+178 % to +182 %: more than noise explains, as of devices that voted twice');
  });

  test('never tells of more than all devices otherwise', () => {
    fc.assert(fc.property(fc.double({ min: -3, max: 3, noNaN: true }), fc.integer({ min: 1, max: 100_000 }), (surplus, reports) => {
      const text = textOf(surplus, reports);
      const figures = [...text.replaceAll('95 %', '').matchAll(/(\d+) %/g)].map(([, percent]) => Number(percent));
      expect(figures.every((percent) => percent <= 100) || text.includes('voted twice')).toBe(true);
    }));
  });
});

test('every entry is proven from the hash tiles, and no other entry in its place', async () => {
  const { checkpoint, entries } = report.log ?? { checkpoint: { origin: '', size: 0, root: new Uint8Array(32) }, entries: [] };
  expect(entries.length).toBe(honest.entries.length);
  for (const placed of entries) {
    const proof = await proveEntry(checkpoint, placed, honest.load);
    expect(proof.ok && proof.value.holds, `entry ${placed.leaf}`).toBe(true);
    const wrong = await proveEntry(checkpoint, { leaf: placed.leaf, entry: { type: 'task', task: aHash('never logged') as never } }, honest.load);
    expect(wrong.ok && wrong.value.holds).toBe(false);
  }
});

test('signatures of the checkpoint are told with whose they are', () => {
  expect(report.log?.signatures.map(({ role, holds }) => [role, holds])).toEqual([['log', true], ['helper', true]]);
});

test('spentSoFar() adds up every round, and never claims more of one device than its budget allows', () => {
  const spent = spentSoFar(report.rounds, honest.policy);
  expect(spent.map(({ everyRound }) => everyRound.rho)).toEqual([1 / 32, 2 / 32, 3 / 32]);
  expect(spent.map(({ oneDevice }) => oneDevice.rho)).toEqual([1 / 32, 2 / 32, 2 / 32]); // ρ 1/16 in any seven days
  expect(spent[0]?.oneDevice.epsilon).toBeCloseTo(1.143, 3);
  expect(spentSoFar(report.rounds, honest.policy, 2)).toEqual([spent[0], spent[2]]); // fewer points, the same figures
  for (const { everyRound } of spent) expect(everyRound.analytic).toBeLessThan(everyRound.epsilon);
});

test('spentSoFar() gives another week its own budget, and a shop\'s tighter floor counts', () => {
  const week = 7 * 86_400_000;
  const later = modelRounds(report).map((round, i) => ({ ...round, record: { ...round.record, openedMs: round.record.openedMs + i * week, closedMs: round.record.closedMs + i * week } }));
  expect(spentSoFar(later, honest.policy).at(-1)?.oneDevice.rho).toBe(3 / 32);
  const floors = { minBatch: 50, minNoiseMultiplier: 4, weekRho: 1 / 32, yearRho: 4 };
  expect(spentSoFar(report.rounds, { floors }).at(-1)?.oneDevice.rho).toBe(1 / 32);
});
