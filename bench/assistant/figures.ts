import { ANSWERS_FROM, CONFIDENCE } from '#core/assistant';
import { assistantOver, baselineOutcomes, bestThreshold, demoKnowledge, fittedConfidence, heldOutIntents, outcomesOf, qualityOf, type AssistantQuality } from './measure.ts';
import { TEST_QUESTIONS, VALIDATION_QUESTIONS, type JudgedQuestion } from './questions.ts';

/** A share, and the best of the same of the baselines. */
export interface AssistantFigure {
  readonly name: string;
  readonly value: number;
  readonly baseline: number;
  readonly how: string;
}

const NAMES: Readonly<Record<keyof AssistantQuality, string>> = { hit1: 'hit-1', hit3: 'hit-3', answered: 'answered', answerPrecision: 'answer-precision', unknownPrecision: 'unknown-precision', unknownRecall: 'unknown-recall' };

/** How well questions about the demo shop are answered, on the test split, and what the validation split would choose. */
export function assistantFigures(): readonly AssistantFigure[] {
  const knowledge = demoKnowledge();
  const assistant = assistantOver(knowledge);
  const measured = (what: string, questions: readonly JudgedQuestion[]): readonly AssistantFigure[] => {
    const ours = qualityOf(outcomesOf(assistant, questions));
    const [title, bm25] = [qualityOf(baselineOutcomes(knowledge, 'title', questions)), qualityOf(baselineOutcomes(knowledge, 'bm25', questions))];
    return (Object.keys(NAMES) as (keyof AssistantQuality)[]).map((key) => ({ name: `assistant-${NAMES[key]}${what}`, value: ours[key], baseline: bm25[key], how: `${questions.length} questions; BM25 alone, which always answers; headings alone ${title[key].toFixed(3)}` }));
  };
  return [
    ...measured('', TEST_QUESTIONS),
    ...measured('-en', TEST_QUESTIONS.filter(({ language }) => language === 'en')),
    ...measured('-zh', TEST_QUESTIONS.filter(({ language }) => language === 'zh')),
    { name: 'assistant-intents', value: heldOutIntents(), baseline: 1 / 12, how: 'held-out fifth of the training questions; by chance' },
    { name: 'assistant-threshold', value: ANSWERS_FROM, baseline: bestThreshold(assistant), how: `${VALIDATION_QUESTIONS.length} validation questions would choose the second; weights in the code ${CONFIDENCE.join(' ')}, fitted now ${fittedConfidence(assistant).join(' ')}` },
  ];
}
