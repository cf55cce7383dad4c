import { buildCatalogue, catalogueOf, contentVectors, type ItemId, type Product } from '#core/catalogue';
import type { Grants, Purpose } from '#core/consent';
import type { DeviceStores, WorkerNotice } from '#core/contract';
import type { EventId, EventType, ShopEvent } from '#core/events';
import { contentHash, fail, ok, type ContentHash } from '#core/units';
import { ed25519, webSymmetric } from '#page/crypto';
import { memoryStores } from '#page/store';
import { createSession, type SessionPorts } from '#worker/session';
import { countingRandomness } from './federation.ts';
import { valueOf } from './result.ts';

const FOLDER = 'https://shop.example/catalogue/';
export const SESSION_CONFIG = { shop: 'test', catalogueUrl: `${FOLDER}catalogue.json`, leaderUrl: '', policy: '', tensorsUrl: '', debug: false };
/** The moment of every session. */
export const SESSION_NOW_MS = 1_800_000_000_000;
export const HOME = { placement: 'home', count: 8 } as const;

let version = 1;
export const agreed = (...purposes: Purpose[]): Grants => ({ version: version++, purposes, gpc: false });

/** A shop's files and what a session reads out of them. */
export function aShopOf(products: readonly Product[]) {
  const built = buildCatalogue(products);
  return { products, files: built.files, catalogue: catalogueOf(contentHash(built.files.get('catalogue.json') ?? new Uint8Array(0)), products, contentVectors(products)) };
}

export type AShop = ReturnType<typeof aShopOf>;

/** One after the other by name, as the locks of a browser: tabs of one test share them where they share this. */
export function inOrder(): SessionPorts['oneByOne'] {
  const last = new Map<string, Promise<unknown>>();
  return (name, act) => {
    const turn = (last.get(name) ?? Promise.resolve()).then(act, act);
    last.set(name, turn.catch(() => undefined));
    return turn;
  };
}

/** Counts them: each draws otherwise than the others, and the same in every run. */
let sessions = 0;

/** A session without a leader that was not started yet: clock held, timers when the test says so, what it loads written down, all else real or in memory. */
export function aNewSession(options: { readonly files: ReadonlyMap<string, Uint8Array>; readonly stores?: DeviceStores; readonly idle?: () => Promise<void>; readonly turns?: SessionPorts['oneByOne'] }) {
  const stores = options.stores ?? memoryStores();
  const files = new Map(options.files);
  const loaded: string[] = [];
  const timers: (() => void)[] = [];
  const state = { nowMs: SESSION_NOW_MS };
  const ports: SessionPorts = {
    clock: { nowMs: () => state.nowMs }, randomness: countingRandomness(`session ${(sessions += 1)}`), symmetric: webSymmetric, ed25519, hash: async (bytes): Promise<ContentHash> => contentHash(bytes),
    async load(url) {
      const name = url.slice(FOLDER.length);
      loaded.push(name);
      const bytes = files.get(name);
      return bytes ? ok(bytes.slice()) : fail('offline', `no ${url}`);
    },
    sending: () => Promise.reject(new Error('nothing is sent here')),
    stores: () => stores, alone: (_name, act) => act(), oneByOne: options.turns ?? inOrder(), idle: options.idle ?? (async () => undefined),
    after: (_delayMs, act) => {
      timers.push(act);
      return () => undefined;
    },
    elapsedMs: () => 0, hasGpc: () => false, browser: 'a test', fasterEncoder: async () => fail('no-webgpu', 'none here'),
  };
  const api = createSession(ports);
  const notices: WorkerNotice[] = [];
  void api.subscribe((notice) => notices.push(notice));
  return { api, stores, files, loaded, timers, notices, state };
}

/** A session over `stores`, which others may share as tabs do, under a yes to remembering or what `grants` say. */
export async function aSession(shop: AShop, { grants = agreed('local'), ...options }: Omit<Parameters<typeof aNewSession>[0], 'files'> & { readonly grants?: Grants } = {}) {
  const session = aNewSession({ files: shop.files, ...options });
  valueOf(await session.api.start(SESSION_CONFIG, grants));
  return session;
}

/** Event number `n` of a history, a minute after the one before; `items` by catalogue index. */
export function anEvent({ products }: Pick<AShop, 'products'>, n: number, items: number | readonly number[], type: EventType = 'view_item'): ShopEvent {
  return {
    id: (n + 1).toString(16).padStart(32, '0') as EventId, type, atMs: SESSION_NOW_MS - 6_000_000 + n * 60_000, page: '/p',
    items: [items].flat().map((item) => ({ itemId: products[item]?.id as ItemId })),
  };
}
