import { cutFaq } from './faq.ts';
import { htmlTokens, isBlock, isUnread, unescaped } from './html-text.ts';
import { refused } from './markdown.ts';
import { isPageAddress, languageTag, oneLine, type CutFile, type KnowledgeIssue, type Passage } from './passage.ts';
import { sectionsOf } from './sections.ts';

function attribute(attributes: string, name: string): string | undefined {
  const [, quoted, single, bare] = new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, 'i').exec(attributes) ?? [];
  const value = quoted ?? single ?? bare;
  return value === undefined ? undefined : unescaped(value);
}

/** Level of a heading: h1 to h6, and under them the question of a fold or of a list. */
function levelOf(name: string): number | undefined {
  if (/^h[1-6]$/.test(name)) return Number(name.slice(1));
  return name === 'summary' || name === 'dt' ? 7 : undefined;
}

/** What the head of a page says of itself. */
function placeOf(html: string): { readonly address: string; readonly language: string | undefined } {
  let [address, language] = ['', ''];
  for (const token of htmlTokens(html)) {
    if (token.kind !== 'open') continue;
    if (token.name === 'html') language = attribute(token.attributes, 'lang') ?? '';
    if (token.name === 'link' && attribute(token.attributes, 'rel')?.toLowerCase() === 'canonical') address = attribute(token.attributes, 'href')?.trim() ?? '';
    if (token.name === 'meta' && address === '' && attribute(token.attributes, 'property') === 'og:url') address = attribute(token.attributes, 'content')?.trim() ?? '';
  }
  return { address: address.replace(/#.*$/, ''), language: languageTag(language) };
}

/**
 * Passages of an HTML page: a section a heading, fold (`<summary>`) or term (`<dt>`), and the questions of a FAQPage in its
 * JSON-LD. Its address is `<link rel="canonical">`, its language `<html lang>`; the anchor of a section is the `id` of its
 * heading, or of what opens right before it. Menus, forms, headers and footers are left out.
 */
export function cutHtml(file: string, html: string): CutFile {
  const { address, language } = placeOf(html);
  if (!isPageAddress(address)) return refused(file, `its address "${address.slice(0, 80)}" is no page: wanted <link rel="canonical" href="/help/delivery"> in the head`);
  if (language === undefined) return refused(file, 'it says no language: wanted <html lang="en">');
  const sections = sectionsOf({ file, address, language });
  const questions: { readonly passages: Passage[]; readonly issues: KnowledgeIssue[] } = { passages: [], issues: [] };
  let [depth, text, isFaq, before] = [0, '', false, 0];
  let heading: { readonly level: number; readonly id: string | undefined; readonly line: number } | undefined;
  let lastId: string | undefined;
  const flush = (): void => {
    if (oneLine(text) !== '') sections.text(oneLine(text));
    text = '';
  };
  for (const token of htmlTokens(html)) {
    if (token.kind === 'text') {
      if (isFaq) {
        const found = /"FAQPage"/.test(token.text) ? cutFaq(token.text, { file, address, language, before }) : undefined;
        questions.passages.push(...(found?.passages ?? []));
        questions.issues.push(...(found?.issues ?? []));
      } else if (depth === 0) {
        text += unescaped(token.text);
        if (!heading && oneLine(token.text) !== '') lastId = undefined;
      }
      continue;
    }
    const { kind, name, attributes, line } = token;
    if (name === 'script') [isFaq, before] = [kind === 'open' && attribute(attributes, 'type')?.toLowerCase() === 'application/ld+json', line - 1];
    if (isUnread(name)) {
      depth = Math.max(0, depth + (kind === 'open' ? 1 : -1));
      continue;
    }
    const level = levelOf(name);
    if (depth > 0 || (level === undefined && !isBlock(name))) continue;
    if (heading && (kind === 'close' ? level !== undefined : level !== undefined)) {
      sections.heading(heading.level, text, heading.id, heading.line);
      [text, heading, lastId] = ['', undefined, undefined];
    }
    if (kind === 'open') lastId = attribute(attributes, 'id') ?? lastId;
    if (heading) {
      text += ' '; // a block inside a heading, as a break, is part of its line
      continue;
    }
    flush();
    if (level !== undefined && kind === 'open') [heading, lastId] = [{ level, id: attribute(attributes, 'id') ?? lastId, line }, undefined];
  }
  flush();
  const cut = sections.end();
  return { passages: [...questions.passages, ...cut.passages], issues: [...questions.issues, ...cut.issues] };
}
