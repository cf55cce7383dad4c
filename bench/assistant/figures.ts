import { CONFIDENCE, RANKING } from '#core/assistant';
import type { Knowledge } from '#core/knowledge';
import { assistantOver, baselineOutcomes, demoKnowledge, fittedWeights, heldOutIntents, outcomesOf, qualityOf, rightShare, unseenKnowledge, validationOutcomes, type AssistantQuality } from './measure.ts';
import { FRESH_QUESTIONS, TEST_QUESTIONS, UNSEEN_QUESTIONS, type JudgedQuestion } from './questions.ts';

/** A share, and the best of the same of the baselines. */
export interface AssistantFigure {
  readonly name: string;
  readonly value: number;
  readonly baseline: number;
  readonly how: string;
}

const NAMES: Readonly<Record<keyof AssistantQuality, string>> = { hit1: 'hit-1', hit3: 'hit-3', answered: 'answered', offered: 'offered', answerPrecision: 'answer-precision', unknownPrecision: 'unknown-precision', unknownRecall: 'unknown-recall' };

/** How well `questions` are answered from `knowledge`, each figure named with `what` behind it. */
function measured(what: string, knowledge: Knowledge, questions: readonly JudgedQuestion[]): readonly AssistantFigure[] {
  const ours = qualityOf(outcomesOf(assistantOver(knowledge), questions));
  const [title, bm25] = [qualityOf(baselineOutcomes(knowledge, 'title', questions)), qualityOf(baselineOutcomes(knowledge, 'bm25', questions))];
  return (Object.keys(NAMES) as (keyof AssistantQuality)[]).map((key) => ({ name: `assistant-${NAMES[key]}${what}`, value: ours[key], baseline: bm25[key], how: `${questions.length} questions; BM25 alone, which always answers; headings alone ${title[key].toFixed(3)}` }));
}

/** How well questions are answered: about the demo shop, on the test split; about a shop that nothing was made for; and what the validation questions would choose. */
export function assistantFigures(): readonly AssistantFigure[] {
  const demo = demoKnowledge();
  const validation = validationOutcomes();
  const fitted = fittedWeights(validation);
  const both = (what: string, knowledge: Knowledge, questions: readonly JudgedQuestion[]): readonly AssistantFigure[] => [
    ...measured(what, knowledge, questions),
    ...(['en', 'zh'] as const).flatMap((spoken) => measured(`${what}-${spoken}`, knowledge, questions.filter(({ language }) => language === spoken))),
  ];
  return [
    ...both('', demo, TEST_QUESTIONS),
    ...both('-unseen', unseenKnowledge(), UNSEEN_QUESTIONS),
    ...both('-fresh', unseenKnowledge(), FRESH_QUESTIONS),
    { name: 'assistant-intents', value: heldOutIntents(), baseline: 1 / 12, how: 'held-out fifth of the training questions; by chance' },
    { name: 'assistant-right-of-answered', value: rightShare(validation.filter(({ text }) => text !== null)), baseline: rightShare(validation), how: `right, of what is answered on ${validation.length} validation questions; of all first passages; weights in the code ${RANKING.join(' ')} and ${CONFIDENCE.join(' ')}, fitted now ${fitted.ranking.join(' ')} and ${fitted.confidence.join(' ')}` },
  ];
}
