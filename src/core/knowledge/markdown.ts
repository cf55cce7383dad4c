import { isPageAddress, languageTag, type CutFile } from './passage.ts';
import { sectionsOf } from './sections.ts';

/** `## Heading {#id}`, and what `###` after it says nothing with. */
const HEADING = /^(#{1,6})(?:\s+(.*?))?(?:\s*\{#([\w\p{L}-]+)\})?\s*#*$/u;

/** Text of a line without Markdown's marks: what a reader sees of it. */
export function plainMarkdown(line: string): string {
  return line
    .replaceAll(/!\[[^\]]*\]\([^)]*\)/g, '')
    .replaceAll(/\[([^\]]+)\]\([^)]*\)/g, '$1')
    .replaceAll(/<[^>]{1,200}>/g, ' ')
    .replaceAll(/(\*\*|__|`)(.+?)\1/g, '$2')
    .replaceAll(/(^|[\s(])[*_]([^*_\s](?:[^*_]*[^*_\s])?)[*_](?=$|[\s).,;:!?])/g, '$1$2')
    .replaceAll(/\\([\\`*_{}[\]()#+.!|-])/g, '$1');
}

/** A list entry, quote or table row as a plain line; undefined for what only draws a table or a rule. */
function lineOf(raw: string): string | undefined {
  const line = raw.trim();
  if (/^(?:[-*_]\s*){3,}$/.test(line) || /^\|?[\s:|-]+\|?$/.test(line) && line.includes('-')) return undefined;
  if (line.startsWith('|')) return plainMarkdown(line.replaceAll(/^\||\|$/g, '').split('|').map((cell) => cell.trim()).filter(Boolean).join(': '));
  return plainMarkdown(line.replace(/^(?:[-*+]|\d+[.)]|>)\s+/, ''));
}

/** Whether `line` goes on the one before it: only plain lines of a paragraph do. */
function isContinued(raw: string): boolean {
  return !/^\s*(?:[-*+]|\d+[.)]|>|\|)/.test(raw);
}

/** `name: value` lines between two rows of dashes at the top, and how many lines that takes. */
function frontMatter(lines: readonly string[]): { readonly values: ReadonlyMap<string, string>; readonly length: number } {
  const end = lines[0]?.trim() === '---' ? lines.findIndex((line, i) => i > 0 && line.trim() === '---') : -1;
  const pairs = lines.slice(1, Math.max(1, end)).flatMap((line) => {
    const [, name, value] = /^(\w+):\s*(.*?)\s*$/.exec(line) ?? [];
    return name !== undefined && value !== undefined ? [[name.toLowerCase(), value.replace(/^(["'])(.*)\1$/, '$2')] as const] : [];
  });
  return { values: new Map(pairs), length: end + 1 };
}

/** Passages of a Markdown page. Its front matter says `address` and `language`; a heading may name its anchor: `## Title {#anchor}`. */
export function cutMarkdown(file: string, text: string): CutFile {
  const all = text.split(/\r\n|\r|\n/);
  const { values, length } = frontMatter(all);
  const [address = '', language = languageTag(values.get('lang') ?? '')] = [values.get('address'), languageTag(values.get('language') ?? '')];
  if (!isPageAddress(address)) return refused(file, `address "${address.slice(0, 80)}" is no page: wanted a line "address: /help/delivery" between two lines "---" at the top`);
  if (language === undefined) return refused(file, 'it says no language: wanted a line "language: en" between two lines "---" at the top');
  const sections = sectionsOf({ file, address: address.replace(/#.*$/, ''), language });
  let paragraph = '';
  let isCode = false;
  const flush = (): void => {
    if (paragraph !== '') sections.text(paragraph);
    paragraph = '';
  };
  for (const [i, raw] of all.slice(length).entries()) {
    if (/^\s*(?:```|~~~)/.test(raw)) {
      isCode = !isCode;
      continue;
    }
    const [, marks, title = '', id] = (isCode ? null : HEADING.exec(raw.trim())) ?? [];
    if (marks !== undefined) {
      flush();
      sections.heading(marks.length, plainMarkdown(title), id, length + i + 1);
      continue;
    }
    const line = lineOf(raw);
    if (raw.trim() === '' || line === undefined || !isContinued(raw)) flush();
    if (line !== undefined && raw.trim() !== '') paragraph = paragraph === '' ? line : `${paragraph}${/[\p{Script=Han}，。！？；：]$/u.test(paragraph) ? '' : ' '}${line}`;
  }
  flush();
  return sections.end();
}

/** A file of which nothing can be used. */
export function refused(file: string, reason: string, line = 1): CutFile {
  return { passages: [], issues: [{ file, line, reason }] };
}
