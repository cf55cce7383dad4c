import { expect, test } from 'vitest';
import { FLOORS } from '#core/privacy';
import { distinguish, type Distinction } from '../../../../bench/attacks/distinguish.ts';
import { writerOf, type Break } from '../../../../bench/attacks/transcripts.ts';

const LENGTH = 10;
const ZEROS = new Int32Array(LENGTH);
const LARGEST = Int32Array.from(ZEROS, (_, i) => (i === 3 ? FLOORS.integerNorm : 0));
const TRIALS = 60;
/** Mann and Whitney's deviation of an area under chance; 3.3 of them hold all but one in a thousand. */
const MARGIN = 3.3 * Math.sqrt((2 * TRIALS + 1) / (12 * TRIALS * TRIALS));

async function areas(broken: Break): Promise<Partial<Record<Distinction['witness'], number>>> {
  const told = await distinguish({ kind: 'mix', question: 'reported', broken, trials: TRIALS, writer: writerOf(LENGTH, broken), reports: [ZEROS, LARGEST], seed: 1 });
  return Object.fromEntries(told.map(({ witness, area }) => [witness, area]));
}

test('neither server can tell from shares, proofs and preparation messages whether a report is zeros or of norm B; the update itself says it', async () => {
  const { nobody, leader, helper } = await areas('none');
  expect(nobody).toBe(1);
  expect(Math.abs((leader ?? 0) - 0.5)).toBeLessThan(MARGIN);
  expect(Math.abs((helper ?? 0) - 0.5)).toBeLessThan(MARGIN);
});

test('the same classifier reads the leader\'s transcript where all reports have one mask; the helper, who knows it anyway, learns nothing more', async () => {
  const { leader, helper } = await areas('mask');
  expect(leader).toBeGreaterThan(0.99);
  expect(Math.abs((helper ?? 0) - 0.5)).toBeLessThan(MARGIN);
});

test('the same classifier reads either transcript where all proofs have one randomness', async () => {
  const { leader, helper } = await areas('prover');
  expect(leader).toBeGreaterThan(0.99);
  expect(helper).toBeGreaterThan(0.99);
});
