import { factText, type AdFacts, type FactName } from './facts.ts';
import { isTemplateText } from './phrases.ts';
import type { Wording } from './wording.ts';

/** A piece of a generated text and where it comes from: a fact of the catalogue, a template's own words, or words that the merchant's rules require. */
export interface Span {
  readonly text: string;
  readonly source: FactName | 'template' | 'rule';
}

/** A generated text; its spans in order are the whole of it. */
export interface TracedText {
  readonly text: string;
  readonly spans: readonly Span[];
}

/** The text of `spans`. */
export function traced(spans: readonly Span[]): TracedText {
  return { text: spans.map(({ text }) => text).join(''), spans };
}

/** Numbers in any script's digits, with the marks inside them. */
const NUMBER = /\p{Nd}+(?:[.,٫٬]\p{Nd}+)*/gu;

/** Numbers in `text`, in order, as they are spelt. */
export function numbersIn(text: string): readonly string[] {
  return text.match(NUMBER) ?? [];
}

/** A quotation may begin with a capital letter where the catalogue has a small one. */
const plain = (text: string): string => text.toLowerCase();

function isQuoted(span: Span, source: FactName, facts: AdFacts, wording: Wording): boolean {
  const fact = factText(source, facts, wording);
  const isNumber = source !== 'title' && source !== 'brand' && source !== 'category' && source !== 'description';
  if (isNumber) return span.text === fact;
  // A number cut short is another number: 12 is no quotation of 120.
  return plain(fact).includes(plain(span.text)) && numbersIn(span.text).every((number) => numbersIn(fact).includes(number));
}

/**
 * What of a generated text is not as its trace says: a span that its fact does not hold word for word, a template's span that no
 * template has, a number outside the facts, a text that is not its spans. Empty where all of it stands in the catalogue.
 */
export function traceFaults(made: TracedText, facts: AdFacts, wording: Wording, required: readonly string[] = []): readonly string[] {
  const faults: string[] = [];
  if (traced(made.spans).text !== made.text) faults.push(`"${made.text}" is not what its spans say`);
  for (const span of made.spans) {
    const isTrue = span.source === 'template' ? isTemplateText(span.text, wording.language) : span.source === 'rule' ? required.includes(span.text) : isQuoted(span, span.source, facts, wording);
    if (!isTrue) faults.push(`"${span.text}" does not stand in ${span.source}`);
  }
  return faults;
}
