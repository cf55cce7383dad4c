import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { buildCatalogue, productsFile } from '#core/catalogue';
import { aProduct } from '#support/products';
import { valueOf } from '#support/result';
import { fetchCatalogue, ownCatalogueOf } from '../../../../server/commands/own-catalogue.ts';
import { publicUrlsOf, readServeOptions } from '../../../../server/commands/serve-options.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});
const aFolder = (): string => {
  folders.push(mkdtempSync(join(tmpdir(), 'homebird-own-')));
  return folders.at(-1) ?? '';
};

const { files, manifest } = buildCatalogue([aProduct({ id: 'kettle' }), aProduct({ id: 'mug' })]);

/** Serves `served` and gives its address. */
async function serving<Value>(served: ReadonlyMap<string, Uint8Array>, act: (url: string) => Promise<Value>): Promise<Value> {
  const server = createServer((request, response) => {
    const body = served.get((request.url ?? '').slice(1));
    response.writeHead(body ? 200 : 404).end(body);
  });
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  try {
    return await act(`http://127.0.0.1:${(server.address() as AddressInfo).port}/catalogue.json`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

test('fetchCatalogue() keeps the manifest byte for byte, with the files it names', async () => {
  const folder = join(aFolder(), 'catalogue');
  expect((await serving(files, (url) => fetchCatalogue(url, folder))).ok).toBe(true);
  expect(new Uint8Array(readFileSync(join(folder, 'catalogue.json')))).toEqual(new Uint8Array(files.get('catalogue.json') ?? []));
  expect(new Uint8Array(readFileSync(join(folder, productsFile(manifest))))).toEqual(new Uint8Array(files.get(productsFile(manifest)) ?? []));
});

test('fetchCatalogue() refuses a file that does not hash to its name, and leaves what was there', async () => {
  const folder = aFolder();
  writeFileSync(join(folder, 'kept'), '');
  const mixed = new Map([...files, [productsFile(manifest), new Uint8Array([1])]]);
  const fetched = await serving(mixed, (url) => fetchCatalogue(url, folder));
  expect(fetched).toMatchObject({ ok: false, fault: { kind: 'missing' } });
  expect(readFileSync(join(folder, 'kept'), 'utf8')).toBe('');
});

test('ownCatalogueOf() takes an address with or without catalogue.json, and a folder that holds one', () => {
  expect(valueOf(ownCatalogueOf('https://shop.example/c', '/'))).toEqual({ kind: 'address', url: 'https://shop.example/c/catalogue.json' });
  expect(valueOf(ownCatalogueOf('https://shop.example/c/catalogue.json', '/'))).toEqual({ kind: 'address', url: 'https://shop.example/c/catalogue.json' });
  const folder = aFolder();
  expect(ownCatalogueOf(folder, '/')).toMatchObject({ ok: false, fault: { message: expect.stringContaining('homebird catalogue FEED') } });
  writeFileSync(join(folder, 'catalogue.json'), '');
  expect(valueOf(ownCatalogueOf(folder, '/'))).toEqual({ kind: 'folder', folder });
});

test('publicUrlsOf() takes ROLE=URL, a path for leader and helper only', () => {
  expect(valueOf(publicUrlsOf(['leader=https://shop.example/homebird/', 'shop=https://tag.shop.example']))).toEqual({ leader: 'https://shop.example/homebird', shop: 'https://tag.shop.example' });
  for (const wrong of ['https://shop.example', 'boss=https://shop.example', 'leader=shop.example', 'audit=https://shop.example/audit']) expect(publicUrlsOf([wrong]).ok).toBe(false);
});

test('homebird serve on the internet has no simulated shoppers unless asked, and no two catalogues', () => {
  expect(valueOf(readServeOptions(['--public-url', 'leader=https://a.example'], {}, '/'))).toMatchObject({ shoppers: 0 });
  expect(valueOf(readServeOptions(['--public-url', 'leader=https://a.example', '--shoppers', '60'], {}, '/'))).toMatchObject({ shoppers: 60 });
  expect(valueOf(readServeOptions(['--catalogue', 'https://shop.example/c'], {}, '/'))).toMatchObject({ shop: 'shop.example' });
  expect(readServeOptions(['--catalogue', 'https://shop.example/c', '--feed', 'f.csv'], {}, '/').ok).toBe(false);
});
