import { expect } from 'vitest';
import type { Worker } from 'playwright-core';
import { add, basket, expectShelves, ITEMS, recommended, untilSaid, workerOf, type Fault, type Scene } from './scene.ts';

const [KETTLE, MUG, GRINDER] = ITEMS;

/** What `act` does to the worker of the moment, and the worker that takes over. */
async function replaced({ page }: Scene, act: (worker: Worker) => Promise<unknown>): Promise<Worker> {
  const worker = await workerOf(page);
  const next = page.waitForEvent('worker');
  await act(worker);
  return next;
}

/** An error nobody catches, as a bug of ours would be. */
function crash(worker: Worker): Promise<void> {
  return worker.evaluate(() => void setTimeout(() => { throw new Error('planted'); }));
}

/** The browser process of the GPU ends. Where the harness hears of it too late, it is over all the same. */
async function crashGpu({ browser }: Scene): Promise<void> {
  const session = await browser.newBrowserCDPSession();
  await session.send('Browser.crashGpuProcess').catch(() => undefined);
  await session.detach().catch(() => undefined);
}

const crashed: readonly Fault[] = [
  {
    kind: 'worker crash', title: 'an error that nobody catches ends it while events are on their way', isSample: true,
    async run(scene) {
      await add(scene.page, KETTLE);
      await basket(scene.page, 1);
      await replaced(scene, async (worker) => {
        await crash(worker);
        for (const item of [MUG, GRINDER]) await add(scene.page, item); // before, at or after the end: nobody can tell
      });
      expect(await basket(scene.page, 3)).toEqual([KETTLE, MUG, GRINDER]);
      const line = await untilSaid(scene, /was started again/);
      await expectShelves(scene);
      return `each event is kept once; console: "${line}"`;
    },
  },
  {
    kind: 'worker crash', title: 'the browser ends it without a word',
    async run(scene) {
      await replaced(scene, async (worker) => {
        await worker.evaluate(() => self.close());
        await add(scene.page, KETTLE);
        expect(await recommended(scene.page)).toHaveLength(6);
      });
      expect(await basket(scene.page, 1)).toEqual([KETTLE]);
      const line = await untilSaid(scene, /was started again/);
      await expectShelves(scene);
      return `the open calls are answered by the next worker; console: "${line}"`;
    },
  },
  {
    kind: 'worker crash', title: 'it hangs in a loop',
    async run(scene) {
      await replaced(scene, async (worker) => {
        void worker.evaluate(() => { for (;;); }).catch(() => undefined);
        await add(scene.page, KETTLE);
        expect(await recommended(scene.page)).toHaveLength(6);
      });
      expect(await basket(scene.page, 1)).toEqual([KETTLE]);
      await expectShelves(scene);
      return 'it is ended and replaced; the event is kept once';
    },
  },
  {
    kind: 'worker crash', title: 'three crashes in a row, then a fourth',
    async run(scene) {
      for (const item of ITEMS.slice(0, 3)) {
        const next = await replaced(scene, crash);
        await add(scene.page, item);
        await basket(scene.page, 1);
        expect(scene.page.workers()).toContain(next);
      }
      expect(await basket(scene.page, 3)).toEqual(ITEMS.slice(0, 3));
      await crash(await workerOf(scene.page));
      const line = await untilSaid(scene, /runs without its worker/);
      expect((await recommended(scene.page)).map(({ reason }) => reason)).toEqual(Array.from({ length: 6 }, () => 'popular'));
      await expectShelves(scene);
      return `three are made good, after the fourth the page shows what is popular; console: "${line}"; the next page has a worker again`;
    },
  },
];

const gpu: readonly Fault[] = [
  {
    kind: 'WebGPU device lost', title: 'the GPU process ends while the page shows shelves', isSample: true,
    async run(scene) {
      const worker = await workerOf(scene.page);
      const hadDevice = await worker.evaluate(async () => {
        const adapter = await navigator.gpu?.requestAdapter();
        const device = await adapter?.requestDevice();
        void device?.lost.then(({ reason }) => Object.assign(self, { lostBy: reason }));
        return device !== undefined;
      });
      await crashGpu(scene);
      if (hadDevice) await expect.poll(() => worker.evaluate(() => (self as unknown as { lostBy?: string }).lostBy)).toBe('unknown');
      await add(scene.page, KETTLE);
      expect(await basket(scene.page, 1)).toEqual([KETTLE]);
      expect(scene.page.workers()).toContain(worker);
      await expectShelves(scene);
      return `${hadDevice ? 'a device in the worker is lost' : 'this browser offers no device'}; worker, events and shelves go on`;
    },
  },
];

/** What can happen to the worker and to what it computes on. */
export const WORKER_FAULTS: readonly Fault[] = [...crashed, ...gpu];
