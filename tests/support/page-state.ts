import type { BrowserContext, Locator, Page } from 'playwright-core';

/** Everything a page's origin keeps, by place. */
export interface PageStorage {
  readonly cookies: number;
  readonly local: Readonly<Record<string, string>>;
  readonly session: Readonly<Record<string, string>>;
  readonly databases: readonly (string | undefined)[];
  readonly caches: readonly string[];
  readonly serviceWorkers: number;
  /** Names in the origin's private file system. */
  readonly files: readonly string[];
  /** What the browser itself counts for the origin: databases, caches, files. */
  readonly bytes: number;
}

/** Nothing kept anywhere. */
export const NOTHING_KEPT: PageStorage = { cookies: 0, local: {}, session: {}, databases: [], caches: [], serviceWorkers: 0, files: [], bytes: 0 };

/** Looks into every place a page can keep something in. */
export async function storageOf(page: Page, context: BrowserContext): Promise<PageStorage> {
  const inside = await page.evaluate(async () => {
    const filesOf = async (): Promise<string[]> => {
      const names: string[] = [];
      for await (const name of (await navigator.storage.getDirectory() as unknown as { keys(): AsyncIterable<string> }).keys()) names.push(name);
      return names;
    };
    return {
      bytes: (await navigator.storage.estimate()).usage ?? 0, // first: looking may itself take room
      local: { ...localStorage } as Record<string, string>, session: { ...sessionStorage } as Record<string, string>,
      databases: (await indexedDB.databases()).map((database) => database.name), caches: await caches.keys(),
      serviceWorkers: (await navigator.serviceWorker.getRegistrations()).length,
      files: await filesOf(),
    };
  });
  return { cookies: (await context.cookies()).length, ...inside };
}

/** All events kept for `shop`, as they are stored; none where there is no database (and none is made by looking). */
export async function keptEvents(page: Page, shop = 'fixture'): Promise<readonly Readonly<Record<string, unknown>>[]> {
  return page.evaluate(async (name) => {
    const names = (await indexedDB.databases()).map((database) => database.name);
    if (!names.includes(name)) return [];
    const database = await new Promise<IDBDatabase>((done, failed) => {
      const request = indexedDB.open(name);
      request.addEventListener('success', () => done(request.result));
      request.addEventListener('error', () => failed(new Error('The database does not open')));
    });
    const events = await new Promise<Record<string, unknown>[]>((done) => {
      const request = database.transaction('events').objectStore('events').index('atMs').getAll() as IDBRequest<Record<string, unknown>[]>;
      request.addEventListener('success', () => done(request.result));
    });
    database.close();
    return events;
  }, `homebird:${shop}`);
}

/** Waits until the kept events satisfy `isEnough`; gives them. @throws Error with what was kept, if they never do */
export async function untilKept(page: Page, isEnough: (events: readonly Readonly<Record<string, unknown>>[]) => boolean): Promise<readonly Readonly<Record<string, unknown>>[]> {
  let events = await keptEvents(page);
  for (let tries = 0; tries < 150; tries++) {
    if (isEnough(events)) return events;
    await page.waitForTimeout(100);
    events = await keptEvents(page);
  }
  throw new Error(`Never kept what was wanted: ${JSON.stringify(events)}`);
}

/** Scrolls down, screen by screen and from the top again, until `part` is there: what a panel shows far down is loaded when she comes to it. */
export async function comeTo(page: Page, part: Locator): Promise<void> {
  for (let screens = 0; screens < 200; screens++) {
    if ((await part.count()) > 0) return;
    await page.evaluate(() => scrollTo(0, scrollY + innerHeight >= document.body.scrollHeight - 1 ? 0 : scrollY + innerHeight));
    await page.waitForTimeout(100);
  }
  throw new Error(`Never came to ${String(part)}`);
}
