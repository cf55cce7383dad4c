import { SaxesParser } from 'saxes';
import type { FeedIssue } from './issue.ts';
import { ENTITIES } from './plain-text.ts';
import { cellKey, RowBuilder, type FeedReader, type FeedRow } from './row.ts';

/** Elements that hold one product: RSS, Atom, and what shop systems export. */
const RECORD_NAMES: ReadonlySet<string> = new Set(['item', 'entry', 'product', 'offer', 'shopitem', 'article', 'row', 'record']);
/** Broken mark-up reported at most: one missing tag can make every later one wrong. */
const MAX_SYNTAX_ISSUES = 20;

/** An element that is open inside a record. */
interface OpenElement {
  readonly path: string;
  text: string;
}

/** A record that is open, and the elements open inside it. */
interface OpenRecord {
  readonly name: string;
  readonly line: number;
  readonly builder: RowBuilder;
  readonly elements: OpenElement[];
}

/** Reads RSS, Atom or plain XML. Mark-up that is broken is reported and read as well as it can be; entities are never expanded. */
export function readXml(text: string): FeedReader & { readonly root: string } {
  const issues: FeedIssue[] = [];
  const parser = new SaxesParser({ xmlns: false, position: true });
  Object.assign(parser.ENTITIES, ENTITIES);
  const report = (error: Error): void => {
    const reason = error.message.replace(/^\d+:\d+:\s*/, '');
    if (issues.length < MAX_SYNTAX_ISSUES) issues.push({ line: parser.line, field: '', reason: `broken XML: ${reason}`, isSkipped: false });
  };
  parser.on('error', report); // with a listener, saxes goes on after an error instead of throwing
  const collector = collectRecords(parser);
  try {
    parser.write(text).close();
  } catch (error) {
    report(error instanceof Error ? error : new Error(String(error)));
  }
  const { open } = collector;
  if (open) issues.push({ line: open.line, field: '', reason: 'the file ends inside the record that starts here', isSkipped: true });
  return { rows: collector.rows, issues, root: collector.root };
}

/** What has been read so far; changes as `parser` goes on. */
interface Collector {
  readonly rows: FeedRow[];
  root: string;
  open: OpenRecord | undefined;
}

function collectRecords(parser: SaxesParser): Collector {
  const collector: Collector = { rows: [], root: '', open: undefined };
  parser.on('opentag', ({ name, attributes }) => {
    collector.root ||= name;
    if (collector.open) openElement(collector.open, name, attributes);
    else if (RECORD_NAMES.has(localName(name))) collector.open = openRecord(name, attributes, parser.line);
  });
  const addText = (part: string): void => {
    const element = collector.open?.elements.at(-1);
    if (element) element.text += part;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', ({ name }) => {
    const { open } = collector;
    if (!open) return;
    if (open.elements.length > 0) closeElement(open);
    else if (name === open.name) {
      collector.rows.push(open.builder.row(open.line));
      collector.open = undefined;
    }
  });
  return collector;
}

function openRecord(name: string, attributes: Readonly<Record<string, string>>, line: number): OpenRecord {
  const builder = new RowBuilder();
  for (const [attribute, value] of Object.entries(attributes)) builder.add(cellKey(attribute), attribute, value);
  return { name, line, builder, elements: [] };
}

function openElement({ builder, elements }: OpenRecord, name: string, attributes: Readonly<Record<string, string>>): void {
  const parent = elements.at(-1);
  const path = parent ? `${parent.path}.${name}` : name;
  for (const [attribute, value] of Object.entries(attributes)) builder.add(cellKey(`${path}.${attribute}`), `${path}@${attribute}`, value);
  elements.push({ path, text: '' });
}

/** An element's value is all text in it: shops leave HTML unescaped inside a description. */
function closeElement({ builder, elements }: OpenRecord): void {
  const closed = elements.pop();
  if (!closed) return;
  builder.add(cellKey(closed.path), closed.path, closed.text);
  const parent = elements.at(-1);
  if (parent) parent.text += ` ${closed.text} `;
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1).toLowerCase();
}
