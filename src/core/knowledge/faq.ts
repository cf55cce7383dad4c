import { plainHtml } from './html-text.ts';
import { refused } from './markdown.ts';
import { isPageAddress, languageTag, MAX_ALSO, MAX_TITLE_CHARS, MAX_WORD_CHARS, oneLine, type CutFile, type Synonym } from './passage.ts';
import { sectionsOf } from './sections.ts';

type Json = Readonly<Record<string, unknown>>;

function objectsIn(value: unknown): readonly Json[] {
  if (Array.isArray(value)) return value.flatMap(objectsIn);
  return typeof value === 'object' && value !== null ? [value as Json] : [];
}
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
function isOfType(value: Json, type: string): boolean {
  return [value['@type']].flat().includes(type);
}

/** Line of the first place where `source` holds `text` as JSON writes it. */
function lineOf(source: string, text: string): number {
  const at = source.indexOf(JSON.stringify(text).slice(1, -1));
  return at < 0 ? 1 : source.slice(0, at).split('\n').length;
}

/** Where JSON stops being JSON, as V8 tells it. */
function brokenLine(source: string, error: unknown): number {
  const at = Number(/position (\d+)/.exec(String(error))?.[1] ?? 0);
  return source.slice(0, at).split('\n').length;
}

/** What a page around says, where the FAQ itself does not. */
export interface FaqPlace {
  readonly file: string;
  readonly address?: string;
  readonly language?: string | undefined;
  /** Lines of the file before `source`. */
  readonly before?: number;
}

/**
 * Passages of schema.org's FAQPage, in JSON: `mainEntity` holds questions, each with `name`, `acceptedAnswer.text` and perhaps `url`
 * and `alternateName`; and the words of a DefinedTermSet.
 */
export function cutFaq(source: string, { file, address: pageAddress = '', language: pageLanguage, before = 0 }: FaqPlace): CutFile {
  let parsed: unknown;
  try {
    parsed = JSON.parse(source);
  } catch (error) {
    return refused(file, `it is not JSON: ${oneLine(String(error)).slice(0, 120)}`, before + brokenLine(source, error));
  }
  const objects = objectsIn(parsed).flatMap((value) => [value, ...objectsIn(value['@graph'])]);
  const [pages, glossaries] = ['FAQPage', 'DefinedTermSet'].map((type) => objects.filter((value) => isOfType(value, type)));
  if (!pages?.length && !glossaries?.length) return refused(file, 'it holds no object of "@type": "FAQPage" or "DefinedTermSet" (schema.org)', before + 1);
  const cut = (pages ?? []).map((page) => cutPage(page, source, { file, address: pageAddress, language: pageLanguage, before }));
  return { passages: cut.flatMap(({ passages }) => passages), issues: cut.flatMap(({ issues }) => issues), synonyms: (glossaries ?? []).flatMap(termsOf) };
}

/** Other words for what a shop sells: each `alternateName` of a DefinedTerm stands for its `name`. */
function termsOf(glossary: Json): readonly Synonym[] {
  return objectsIn(glossary['hasDefinedTerm']).flatMap((term) => {
    const means = oneLine(textOf(term['name']));
    const words = [term['alternateName']].flat().map(textOf).map((word) => oneLine(word).toLowerCase());
    return words.filter((word) => word !== '' && means !== '' && Math.max(word.length, means.length) <= MAX_WORD_CHARS).map((word) => ({ word, means }));
  });
}

function cutPage(page: Json, source: string, place: Required<Pick<FaqPlace, 'file' | 'address' | 'before'>> & Pick<FaqPlace, 'language'>): CutFile {
  const address = (textOf(page['url']) || textOf(page['@id']) || place.address).replace(/#.*$/, '');
  const language = languageTag(textOf(page['inLanguage'])) ?? place.language;
  if (!isPageAddress(address)) return refused(place.file, `"url" "${address.slice(0, 80)}" of the FAQPage is no page`, place.before + 1);
  if (language === undefined) return refused(place.file, 'the FAQPage says no "inLanguage"', place.before + 1);
  const sections = sectionsOf({ file: place.file, address, language });
  for (const question of objectsIn(page['mainEntity'])) {
    const name = textOf(question['name']);
    const [answer] = objectsIn(question['acceptedAnswer'] ?? question['suggestedAnswer']);
    const own = textOf(question['url']) || textOf(question['@id']);
    const at = own.startsWith('#') ? address + own : own;
    const also = [question['alternateName']].flat().map(textOf).map(oneLine).filter((other) => other !== '' && other.length <= MAX_TITLE_CHARS).slice(0, MAX_ALSO);
    sections.question(name, plainHtml(textOf(answer?.['text'])), { address: isPageAddress(at) ? at : address, also, line: place.before + lineOf(source, name) });
  }
  return sections.end();
}
