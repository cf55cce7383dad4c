import type { AttackOptions } from './arguments.ts';
import { distinguish, type Distinction } from './distinguish.ts';
import { reportLengthOf, type Scene } from './scene.ts';
import { atTheBound, stageOf } from './shadow.ts';
import { DISTINCTION_HEAD, distinctionRow } from './tables.ts';
import { BREAKS, writerOf } from './transcripts.ts';

/** Two shoppers whose reports are told apart; nobody else is needed. */
const PAIR = { targets: 2, others: 0, shadows: 1 } as const;
/** Trials of `mix` for one of `t11`, whose transcripts are ten times as long. */
const MIX_TRIALS_FOR_ONE_OF_T11 = 3;

/** Both questions of either kind of weights, with what hides the report whole and broken. */
export async function runDistinguishing(scene: Scene, { trials, seed }: Pick<AttackOptions, 'trials' | 'seed'>, say: (line: string) => void): Promise<readonly Distinction[]> {
  const results: Distinction[] = [];
  for (const line of ['', 'Distinguishing: which of two known reports is behind a whole transcript?', '', ...DISTINCTION_HEAD]) say(line);
  for (const kind of ['mix', 't11'] as const) {
    const stage = await stageOf(scene, kind, PAIR);
    const [hers, his] = stage.targets.map(({ report }) => report);
    const [largest] = atTheBound(stage).targets.map(({ report }) => report);
    if (!hers || !his || !largest) throw new RangeError('Cannot tell reports apart without two shoppers who have something to report');
    const questions = [['reported', [new Int32Array(hers.length), largest]], ['whose', [hers, his]]] as const;
    for (const broken of BREAKS) {
      const writer = writerOf(reportLengthOf(scene, kind), broken);
      for (const [question, reports] of questions) {
        const told = await distinguish({ kind, question, broken, writer, reports, seed, trials: kind === 'mix' ? trials : Math.ceil(trials / MIX_TRIALS_FOR_ONE_OF_T11) });
        for (const result of told) {
          results.push(result);
          say(distinctionRow(result));
        }
      }
    }
  }
  return results;
}
