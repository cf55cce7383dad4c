import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchChromium } from '#support/chromium';
import { aPage, bundle, serveFixture, type FixtureSite } from '#support/fixture-site';
import { anEntry, anEvent, STORE_CONTRACT } from '#support/store-contract';

let site: FixtureSite;
let browser: Browser;
let context: BrowserContext;

beforeAll(async () => {
  const page = aPage('<script type="module" src="/store.js"></script>');
  site = await serveFixture({
    files: {
      ...(await bundle({ entries: { store: 'tests/browser/fixtures/store.ts' } })), '/': page, '/empty': aPage(''),
      '/frame': aPage('', '<iframe sandbox="allow-scripts" src="/"></iframe>'), '/favicon.ico': { type: 'image/x-icon', body: '' },
    },
  });
  browser = await launchChromium();
  context = await browser.newContext();
});
afterAll(async () => {
  await browser?.close();
  await site?.close();
});

async function open(path = '/') {
  const page = await context.newPage();
  await page.goto(site.origin + path);
  await page.waitForFunction(() => typeof storeFixture === 'object');
  return page;
}

describe('indexedStores() in Chromium', () => {
  test('keeps the same contract as memoryStores()', async () => {
    const page = await open();
    const results = await page.evaluate(() => storeFixture.runContract());
    expect(results.filter((result) => result.error !== '')).toEqual([]);
    expect(results).toHaveLength(STORE_CONTRACT.length);
    await page.close();
  });

  test('opening stores creates no database', async () => {
    const page = await open();
    const names = await page.evaluate(async () => {
      storeFixture.indexedStores('untouched');
      await new Promise((done) => setTimeout(done, 50));
      return (await indexedDB.databases()).map((database) => database.name);
    });
    expect(names.filter((name) => name?.includes('untouched'))).toEqual([]);
    await page.close();
  });

  test('what was put is there on the next page, and nothing of it after erase', async () => {
    const first = await open();
    await first.evaluate(async (event) => storeFixture.indexedStores('durable').events.put([event]), anEvent(1));
    await first.close();
    const second = await open();
    expect(await second.evaluate(async () => (await storeFixture.indexedStores('durable').events.all()).length)).toBe(1);
    await second.evaluate(() => storeFixture.indexedStores('durable').erase());
    const names = await second.evaluate(async () => (await indexedDB.databases()).map((database) => database.name));
    expect(names).not.toContain('homebird:durable');
    await second.close();
  });

  test('erase takes a ledger with it in which nothing stands, also from under another tab, and leaves one that was spent from', async () => {
    const [mine, other] = [await open(), await open()];
    for (const page of [mine, other]) {
      await page.evaluate(async () => {
        storeFixture.open = storeFixture.indexedStores('unspent');
        await storeFixture.open.ledger.entries();
      });
    }
    const listed = (name: string) => mine.evaluate(async (wanted) => (await indexedDB.databases()).some((database) => database.name === wanted), name);
    expect(await listed('homebird-ledger:unspent')).toBe(true);
    expect(await mine.evaluate(() => storeFixture.open?.erase())).toEqual({ deletedEvents: 0, verifiedEmpty: true });
    expect(await listed('homebird-ledger:unspent')).toBe(false);
    // What the other tab still had in hand is written whole, into a ledger made anew.
    await other.evaluate(async (entry) => storeFixture.open?.ledger.update(entry), anEntry(1, { state: 'acked' }));
    expect(await mine.evaluate(() => storeFixture.open?.erase())).toEqual({ deletedEvents: 0, verifiedEmpty: true });
    expect(await mine.evaluate(async () => (await storeFixture.open?.ledger.entries())?.map(({ rho, state }) => [rho, state]))).toEqual([[1 / 32, 'acked']]);
    const noted = await mine.evaluate(async () => {
      const stores = storeFixture.indexedStores('noted');
      await stores.checkpoint.write('origin\n1\n');
      await stores.erase();
      return stores.checkpoint.read();
    });
    expect(noted).toBe('origin\n1\n');
    await mine.close();
    await other.close();
  });

  test('another tab with open stores does not keep an erasure waiting', async () => {
    const [mine, other] = [await open(), await open()];
    for (const page of [mine, other]) {
      await page.evaluate(async (event) => {
        // Kept open: the other tab's erasure has to get past it.
        storeFixture.open = storeFixture.indexedStores('two-tabs');
        await storeFixture.open.events.put([event]);
      }, anEvent(2));
    }
    expect(await mine.evaluate(() => storeFixture.open?.erase())).toEqual({ deletedEvents: 1, verifiedEmpty: true });
    expect(await other.evaluate(async () => (await storeFixture.open?.events.all())?.length)).toBe(0);
    await mine.close();
    await other.close();
  });

  test('a connection the browser closed is opened again', async () => {
    const page = await open();
    const count = await page.evaluate(async ([one, two]) => {
      if (!one || !two) throw new Error('Two events are wanted');
      // What Safari does to a background tab: every connection is closed under the stores' feet.
      const opened: IDBDatabase[] = [];
      const original = IDBDatabase.prototype.transaction;
      IDBDatabase.prototype.transaction = function (this: IDBDatabase, ...parts: Parameters<typeof original>) {
        opened.push(this);
        return original.apply(this, parts);
      } as typeof original;
      const stores = storeFixture.indexedStores('closed');
      await stores.events.put([one]);
      for (const database of opened) database.close();
      await stores.events.put([two]);
      return (await stores.events.all()).length;
    }, [anEvent(1), anEvent(2)]);
    expect(count).toBe(2);
    await page.close();
  });

  test('a ledger from before notes were kept keeps its entries and takes notes', async () => {
    const page = await open();
    const { body: _, ...entry } = anEntry(1);
    const kept = await page.evaluate(async (old) => {
      await new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('homebird-ledger:older', 1);
        opening.onerror = () => reject(new Error('cannot open'));
        opening.onupgradeneeded = () => opening.result.createObjectStore('entries').put({ ...old, body: new Uint8Array(1) }, old.taskId);
        opening.onsuccess = () => {
          opening.result.close();
          resolve();
        };
      });
      const stores = storeFixture.indexedStores('older');
      await stores.checkpoint.writeManifest('note');
      return [(await stores.ledger.entries()).map(({ taskId }) => taskId), await stores.checkpoint.readManifest()];
    }, entry);
    expect(kept).toEqual([[entry.taskId], 'note']);
    await page.close();
  });

  test('two tabs spending the last of a budget at once: one is let through', async () => {
    const pages = [await open(), await open(), await open()];
    const answers = await Promise.all(pages.map((page, i) => page.evaluate(
      async ({ entry, body }) => {
        const answer = await storeFixture.indexedStores('budget').ledger.spend({ ...entry, body: new Uint8Array(body) }, (entries) => (entries.length > 0 ? { kind: 'budget-spent', message: '' } : undefined));
        return answer.ok;
      }, { entry: anEntry(i), body: [i] },
    )));
    expect(answers.filter(Boolean)).toHaveLength(1);
    await Promise.all(pages.map((page) => page.close()));
  });

  test('limitation: in a sandboxed frame nothing can be kept, and the error says so', async () => {
    const page = await context.newPage();
    await page.goto(`${site.origin}/frame`);
    const frame = page.frames()[1];
    if (!frame) throw new Error('The fixture has a frame');
    await frame.waitForFunction(() => typeof storeFixture === 'object');
    const error = await frame.evaluate(async () => storeFixture.indexedStores('sandbox').events.all().then(() => 'kept', (reason: Error) => `${reason.name}: ${reason.message}`));
    expect(error).toMatch(/^StorageError: Cannot read events: SecurityError/);
    await page.close();
  });
});
