import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CATALOGUE_FILE, decodeProducts, parseCatalogueManifest, productsFile, type Product } from '#core/catalogue';
import type { KnowledgeIssue } from '#core/knowledge';
import type { CommandOutput } from './command.ts';
import { readTexts, writeKnowledge } from './write-knowledge.ts';

/** Help of `homebird knowledge`. */
export const KNOWLEDGE_HELP = `homebird knowledge FILES… -o DIR

Turns a shop's help pages into the public file that <homebird-assistant> answers from.

  FILES          Markdown (.md) and HTML (.html) pages, schema.org FAQPage and DefinedTermSet in JSON (.json); or folders of them.
                 Markdown says "address: /help/delivery" and "language: en" between two lines "---" at the top;
                 HTML says <link rel="canonical"> and <html lang>; a FAQPage says "url" and "inLanguage".
  -o, --out DIR  the folder of the catalogue: knowledge.json goes beside catalogue.json, whose hash does not change
  -h, --help     this text

A file, section or question that cannot be read is named with its line, and the rest is loaded.
Exit code: 0 done, 1 nothing could be read, 2 wrong arguments.
`;

/** Issues that are shown one by one. */
const SHOWN_ISSUES = 50;

/** A line for each issue, as compilers write them. */
export function knowledgeIssueLines(issues: readonly KnowledgeIssue[]): string {
  const lines = issues.slice(0, SHOWN_ISSUES).map(({ file, line, reason }) => `${file}:${line}: ${reason}\n`);
  return lines.join('') + (issues.length > SHOWN_ISSUES ? `… and ${issues.length - SHOWN_ISSUES} more\n` : '');
}

/** Products of the catalogue in `dir`, from which synonyms are learnt; none where there is no catalogue. */
function productsIn(dir: string): readonly Product[] {
  const path = join(dir, CATALOGUE_FILE);
  if (!existsSync(path)) return [];
  const manifest = parseCatalogueManifest(new Uint8Array(readFileSync(path)));
  if (!manifest.ok) return [];
  const file = join(dir, productsFile(manifest.value));
  const products = existsSync(file) ? decodeProducts(new Uint8Array(readFileSync(file)), manifest.value.currency) : undefined;
  return products?.ok ? products.value : [];
}

/** Runs `homebird knowledge`; the result is the exit code. */
export async function runKnowledgeCommand(argv: readonly string[], out: CommandOutput): Promise<number> {
  const refuse = (why: string): number => {
    out.write(`${why}\nsee homebird knowledge --help\n`);
    return 2;
  };
  let parsed;
  try {
    parsed = parseArgs({ args: [...argv], allowPositionals: true, options: { out: { type: 'string', short: 'o' }, help: { type: 'boolean', short: 'h' } } });
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
  const { values: { help, out: dir }, positionals } = parsed;
  if (help === true) {
    out.write(KNOWLEDGE_HELP);
    return 0;
  }
  if (positionals.length === 0) return refuse('Wanted FILES: the pages that the assistant answers from');
  if (dir === undefined) return refuse('Wanted -o DIR, the folder of the catalogue');
  const texts = await readTexts(positionals);
  const written = texts.ok ? await writeKnowledge(dir, texts.value, productsIn(dir)) : texts;
  if (!written.ok) {
    out.write(`${written.fault.message}\n`);
    return 1;
  }
  const { knowledge: { passages, synonyms }, issues, bytes, hash } = written.value;
  const languages = [...new Set(passages.map(({ language }) => language))].sort();
  out.write(`${knowledgeIssueLines(issues)}${passages.length} passages (${languages.join(', ')}), ${synonyms.length} synonyms, ${Math.ceil(bytes / 1000)} kB\nknowledge ${hash}\n`);
  return 0;
}
