import { expect, test } from 'vitest';
import { buildCatalogue, CARDS_PER_FILE, type ItemId } from '#core/catalogue';
import type { EventId } from '#core/events';
import { StorageError } from '#core/protocol';
import { ok, utf8Encode, type ContentHash } from '#core/units';
import { memoryStores } from '#page/store';
import { agreed, aNewSession, HOME, SESSION_CONFIG, SESSION_NOW_MS } from '#support/a-session';
import { aCatalogue } from '#support/a-shop';

const { products } = aCatalogue({ items: 2 * CARDS_PER_FILE + 40 });
const built = buildCatalogue(products);
const { columns, vectors } = built.manifest;
/** Card files in item order. */
const cards = [0, 1, 2].map((file) => {
  const first = products[file * CARDS_PER_FILE]?.id ?? '';
  const [name] = [...built.files].find(([name, bytes]) => name.endsWith('.json') && new TextDecoder().decode(bytes.subarray(0, 40)).startsWith(`[{"id":"${first}"`) && bytes.length < 150_000) ?? [''];
  return name.slice(0, 64) as ContentHash;
});

const aView = (item: number) => ({
  id: item.toString(16).padStart(32, '0') as EventId, type: 'view_item' as const, atMs: SESSION_NOW_MS - 10_000 + item, items: [{ itemId: products[item]?.id as ItemId }], page: '/p',
});

/** A worker over `stores`, of the shop above or of `files`. */
const aWorker = ({ files = built.files, ...options }: Partial<Parameters<typeof aNewSession>[0]> = {}) => aNewSession({ files, ...options });

/** Ids and titles of what a shelf would show. */
async function shelfOf({ api }: ReturnType<typeof aWorker>) {
  const shelf = await api.recommend(HOME);
  if (!shelf.ok) throw new Error(shelf.fault.message);
  const shown = await api.products(shelf.value.items.map(({ id }) => id));
  if (!shown.ok) throw new Error(shown.fault.message);
  return shown.value.map(({ id, title }) => `${id} ${title}`);
}

/** A worker that has learnt a taste, and what it asked for. */
async function aShopper(item: number) {
  const worker = aWorker();
  await worker.api.start(SESSION_CONFIG, agreed('local'));
  await worker.api.record([aView(item), aView(item + 10), aView(item + 20)]);
  const shelf = await shelfOf(worker);
  return { ...worker, shelf };
}

test('before consent a worker loads no vectors and only the card files of what everybody sees, and keeps none', async () => {
  const worker = aWorker();
  await worker.api.start(SESSION_CONFIG, agreed());
  expect(worker.loaded).toEqual(['catalogue.json', `${columns}.bin`]);
  expect(await shelfOf(worker)).toHaveLength(8);
  expect(worker.loaded).not.toContain(`${vectors}.bin`);
  expect(await worker.stores.catalogue.missing([columns, ...cards])).toEqual([columns, ...cards]);
});

test('consent brings the vectors, without a second start', async () => {
  const worker = aWorker();
  await worker.api.start(SESSION_CONFIG, agreed());
  await worker.api.setGrants(agreed('local'));
  expect(worker.loaded).toContain(`${vectors}.bin`);
  expect(await worker.api.record([aView(3), aView(13), aView(23)])).toEqual({ ok: true, value: 3 });
  const shelf = await worker.api.recommend(HOME);
  expect(shelf.ok && shelf.value.items.some(({ reason }) => reason.scorer === 'content')).toBe(true);
});

test('what a shopper is recommended does not show in what her worker asks for', async () => {
  const [one, other] = [await aShopper(3), await aShopper(3 + CARDS_PER_FILE)];
  expect(one.shelf).not.toEqual(other.shelf);
  expect(one.loaded).toEqual(other.loaded);
  expect(one.loaded.filter((name) => cards.some((hash) => name.startsWith(hash)))).toEqual(cards.map((hash) => `${hash}.json`));
});

test('card files are loaded ahead of need when the page is quiet', async () => {
  const worker = aWorker();
  await worker.api.start(SESSION_CONFIG, agreed('local'));
  for (const run of worker.timers.splice(0)) run();
  await expect.poll(() => worker.stores.catalogue.missing(cards)).toEqual([]);
});

test('a worker that starts again asks the shop for the manifest alone, and drops files of older catalogues', async () => {
  const { stores, shelf } = await aShopper(3);
  const again = aWorker({ stores });
  await again.api.start(SESSION_CONFIG, agreed('local'));
  expect(await shelfOf(again)).toEqual(shelf);
  expect(again.loaded).toEqual(['catalogue.json']);
  const newer = buildCatalogue(products.slice(0, 30));
  const next = aWorker({ stores, files: newer.files });
  await next.api.start(SESSION_CONFIG, agreed('local'));
  await shelfOf(next);
  expect(await stores.catalogue.missing([columns, vectors, ...cards])).toHaveLength(5);
});

test.each([['columns', columns], ['vectors', vectors], ['cards', cards[0] ?? columns]] as const)('a kept file of %s that broke is loaded again, once, and kept whole', async (_what, hash) => {
  const { stores, shelf } = await aShopper(3);
  const right = await stores.catalogue.read(hash);
  await stores.catalogue.write(hash, utf8Encode('[{"id":"p1","title":"Something else","priceCents":1}]'));
  const again = aWorker({ stores });
  await again.api.start(SESSION_CONFIG, agreed('local'));
  await again.api.products(products.slice(0, 3).map(({ id }) => id)); // of the first card file
  expect(await shelfOf(again)).toEqual(shelf);
  expect(again.loaded.filter((name) => name.startsWith(hash))).toHaveLength(1);
  expect(await stores.catalogue.read(hash)).toEqual(right);
  expect(again.loaded.filter((name) => !name.startsWith(hash))).toEqual(['catalogue.json']);
});

test('a file of the shop that does not hash to its name is refused by its name', async () => {
  const files = new Map<string, Uint8Array>(built.files).set(`${columns}.bin`, built.files.get(`${vectors}.bin`) ?? new Uint8Array());
  expect(await aWorker({ files }).api.start(SESSION_CONFIG, agreed('local'))).toMatchObject({ ok: false, fault: { kind: 'catalogue', message: expect.stringContaining(columns) } });
});

test('a catalogue of another version is a fault that says which was wanted and what to do', async () => {
  const files = new Map<string, Uint8Array>(built.files).set('catalogue.json', utf8Encode(JSON.stringify({ ...built.manifest, version: 1 })));
  const worker = aWorker({ files });
  expect(await worker.api.start(SESSION_CONFIG, agreed('local'))).toMatchObject({ ok: false, fault: { kind: 'catalogue', message: expect.stringMatching(/version is 1, wanted 2: make it again/) } });
  worker.files.set('catalogue.json', built.files.get('catalogue.json') ?? new Uint8Array());
  expect(await worker.api.start(SESSION_CONFIG, agreed('local'))).toMatchObject({ ok: true });
});

test('without its vectors a worker shows what is popular, says so, and learns nothing', async () => {
  const worker = aWorker();
  worker.files.delete(`${vectors}.bin`);
  expect(await worker.api.start(SESSION_CONFIG, agreed('local'))).toMatchObject({ ok: true });
  expect(worker.notices).toMatchObject([{ kind: 'fault', fault: { kind: 'catalogue' } }]);
  expect(await shelfOf(worker)).toHaveLength(8);
  expect(await worker.api.record([aView(3)])).toMatchObject({ ok: false, fault: { kind: 'catalogue' } });
});

test('where nothing can be kept, files are held in memory and the shelf is the same', async () => {
  const refuse = (): Promise<never> => Promise.reject(new StorageError('Cannot keep a file: no room'));
  const { shelf } = await aShopper(3);
  const worker = aWorker({ stores: { ...memoryStores(), catalogue: { read: refuse, write: refuse, keepOnly: refuse, missing: refuse } } });
  await worker.api.start(SESSION_CONFIG, agreed('local'));
  await worker.api.record([aView(3), aView(13), aView(23)]);
  expect(await shelfOf(worker)).toEqual(shelf);
  const asked = worker.loaded.length;
  expect(await shelfOf(worker)).toEqual(shelf);
  expect(worker.loaded).toHaveLength(asked);
});

test('what shelves show cannot be read offline: the call says so and a later one succeeds', async () => {
  const worker = aWorker();
  await worker.api.start(SESSION_CONFIG, agreed('local'));
  await worker.api.record([aView(3), aView(13), aView(23)]);
  const shelf = await worker.api.recommend(HOME);
  const ids = shelf.ok ? shelf.value.items.map(({ id }) => id) : [];
  const missing = `${cards[1]}.json`;
  const bytes = worker.files.get(missing) ?? new Uint8Array();
  worker.files.delete(missing);
  expect(await worker.api.products(ids)).toMatchObject({ ok: false, fault: { kind: 'catalogue' } });
  worker.files.set(missing, bytes);
  expect(await worker.api.products(ids)).toMatchObject({ ok: true });
});

/** The same catalogue with a picture of four bytes for every third product. */
const withPictures = buildCatalogue(products, { thumbnails: new Map(products.flatMap((_, item) => (item % 3 === 0 ? [[item, Uint8Array.of(1, 2, item & 255, item >> 8)] as const] : []))) });
const packs = (withPictures.manifest.pictures ?? []).map((hash) => `${hash}.pack`);
const pictureOf = (item: number): Uint8Array | null => (item % 3 === 0 ? Uint8Array.of(1, 2, item & 255, item >> 8) : null);

test('pictures(): a shopper with a history loads every pack, in the order of the catalogue, whatever she asks for', async () => {
  const orders = await Promise.all([[3, 600], [999]].map(async (items) => {
    const worker = aWorker({ files: withPictures.files });
    await worker.api.start(SESSION_CONFIG, agreed('local'));
    await worker.api.record([aView(1), aView(2)]);
    const answer = await worker.api.pictures(items.map((item) => products[item]?.id as ItemId));
    expect(answer).toEqual(ok(items.map(pictureOf)));
    expect(await worker.stores.catalogue.missing(withPictures.manifest.pictures ?? [])).toEqual([]);
    return worker.loaded.filter((name) => name.endsWith('.pack'));
  }));
  expect(orders).toEqual([packs, packs]);
});

test('pictures(): what everybody sees is loaded alone, and nothing where the catalogue has no packs', async () => {
  const everybody = aWorker({ files: withPictures.files });
  await everybody.api.start(SESSION_CONFIG, agreed());
  const shelf = await everybody.api.recommend(HOME);
  if (!shelf.ok) throw new Error(shelf.fault.message);
  expect((await everybody.api.pictures(shelf.value.items.map(({ id }) => id))).ok).toBe(true);
  const asked = everybody.loaded.filter((name) => name.endsWith('.pack'));
  expect(asked.length).toBeGreaterThan(0);
  expect(asked.length).toBeLessThan(packs.length);
  const plain = aWorker();
  await plain.api.start(SESSION_CONFIG, agreed('local'));
  expect(await plain.api.pictures([products[0]?.id as ItemId])).toEqual(ok(null));
});

test('pictures(): after a yes what everybody sees is kept too: her first own shelf asks for the other packs alone', async () => {
  const worker = aWorker({ files: withPictures.files });
  await worker.api.start(SESSION_CONFIG, agreed('local'));
  const shelf = await worker.api.recommend(HOME);
  if (!shelf.ok) throw new Error(shelf.fault.message);
  await worker.api.pictures(shelf.value.items.map(({ id }) => id));
  const asked = worker.loaded.filter((name) => name.endsWith('.pack'));
  expect(asked.length).toBeLessThan(packs.length);
  await worker.api.record([aView(1), aView(2)]);
  expect(await worker.api.pictures([products[999]?.id as ItemId])).toEqual(ok([pictureOf(999)]));
  expect(worker.loaded.filter((name) => name.endsWith('.pack')).sort()).toEqual([...packs].sort());
});

test('pictures(): cards that ask one by one, at once, load each pack once', async () => {
  const worker = aWorker({ files: withPictures.files });
  await worker.api.start(SESSION_CONFIG, agreed());
  const shelf = await worker.api.recommend(HOME);
  if (!shelf.ok) throw new Error(shelf.fault.message);
  const ids = shelf.value.items.map(({ id }) => id);
  const answers = await Promise.all(ids.map((id) => worker.api.pictures([id])));
  expect(answers).toEqual(ids.map((id) => ok([pictureOf(products.findIndex((product) => product.id === id))])));
  const asked = worker.loaded.filter((name) => name.endsWith('.pack'));
  expect(ids.length).toBeGreaterThan(asked.length);
  expect(asked).toHaveLength(new Set(asked).size);
});

test('pictures(): keeping cards does not drop packs, nor packs cards', async () => {
  const worker = aWorker({ files: withPictures.files });
  await worker.api.start(SESSION_CONFIG, agreed('local'));
  await worker.api.record([aView(1)]);
  await worker.api.pictures([products[0]?.id as ItemId]);
  await shelfOf(worker);
  const { manifest } = withPictures;
  await expect.poll(() => worker.stores.catalogue.missing([manifest.columns, manifest.vectors, ...cards, ...(manifest.pictures ?? [])])).toEqual([]);
});
