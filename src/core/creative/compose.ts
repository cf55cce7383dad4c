import { MAX_DESC_LENGTH, MAX_TITLE_LENGTH } from '#core/campaigns';
import { titleBesideBrand, UNKNOWN_CATEGORY } from '#core/catalogue';
import { benefitsOf, namesOf } from './extract.ts';
import { FACT_NAMES, factText, praiseOf, savingOf, type AdFacts, type FactName } from './facts.ts';
import { PHRASES } from './phrases.ts';
import { atNoun, atPhrase, shortTitle } from './shorten.ts';
import { slotsOf, type Slot, type Template } from './template.ts';
import { traced, type Span, type TracedText } from './trace.ts';
import type { Wording } from './wording.ts';

/** What a template is filled from. */
export interface Source {
  readonly facts: AdFacts;
  readonly wording: Wording;
  /** Each fact as an ad spells it, '' where there is none. */
  readonly said: Readonly<Record<FactName, string>>;
  /** What the description says for the product and how it names it, best first, of any length that an ad holds. */
  readonly benefits: readonly string[];
  readonly names: readonly string[];
}

/**
 * What the templates of one product are filled from.
 *
 * @param interests - words that the benefit had better speak of: tags of the shopper on her device, [] elsewhere
 */
export function sourceOf(facts: AdFacts, wording: Wording, interests: readonly string[]): Source {
  const said = Object.fromEntries(FACT_NAMES.map((name) => [name, factText(name, facts, wording)])) as Record<FactName, string>;
  return { facts, wording, said, benefits: benefitsOf(facts, MAX_DESC_LENGTH, interests), names: namesOf(facts, MAX_TITLE_LENGTH) };
}

/** Slots that stand for one fact as it is. */
const FACT_BY_SLOT = { category: 'category', brand: 'brand', price: 'price', available: 'available' } as const satisfies Partial<Record<Slot, FactName>>;
/** Benefits that are tried for one template: after the first few comes what the description says in passing. */
const BENEFITS_TRIED = 3;

function quoted(source: FactName, text: string): Span {
  return { source, text };
}

/** Spans of the slots whose length is given; undefined where the catalogue says nothing of it, or nothing worth saying. */
function fixedSpans(slot: Slot, { facts, wording, said }: Source): readonly Span[] | undefined {
  const ifSaid = (name: FactName): readonly Span[] | undefined => {
    const text = said[name];
    return text === '' || text === UNKNOWN_CATEGORY ? undefined : [quoted(name, text)];
  };
  const praise = praiseOf(facts);
  switch (slot) {
    case 'category': case 'brand': case 'price': case 'available': return ifSaid(FACT_BY_SLOT[slot]);
    case 'was': return savingOf(facts) === undefined ? undefined : ifSaid('listPrice');
    case 'saving': return ifSaid('saving');
    case 'rating': return praise && ifSaid('rating');
    case 'ratings': return praise && ratingsSpans(praise.ratingCount, said.ratingCount, wording);
    case 'title': case 'phrase': case 'benefit': return undefined;
  }
}

function ratingsSpans(count: number, text: string, wording: Wording): readonly Span[] {
  const { ratings } = PHRASES[wording.language];
  const [before = '', after] = (ratings[wording.plural(count)] ?? ratings.other).split('#');
  const words = (part: string): readonly Span[] => (part === '' ? [] : [{ source: 'template', text: part }]);
  return after === undefined ? words(before) : [...words(before), quoted('ratingCount', text), ...words(after)];
}

/** Texts for the one slot of a template whose length can be chosen, at most `room` long, the best first. */
function elasticSpans(slot: Slot, template: Template, source: Source, room: number): readonly Span[] {
  const { facts } = source;
  if (slot === 'title') {
    const titles = slotsOf(template).includes('brand') ? [titleBesideBrand(facts)] : [facts.title, titleBesideBrand(facts)];
    const short = [...titles.map((title) => atPhrase(title, room)), atNoun(facts.title, room)].find((text) => text !== '') ?? (template.length === 1 ? shortTitle(facts.title, room) : '');
    return short === '' ? [] : [quoted('title', short)];
  }
  const texts = slot === 'phrase' ? source.names : source.benefits;
  return texts.filter(({ length }) => length <= room).slice(0, slot === 'phrase' ? 1 : BENEFITS_TRIED).map((text) => quoted('description', text));
}

/** Quotations of running text and categories at the beginning have a capital letter, whatever the catalogue has; names stay as they are. */
function asRead(span: Span, at: number): Span {
  const isOpening = span.source === 'description' || (at === 0 && span.source === 'category');
  return isOpening ? { ...span, text: span.text.charAt(0).toUpperCase() + span.text.slice(1) } : span;
}
const isElastic = (slot: Slot): boolean => slot === 'title' || slot === 'phrase' || slot === 'benefit';

/**
 * Every filling of `template` within `maxLength` UTF-16 units, the best first; [] where a fact that it asks for is not known or
 * there is no room. A template holds at most one of `{title}`, `{phrase}` and `{benefit}`.
 */
export function fillings(template: Template, source: Source, maxLength: number): readonly TracedText[] {
  const elastic = slotsOf(template).find(isElastic);
  const parts = template.map((part): readonly Span[] | 'elastic' | undefined =>
    (typeof part === 'string' ? [{ source: 'template', text: part }] : part.slot === elastic ? 'elastic' : fixedSpans(part.slot, source)));
  if (parts.includes(undefined)) return [];
  const fixed = parts.flatMap((part) => (part === 'elastic' || part === undefined ? [] : part));
  const room = maxLength - fixed.reduce((sum, { text }) => sum + text.length, 0);
  if (room < 0) return [];
  const choices = elastic === undefined ? [undefined] : elasticSpans(elastic, template, source, room);
  return choices.map((choice) => traced(parts.flatMap((part): readonly Span[] => {
    if (part !== 'elastic') return part ?? [];
    return choice === undefined ? [] : [choice];
  }).map(asRead)));
}
