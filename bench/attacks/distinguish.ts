import type { ModelKind } from '#core/protocol';
import { areaInterval, type Interval } from './intervals.ts';
import { areaOf, falling } from './roc.ts';
import { WITNESSES, type Break, type Witness, type Writer } from './transcripts.ts';

/** How well a classifier tells transcripts of one report from those of another. */
export interface Distinction {
  readonly kind: ModelKind;
  /** Which two: a report of norm B or zeros; those of two shoppers. */
  readonly question: 'reported' | 'whose';
  readonly witness: Witness;
  readonly broken: Break;
  /** Judged transcripts of either report; it has learnt from as many others. */
  readonly trials: number;
  /** Area under its ROC curve; chance is .5. */
  readonly area: number;
  readonly areaInterval: Interval;
}

/** What is told apart, by how many trials. */
export interface DistinguishInput extends Pick<Distinction, 'kind' | 'question' | 'broken' | 'trials'> {
  readonly writer: Writer;
  /** The two reports, both known to the attacker: she chose them. */
  readonly reports: readonly [Int32Array, Int32Array];
  readonly seed: number;
}

/**
 * The game by which sharing is defined to be private, played by a learner: the attacker chooses two reports, is given a
 * server's whole transcript of one of them, and says which. She has learnt from transcripts of both. One round of seeds gives
 * every witness' transcript, so that their rows are of the same reports.
 */
export async function distinguish({ writer, reports, seed, ...what }: DistinguishInput): Promise<readonly Distinction[]> {
  const learners: Readonly<Record<Witness, Learner>> = { nobody: learnerOf(), leader: learnerOf(), helper: learnerOf() };
  const firstSeed = (seed * 2 + (what.question === 'whose' ? 1 : 0)) * 1_000_003; // masks of its own for each question: their rows are then independent
  const columns = (): [Float64Array, Float64Array] => [new Float64Array(what.trials), new Float64Array(what.trials)];
  const scores: Readonly<Record<Witness, [Float64Array, Float64Array]>> = { nobody: columns(), leader: columns(), helper: columns() };
  for (let trial = 0; trial < 2 * what.trials; trial++) {
    for (const which of [0, 1] as const) {
      const transcripts = await writer(reports[which], firstSeed + 2 * trial + which);
      for (const witness of WITNESSES) {
        if (trial < what.trials) learners[witness].learn(transcripts[witness], which);
        else scores[witness][which][trial - what.trials] = learners[witness].score(transcripts[witness]);
      }
    }
  }
  return WITNESSES.map((witness) => {
    const [absent, present] = scores[witness];
    const area = areaOf({ present: falling(present), absent: falling(absent) });
    return { ...what, witness, area, areaInterval: areaInterval(area, what.trials, what.trials) };
  });
}

interface Learner {
  learn(transcript: Uint8Array, which: 0 | 1): void;
  /** Log-likelihood ratio of report 1 to report 0. */
  score(transcript: Uint8Array): number;
}

/** Values of half a byte. */
const NIBBLES = 16;

/**
 * Naive Bayes over all half bytes, each with a distribution of its own: it finds any byte, high or low, whose values differ
 * between the reports, in whatever shape. What only several bytes together would show, beyond sums that a server makes, it does not.
 */
function learnerOf(): Learner {
  const counts: [Uint16Array, Uint16Array] = [new Uint16Array(0), new Uint16Array(0)];
  const seen: [number, number] = [0, 0];
  return {
    learn(transcript, which) {
      if (seen[which] === 0) counts[which] = new Uint16Array(2 * NIBBLES * transcript.length);
      seen[which] += 1;
      const own = counts[which];
      forEachNibble(transcript, (cell) => { own[cell] = (own[cell] as number) + 1; });
    },
    score(transcript) {
      const [zero, one] = counts;
      let sum = 0;
      forEachNibble(transcript, (cell) => { sum += Math.log(((one[cell] as number) + 1) / ((zero[cell] as number) + 1)); }); // one of a value more than was seen (Laplace); both learnt as often
      return sum;
    },
  };
}

/** Calls `visit` with place and value of every half byte as one number. */
function forEachNibble(bytes: Uint8Array, visit: (cell: number) => void): void {
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] as number;
    visit(2 * NIBBLES * at + (byte & 15));
    visit(2 * NIBBLES * at + NIBBLES + (byte >> 4));
  }
}
