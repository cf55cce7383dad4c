import { expect } from 'vitest';
import type { Page } from 'playwright-core';
import { NOTHING_KEPT, storageOf } from '../page-state.ts';
import { add, agree, basket, expectShelves, ITEMS, otherTab, recommended, untilSaid, visit, workerOf, type Fault, type Scene } from './scene.ts';

const [KETTLE, MUG, GRINDER, PAN] = ITEMS;
const HISTORY = 'homebird:fixture';

/** The browser itself deletes what the origin keeps, connections and all. */
async function evict({ cdp, site }: Scene, storageTypes = 'indexeddb'): Promise<void> {
  await cdp.send('Storage.clearDataForOrigin', { origin: site.origin, storageTypes });
}

/** Opens the history as a build of `version` would that adds the store `later`. Gives the version the database then has. */
function openAs(page: Page, version: number): Promise<number> {
  return page.evaluate(async ([name, version]) => new Promise<number>((resolve, reject) => {
    const opening = indexedDB.open(name, version);
    opening.addEventListener('upgradeneeded', () => {
      if (!opening.result.objectStoreNames.contains('later')) opening.result.createObjectStore('later');
    });
    opening.addEventListener('error', () => reject(new Error(String(opening.error))));
    opening.addEventListener('success', () => {
      // As the product does: an older tab may want to go on.
      opening.result.addEventListener('versionchange', () => opening.result.close());
      resolve(opening.result.version);
    });
  }), [HISTORY, version] as const);
}

const killed: readonly Fault[] = [
  {
    kind: 'IndexedDB killed', title: 'the browser closes every connection and deletes the databases under an open page', isSample: true,
    async run(scene) {
      await add(scene.page, KETTLE);
      expect(await basket(scene.page, 1)).toEqual([KETTLE]);
      await evict(scene);
      await add(scene.page, MUG);
      expect(await basket(scene.page, 1)).toEqual([MUG]);
      await expectShelves(scene);
      return 'the next event is kept in a new database, once; shelves go on';
    },
  },
  {
    kind: 'IndexedDB killed', title: 'the databases are deleted by a script in another tab while events are recorded',
    async run(scene) {
      const other = await otherTab(scene);
      for (const item of ITEMS) {
        await add(scene.page, item);
        await other.evaluate(async () => {
          for (const { name = '' } of await indexedDB.databases()) {
            await new Promise((resolve, reject) => {
              const deleting = indexedDB.deleteDatabase(name);
              deleting.addEventListener('success', resolve);
              deleting.addEventListener('error', reject);
            });
          }
        });
      }
      await add(scene.page, KETTLE);
      const kept = await basket(scene.page, 1);
      expect(kept.filter((item) => item === KETTLE)).toHaveLength(1);
      await expectShelves(scene);
      return 'every deletion went through at once; what came after the last is kept once';
    },
  },
  {
    kind: 'IndexedDB killed', title: 'connections are closed twenty times while events are written',
    async run(scene) {
      for (let i = 0; i < 20; i++) {
        await Promise.all([add(scene.page, ITEMS[i % ITEMS.length] ?? KETTLE), evict(scene)]);
      }
      await add(scene.page, PAN);
      expect((await basket(scene.page, 1)).filter((item) => item === PAN).length).toBeLessThanOrEqual(4); // three were added before
      await expectShelves(scene);
      return 'nothing thrown; the last event is kept';
    },
  },
  {
    kind: 'IndexedDB killed', title: 'a tab of another script holds the database open and never lets go of it while she erases',
    async run(scene) {
      await add(scene.page, KETTLE);
      await basket(scene.page, 1);
      const other = await scene.context.newPage();
      await other.goto(`${scene.site.origin}/favicon.ico`);
      await other.evaluate((name) => new Promise((resolve) => {
        const opening = indexedDB.open(name);
        opening.addEventListener('success', () => resolve(Object.assign(globalThis, { held: opening.result }) && undefined));
      }), HISTORY);
      const erased = await scene.page.evaluate(() => homebird.forget());
      const left = await other.evaluate(async () => {
        const { held } = globalThis as unknown as { held: IDBDatabase };
        const counts = [...held.objectStoreNames].map((name) => new Promise<number>((resolve) => {
          const asked = held.transaction(name).objectStore(name).count();
          asked.addEventListener('success', () => resolve(asked.result));
        }));
        return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
      });
      expect(left).toBe(0);
      expect(erased).toMatchObject({ verifiedEmpty: false });
      await other.close();
      await expectShelves(scene);
      return 'everything in it is deleted; that its name is still there is said';
    },
  },
];

/** The basket once `item` is the last in it. */
async function untilLast(page: Page, item: string): Promise<readonly unknown[]> {
  await expect.poll(async () => (await basket(page, 1)).at(-1), { timeout: 30_000 }).toBe(item);
  return basket(page, 1);
}

/** @param quotaSize - bytes; absent: the browser's own again */
async function setQuota({ cdp, site }: Scene, quotaSize?: number): Promise<void> {
  await cdp.send('Storage.overrideQuotaForOrigin', { origin: site.origin, ...(quotaSize !== undefined && { quotaSize }) });
}

const full: readonly Fault[] = [
  {
    kind: 'quota full', title: 'there is no room from the first visit on, and later there is', isSample: true,
    async run(scene) {
      await setQuota(scene, 1); // first: what the open page tells meanwhile finds no room either
      await evict(scene);
      await visit(scene.page, scene.site.origin, '/p/mug-tollund');
      await add(scene.page, MUG);
      const line = await untilSaid(scene, /keeps no more/);
      await expectShelves(scene);
      await setQuota(scene);
      await add(scene.page, GRINDER);
      expect(await basket(scene.page, 1)).toEqual([GRINDER]);
      return `console: "${line.slice(0, 64)}…"; shelves show what is popular; what comes after is kept`;
    },
  },
  {
    kind: 'quota full', title: 'the room ends while she browses',
    async run(scene) {
      await add(scene.page, KETTLE);
      await basket(scene.page, 1);
      await setQuota(scene, 1);
      // Chromium looks at its quota now and then, not at every write.
      const added = await scene.page.evaluate(async (item) => {
        let isFull = false;
        document.addEventListener('homebird:error', (event) => { isFull ||= (event as CustomEvent<{ kind: string }>).detail.kind === 'storage'; });
        for (let count = 1; count < 100; count++) {
          await homebird('track', 'add_to_cart', { items: [{ item_id: item }] });
          await new Promise((resolve) => { setTimeout(resolve, 500); });
          if (isFull) return count;
        }
        return 0;
      }, MUG);
      await untilSaid(scene, /keeps no more/);
      expect(await recommended(scene.page)).toHaveLength(6);
      await setQuota(scene);
      await add(scene.page, GRINDER);
      const kept = await untilLast(scene.page, GRINDER);
      expect(kept.filter((item) => item === MUG)).toHaveLength(added - 1);
      await expectShelves(scene);
      return `${added - 1} events fit, the next did not and was said; none is kept twice; after that it goes on`;
    },
  },
  {
    kind: 'quota full', title: 'she erases although nothing can be written',
    async run(scene) {
      await add(scene.page, KETTLE);
      await basket(scene.page, 1);
      await setQuota(scene, 1);
      expect(await scene.page.evaluate(() => homebird.forget())).toMatchObject({ verifiedEmpty: true });
      expect((await storageOf(scene.page, scene.context)).databases).not.toContain(HISTORY);
      await setQuota(scene);
      return 'erased and verified';
    },
  },
];

const upgraded: readonly Fault[] = [
  {
    kind: 'version upgrade with two tabs', title: 'a newer build opens the database while the older one uses it in another tab', isSample: true,
    async run(scene) {
      await add(scene.page, KETTLE);
      await basket(scene.page, 1);
      const other = await otherTab(scene);
      expect(await openAs(other, 7)).toBe(7); // blocked for ever, had the older tab not let go
      await add(scene.page, MUG);
      expect(await basket(scene.page, 2)).toEqual([KETTLE, MUG]);
      await expectShelves(scene);
      return 'the older tab lets go at once and goes on with the newer database; both events are there';
    },
  },
  {
    kind: 'version upgrade with two tabs', title: 'a third build comes while both are at work',
    async run(scene) {
      const other = await otherTab(scene);
      for (const [version, item] of [[5, KETTLE], [6, MUG], [9, GRINDER]] as const) {
        expect(await openAs(other, version)).toBe(version);
        await Promise.all([add(scene.page, item), add(other, PAN)]);
      }
      const kept = await basket(scene.page, 6);
      expect([...kept].sort()).toEqual([KETTLE, GRINDER, MUG, PAN, PAN, PAN].sort());
      return 'six events from two tabs over three versions, each once';
    },
  },
  {
    kind: 'version upgrade with two tabs', title: 'the shop goes back to the older build',
    async run(scene) {
      await add(scene.page, KETTLE);
      await basket(scene.page, 1);
      expect(await openAs(scene.page, 12)).toBe(12);
      await visit(scene.page, scene.site.origin, '/p/mug-tollund');
      await add(scene.page, MUG);
      expect(await basket(scene.page, 2)).toEqual([KETTLE, MUG]);
      return 'the older build goes on with what the newer one left';
    },
  },
  {
    kind: 'version upgrade with two tabs', title: 'a script of the shop has made an empty database of that name before the first visit',
    async run(scene) {
      await evict(scene);
      await scene.page.goto(`${scene.site.origin}/favicon.ico`);
      await scene.page.evaluate((name) => new Promise((resolve) => {
        const opening = indexedDB.open(name);
        opening.addEventListener('success', () => {
          opening.result.close();
          resolve(undefined);
        });
      }), HISTORY);
      await visit(scene.page, scene.site.origin, '/p/mug-tollund');
      await add(scene.page, MUG);
      expect(await basket(scene.page, 1)).toEqual([MUG]);
      return 'it is completed and used';
    },
  },
];

const evicted: readonly Fault[] = [
  {
    kind: 'storage evicted', title: 'the browser deletes all that the origin keeps between two pages', isSample: true,
    async run(scene) {
      await add(scene.page, KETTLE);
      await basket(scene.page, 1);
      await scene.page.goto('about:blank');
      await expect.poll(() => scene.page.workers().length).toBe(0); // nobody is left to write after it
      await evict(scene, 'all');
      await visit(scene.page, scene.site.origin, '/p/mug-tollund');
      await scene.page.locator('homebird-consent .banner').waitFor();
      expect(await storageOf(scene.page, scene.context)).toEqual(NOTHING_KEPT);
      await agree(scene.page);
      await add(scene.page, MUG);
      expect(await basket(scene.page, 1)).toEqual([MUG]);
      await expectShelves(scene);
      return 'as on the first visit: nothing is kept until she is asked again';
    },
  },
  {
    kind: 'storage evicted', title: 'the browser deletes all under an open page',
    async run(scene) {
      await add(scene.page, KETTLE);
      await basket(scene.page, 1);
      const worker = await workerOf(scene.page);
      await evict(scene, 'all');
      expect(await recommended(scene.page)).toHaveLength(6);
      expect(scene.page.workers()).toContain(worker);
      await expectShelves(scene);
      await scene.page.locator('homebird-consent .banner').waitFor();
      return 'the open page goes on; the next one asks again';
    },
  },
];

/** What can happen to a browser's storage. */
export const STORAGE_FAULTS: readonly Fault[] = [...killed, ...full, ...upgraded, ...evicted];
