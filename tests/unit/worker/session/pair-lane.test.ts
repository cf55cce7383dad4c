import { expect, test } from 'vitest';
import { CONTENT_DIMS } from '#core/catalogue';
import { PAIR_LAYOUT, pairLayout } from '#core/cooccurrence';
import type { WorkerNotice } from '#core/contract';
import { historyOf } from '#core/features';
import { contentHash, type ContentHash } from '#core/units';
import { memoryStores } from '#page/store';
import { aCatalogue, aHistory } from '#support/a-shop';
import { lazyLayout, type PublishedModel } from '#worker/federation';
import { arraysEncoder } from '#worker/models';
import { rankHistograms } from '#core/ranking';
import { createLiveRanks } from '../../../../worker/session/live-ranks.ts';
import { decodeCompany, encodeCompany } from '../../../../worker/session/company-file.ts';
import { createPairLane } from '../../../../worker/session/pair-lane.ts';
import { readPairs } from '../../../../worker/session/read-pairs.ts';
import { readWishes } from '../../../../worker/session/wishes.ts';
import { steadyEncoder } from '../../../../worker/session/steady-encoder.ts';

const catalogue = aCatalogue({ items: 100 });
const layout = pairLayout(catalogue, 1);
const HASH = (digit: string): ContentHash => digit.repeat(64) as ContentHash;
const noPause = (): Promise<void> => Promise.resolve();

/** A table in which item 3 goes with item 90 above all. */
function aTable(changes: { readonly hash?: ContentHash; readonly weights?: Float32Array<ArrayBuffer> } = {}): PublishedModel {
  const weights = new Float32Array(layout.cells);
  weights[layout.cellOf(3, 90)] = 64 * 500;
  weights[layout.cellOf(5, 6)] = 64 * 20;
  for (let item = 0; item < 100; item++) weights[layout.cellOf(item, item)] = 64 * 600;
  return { kind: 'pairs', weights, maxBlocks: 1, layout: PAIR_LAYOUT, catalogue: catalogue.hash, hash: HASH('1'), round: 4, ...changes };
}

function aLane(table: PublishedModel | undefined, stores = memoryStores()) {
  const notices: WorkerNotice[] = [];
  const state = { table };
  const models = { get: (kind: string) => (kind === 'pairs' ? state.table : undefined), all: () => [], adopt: () => undefined, restore: () => Promise.resolve() };
  const notify = (notice: WorkerNotice): void => void notices.push(notice);
  const lane = createPairLane({ models, catalogue, stores, notify, ports: { hash: async (bytes) => contentHash(bytes) } });
  const layoutOf = lazyLayout(catalogue);
  const read = (pause: () => Promise<void>): Promise<void> => readPairs({ pairs: lane, catalogue, notify }, layoutOf, pause);
  return { lane, read, models, notices, state, stores };
}

test('a lane reads a table once, in slices, and tells that the scorer is there', async () => {
  const { lane, read, notices } = aLane(aTable());
  let pauses = 0;
  expect(lane.current()).toBeUndefined();
  await read(async () => { pauses += 1; });
  expect(pauses).toBeGreaterThan(1);
  const company = lane.current();
  expect(company?.vectors.length).toBe(100 * CONTENT_DIMS);
  expect([...(company?.neighbours.items.subarray(company.neighbours.starts[3], company.neighbours.starts[4]) ?? [])]).toEqual([90]);
  expect(notices).toEqual([{ kind: 'scorers-ready', scorers: ['popularity', 'content', 'co-occurrence', 'on-device', 'mix'] }]);
  await read(() => Promise.reject(new Error('read again')));
  expect(lane.current()).toBe(company);
});

test('a lane goes on with what it has while a newer table is read, and takes it when it is', async () => {
  const { lane, read, state } = aLane(aTable());
  await read(noPause);
  const before = lane.current();
  state.table = aTable({ hash: HASH('2') });
  await read(async () => { expect(lane.current()).toBe(before); });
  expect(lane.current()).not.toBe(before);
  state.table = aTable({ hash: HASH('3') });
  await expect(read(() => Promise.reject(new Error('stopped')))).rejects.toThrow('stopped');
  expect(lane.current()).toBeDefined();
  await read(noPause); // an abandoned read is made up for
});

test('a table of noise alone gives no scorer, one laid out otherwise a fault, once', async () => {
  const empty = aLane(aTable({ weights: new Float32Array(layout.cells) }));
  await empty.read(noPause);
  expect([empty.lane.current(), empty.notices]).toEqual([undefined, []]);
  const odd = aLane(aTable({ weights: new Float32Array(layout.cells - 1) }));
  for (let turn = 0; turn < 2; turn++) await odd.read(noPause);
  expect(odd.lane.current()).toBeUndefined();
  expect(odd.notices).toMatchObject([{ kind: 'fault', fault: { kind: 'unverified-model' } }]);
  const none = aLane(undefined);
  await none.read(noPause);
  expect(none.lane.current()).toBeUndefined();
});

test('what was read is kept for the next page, until another table comes or the file is damaged', async () => {
  const first = aLane(aTable());
  await first.lane.restore();
  expect(first.lane.current()).toBeUndefined();
  await first.read(noPause);
  const [file] = await first.lane.files();

  const second = aLane(aTable(), first.stores);
  await second.lane.restore();
  const [made, kept] = [first.lane.current(), second.lane.current()];
  expect(kept?.neighbours).toEqual(made?.neighbours);
  expect([kept?.vectors, kept?.trend]).toEqual([made?.vectors, made?.trend]);
  expect(second.notices).toHaveLength(1);
  await second.read(() => Promise.reject(new Error('read again')));

  const other = aLane(aTable({ hash: HASH('2') }), first.stores);
  await other.lane.restore();
  expect(other.lane.current()).toBeUndefined();

  const bytes = (file && (await first.stores.files.read(file))) ?? new Uint8Array(0);
  if (file) await first.stores.files.write(file, bytes.with(40, 1));
  const damaged = aLane(aTable(), first.stores);
  await damaged.read(noPause);
  expect(damaged.lane.current()?.neighbours).toEqual(made?.neighbours); // made anew
});

test('decodeCompany() reads what encodeCompany() wrote, and gives nothing for hostile bytes', async () => {
  const { lane, read } = aLane(aTable());
  await read(noPause);
  const made = lane.current();
  if (!made) throw new Error('There is nothing to keep');
  const bytes = encodeCompany(made);
  expect(decodeCompany(new Uint8Array([9, ...bytes]).subarray(1), catalogue)).toMatchObject({ neighbours: made.neighbours, categories: made.categories, trend: made.trend, vectors: made.vectors });
  expect(decodeCompany(bytes, { ...catalogue, items: 99 })).toBeUndefined();
  expect(decodeCompany(bytes, { ...catalogue, categories: [...catalogue.categories, 'new'] })).toBeUndefined();
  for (const cut of [0, 3, 16, 17, bytes.length - 1, bytes.length - 4]) expect(decodeCompany(bytes.subarray(0, cut), catalogue)).toBeUndefined();
  const words = 6; // magic, version, N, M, C, K; then starts, items, three tables, places of categories
  const places = words + 101 + 3 * made.neighbours.items.length + 100;
  for (const [word, value] of [[0, 1], [1, 99], [2, 1], [3, -1], [4, 1], [5, -1], [5, 1], [places, 99], [places, -2], [words, 1], [words + 3, 1 << 20], [words + 101, 100], [words + 101, -1]] as const) {
    const changed = bytes.slice();
    new DataView(changed.buffer).setInt32(4 * word, value, true);
    expect(decodeCompany(changed, catalogue), `word ${word} as ${value}`).toBeUndefined();
  }
  const follows = words + 101 + made.neighbours.items.length;
  const ties = places + catalogue.categories.length;
  for (const [word, value] of [[follows, Number.NaN], [follows, -1], [ties, -1], [ties, Infinity]] as const) {
    const changed = bytes.slice();
    new DataView(changed.buffer).setFloat32(4 * word, value, true);
    expect(decodeCompany(changed, catalogue), `word ${word} as ${value}`).toBeUndefined();
  }
});

function aMeter(items: readonly number[]) {
  const stores = memoryStores();
  const { lane, models } = aLane(aTable());
  const state = { items, revision: 1 };
  const shopper = {
    history: () => Promise.resolve({ ...historyOf([], catalogue), ...aHistory(state.items) }), revision: () => state.revision, deletions: () => Promise.resolve(0),
    events: () => Promise.resolve([]), record: () => Promise.resolve(), add: () => Promise.resolve(), remove: () => Promise.resolve(0), wishes: () => readWishes(stores.settings, catalogue),
  };
  const ranks = createLiveRanks({ stores, shopper, catalogue, models, encoder: steadyEncoder(arraysEncoder(catalogue), () => undefined), pairs: lane });
  const kept = async (): Promise<readonly number[]> => (await stores.settings.read('liveRanks'))?.pairs ?? [];
  return { stores, ranks, state, kept, see: (...more: number[]) => { state.items = [...state.items, ...more]; state.revision += 1; } };
}

test('live ranks measure each thing turned to once, from what came before it', async () => {
  const { ranks, kept, see } = aMeter([]);
  await ranks.measure(undefined, noPause);
  expect(await kept()).toEqual([]);
  see(3);
  await ranks.measure(undefined, noPause);
  expect(await kept()).toEqual([]); // nothing was known before the first
  see(20, 40);
  await ranks.measure(undefined, noPause);
  const two = await kept();
  expect(two).toHaveLength(2);
  await ranks.measure(undefined, noPause);
  expect(await kept()).toEqual(two);
  see(60);
  await ranks.measure(undefined, noPause);
  expect((await kept()).slice(0, 2)).toEqual(two);
  expect(await kept()).toHaveLength(3);
  const { popularity } = rankHistograms(await kept());
  expect(popularity.reduce((sum, count) => sum + count, 0)).toBe(3);
});

test('live ranks keep the last 200 events and measure at most 20 in one turn', async () => {
  const { ranks, kept, see, state } = aMeter([1]);
  for (let turn = 0; turn < 12; turn++) {
    see(...Array.from({ length: 25 }, (_, i) => (7 * (turn * 25 + i)) % 100));
    await ranks.measure(undefined, noPause);
    expect((await kept()).length).toBe(Math.min(200, 20 * (turn + 1)));
  }
  expect(state.items.length).toBe(301);
});

test('live ranks leave out what a personal head of an older version has learnt already, and go with an erasure', async () => {
  const { ranks, stores, kept, see } = aMeter([1, 2, 3, 4]);
  await stores.settings.write('personalMix', [1]);
  await ranks.measure(undefined, noPause);
  expect(await kept()).toEqual([]);
  see(5);
  await ranks.measure(undefined, noPause);
  expect(await kept()).toHaveLength(1);
  await stores.erase();
  expect(await stores.settings.read('liveRanks')).toBeUndefined();
});
