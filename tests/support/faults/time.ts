import { expect } from 'vitest';
import type { Page } from 'playwright-core';
import { DAY_MS, type FixtureLeader } from './leader.ts';
import { add, basket, expectShelves, ITEMS, recommended, visit, type Fault, type Scene } from './scene.ts';

const [KETTLE, MUG, GRINDER, PAN] = ITEMS;
const YEAR_MS = 365 * DAY_MS;
/** After a look at the leader, when a report that is due has long left, ms: its slots are 5 s. */
const AFTER_LOOK_MS = 12_000;
/** Longest wait for a report, ms: after a first look that met a fault the next one comes a minute later. */
const REPORT_MS = 120_000;

/** Puts the clocks of page and workers `byMs` from the true time, also those of pages and workers that start later. */
async function setClock({ page }: Scene, byMs: number): Promise<void> {
  const turn = (byMs: number): void => {
    const clock = globalThis as unknown as { trueNow?: () => number };
    const now = (clock.trueNow ??= Date.now.bind(Date));
    Date.now = () => now() + byMs;
  };
  page.removeAllListeners('worker');
  page.on('worker', (worker) => void worker.evaluate(turn, byMs).catch(() => undefined));
  await page.addInitScript(turn, byMs);
  await page.evaluate(turn, byMs);
  for (const worker of page.workers()) await worker.evaluate(turn, byMs);
}

/** What the ledger holds. */
function ledger(page: Page): Promise<readonly { readonly state: string; readonly rho: number; readonly refusal?: string }[]> {
  return page.evaluate(() => new Promise((resolve, reject) => {
    const opening = indexedDB.open('homebird-ledger:fixture');
    opening.addEventListener('error', () => reject(new Error('The ledger does not open')));
    opening.addEventListener('success', () => {
      const asked = opening.result.transaction('entries').objectStore('entries').getAll() as IDBRequest<{ state: string; rho: number; refusal?: string }[]>;
      asked.addEventListener('success', () => {
        opening.result.close();
        resolve(asked.result.map(({ state, rho, refusal }) => ({ state, rho, ...(refusal !== undefined && { refusal }) })));
      });
    });
  }));
}

function leaderOf({ leader }: Scene): FixtureLeader {
  if (!leader) throw new Error('This row wants a leader');
  return leader;
}

/** Browses until one report has come to the leader. */
async function untilReported(scene: Scene): Promise<void> {
  for (const item of [KETTLE, MUG, GRINDER]) await add(scene.page, item);
  await expect.poll(() => leaderOf(scene).reports.length, { timeout: REPORT_MS }).toBe(1);
}

/** The next page, and all that its worker does with the leader by itself. */
async function nextVisit(scene: Scene): Promise<void> {
  const { asked } = leaderOf(scene);
  const before = asked.length;
  await visit(scene.page, scene.site.origin);
  await expect.poll(() => asked.length, { timeout: 30_000 }).toBeGreaterThan(before);
  await scene.page.waitForTimeout(AFTER_LOOK_MS);
}

/** Bodies of reports that differ. */
function distinct(reports: readonly Buffer[]): number {
  return new Set(reports.map((report) => report.toString('hex'))).size;
}

const clock: readonly Fault[] = [
  {
    kind: 'clock jumps', title: 'a day and a year, forth and back, while events are recorded', isSample: true,
    async run(scene) {
      const jumps = [[DAY_MS, KETTLE], [-DAY_MS, MUG], [YEAR_MS, GRINDER], [-YEAR_MS, PAN]] as const;
      for (const [byMs, item] of jumps) {
        await setClock(scene, byMs);
        await add(scene.page, item);
        expect(await recommended(scene.page)).toHaveLength(6);
      }
      await setClock(scene, 0);
      await add(scene.page, KETTLE);
      expect([...(await basket(scene.page, 5))].sort()).toEqual([KETTLE, KETTLE, MUG, GRINDER, PAN].sort());
      expect((await recommended(scene.page)).some(({ reason }) => reason !== 'popular')).toBe(true);
      await expectShelves(scene);
      return 'each event is kept once; shelves stay personal';
    },
  },
  ...([['a year ahead', YEAR_MS], ['a year behind', -YEAR_MS], ['a day ahead', DAY_MS], ['a day behind', -DAY_MS]] as const).map(([title, byMs]): Fault => ({
    kind: 'clock jumps', title: `a report was made, then the clock stands ${title}, then right again`, hasLeader: true,
    async run(scene) {
      await untilReported(scene);
      await expect.poll(async () => (await ledger(scene.page)).map(({ state }) => state), { timeout: 20_000 }).toEqual(['acked']);
      for (const jump of [byMs, 0]) {
        await setClock(scene, jump);
        await nextVisit(scene);
      }
      expect(leaderOf(scene).reports).toHaveLength(1);
      expect(await ledger(scene.page)).toHaveLength(1);
      return 'one report to one task; what it cost stays spent';
    },
  })),
];

const offline: readonly Fault[] = [
  {
    kind: 'offline for a week', title: 'a report was stored by the leader, its answer was lost, and the network comes back after six days', hasLeader: true, isSample: true,
    async run(scene) {
      const leader = leaderOf(scene);
      leader.answerWith(500); // failed, although it was written
      await untilReported(scene);
      await scene.context.setOffline(true);
      await setClock(scene, 6 * DAY_MS);
      await add(scene.page, PAN);
      expect(await recommended(scene.page)).toHaveLength(6); // models and catalogue of last week
      expect(await basket(scene.page, 4)).toEqual([KETTLE, MUG, GRINDER, PAN]);
      leader.answerWith(200); // known already
      await leader.issue(Date.now() + 6 * DAY_MS);
      await scene.context.setOffline(false);
      await visit(scene.page, scene.site.origin);
      await expect.poll(async () => (await ledger(scene.page)).map(({ state }) => state), { timeout: 30_000 }).toEqual(['acked']);
      expect([leader.reports.length > 1, distinct(leader.reports)]).toEqual([true, 1]);
      return `sent ${leader.reports.length} times with the same bytes, counted once, acknowledged; shelves went on meanwhile`;
    },
  },
  {
    kind: 'offline for a week', title: 'the network comes back when the task has closed', hasLeader: true,
    async run(scene) {
      const leader = leaderOf(scene);
      leader.answerWith(503);
      await untilReported(scene);
      await scene.context.setOffline(true);
      await setClock(scene, 8 * DAY_MS);
      expect(await recommended(scene.page)).toHaveLength(6);
      await leader.issue(Date.now() + 8 * DAY_MS);
      await scene.context.setOffline(false);
      await nextVisit(scene);
      expect(leader.reports).toHaveLength(1);
      expect(await ledger(scene.page)).toMatchObject([{ state: 'refused', refusal: 'task-closed' }]);
      await expectShelves(scene);
      return 'given up and shown as such, not sent to anybody; its cost stays in the ledger';
    },
  },
  {
    kind: 'storage evicted', title: 'limitation: a browser that deletes the ledger after a report makes another device of this one', hasLeader: true,
    async run(scene) {
      await untilReported(scene);
      await expect.poll(async () => (await ledger(scene.page)).map(({ state }) => state), { timeout: 20_000 }).toEqual(['acked']);
      await scene.cdp.send('Storage.clearDataForOrigin', { origin: scene.site.origin, storageTypes: 'indexeddb' });
      await visit(scene.page, scene.site.origin);
      for (const item of [KETTLE, MUG]) await add(scene.page, item);
      await expect.poll(() => distinct(leaderOf(scene).reports), { timeout: REPORT_MS }).toBe(2);
      return 'it may report to the same task once more: only what the browser keeps can be counted';
    },
  },
];

/** What can happen to clock and network. */
export const TIME_FAULTS: readonly Fault[] = [...clock, ...offline];
