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

/** Rows of RSS, Atom or plain XML. Mark-up that is broken is reported and read as well as it can be; entities are never expanded. */
export function readXml(text: string): FeedReader & { readonly root: string } {
  const rows: FeedRow[] = [];
  const issues: FeedIssue[] = [];
  let root = '';
  let record: OpenRecord | undefined;
  const parser = new SaxesParser({ xmlns: false, position: true });
  for (const [name, value] of Object.entries(ENTITIES)) parser.ENTITIES[name] = value;
  parser.on('error', (error) => {
    const reason = error.message.replace(/^\d+:\d+:\s*/, '');
    if (issues.length < MAX_SYNTAX_ISSUES) issues.push({ line: parser.line, field: '', reason: `broken XML: ${reason}`, isSkipped: false });
  });
  parser.on('opentag', ({ name, attributes }) => {
    root ||= name;
    if (record) openElement(record, name, attributes);
    else if (RECORD_NAMES.has(localName(name))) record = openRecord(name, attributes, parser.line);
  });
  const addText = (part: string): void => {
    const element = record?.elements.at(-1);
    if (element) element.text += part;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', ({ name }) => {
    if (!record) return;
    if (record.elements.length === 0) {
      if (name === record.name) {
        rows.push(record.builder.row(record.line));
        record = undefined;
      }
      return;
    }
    closeElement(record);
  });
  try {
    parser.write(text).close();
  } catch (error) {
    issues.push({ line: parser.line, field: '', reason: `broken XML: ${error instanceof Error ? error.message : String(error)}`, isSkipped: false });
  }
  if (record) issues.push({ line: record.line, field: '', reason: 'the file ends inside the record that starts here', isSkipped: true });
  return { rows, issues, root };
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
