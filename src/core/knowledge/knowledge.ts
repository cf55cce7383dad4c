import { decodeJson, encodeJson, type FieldFault } from '#core/fields';
import { fail, HASH_PATTERN, ok, type ContentHash, type Result } from '#core/units';
import { cutFaq } from './faq.ts';
import { cutHtml } from './html.ts';
import { cutMarkdown, refused } from './markdown.ts';
import { MAX_WORD_CHARS, readPassage, type CutFile, type KnowledgeIssue, type Passage, type Synonym } from './passage.ts';

/** Name of the small file that names the other; it lies beside `catalogue.json`, whose hash it does not change. */
export const KNOWLEDGE_FILE = 'knowledge.json';
/** Largest file of a shop that is read, in UTF-16 units: a book. */
const MAX_SOURCE_CHARS = 1_000_000;
/** Most passages of a shop, and largest knowledge file: what a phone reads in a moment and a shopper who asks is worth. */
export const MAX_PASSAGES = 2_000;
export const MAX_KNOWLEDGE_BYTES = 1_000_000;
/** Most words that stand for others. */
export const MAX_SYNONYMS = 2_000;
/** Longest classifier, in base64: 12 intents of 4,096 weights. */
const MAX_CLASSIFIER_CHARS = 65_536;

/** Everything the assistant knows of a shop beside its catalogue: one public file, the same for everyone. */
export interface Knowledge {
  readonly version: 1;
  readonly passages: readonly Passage[];
  readonly synonyms: readonly Synonym[];
  /** Weights of the intent classifier, as `#core/assistant` writes them. */
  readonly classifier: string;
}

/** What `knowledge.json` holds. */
export interface KnowledgeManifest {
  readonly version: 1;
  /** `<hash>.json` beside it is the knowledge file. */
  readonly knowledge: ContentHash;
}

/** Cuts one file of a shop by the ending of its name. */
export function cutFile(file: string, text: string): CutFile {
  if (text.length > MAX_SOURCE_CHARS) return refused(file, `it is longer than ${MAX_SOURCE_CHARS.toLocaleString('en')} characters`);
  const source = text.replace(/^\ufeff/, '');
  if (/\.(?:md|markdown)$/i.test(file)) return cutMarkdown(file, source);
  if (/\.html?$/i.test(file)) return cutHtml(file, source);
  if (/\.json$/i.test(file)) return cutFaq(source, { file });
  return refused(file, 'its name ends in none of .md, .html, .json');
}

/** Passages of all files, each once, and at most {@link MAX_PASSAGES}. */
export function joined(files: readonly CutFile[]): Required<CutFile> {
  const passages: Passage[] = [];
  const known = new Set<string>();
  const issues: KnowledgeIssue[] = files.flatMap((file) => file.issues);
  for (const passage of files.flatMap((file) => file.passages)) {
    const key = JSON.stringify([passage.language, passage.title, passage.lines]); // also written twice: as JSON-LD and on the page
    if (known.has(key)) continue;
    known.add(key);
    passages.push(passage);
  }
  if (passages.length > MAX_PASSAGES) issues.push({ file: '', line: 1, reason: `${passages.length} passages: only the first ${MAX_PASSAGES} are kept` });
  return { passages: passages.slice(0, MAX_PASSAGES), issues, synonyms: files.flatMap((file) => file.synonyms ?? []) };
}

/** The one text of a knowledge file, so that its hash names it; a fault where it is larger than a device reads. */
export function encodeKnowledge(knowledge: Knowledge): Result<Uint8Array<ArrayBuffer>, FieldFault> {
  const bytes = encodeJson(knowledge);
  return bytes.length <= MAX_KNOWLEDGE_BYTES ? ok(bytes) : fail('malformed', `The knowledge takes ${bytes.length.toLocaleString('en')} bytes, wanted at most ${MAX_KNOWLEDGE_BYTES.toLocaleString('en')}`);
}

/** Reads a knowledge file from hostile bytes. */
export function decodeKnowledge(bytes: Uint8Array): Result<Knowledge, FieldFault> {
  if (bytes.length > MAX_KNOWLEDGE_BYTES) return fail('malformed', `Cannot read knowledge of ${bytes.length} bytes, wanted at most ${MAX_KNOWLEDGE_BYTES}`);
  return decodeJson('knowledge', bytes, (fields): Knowledge => ({
    version: fields.oneOf('version', [1]),
    passages: fields.list('passages', MAX_PASSAGES, readPassage),
    synonyms: fields.list('synonyms', MAX_SYNONYMS, (pair) => ({ word: pair.text('word', MAX_WORD_CHARS), means: pair.text('means', MAX_WORD_CHARS) })),
    classifier: fields.text('classifier', MAX_CLASSIFIER_CHARS),
  }));
}

/** The bytes of `knowledge.json`. */
export function encodeKnowledgeManifest(knowledge: ContentHash): Uint8Array<ArrayBuffer> {
  return encodeJson({ version: 1, knowledge } satisfies KnowledgeManifest);
}

/** Reads `knowledge.json`. */
export function decodeKnowledgeManifest(bytes: Uint8Array): Result<KnowledgeManifest, FieldFault> {
  return decodeJson('knowledge manifest', bytes, (fields): KnowledgeManifest => ({ version: fields.oneOf('version', [1]), knowledge: fields.pattern('knowledge', HASH_PATTERN) as ContentHash }));
}
