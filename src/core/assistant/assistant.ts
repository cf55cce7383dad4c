import type { Knowledge, Passage } from '#core/knowledge';
import { ok, type Fault, type Result } from '#core/units';
import { classify, decodeIntents, type IntentShares } from './classifier.ts';
import { ANSWERS_FROM, confidenceOf, rankShares, type Signs } from './confidence.ts';
import { extractOf } from './extract.ts';
import type { Intent } from './intents.ts';
import { indexPassages, type PassageHit } from './passage-index.ts';
import { conceptsIn } from './concepts.ts';
import { productQuestion, type ProductQuestion } from './product-question.ts';
import { questionTerms } from './terms.ts';

/** Longest question that is read, in UTF-16 units: three times the longest that people ask a shop's help. */
export const MAX_QUESTION_CHARS = 600;
/** Passages that the intent may reorder. */
const NEAR = 12;
/** How much a passage gains whose heading is about what the question is about. */
const AGREEMENT_SHARE = 0.35;
/** From this probability on a question is taken for one about products. */
const PRODUCT_FROM = 0.5;
/** From this probability on a question is taken for one that no shop answers: nothing is suggested in place of an answer. */
const UNRELATED_FROM = 0.5;
/** Suggestions beside an answer, or before the first question. */
const SUGGESTIONS = 4;

/** Where an answer stands. */
export interface Citation {
  readonly title: string;
  readonly address: string;
  /** The passage as the shop wrote it. */
  readonly passage: string;
}

/** What the pages say to a question. */
export interface PageAnswer {
  /** Sentences of the cited passage, as they stand. */
  readonly text: string;
  readonly citation: Citation;
  /** 0 to 1: how likely it answers. */
  readonly confidence: number;
}

/** A question, as far as the pages go. */
export interface Reading {
  readonly intent: Intent;
  readonly intents: IntentShares;
  /** Null where the pages do not say. */
  readonly answer: PageAnswer | null;
  /** Whether products should be looked at first. */
  readonly isAboutProducts: boolean;
  readonly product: ProductQuestion;
  /** Other questions that the pages answer, near this one; none where no shop would be asked it. */
  readonly suggestions: readonly string[];
  /** Passages that may answer, best first, each with what speaks for it; for fitting. */
  readonly candidates: readonly { readonly passage: Passage; readonly signs: Signs; readonly share: number }[];
  /** Passages by score, best first. */
  readonly ranked: readonly Passage[];
}

/** What is asked, and around it. */
export interface Asking {
  readonly question: string;
  /** BCP 47 of the page; a question in another script is answered in its own language. */
  readonly language: string;
  /** Questions before it, oldest first. */
  readonly earlier?: readonly string[];
}

/** Reads questions against the pages of a shop. Keeps nothing of them. */
export interface Assistant {
  /** BCP 47 of the pages, without regions. */
  readonly languages: readonly string[];
  /** Whether no letter of `question` stands on any page: nobody could look it up there. */
  isForeign(question: string): boolean;
  read(asking: Asking): Reading;
  /** Questions to begin with; in the first language of the pages where `language` is none of theirs. */
  openings(language: string): readonly string[];
  /** `text` with what the shop's words for its products stand for. */
  inShopWords(text: string): string;
}

/** Begins like something that goes on: and, what about, 那. */
const GOES_ON = /^\s*(?:and\b|or\b|but\b|what about|how about|what if|and if|also\b|then\b|那|那么|还有|如果|要是|呢)|呢[?？]?$/i;
/** Points at something said before. */
const POINTS_BACK = /\b(?:it|that|this|they|them|those|these|there|then)\b|它|这个|那个|那边/i;

/** Whether `question` cannot be understood by itself. */
export function leansOn(question: string): boolean {
  const terms = questionTerms(question).filter(({ share }) => share === 1);
  return GOES_ON.test(question) || terms.length <= 1 || (POINTS_BACK.test(question) && terms.length <= 3);
}

function languageOf(question: string, page: string): string {
  const han = (question.match(/\p{Script=Han}/gu) ?? []).length;
  if (han >= 2) return 'zh';
  return /^zh/i.test(page) && /[a-z]{3}/i.test(question) && han === 0 ? 'en' : page.toLowerCase();
}

function agreement(a: IntentShares, b: IntentShares): number {
  return a.reduce((sum, { intent, probability }) => sum + probability * (b.find((other) => other.intent === intent)?.probability ?? 0), 0);
}

/** A hit, with its passage and how much that is about what the question is about. */
interface Near extends PassageHit {
  readonly passage: Passage;
  readonly agrees: number;
}

/** Passages near a question, best first: each with what speaks for it among them, and its share in being the one that answers. */
function candidatesOf(near: readonly Near[], isOther: number): Reading['candidates'] {
  const scored = near.map((hit) => ({ ...hit, score: hit.score * (1 + AGREEMENT_SHARE * hit.agrees) })).sort((a, b) => b.score - a.score || a.place - b.place);
  const [top, next] = scored.map(({ score }) => score);
  const signed = scored.map(({ passage, place, score, ...hit }, i) => {
    const other = (i === 0 ? next : top) ?? 0;
    const signs: Signs = { ...hit, isOther, ahead: (score - other) / Math.max(score, other) };
    return { passage, place, signs };
  });
  const shares = rankShares(signed.map(({ signs }) => signs));
  return signed.map((one, i) => ({ ...one, share: shares[i] ?? 0 })).sort((a, b) => b.share - a.share || a.place - b.place);
}

/** An assistant over a knowledge file. */
export function createAssistant({ passages, synonyms, classifier }: Knowledge): Result<Assistant, Fault<'malformed'>> {
  const model = decodeIntents(classifier);
  if (!model.ok) return model;
  const index = indexPassages(passages, synonyms);
  const aboutOf = new Map<Passage, IntentShares>();
  const about = (passage: Passage): IntentShares => {
    const known = aboutOf.get(passage) ?? classify(model.value, [...passage.trail.slice(0, 1), passage.title].join(' '));
    aboutOf.set(passage, known);
    return known;
  };
  const read = ({ question: typed, language, earlier = [] }: Asking): Reading => {
    const question = index.mended(typed.slice(0, MAX_QUESTION_CHARS));
    const before = leansOn(question) ? (earlier.at(-1) ?? '') : '';
    const intents = classify(model.value, before === '' || questionTerms(question).length > 2 ? question : `${before} ${question}`);
    const hits = index.search({ question, earlier: before, language: languageOf(question, language) }).slice(0, NEAR);
    const probability = (intent: Intent): number => intents.find((one) => one.intent === intent)?.probability ?? 0;
    const isOther = probability('other');
    const candidates = candidatesOf(hits.flatMap((hit) => {
      const passage = passages[hit.place];
      return passage ? [{ ...hit, passage, agrees: agreement(intents, about(passage)) }] : [];
    }), isOther);
    const [first] = candidates;
    const confidence = first ? confidenceOf(first.signs, first.share) : 0;
    const terms = questionTerms(`${question} ${before}`).map(({ term }) => term);
    const answer = first && confidence >= ANSWERS_FROM
      ? { text: extractOf(first.passage, question, terms, index.rarityOf), citation: citationOf(first.passage), confidence }
      : null;
    const ranked = candidates.map(({ passage }) => passage);
    return {
      intent: intents[0]?.intent ?? 'other', intents, answer,
      isAboutProducts: probability('product-search') + probability('product-question') + probability('stock-price') >= PRODUCT_FROM,
      product: productQuestion(question), ranked, suggestions: answer === null && isOther >= UNRELATED_FROM ? [] : suggestionsOf(ranked.slice(answer ? 1 : 0)), candidates,
    };
  };
  const languages = [...new Set(passages.map((passage) => baseOf(passage.language)))];
  const letters = new Set(passages.flatMap(({ title, lines }) => [title, ...lines].flatMap(lettersOf)));
  return ok({
    languages, read,
    isForeign(question) {
      const own = lettersOf(question);
      return own.length > 0 && !own.some((letter) => letters.has(letter));
    },
    openings(language) {
      const spoken = languages.includes(baseOf(language)) ? baseOf(language) : languages[0];
      return suggestionsOf(passages.filter((passage) => baseOf(passage.language) === spoken && /[?？]$/.test(passage.title)));
    },
    inShopWords: (text) => inShopWords(text, synonyms),
  });
}

function inShopWords(text: string, synonyms: Knowledge['synonyms']): string {
  const lower = text.toLowerCase();
  const more = synonyms.filter(({ word }) => (/\p{Script=Han}/u.test(word) ? lower.includes(word) : new RegExp(`(?<![\\p{L}])${word.replaceAll(/[^\p{L}\p{N} ]/gu, '\\$&')}s?(?![\\p{L}])`, 'iu').test(lower)));
  const longest = more.filter(({ word }) => !more.some((other) => other.word !== word && other.word.includes(word)));
  return longest.some(({ word }) => /\p{Script=Han}/u.test(word)) ? longest.reduce((left, { word, means }) => left.replace(word, ` ${means} `), text) : text;
}

const baseOf = (language: string): string => language.toLowerCase().split('-')[0] ?? '';

const lettersOf = (text: string): readonly string[] => text.toLowerCase().match(/\p{L}/gu) ?? [];

function citationOf({ title, address, lines }: Passage): Citation {
  return { title, address, passage: lines.join('\n') };
}

function suggestionsOf(passages: readonly Passage[]): readonly string[] {
  return [...new Set(passages.map(({ title }) => title))].filter((title) => conceptsIn(title).length > 0 || /[?？]$/.test(title)).slice(0, SUGGESTIONS);
}
