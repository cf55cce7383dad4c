import { knowledgeIssueLines, readTexts, writeKnowledge } from '#server/catalogue';
import { DEMO_HELP } from '#server/demoshop';
import { ok, type Fault, type Result } from '#core/units';
import type { Output } from './output.ts';
import type { ServeOptions } from './serve-options.ts';
import type { ShopFiles } from './shop-files.ts';

/**
 * Writes what the assistant answers from beside the catalogue: the folder that `--knowledge` names, else, in the demo shop, its
 * own help pages; else nothing. Every start writes the same file for the same pages.
 */
export async function prepareKnowledge({ feed, catalogue: own, knowledge }: ServeOptions, { folder, catalogue }: Pick<ShopFiles, 'folder' | 'catalogue'>, say: Output): Promise<Result<void, Fault>> {
  if (knowledge === undefined && (feed !== undefined || own !== undefined)) return ok(undefined);
  const texts = knowledge === undefined ? ok(DEMO_HELP) : await readTexts([knowledge]);
  if (!texts.ok) return texts;
  const written = await writeKnowledge(folder, texts.value, catalogue.products);
  if (!written.ok) return written;
  say.write(knowledgeIssueLines(written.value.issues));
  return ok(undefined);
}
