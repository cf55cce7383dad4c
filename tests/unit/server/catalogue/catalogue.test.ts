import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildCatalogue, columnsFile, decodeCatalogueColumns, decodeProducts, decodeVectors, parseCatalogueManifest, productsFile, vectorsFile } from '#core/catalogue';
import { CATALOGUE_HELP, readFeed, runCatalogueCommand, writeCatalogue } from '#server/catalogue';
import { aProduct } from '#support/products';

const FEED = 'id,title,price\na,Blue mug,12.50 EUR\nb,,3 EUR\nc,Red bowl,9 EUR\n';
let dir = '';

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'homebird-catalogue-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

async function aFile(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(dir, name);
  await writeFile(path, content);
  return path;
}

async function run(...argv: string[]): Promise<{ readonly code: number; readonly text: string }> {
  let text = '';
  const code = await runCatalogueCommand(argv, { write: (part) => (text += part) });
  return { code, text };
}

test('runCatalogueCommand() makes files that can be read back', async () => {
  const out = join(dir, 'deep', 'out');
  const { code, text } = await run(await aFile('feed.csv', FEED), '-o', out);
  expect(code, text).toBe(0);
  const manifestBytes = await readFile(join(out, 'catalogue.json'));
  const manifest = parseCatalogueManifest(manifestBytes);
  if (!manifest.ok) throw new Error(manifest.fault.message);
  const read = (name: string): Promise<Uint8Array> => readFile(join(out, name));
  expect(decodeProducts(await read(productsFile(manifest.value)), manifest.value.currency)).toMatchObject({ ok: true, value: [{ id: 'a', priceCents: 1250 }, { id: 'c' }] });
  expect(decodeVectors(manifest.value, await read(vectorsFile(manifest.value)))).toMatchObject({ ok: true, value: { length: 128 } });
  const columns = decodeCatalogueColumns(manifest.value, await read(columnsFile(manifest.value)));
  expect(columns).toMatchObject({ ok: true, value: { items: 2, cardFiles: [expect.any(String)] } });
  expect(await readdir(out)).toHaveLength(5); // catalogue.json, the same by its hash, columns, vectors, and one file of cards that are all there is to say of these products
});

test('runCatalogueCommand() prints skipped rows as a table and writes them all to --report', async () => {
  const report = join(dir, 'report.csv');
  const { text } = await run(await aFile('feed.csv', FEED), '-o', join(dir, 'out'), '--report', report);
  expect(text).toMatch(/3 rows in .* 2 products/);
  expect(text).toMatch(/line +id +field +row +reason\n3 +b +title +skipped +no title/);
  expect(await readFile(report, 'utf8')).toBe('line,id,field,row,reason\n3,b,title,skipped,no title\n');
});

test('runCatalogueCommand() counts one as one, and says where a description stands for a title', async () => {
  const { text } = await run(await aFile('feed.csv', 'id,title,description\na,,Blue mug\n'), '-o', join(dir, 'out'));
  expect(text).toMatch(/CSV: 1 row in .*, 1 product in 1 category, 0 rows skipped, 1 remark\n/);
  expect(text).toMatch(/2 +a +title +loaded +no title: its short description stands for it/);
});

test('runCatalogueCommand() shows some of many issues and says how many there are', async () => {
  const rows = Array.from({ length: 100 }, (_, i) => `x${i},`).join('\n');
  const { text } = await run(await aFile('feed.csv', `id,title\na,Mug\n${rows}\n`), '-o', join(dir, 'out'));
  expect(text).toContain('… and 80 more');
});

test.each([
  ['no feed', ['-o', 'x'], 'Wanted one FEED'],
  ['two feeds', ['a', 'b', '-o', 'x'], 'Wanted one FEED'],
  ['no folder', ['feed.csv'], 'Wanted -o DIR'],
  ['an unknown option', ['feed.csv', '-o', 'x', '--colour', 'red'], '--colour'],
  ['a currency that is none', ['feed.csv', '-o', 'x', '--currency', 'euros'], 'ISO 4217'],
])('runCatalogueCommand() with %s says what it wants and exits 2', async (_what, argv, wanted) => {
  const { code, text } = await run(...argv);
  expect(code).toBe(2);
  expect(text).toContain(wanted);
  expect(text.trimEnd().split('\n').at(-1)).toBe('see homebird catalogue --help');
});

test('runCatalogueCommand() --help prints the help and exits 0', async () => {
  expect(await run('--help')).toEqual({ code: 0, text: CATALOGUE_HELP });
});

test.each([
  ['a feed without products', 'feed.csv', 'id,title\n', 'No product could be loaded'],
  ['a zip archive', 'feed.xlsx', 'PK\u0003\u0004', 'export it as CSV'],
  ['a damaged gzip file', 'feed.csv.gz', gzipSync(FEED).subarray(0, 30), 'gzip data is damaged'],
])('runCatalogueCommand() of %s says so, exits 1 and writes nothing', async (_what, name, content, wanted) => {
  const { code, text } = await run(await aFile(name, content), '-o', join(dir, 'out'));
  expect(code).toBe(1);
  expect(text).toContain(wanted);
  expect(await readdir(dir)).not.toContain('out');
});

test('runCatalogueCommand() of a missing file names it and exits 1', async () => {
  const { code, text } = await run(join(dir, 'nothing.csv'), '-o', join(dir, 'out'));
  expect(code).toBe(1);
  expect(text).toContain('nothing.csv: there is no such file');
});

test('readFeed() reads gzip by its content, whatever the name', async () => {
  const read = await readFeed(await aFile('feed', gzipSync(FEED)));
  expect(read).toMatchObject({ ok: true, value: { rows: 3, format: 'csv' } });
});

test('readFeed() of a folder takes the one feed in it, and names them where there are more', async () => {
  await aFile('feed.csv.gz', gzipSync(FEED));
  await aFile('README', 'no feed');
  expect(await readFeed(dir)).toMatchObject({ ok: true, value: { rows: 3 } });
  await aFile('other.json', '[]');
  expect(await readFeed(dir)).toMatchObject({ ok: false, fault: { kind: 'no-feed', message: expect.stringContaining('feed.csv.gz, other.json') } });
});

test.each([
  ['-o that is a file', ['-o', 'FILE'], /^Cannot write to -o .*: it is a file; wanted a folder/],
  ['--fetch-pictures that is a file', ['-o', 'OUT', '--fetch-pictures', 'FILE'], /^Cannot write to --fetch-pictures .*: it is a file; wanted a folder/],
  ['--fetch-pictures without a name', ['-o', 'OUT', '--fetch-pictures', ''], /^Cannot write to --fetch-pictures "": wanted a folder/],
  ['--pictures that is nowhere', ['-o', 'OUT', '--pictures', 'NOWHERE'], /^Cannot read --pictures .*: there is no such folder/],
  ['--pictures that is a file', ['-o', 'OUT', '--pictures', 'FILE'], /^Cannot read --pictures .*: it is a file; wanted the folder/],
  ['--report in no folder', ['-o', 'OUT', '--report', 'NOWHERE/report.csv'], /^Cannot write --report .*: there is no folder /],
  ['--report that is a folder', ['-o', 'OUT', '--report', 'DIR'], /^Cannot write --report .*: it is a folder; wanted a file/],
])('runCatalogueCommand() refuses %s before it reads anything', async (_, args, message) => {
  const file = await aFile('feed.csv', FEED);
  const placed = args.map((one) => one.replace('FILE', file).replace('OUT', join(dir, 'out')).replace('NOWHERE', join(dir, 'nowhere')).replace('DIR', dir));
  const { code, text } = await run(file, ...placed);
  expect(code).toBe(2);
  expect(text).toMatch(message);
  expect(text).not.toContain('reading');
  expect(await readdir(dir)).toEqual(['feed.csv']);
});

test('readFeed() reads the encoding that is passed or that the XML declares', async () => {
  const gbk = Uint8Array.from([...Buffer.from('id,title\n1,'), 0xb2, 0xe8, 0xb1, 0xad, 0x0a]); // 茶杯
  expect(await readFeed(await aFile('gbk.csv', gbk), { encoding: 'gb18030' })).toMatchObject({ value: { products: [{ title: '茶杯' }] } });
  const sjis = Uint8Array.from([...Buffer.from('<?xml version="1.0" encoding="Shift_JIS"?><rss><channel><item><id>1</id><title>'), 0x92, 0x83, 0x94, 0x74, ...Buffer.from('</title></item></channel></rss>')]);
  expect(await readFeed(await aFile('sjis.xml', sjis))).toMatchObject({ value: { products: [{ title: '茶杯' }] } });
  expect(await readFeed(await aFile('feed.csv', FEED), { encoding: 'klingon' })).toMatchObject({ ok: false, fault: { kind: 'unreadable-feed', message: expect.stringContaining('klingon') } });
});

test('writeCatalogue() keeps the old files and leaves no partial one', async () => {
  await writeCatalogue(dir, buildCatalogue([aProduct()]));
  const before = await readdir(dir);
  await writeCatalogue(dir, buildCatalogue([aProduct({ title: 'Another mug' })]));
  const after = await readdir(dir);
  expect(after).toEqual(expect.arrayContaining(before));
  expect(after).toHaveLength(10); // twice products, cards, columns and manifest, catalogue.json, and the vectors once: a product alone lies on the first axis, whatever it is called
  expect(after.filter((name) => name.includes('partial'))).toEqual([]);
});

test('writeCatalogue() that fails on the way leaves the old catalogue.json whole', async () => {
  const built = buildCatalogue([aProduct()]);
  await writeCatalogue(dir, built);
  const old = await readFile(join(dir, 'catalogue.json'));
  const files = new Map(buildCatalogue([aProduct({ title: 'Another mug' })]).files);
  const broken = new Map([...files].map(([name, bytes]) => [name === 'catalogue.json' ? 'missing-folder/catalogue.json' : name, bytes] as const));
  await expect(writeCatalogue(dir, { ...built, files: broken })).rejects.toThrow('missing-folder');
  expect(await readFile(join(dir, 'catalogue.json'))).toEqual(old);
});
