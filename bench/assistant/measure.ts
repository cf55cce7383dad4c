import { classify, createAssistant, decodeIntents, encodeIntents, fitConfidence, fitRanking, intentExamples, trainIntents, type Assistant, type Signs } from '#core/assistant';
import type { Knowledge, Passage } from '#core/knowledge';
import { queryTokens } from '#core/text';
import { knowledgeOf } from '#server/catalogue';
import { DEMO_HELP, demoProducts } from '#server/demoshop';
import { BICYCLE_PAGES } from './bicycle-pages.ts';
import { BICYCLE_QUESTIONS, UNRELATED_QUESTIONS, VALIDATION_QUESTIONS, type JudgedQuestion } from './questions.ts';
import { UNSEEN_PAGES } from './unseen-pages.ts';

/** Shares of judged questions. */
export interface AssistantQuality {
  /** Of the questions that the shop answers: the right passage first, among the first three. */
  readonly hit1: number;
  readonly hit3: number;
  /** Of the same: answered, out of a passage, with the text that a right answer holds. */
  readonly answered: number;
  /** Of the same: answered rightly, or the right heading offered to press. */
  readonly offered: number;
  /** Of all answers given, those from the right passage. */
  readonly answerPrecision: number;
  /** Of the times it said that it does not know, those where the shop does not say; of those questions, how many it said so to. */
  readonly unknownPrecision: number;
  readonly unknownRecall: number;
}

/** One question's outcome. */
export interface Outcome {
  readonly asked: JudgedQuestion;
  readonly isFirst: boolean;
  readonly isNear: boolean;
  /** Whether the right heading is offered beside the answer, or in place of one. */
  readonly isOffered: boolean;
  /** Null where it says that it does not know. */
  readonly text: string | null;
  /** Passages that were weighed, as they were ranked. */
  readonly candidates: readonly { readonly signs: Signs; readonly share: number; readonly isRight: boolean }[];
}

/** The knowledge of the demo shop, as its server makes it. */
export function demoKnowledge(): Knowledge {
  return knowledgeOf(DEMO_HELP, demoProducts()).knowledge;
}

/** The knowledge of shops that have no glossary and no products to learn words from: one that weights are chosen on beside the demo shop, one that nothing is. */
export function bicycleKnowledge(): Knowledge {
  return knowledgeOf(BICYCLE_PAGES, []).knowledge;
}
export function unseenKnowledge(): Knowledge {
  return knowledgeOf(UNSEEN_PAGES, []).knowledge;
}

/** Page and anchor of a passage, whatever its language. */
function goldOf({ address }: Passage): string {
  return address.replace(/^\/help\/(?:zh\/)?/, '');
}

/** Asks `assistant` each question alone. */
export function outcomesOf(assistant: Assistant, questions: readonly JudgedQuestion[]): readonly Outcome[] {
  return questions.map((asked) => {
    const { ranked, answer, suggestions, candidates } = assistant.read({ question: asked.question, language: asked.language });
    const places = ranked.map(goldOf);
    const right = ranked.find((passage) => goldOf(passage) === asked.gold);
    const isOffered = right !== undefined && suggestions.includes(right.title);
    return { asked, isOffered, isFirst: places[0] === asked.gold, isNear: asked.gold !== null && places.slice(0, 3).includes(asked.gold), text: answer?.text ?? null, candidates: candidates.map(({ signs, share, passage }) => ({ signs, share, isRight: goldOf(passage) === asked.gold })) };
  });
}

const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

const isAnswered = ({ isFirst, text, asked }: Outcome): boolean => isFirst && text !== null && text.includes(asked.holds);

/** What {@link AssistantQuality} says of outcomes. */
export function qualityOf(outcomes: readonly Outcome[]): AssistantQuality {
  const answerable = outcomes.filter(({ asked }) => asked.gold !== null);
  const unknowable = outcomes.filter(({ asked }) => asked.gold === null);
  const given = outcomes.filter(({ text }) => text !== null);
  const refused = outcomes.filter(({ text }) => text === null);
  const count = (of: readonly Outcome[], test: (one: Outcome) => boolean): number => of.filter(test).length;
  return {
    hit1: share(count(answerable, ({ isFirst }) => isFirst), answerable.length),
    hit3: share(count(answerable, ({ isNear }) => isNear), answerable.length),
    offered: share(count(answerable, (one) => isAnswered(one) || one.isOffered), answerable.length),
    answered: share(count(answerable, isAnswered), answerable.length),
    answerPrecision: share(count(given, ({ isFirst, asked }) => isFirst && asked.gold !== null), given.length),
    unknownPrecision: share(count(refused, ({ asked }) => asked.gold === null), refused.length),
    unknownRecall: share(count(unknowable, ({ text }) => text === null), unknowable.length),
  };
}

/** The assistant over `knowledge`. */
export function assistantOver(knowledge: Knowledge): Assistant {
  const made = createAssistant(knowledge);
  if (!made.ok) throw new Error(made.fault.message);
  return made.value;
}

/** What each validation question came to: weights are fitted on these. */
export function validationOutcomes(): readonly Outcome[] {
  return [...outcomesOf(assistantOver(demoKnowledge()), [...VALIDATION_QUESTIONS, ...UNRELATED_QUESTIONS]), ...outcomesOf(assistantOver(bicycleKnowledge()), [...BICYCLE_QUESTIONS, ...UNRELATED_QUESTIONS])];
}

/** Share of `outcomes` whose first passage is the right one. */
export function rightShare(outcomes: readonly Outcome[]): number {
  return share(outcomes.filter(({ isFirst, asked }) => isFirst && asked.gold !== null).length, outcomes.length);
}

/** Weights of ranking and confidence as `outcomes` give them; the second under the ranking that the code has. */
export function fittedWeights(outcomes: readonly Outcome[]): { readonly ranking: readonly number[]; readonly confidence: readonly number[] } {
  const found = outcomes.map(({ candidates }) => ({ passages: candidates.map(({ signs }) => signs), right: candidates.findIndex(({ isRight }) => isRight) }));
  return { ranking: fitRanking(found.filter(({ right }) => right >= 0)), confidence: fitConfidence(outcomes.flatMap(({ candidates }) => candidates.slice(0, 1))) };
}

/** Ways to find a passage that ours stands beside: the most shared words of the heading, and BM25 over all words; both answer whenever a word is shared. */
export function baselineOutcomes(knowledge: Knowledge, way: 'title' | 'bm25', questions: readonly JudgedQuestion[]): readonly Outcome[] {
  const textOf = ({ title, lines }: Passage): string => (way === 'title' ? title : [title, ...lines].join('\n'));
  return questions.map((asked) => {
    const own = knowledge.passages.filter(({ language }) => language === asked.language);
    const documents = own.map((passage) => queryTokens(textOf(passage)));
    const mean = documents.reduce((sum, { length }) => sum + length, 0) / own.length;
    const wanted = new Set(queryTokens(asked.question));
    const scored = own.map((passage, i) => {
      const words = documents[i] ?? [];
      const score = [...wanted].reduce((sum, word) => {
        const count = words.filter((other) => other === word).length;
        if (way === 'title') return sum + (count > 0 ? 1 : 0) / Math.max(1, words.length);
        const known = documents.filter((document) => document.includes(word)).length;
        return sum + (Math.log1p((own.length - known + 0.5) / (known + 0.5)) * count * 2.2) / (count + 1.2 * (0.25 + (0.75 * words.length) / mean)); // k1 1.2, b .75
      }, 0);
      return { passage, score };
    }).filter(({ score }) => score > 0).sort((a, b) => b.score - a.score);
    const places = scored.map(({ passage }) => goldOf(passage));
    return { asked, isOffered: false, isFirst: asked.gold !== null && places[0] === asked.gold, isNear: asked.gold !== null && places.slice(0, 3).includes(asked.gold), text: scored[0]?.passage.lines.join('\n') ?? null, candidates: [] };
  });
}

/** Share of held-out examples whose intent is found: every fifth of each intent and language, by a model of the others. */
export function heldOutIntents(): number {
  const isHeld = (i: number): boolean => i % 5 === 4;
  const examples = intentExamples();
  const model = decodeIntents(encodeIntents(trainIntents(examples.filter((_, i) => !isHeld(i)), 1)));
  if (!model.ok) throw new Error(model.fault.message);
  const held = examples.filter((_, i) => isHeld(i));
  return held.filter(({ question, intent }) => classify(model.value, question)[0]?.intent === intent).length / held.length;
}
