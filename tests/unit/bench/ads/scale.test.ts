import { afterEach, expect, test, vi } from 'vitest';
import { emptyRows, linearHead } from '#core/ctr';
import { seededRandomness } from '#bench/lanes';
import { rowsByUser } from '../../../../bench/ads/by-user.ts';
import { planRounds, trainRounds } from '../../../../bench/ads/federated.ts';
import { localPredictions } from '../../../../bench/ads/local-lane.ts';
import { partRows } from '../../../../bench/ads/parts.ts';
import { readAdLog } from '../../../../bench/ads/table.ts';
import { aClickLog, aFile } from './a-log.ts';

afterEach(() => { vi.unstubAllGlobals(); });

/** Bytes of typed arrays that `run` makes. */
function bytesMadeBy(run: () => void): number {
  let bytes = 0;
  for (const name of ['Float32Array', 'Float64Array', 'Uint32Array', 'Int32Array'] as const) {
    vi.stubGlobal(name, new Proxy(globalThis[name], {
      construct(target, given: unknown[], made): object {
        const array = Reflect.construct(target, given, made === target ? target : made) as { readonly byteLength: number };
        if (!(given[0] instanceof ArrayBuffer)) bytes += array.byteLength;
        return array;
      },
    }));
  }
  run();
  vi.unstubAllGlobals();
  return bytes;
}

const ROLES = { label: 'clicked', user: 'shopper', time: undefined, without: [], positive: undefined };

test('localPredictions() makes no weights for each shopper: three times as many take a few kB each', async () => {
  const [few, many] = await Promise.all([12, 36].map(async (users) => {
    const log = await readAdLog(aFile(aClickLog({ rows: 6 * users, users, seed: 1 })), ROLES, () => undefined);
    const { train, test: asked } = partRows(log, 'random', 1);
    return bytesMadeBy(() => { localPredictions({ log, train, test: asked, base: 0.3, seed: 1, progress: () => undefined }); });
  }));
  expect(((many ?? 0) - (few ?? 0)) / 24).toBeLessThan(8000); // 3,400; weights and slopes of three heads, trained five times, would be 700,000
});

/** Rounds of one head over users of three rows each. @returns rows learnt, and bytes of arrays */
function roundsOver(users: number): { readonly learnt: number; readonly bytes: number; readonly reports: number } {
  const plain = linearHead({ denseWidth: 1, slots: 12_000, crosses: 0 });
  const rows = emptyRows(3 * users, { denseWidth: 1, slotWidth: 2, crossWidth: 0 });
  for (let i = 0; i < rows.slots.length; i++) rows.slots[i] = (i * 7) % 12_000;
  let learnt = 0;
  const head: typeof plain = { ...plain, learn: (...lesson) => { learnt += 1; return plain.learn(...lesson); } };
  const all = Int32Array.from({ length: 3 * users }, (_, row) => row);
  const crowd = { rows, labels: Uint8Array.from(all, (row) => row % 2), byUser: rowsByUser(all, all.map((row) => Math.floor(row / 3)), users), held: Int32Array.of(0), start: 0 };
  const plan = { rounds: 4, perRound: users / 4, mostReports: 4 };
  const bytes = bytesMadeBy(() => { trainRounds(head, head.start({ next: () => 0, below: () => 0, normal: () => 0 }), { ...crowd, plan, until: 4, noiseMultiplier: 0, randomness: seededRandomness(1), seed: 1, progress: () => undefined }); });
  return { learnt, bytes, reports: plan.rounds * plan.perRound };
}

test('trainRounds() learns each row of who is asked once, and makes no array of the head’s size for a report', () => {
  const [few, many] = [roundsOver(400), roundsOver(800)];
  for (const { learnt, reports } of [few, many]) expect(learnt).toBeLessThan(3 * (1.2 * reports + 50)); // 50 devices tell the first length; what arrives at once is no more than was wanted, but for a slot's
  expect((many.bytes - few.bytes) / (many.reports - few.reports)).toBeLessThan(4 * 1200); // a tenth of the head
});

test('planRounds() asks no more devices of a million than of a hundred thousand', () => {
  expect(planRounds(1_000_000).perRound).toBe(planRounds(100_000).perRound);
  expect(planRounds(1000)).toEqual({ rounds: 100, perRound: 60, mostReports: 9 });
});
