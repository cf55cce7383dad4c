import { mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Product } from '#core/catalogue';
import { encodeKnowledge, encodeKnowledgeManifest, KNOWLEDGE_FILE } from '#core/knowledge';
import { contentHash, fail, ok, type ContentHash, type Fault, type Result } from '#core/units';
import { knowledgeOf, type MadeKnowledge } from './knowledge.ts';
import { writeWhole } from './write-catalogue.ts';

/** Names that are read out of a folder; a file that is named is read whatever its name. */
const KNOWN_NAMES = /\.(?:md|markdown|html?|json)$/i;

/** Texts of files, and of what folders hold, by name in the order of their names. */
export async function readTexts(paths: readonly string[]): Promise<Result<ReadonlyMap<string, string>, Fault>> {
  const texts = new Map<string, string>();
  const read = async (path: string, name: string): Promise<void> => void texts.set(name, await readFile(path, 'utf8'));
  for (const path of paths) {
    const found = await stat(path).catch(() => undefined);
    if (!found) return fail('missing', `Cannot read ${path}: there is no such file or folder`);
    if (!found.isDirectory()) await read(path, basename(path));
    else for (const name of (await readdir(path)).filter((one) => KNOWN_NAMES.test(one)).sort()) await read(join(path, name), name);
  }
  return ok(texts);
}

/** What was written. */
export interface WrittenKnowledge extends MadeKnowledge {
  readonly hash: ContentHash;
  readonly bytes: number;
}

/** Makes the knowledge file of `texts` and writes it into `dir`, `knowledge.json` last. Writes nothing where no passage could be read. */
export async function writeKnowledge(dir: string, texts: ReadonlyMap<string, string>, products: readonly Pick<Product, 'category'>[]): Promise<Result<WrittenKnowledge, Fault>> {
  const made = knowledgeOf(texts, products);
  const bytes = encodeKnowledge(made.knowledge);
  if (!bytes.ok) return bytes;
  if (made.knowledge.passages.length === 0) return fail('no-passages', ['No passage could be read, so nothing was written', ...made.issues.map(({ file, line, reason }) => `${file}:${line}: ${reason}`)].join('\n'));
  const hash = contentHash(bytes.value);
  await mkdir(dir, { recursive: true });
  await writeWhole(join(dir, `${hash}.json`), bytes.value);
  await writeWhole(join(dir, KNOWLEDGE_FILE), encodeKnowledgeManifest(hash));
  return ok({ ...made, hash, bytes: bytes.value.length });
}
