import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ManagedCampaign } from '#core/campaigns';
import { contentHash, HOUR_MS } from '#core/units';
import { webRandomness } from '#page/crypto';
import { consoleRoutes, createSignIn } from '#server/console';
import { createMetrics, listen } from '#server/http';
import { openLeaderStore } from '#server/libsql';
import { createSite } from '#server/site';
import type { LeaderStore, LeaderTables, PersonRole } from '#server/store';
import { heldClock, quietLogger, type HeldClock, type TestPair } from './pair.ts';
import { valueOf } from './result.ts';

/** What the console's routes are given by the commands. */
type ConsoleParts = Parameters<typeof consoleRoutes>[1];

/** The secret of its data folder. */
export const CONSOLE_SECRET = 'ab'.repeat(32);

/** One browser at the console. */
export interface Visitor {
  csrf: string;
  cookie: string;
  /** @param headers - replace those that a page of the console sends */
  ask(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<{ readonly status: number; readonly json: Record<string, unknown>; readonly headers: Headers }>;
}

/** A console over a real file and a real port. */
export interface TestConsole {
  readonly url: string;
  readonly clock: HeldClock;
  readonly store: LeaderStore;
  /** How often something was published. */
  readonly published: { count: number };
  /** A token that signs the first owner in. */
  link(person?: string): Promise<string>;
  visitor(): Visitor;
  /** A browser signed in as somebody of `role`. */
  as(role: PersonRole): Promise<Visitor>;
  close(): Promise<void>;
}

/** What a test changes of a console. */
interface ConsoleChange extends Partial<Pick<ConsoleParts, 'assortment' | 'publish' | 'shrink'>> {
  readonly wrap?: (store: LeaderStore) => LeaderStore;
  /** Serves its page too. */
  readonly page?: Omit<Parameters<typeof createSite>[0], 'metrics' | 'logger' | 'entry'>;
  /** The pair whose leader it belongs to, instead of a store of its own. */
  readonly over?: Pick<TestPair, 'leader' | 'clock'>;
  /** Where the world is told to reach it. */
  readonly publicUrl?: string;
}

/** Starts a console; the clock stands at now. */
export async function startConsole({ wrap = (store) => store, page, over, publicUrl, publish, ...change }: ConsoleChange = {}): Promise<TestConsole> {
  const folder = mkdtempSync(join(tmpdir(), 'homebird-console-'));
  const clock = over?.clock ?? heldClock();
  const store = over?.leader.store ?? wrap(valueOf(openLeaderStore(join(folder, 'leader.db'))));
  let answer: (request: Request) => Response | Promise<Response> = () => new Response(null, { status: 503 });
  const listening = valueOf(await listen({ fetch: (request) => answer(request), host: '127.0.0.1', port: 0 }));
  const url = publicUrl ?? `http://127.0.0.1:${listening.port}`;
  const signIn = createSignIn({ store, clock, randomness: webRandomness });
  const published = { count: 0 };
  const site = page ?? { folder, variables: { SHOP: 'Test shop', SHOP_URL: '', CONSOLE_URL: url, AUDIT_URL: '', LEADER: '', HELPER: '', POLICY: '' }, reach: { connect: [], images: [] } };
  const app = createSite({
    ...site, entry: 'console.html', metrics: createMetrics(), logger: quietLogger(),
    routes: (routes) => consoleRoutes(routes, {
      store, signIn, clock, randomness: webRandomness, url, secret: CONSOLE_SECRET, ...change,
      publish(tables: LeaderTables, nowMs) {
        published.count += 1;
        publish?.(tables, nowMs);
      },
    }),
  });
  answer = (request) => app.fetch(request);
  const own = `http://127.0.0.1:${listening.port}`;

  function visitor(): Visitor {
    const browser: Visitor = {
      csrf: '', cookie: '',
      async ask(method, path, body, headers = {}) {
        const isBytes = body instanceof Uint8Array;
        const response = await fetch(own + path, {
          method, headers: { cookie: browser.cookie, ...(method !== 'GET' && { origin: own, 'homebird-csrf': browser.csrf }), ...headers },
          ...(body !== undefined && { body: isBytes ? (body as Uint8Array<ArrayBuffer>) : JSON.stringify(body) }),
        });
        const cookie = response.headers.get('set-cookie');
        if (cookie !== null) browser.cookie = cookie.split(';')[0] ?? '';
        const text = await response.text();
        const json = (text === '' || !(response.headers.get('content-type') ?? '').includes('json') ? {} : JSON.parse(text)) as Record<string, unknown>;
        if (typeof json['csrf'] === 'string') browser.csrf = json['csrf'];
        return { status: response.status, json, headers: response.headers };
      },
    };
    return browser;
  }

  async function link(person?: string): Promise<string> {
    const token = await signIn.link(person);
    if (token === undefined) throw new Error('Nobody of this id');
    return token;
  }

  return {
    url: own, clock, store, published, link, visitor,
    async as(role) {
      const id = role === 'owner' ? 'owner' : contentHash(new TextEncoder().encode(role)).slice(0, 32);
      if (role !== 'owner') await store.transact(({ people }) => people.set({ id, name: `The ${role}`, role, addedMs: clock.nowMs() - HOUR_MS }));
      const browser = visitor();
      await browser.ask('POST', '/api/sign-in', { token: await link(id) });
      return browser;
    },
    async close() {
      await listening.close();
      if (!over) await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A campaign as a body of the API. */
export function withState(managed: ManagedCampaign, state: ManagedCampaign['state']): ManagedCampaign {
  return { ...managed, state };
}
