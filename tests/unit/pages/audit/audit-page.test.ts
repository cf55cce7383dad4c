import { expect, test } from 'vitest';
import type { AuditCheck } from '#core/audit';
import { DEFAULT_RULES } from '#core/campaigns';
import { decodeUpload, MAX_REPORT_BYTES } from '#core/protocol';
import { aTask, idOf, NOON_MS } from '#support/federation';
import { valueOf } from '#support/result';
import { generateHpkeKeys } from '#page/crypto';
import { audienceText, ruleTexts } from '../../../../src/pages/audit/ads.tsx';
import { fragmentFor, searchIn } from '../../../../src/pages/audit/fragment.ts';
import { CLAIMS, claimsFor, standingOf, type Claim } from '../../../../src/pages/audit/promises.ts';
import { exampleReport, takeApart } from '../../../../src/pages/audit/report-bytes.ts';

const CLAIM: Claim = { title: '', how: '', check: '', failure: '', checkIds: ['step', 'chain'] };
const aCheck = (change: Partial<AuditCheck>): AuditCheck => ({ id: 'step', title: '', ok: true, detail: 'as published', ...change });

test.each([4, 40, 300])('the example report of a task of %i numbers is one that the leader would read, and its parts are all of it', async (length) => {
  const [leader, helper] = [await generateHpkeKeys(), await generateHpkeKeys()];
  const shape = aTask({ length });
  const task = { ...shape, leader: { ...shape.leader, hpkePublicKey: leader.publicKey }, helper: { ...shape.helper, hpkePublicKey: helper.publicKey } };
  const body = valueOf(await exampleReport(task, idOf(task), NOON_MS));
  expect(valueOf(decodeUpload(body)).taskId).toBe(idOf(task));
  const { parts } = valueOf(takeApart(body));
  expect(parts.reduce((sum, part) => sum + part.bytes, 0)).toBe(body.length);
  expect(parts.filter(({ sealedFor }) => sealedFor).map(({ sealedFor }) => sealedFor)).toEqual(['leader', 'helper']);
  expect(body.length).toBeLessThanOrEqual(MAX_REPORT_BYTES);
});

test('takeApart() answers bytes that are no report with a fault', () => {
  expect(takeApart(new Uint8Array(40)).ok).toBe(false);
});

test('standingOf() never calls a claim held that nothing was checked for', () => {
  expect(standingOf(CLAIM, [aCheck({ id: 'counts' })]).state).toBe('waiting');
});

test('claimsFor() leaves prices and ads out where a shop publishes none', () => {
  const titles = (checks: readonly AuditCheck[]): readonly string[] => claimsFor(checks).map(({ title }) => title);
  expect(titles([aCheck({})])).toHaveLength(CLAIMS.length - 2);
  expect(titles([aCheck({ id: 'prices' }), aCheck({ id: 'aimed' })])).toEqual(CLAIMS.map(({ title }) => title));
});

test('audienceText() says every list that narrows an audience, and nothing of everybody', () => {
  expect(audienceText({ tags: [], categories: [], clusters: [], lifeCycles: [] })).toBe('');
  expect(audienceText({ tags: ['Boots', 'Tents'], categories: [], clusters: [0], lifeCycles: ['loyal'] })).toBe('interested in Boots or Tents, and of portrait 1, and in life cycle loyal');
});

test('ruleTexts() says what a merchant forbade, asked for and proves, and nothing where she wrote no rules', () => {
  expect(ruleTexts(undefined)).toEqual([]);
  expect(ruleTexts({ ...DEFAULT_RULES, banned: ['cheap'], required: ['Ad'], excludedCategories: ['Knives'], proofs: { free: 'shipping page' } }).slice(2)).toEqual([
    'Never says “cheap”.', 'Always says “Ad”.', 'Never speaks of “Knives”.', 'May claim “free”, for which the shop names as proof: shipping page',
  ]);
});

test('standingOf() names each broken round once, in order', () => {
  const checks = [aCheck({ round: 7, ok: false, detail: 'differs' }), aCheck({ round: 2, ok: false }), aCheck({ id: 'chain', round: 7, ok: false }), aCheck({ round: 3 })];
  expect(standingOf(CLAIM, checks)).toMatchObject({ state: 'broken', rounds: [2, 7], detail: 'differs' });
});

test('standingOf() tells a stated limit from a broken promise', () => {
  expect(standingOf(CLAIM, [aCheck({}), aCheck({ ok: false, advisory: true, detail: 'too old' })])).toMatchObject({ state: 'limited', detail: 'too old' });
});

test('no check id decides two claims, and each claim says what was run and how a failure would look', () => {
  const ids = CLAIMS.flatMap((claim) => claim.checkIds);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { title, check, failure } of CLAIMS) for (const text of [check, failure]) expect(text, title).not.toBe('');
});

test.each([['#round=7', '7'], ['#model=3FD1aa00', '3fd1aa00'], [`#report=${'ab'.repeat(16)}`, 'ab'.repeat(16)], ['#rounds', undefined], ['', undefined], ['#round=x', undefined], ['#round=', undefined], ['#report=12', undefined], ['#model=<b>', undefined], [`#model=${'a'.repeat(65)}`, undefined], ['#constructor=1', undefined]])('searchIn("%s") looks for %s', (fragment, text) => {
  expect(searchIn(fragment)).toBe(text);
});

test('fragmentFor() gives a link that finds the same again, and none for what is half typed', () => {
  for (const text of ['1', '1200', 'ab'.repeat(16), 'deadbeef', 'f'.repeat(64)]) expect(searchIn(fragmentFor(text)), text).toBe(text);
  for (const text of ['', 'dead', 'no hash', 'a'.repeat(65)]) expect(fragmentFor(text), text).toBe('');
});
