import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { decodeKnowledge, decodeKnowledgeManifest } from '#core/knowledge';
import { aCatalogue } from '#support/a-shop';
import { prepareKnowledge } from '../../../../server/commands/shop-knowledge.ts';
import { readServeOptions } from '../../../../server/commands/serve-options.ts';

let dir = '';
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'homebird-serve-knowledge-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

/** What `homebird serve` with `argv` writes beside its catalogue, and says. */
async function served(...argv: string[]) {
  const options = readServeOptions(argv, {}, dir);
  if (!options.ok || options.value === 'help') throw new Error('These arguments are wrong');
  let said = '';
  const folder = await mkdtemp(join(dir, 'catalogue-'));
  const prepared = await prepareKnowledge(options.value, { folder, catalogue: aCatalogue({ items: 10 }) }, { write: (text) => (said += text) });
  const manifest = (await readdir(folder)).includes('knowledge.json') ? decodeKnowledgeManifest(await readFile(join(folder, 'knowledge.json'))) : undefined;
  const knowledge = manifest?.ok ? decodeKnowledge(await readFile(join(folder, `${manifest.value.knowledge}.json`))) : undefined;
  return { prepared, said, addresses: knowledge?.ok ? knowledge.value.passages.map(({ address }) => address) : undefined };
}

test('the demo shop answers from its own help pages, in both languages', async () => {
  const { addresses = [] } = await served();
  expect(addresses).toEqual(expect.arrayContaining(['/help/returns#how-long', '/help/zh/returns#how-long']));
});

test('a shop with a feed of its own answers from what --knowledge names, and the line of what cannot be read is told', async () => {
  await writeFile(join(dir, 'feed.csv'), 'id,title,price\na,Mug,1 EUR\n');
  await writeFile(join(dir, 'faq.md'), '---\naddress: /faq\nlanguage: en\n---\n# Why? {#why}\nBecause.\n# \n');
  const { addresses, said } = await served('--feed', 'feed.csv', '--currency', 'EUR', '--knowledge', 'faq.md');
  expect([addresses, said]).toEqual([['/faq#why'], expect.stringMatching(/^faq\.md:7: /)]);
  expect((await served('--feed', 'feed.csv', '--currency', 'EUR')).addresses).toBeUndefined();
});

test('a folder of help pages that is not there stops the start, and says which', async () => {
  const { prepared } = await served('--knowledge', 'nowhere');
  expect(prepared).toMatchObject({ ok: false, fault: { message: expect.stringContaining(join(dir, 'nowhere')) as string } });
});
