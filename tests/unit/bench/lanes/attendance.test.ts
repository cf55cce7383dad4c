import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FLOORS } from '#core/privacy';
import { seededChance } from '#core/units';
import { attendance, blocksTold, ONLINE_SHARE, VANISHING_SHARE } from '../../../../bench/lanes/attendance.ts';

describe('attendance()', () => {
  test('no device is twice in a batch, none sends more than its ledger pays for, and no batch is larger than wanted', () => {
    fc.assert(fc.property(fc.integer({ min: 60, max: 400 }), fc.integer({ min: 1, max: 4 }), fc.integer({ min: 50, max: 200 }), fc.nat(), (devices, mostReports, wanted, seed) => {
      const presence = attendance(devices, mostReports, seededChance(seed));
      const accepted = new Uint32Array(devices);
      for (let round = 0; round < 6; round++) {
        const batch = presence.round(wanted);
        expect(new Set(batch).size).toBe(batch.length);
        expect(batch.length).toBeLessThanOrEqual(wanted);
        for (const device of batch) accepted[device] = (accepted[device] ?? 0) + 1;
      }
      const { reportsPerDevice } = presence.record();
      expect(reportsPerDevice).toBeLessThanOrEqual(mostReports);
      expect(Math.max(...accepted)).toBeLessThanOrEqual(reportsPerDevice);
    }), { numRuns: 40 });
  });

  test('repeats for a seed, and differs for another', () => {
    const batchesOf = (seed: number): readonly number[] => {
      const presence = attendance(300, 5, seededChance(seed));
      return [...presence.round(100), ...presence.round(100)];
    };
    expect(batchesOf(7)).toEqual(batchesOf(7));
    expect(batchesOf(8)).not.toEqual(batchesOf(7));
  });

  test('rounds take the time that one in ten online and one in five vanishing take, and late reports are counted', () => {
    const [devices, wanted, rounds] = [20_000, 4000, 40];
    const presence = attendance(devices, rounds, seededChance(3));
    for (let round = 0; round < rounds; round++) expect(presence.round(wanted)).toHaveLength(wanted);
    const { slots, vanished, late, onlineShare } = presence.record();
    const started = rounds * wanted + late + vanished;
    expect(onlineShare).toBe(ONLINE_SHARE);
    expect(vanished / started).toBeCloseTo(VANISHING_SHARE, 2); // standard error .001 over 230,000 starts
    expect(slots / rounds).toBe(4); // by hand about 1,200 arrive in the first slot, 2,500, 3,800 and 5,000 by the end of the second, third and fourth
    expect(late).toBeGreaterThan(0);
    expect(late).toBeLessThan(0.3 * started);
  });

  // The table of decision 0009: twenty rounds, seed 1.
  test.each([[598, 200, '6.0', '7.3'], [598, 598, '40.0', '0.1'], [3165, 200, '2.2', '21.7'], [3165, 1000, '5.8', '8.3'], [17_794, 200, '1.0', '24.6'], [17_794, 1000, '1.7', '23.1']])('of %i devices with rounds of %i reports, slots a round and late reports are as written down', (devices, wanted, slotsARound, latePercent) => {
    const rounds = 20;
    const presence = attendance(devices, Math.min(rounds, Math.ceil((1.5 * wanted * rounds) / devices)), seededChance(1));
    let arrived = 0;
    for (let round = 0; round < rounds; round++) arrived += presence.round(wanted).length;
    const { slots, late } = presence.record();
    expect([(slots / rounds).toFixed(1), ((100 * late) / (arrived + late)).toFixed(1)]).toEqual([slotsARound, latePercent]);
  });

  test('a round that cannot get all it wants closes with what it has, if that is k', () => {
    const presence = attendance(60, 1, seededChance(1));
    const batch = presence.round(60);
    expect(batch.length).toBeGreaterThanOrEqual(FLOORS.minBatch);
    expect(presence.record().slots).toBeLessThan(200);
  });

  test('limitation: where no ledger has room, a round ends below k instead of waiting for ever', () => {
    const presence = attendance(60, 1, seededChance(1));
    presence.round(60);
    expect(presence.round(60).length).toBeLessThan(FLOORS.minBatch);
  });
});

test('blocksTold() draws as many blocks as asked, loses a fifth of the reports, and none where none vanish', () => {
  const chance = seededChance(5);
  expect([...blocksTold(30, { reports: 30, vanishing: 0 }, chance)]).toHaveLength(30);
  expect([...blocksTold(30, { reports: 4, vanishing: 0 }, chance)]).toHaveLength(4);
  const told = Array.from({ length: 2000 }, () => blocksTold(30, { reports: 10, vanishing: VANISHING_SHARE }, chance));
  expect(told.reduce((sum, { size }) => sum + size, 0) / 20_000).toBeCloseTo(1 - VANISHING_SHARE, 1); // standard error .003
  const timesOfFirst = told.filter((blocks) => blocks.has(0)).length;
  expect(timesOfFirst / 2000).toBeCloseTo(8 / 30, 1); // standard error .01
});
