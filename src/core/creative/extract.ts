import { leafCategory, wordsOf } from '#core/catalogue';
import type { AdFacts } from './facts.ts';

/** Dots after these end no sentence. */
const ABBREVIATION = /(?:^|[\s(])(?:rs|no|approx|in|ft|cu|oz|lb|lbs|gal|qt|pt|sq|cm|mm|mr|mrs|ms|dr|st|vs|etc|e\.g|i\.e|inc|ltd|co|max|min)$/i;
const END = /[.!?](?=\s|$|["”')])|(?<=\p{Ll}[)”"']?)[.!?](?=\p{Lu}\p{Ll})|[。！？؟\n•]/gu;

/** Sentences of `text`, as they stand in it, without the mark that ends them. */
export function sentencesOf(text: string): readonly string[] {
  const sentences: string[] = [];
  let start = 0;
  const push = (end: number): void => {
    const sentence = text.slice(start, end).trim();
    if (sentence !== '') sentences.push(sentence);
  };
  for (const { 0: mark, index } of text.matchAll(END)) {
    if (mark === '.' && ABBREVIATION.test(text.slice(start, index))) continue;
    push(index);
    start = index + mark.length;
  }
  push(text.length);
  return sentences;
}

/** Where a sentence may be cut so that its beginning stands alone. */
const CLAUSE_END = /\s*(?:[,;:—–，；：、،؛]\s|\s-\s)|\s+(?=(?:that|which|while|making|featuring|ideal for|perfect for)\s)/giu;

/** Beginnings of `sentence` that end where a clause does, shortest first. */
function clausesOf(sentence: string): readonly string[] {
  return [...sentence.matchAll(CLAUSE_END)].map(({ index }) => sentence.slice(0, index).trim());
}

/** Texts of feeds that sell nothing: prices, shipping, list headings, addresses, orders to the reader's browser, warnings. */
const BOILERPLATE =
  /https?:|www\.|\.com\b|\b(?:price|rs\.?|usd|eur|inr|shipping|delivery|replacement|warranty|guarantee|cash on|buy |shop |order |click|online|specifications? of|key features of|general|sku|model no|refund|returns?|note|disclaimer|actual colou?r|may vary|not included|discount|offer|deal)\b|[$€£₹¥]\s?\d|价格|包邮|退换|السعر|شحن/iu;
/** Words that say nothing of a product. */
const STOP = new Set(
  'a an the and or of for with in on to by from at as is are be it its this that these those your our you we will can has have any all into up out more very so than then also not no but if when which who while their there here just'.split(' '),
);
/** Sentences that begin so speak to the reader before they speak of the product. */
const CALL = /^(?:embark|embrace|elevate|discover|introducing|step|get|make|bring|add|enjoy|experience|indulge|unleash|transform|stay|take|look|feel|turn|let|upgrade|treat|complete|achieve|create|keep)\b/i;

/** Fewest words of a benefit; two say no more than a title does. */
const LEAST_WORDS = 3;
/** Length at which a benefit is read at one glance, characters (OpenRTB Native 1.2: 90 to 140 for a description). */
const GLANCE_CHARS = 90;
/** What each sign is worth beside the others. Set by reading, not fitted: what they reach stands in docs/BENCHMARKS.md. */
const WEIGHTS = { coverage: 1, lead: 0.6, length: 0.4, interest: 0.8, call: 0.3, echo: 0.5, cut: 0.25 } as const;

/** Words of `text` that say something. */
function content(text: string): readonly string[] {
  return wordsOf(text).filter((word) => !STOP.has(word));
}

interface Candidate {
  readonly text: string;
  /** Place of its sentence in the description, from 0. */
  readonly place: number;
  readonly isCut: boolean;
}

function candidatesOf(description: string, maxLength: number): readonly Candidate[] {
  return sentencesOf(description).flatMap((sentence, place): readonly Candidate[] => {
    if (BOILERPLATE.test(sentence)) return [];
    const whole: readonly Candidate[] = sentence.length <= maxLength ? [{ text: sentence, place, isCut: false }] : [];
    const cut = clausesOf(sentence).filter((clause) => clause.length <= maxLength);
    return [...whole, ...cut.map((text) => ({ text, place, isCut: true }))];
  });
}

/**
 * What the description says for the product, in its own words: sentences and their beginnings of at most `maxLength` UTF-16 units,
 * the best first. Better is what holds more of the words that the description is about, stands earlier, is read at a glance,
 * repeats the title less and meets `interests`. The same for the same input; no text twice.
 */
export function benefitsOf(facts: AdFacts, maxLength: number, interests: readonly string[] = []): readonly string[] {
  const description = facts.description ?? '';
  const frequency = new Map<string, number>();
  for (const word of content(description)) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  const title = new Set(content(facts.title));
  const wanted = new Set(interests.flatMap(content));
  const scored = candidatesOf(description, maxLength).flatMap((candidate) => {
    const words = [...new Set(content(candidate.text))];
    if (words.length < LEAST_WORDS) return [];
    const share = (isCounted: (word: string) => boolean): number => words.filter(isCounted).length / words.length;
    const coverage = words.reduce((sum, word) => sum + Math.log1p(frequency.get(word) ?? 0), 0) / Math.sqrt(words.length) / 2;
    const score = WEIGHTS.coverage * coverage + WEIGHTS.lead / (1 + candidate.place) + WEIGHTS.length * Math.min(1, candidate.text.length / GLANCE_CHARS)
      + WEIGHTS.interest * share((word) => wanted.has(word)) - WEIGHTS.echo * share((word) => title.has(word)) - (CALL.test(candidate.text) ? WEIGHTS.call : 0) - (candidate.isCut ? WEIGHTS.cut : 0);
    return [{ text: candidate.text, score }];
  });
  return [...new Set(scored.sort((a, b) => b.score - a.score).map(({ text }) => text))];
}

/** Words that end a name in running text: what comes after them is said of the product. */
const NAME_EDGE = new Set(
  'a an the this that these those our your its is are was has have and or of for with in on to by from at as features feature featuring offers offer combines combine made makes make which while it will can brings like such including whether designed crafted perfect ideal adds add'.split(' '),
);
/** Words before the noun of a name: more are a sentence. */
const MOST_NAME_WORDS = 6;

/**
 * How the description itself names the product: two words and more that end with a noun of its category or title, at most
 * `maxLength` UTF-16 units, the best first. Empty for languages that write no spaces.
 */
export function namesOf(facts: AdFacts, maxLength: number): readonly string[] {
  const nouns = new Set([...wordsOf(leafCategory(facts)), ...wordsOf(facts.title).slice(-1)]);
  const found = new Map<string, number>();
  for (const [place, sentence] of sentencesOf(facts.description ?? '').entries()) {
    if (BOILERPLATE.test(sentence)) continue;
    const words = [...sentence.matchAll(/[^\s,;:()]+/gu)];
    words.forEach(({ 0: noun, index }, at) => {
      if (!nouns.has(wordsOf(noun).at(-1) ?? '')) return;
      let first = at;
      while (first > 0 && at - first < MOST_NAME_WORDS && joins(sentence, words, first)) first -= 1;
      const name = sentence.slice(words[first]?.index ?? index, index + noun.length);
      const count = at - first + 1;
      if (count >= 2 && name.length <= maxLength) found.set(name, Math.max(found.get(name) ?? 0, Math.min(count, 4) - place / 2));
    });
  }
  return [...found].sort(([, a], [, b]) => b - a).map(([name]) => name);
}

/** Whether the word before `words[at]` belongs to the same name. */
function joins(sentence: string, words: readonly RegExpMatchArray[], at: number): boolean {
  const [before, word] = [words[at - 1], words[at]];
  if (!before || !word) return false;
  const between = sentence.slice((before.index ?? 0) + before[0].length, word.index ?? 0);
  return between === ' ' && !NAME_EDGE.has(before[0].toLowerCase());
}
