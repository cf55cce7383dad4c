import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildCatalogue } from '#core/catalogue';
import { decodeKnowledge, decodeKnowledgeManifest, type Knowledge } from '#core/knowledge';
import { contentHash } from '#core/units';
import { runKnowledgeCommand, writeCatalogue } from '#server/catalogue';
import { aProduct } from '#support/products';

const RETURNS = '---\naddress: /help/returns\nlanguage: en\n---\n# Returns\n## How long do I have? {#how-long}\nYou have 60 days.\n';
const TERMS = JSON.stringify({ '@context': 'https://schema.org', '@type': 'DefinedTermSet', inLanguage: 'en', hasDefinedTerm: [{ '@type': 'DefinedTerm', name: 'sofa', alternateName: ['couch'] }] });
let dir = '';

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'homebird-knowledge-'));
  await mkdir(join(dir, 'help'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const page = (name: string, text: string): Promise<void> => writeFile(join(dir, 'help', name), text);

async function run(...argv: string[]): Promise<{ readonly code: number; readonly text: string }> {
  let text = '';
  const code = await runKnowledgeCommand(argv, { write: (part) => (text += part) });
  return { code, text };
}

/** What a browser would read out of `folder`. */
async function knowledgeIn(folder: string): Promise<Knowledge> {
  const manifest = decodeKnowledgeManifest(await readFile(join(folder, 'knowledge.json')));
  if (!manifest.ok) throw new Error(manifest.fault.message);
  const bytes = await readFile(join(folder, `${manifest.value.knowledge}.json`));
  expect(contentHash(bytes)).toBe(manifest.value.knowledge);
  const knowledge = decodeKnowledge(bytes);
  if (!knowledge.ok) throw new Error(knowledge.fault.message);
  return knowledge.value;
}

test('homebird knowledge makes files that a browser can read, names what it could not, and writes the same for the same pages', async () => {
  await page('returns.md', RETURNS);
  await page('terms.json', TERMS);
  await page('broken.md', '# No address');
  await page('notes.txt', 'not a page');
  const out = join(dir, 'out');
  const { code, text } = await run(join(dir, 'help'), '-o', out);
  expect(code, text).toBe(0);
  expect(text).toContain('broken.md:1: ');
  expect(text).toMatch(/^1 passages \(en\), 1 synonyms, \d+ kB$/m);
  const knowledge = await knowledgeIn(out);
  expect(knowledge.passages.map(({ address, lines }) => [address, lines])).toEqual([['/help/returns#how-long', ['You have 60 days.']]]);
  expect(knowledge.synonyms).toEqual([{ word: 'couch', means: 'sofa' }]);
  const before = (await readdir(out)).sort();
  expect((await run(join(dir, 'help'), '-o', out)).code).toBe(0);
  expect((await readdir(out)).sort()).toEqual(before);
});

test('homebird knowledge learns what the catalogue beside it sells, and leaves the catalogue as it is', async () => {
  await page('returns.md', `${RETURNS}## And furniture? {#furniture}\nWe fetch furniture.\n`);
  const out = join(dir, 'out');
  await writeCatalogue(out, buildCatalogue([1, 2, 3, 4].map((n) => aProduct({ id: `s${n}`, category: ['Furniture', 'Sofas'] }))));
  const catalogue = await readFile(join(out, 'catalogue.json'));
  expect((await run(join(dir, 'help', 'returns.md'), '-o', out)).code).toBe(0);
  expect((await knowledgeIn(out)).synonyms).toContainEqual({ word: 'sofa', means: 'furniture' });
  expect(await readFile(join(out, 'catalogue.json'))).toEqual(catalogue);
});

test('homebird knowledge writes nothing where no passage could be read', async () => {
  await page('broken.md', '# No address');
  const out = join(dir, 'out');
  const { code, text } = await run(join(dir, 'help'), '-o', out);
  expect([code, text]).toEqual([1, expect.stringContaining('broken.md:1: ')]);
  await expect(readdir(out)).rejects.toThrow('ENOENT');
});

test.each([
  [[], 2, 'Wanted FILES'], [['help'], 2, 'Wanted -o DIR'], [['help', '-o', 'x', '--loud'], 2, '--loud'], [['nowhere', '-o', 'x'], 1, 'Cannot read nowhere'], [['--help'], 0, 'homebird knowledge FILES… -o DIR'],
] as const)('homebird knowledge %j ends with %i and says why', async (argv, code, said) => {
  expect(await run(...argv)).toEqual({ code, text: expect.stringContaining(said) as string });
});
