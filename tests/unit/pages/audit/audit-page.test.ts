import { expect, test } from 'vitest';
import type { AuditCheck } from '#core/audit';
import { decodeUpload, type TaskId } from '#core/protocol';
import { CLAIMS, standingOf, type Claim } from '../../../../src/pages/audit/promises.ts';
import { MIX_PARAMETERS } from '#worker/recommender';
import { exampleReport, partsOfReport } from '../../../../src/pages/audit/report-bytes.ts';

const CLAIM: Claim = { title: '', how: '', checkIds: ['step', 'chain'] };
const aCheck = (change: Partial<AuditCheck>): AuditCheck => ({ id: 'step', title: '', ok: true, detail: 'as published', ...change });

test('the example report is one that the leader would read, and its parts are all of it', () => {
  const task = '5a'.repeat(32) as TaskId;
  const bytes = exampleReport(task);
  expect(decodeUpload(bytes).ok).toBe(true);
  expect(partsOfReport().reduce((sum, part) => sum + part.bytes, 0)).toBe(bytes.length);
});

test('the example report is as long as one of the mix: four bytes a weight in the sealed half for the shop', () => {
  const half = partsOfReport().find(({ name }) => name === 'Half for the shop');
  const [length, head, tag] = [4, 6, 16];
  expect(half?.bytes).toBe(length + head + 4 * MIX_PARAMETERS + tag);
});

test('standingOf() never calls a claim held that nothing was checked for', () => {
  expect(standingOf(CLAIM, [aCheck({ id: 'counts' })]).state).toBe('waiting');
});

test('standingOf() names each broken round once, in order', () => {
  const checks = [aCheck({ round: 7, ok: false, detail: 'differs' }), aCheck({ round: 2, ok: false }), aCheck({ id: 'chain', round: 7, ok: false }), aCheck({ round: 3 })];
  expect(standingOf(CLAIM, checks)).toMatchObject({ state: 'broken', rounds: [2, 7], detail: 'differs' });
});

test('standingOf() tells a stated limit from a broken promise', () => {
  expect(standingOf(CLAIM, [aCheck({}), aCheck({ ok: false, advisory: true, detail: 'too old' })])).toMatchObject({ state: 'limited', detail: 'too old' });
});

test('no check id decides two claims', () => {
  const ids = CLAIMS.flatMap((claim) => claim.checkIds);
  expect(new Set(ids).size).toBe(ids.length);
});
