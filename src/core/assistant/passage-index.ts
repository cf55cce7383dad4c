import type { Passage, Synonym } from '#core/knowledge';
import { queryTokens } from '#core/text';
import { nearestWord } from './typing-errors.ts';
import { isAspect, isConcept, isTopic } from './concepts.ts';
import { isStopWord, questionTerms, stem, textTerms } from './terms.ts';

/** How much a word counts by where it stands: what is asked stands in the heading. */
const FIELD = { title: 3, also: 2, trail: 1, text: 1 } as const;
/** BM25 (Robertson and Zaragoza 2009): soon enough of a word, in the unit of {@link FIELD}; how much a long passage is held against it. */
const SATURATION = 2;
const LENGTH_SHARE = 0.5;
/** What a word of the question before counts, and what stands for another word. */
const EARLIER_SHARE = 0.4;
const SYNONYM_SHARE = 0.6;
/** What a word that no passage knows takes from the share of a question that is covered; a pair of characters mostly is no word. */
const UNKNOWN_SHARE = 0.5;
const UNKNOWN_PAIR_SHARE = 0.15;
/** Most terms of a question that count: what is longer is a letter. */
const MAX_TERMS = 40;

/** A passage that may answer. */
export interface PassageHit {
  /** Place in the list that was indexed. */
  readonly place: number;
  readonly score: number;
  /** Share of what was asked that the passage holds, by how rare it is: 0 to 1. */
  readonly covered: number;
  /** Share of the passage's heading, or of the nearest other way to ask, that was asked for. */
  readonly titleCovered: number;
  /** Share of the concepts asked for that the passage touches, and that its heading or another way to ask does; `covered` and `titleCovered` where none was asked for. */
  readonly topicsCovered: number;
  readonly titleTopicsCovered: number;
  /** Share of the question's words, and Chinese characters, that no passage knows. */
  readonly strange: number;
  /** 1 where the question touches a topic, else 0. */
  readonly hasTopic: number;
  /** Share of the aspects asked for that its heading touches, less ½; 0 where none was. */
  readonly titleAspects: number;
}

/** A question as the index reads it. */
export interface Query {
  readonly question: string;
  /** The question before, where this one leans on it; '' else. */
  readonly earlier: string;
  /** Language of the passages wanted, lower case; all where there is none in it. */
  readonly language: string;
}

/** BM25 over the fields of passages, in the languages that they are written in. */
export interface PassageIndex {
  /** Best first. */
  search(query: Query): readonly PassageHit[];
  /** Terms of a question that any passage knows, each with its rarity; for choosing sentences. */
  rarityOf(term: string): number;
  /** The question with its typing errors mended to words of the passages. */
  mended(question: string): string;
}

const baseOf = (language: string): string => language.split('-')[0] ?? '';

/** Words of passages, by where they stand. */
interface Terms {
  /** What a term weighs in each place. */
  readonly postings: ReadonlyMap<string, ReadonlyMap<number, number>>;
  /** What all terms of a place weigh. */
  readonly lengths: readonly number[];
  /** Words as they are written. */
  readonly spellings: ReadonlySet<string>;
}

function termsOf(passages: readonly Passage[]): Terms {
  const postings = new Map<string, Map<number, number>>();
  const lengths: number[] = [];
  const spellings = new Set<string>();
  for (const [place, { title, also, trail, lines }] of passages.entries()) {
    let length = 0;
    const take = (text: string, weight: number): void => {
      for (const token of queryTokens(text)) spellings.add(token);
      for (const term of textTerms(text)) {
        const weights = postings.get(term) ?? new Map<number, number>();
        postings.set(term, weights.set(place, (weights.get(place) ?? 0) + weight));
        length += weight;
      }
    };
    take(title, FIELD.title);
    for (const other of also) take(other, FIELD.also);
    for (const above of trail) take(above, FIELD.trail);
    for (const line of lines) take(line, FIELD.text);
    lengths[place] = length;
  }
  return { postings, lengths, spellings };
}

/** Wanted terms of questions that were mended, each with what it counts. @param words - what stands for another word */
function wantedOf(question: string, earlier: string, words: ReadonlyMap<string, string>): ReadonlyMap<string, number> {
  const wanted = new Map<string, number>();
  const add = (text: string, share: number): void => {
    for (const { term, share: own } of questionTerms(text).slice(0, MAX_TERMS)) {
      wanted.set(term, Math.max(wanted.get(term) ?? 0, share * own));
      const means = words.get(term);
      if (means !== undefined) wanted.set(means, Math.max(wanted.get(means) ?? 0, share * SYNONYM_SHARE));
    }
  };
  add(question, 1);
  if (earlier !== '') add(earlier, EARLIER_SHARE);
  return wanted;
}

/** BM25 of each place that holds a wanted term, and how much of what was wanted it holds. */
function scoresOf({ postings, lengths }: Terms, wanted: ReadonlyMap<string, number>, rarityOf: PassageIndex['rarityOf'], isWanted: (place: number) => boolean): ReadonlyMap<number, { readonly score: number; readonly held: number }> {
  const meanLength = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length);
  const found = new Map<number, { score: number; held: number }>();
  for (const [term, share] of wanted) {
    const rarity = share * rarityOf(term);
    for (const [place, weight] of postings.get(term) ?? []) {
      if (!isWanted(place)) continue;
      const norm = 1 - LENGTH_SHARE + (LENGTH_SHARE * (lengths[place] ?? 0)) / meanLength;
      const before = found.get(place) ?? { score: 0, held: 0 };
      found.set(place, { score: before.score + (rarity * weight) / (weight + SATURATION * norm), held: before.held + rarity });
    }
  }
  return found;
}

/** Indexes passages. */
export function indexPassages(passages: readonly Passage[], synonyms: readonly Synonym[]): PassageIndex {
  const terms = termsOf(passages);
  const { postings, spellings } = terms;
  const titles = passages.map(({ title, also }) => [title, ...also].map((text) => new Set(textTerms(text))));
  const rarityOf = (term: string): number => {
    const known = postings.get(term)?.size ?? 0;
    return Math.log1p((passages.length - known + 0.5) / (known + 0.5));
  };
  const languages = new Set(passages.map(({ language }) => baseOf(language)));
  const words = new Map(synonyms.map(({ word, means }) => [stem(word.toLowerCase()), stem(means.toLowerCase())]));
  const mended = (question: string): string => question.replaceAll(/[A-Za-z]{5,}/g, (word) => {
    const [token = ''] = queryTokens(word);
    if (token === '' || isStopWord(token) || spellings.has(token) || postings.has(stem(token))) return word;
    return nearestWord(token, spellings) ?? word;
  });
  const shareOf = (of: readonly string[], isHeld: (term: string) => boolean, otherwise: number): number => (of.length === 0 ? otherwise : of.filter(isHeld).length / of.length);
  const knownShare = (term: string): number => (postings.has(term) ? 1 : /\p{Script=Han}/u.test(term) ? UNKNOWN_PAIR_SHARE : UNKNOWN_SHARE);
  return {
    rarityOf,
    mended,
    search(query) {
      const language = baseOf(query.language);
      const isWanted = (place: number): boolean => !languages.has(language) || baseOf(passages[place]?.language ?? '') === language;
      const wanted = wantedOf(mended(query.question), mended(query.earlier), words);
      const [concepts, aspects] = [[...wanted.keys()].filter(isTopic), [...wanted.keys()].filter(isAspect)];
      const asked = [...wanted].reduce((sum, [term, share]) => sum + share * rarityOf(term) * knownShare(term), 0);
      const own = questionTerms(query.question).map(({ term }) => term).filter((term) => !isConcept(term) && (!/\p{Script=Han}/u.test(term) || term.length === 1));
      const strange = shareOf(own, (term) => !postings.has(term), 0);
      return [...scoresOf(terms, wanted, rarityOf, isWanted)].map(([place, { score, held }]) => {
        const [covered, titleCovered] = [held / asked, titleShare(titles[place] ?? [], wanted, rarityOf)];
        const isInTitle = (term: string): boolean => titles[place]?.some((ways) => ways.has(term)) ?? false;
        return {
          place, score, covered, titleCovered, strange, hasTopic: concepts.length > 0 ? 1 : 0, titleAspects: shareOf(aspects, isInTitle, 0.5) - 0.5,
          topicsCovered: shareOf(concepts, (concept) => postings.get(concept)?.has(place) ?? false, covered), titleTopicsCovered: shareOf(concepts, isInTitle, titleCovered),
        };
      }).sort((a, b) => b.score - a.score || a.place - b.place);
    },
  };
}

/** The largest share of a heading or other way to ask that is among `wanted`. */
function titleShare(ways: readonly ReadonlySet<string>[], wanted: ReadonlyMap<string, number>, rarityOf: (term: string) => number): number {
  return Math.max(0, ...ways.map((terms) => {
    const sum = (of: readonly string[]): number => of.reduce((total, term) => total + rarityOf(term), 0);
    const all = sum([...terms]);
    return all === 0 ? 0 : sum([...terms].filter((term) => wanted.has(term))) / all;
  }));
}
