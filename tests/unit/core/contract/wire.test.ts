import { expect, test } from 'vitest';
import { answerPage, askWorker, type WorkerApi, type WorkerNotice } from '#core/contract';
import { fail, ok } from '#core/units';

const HISTORY: WorkerNotice = { kind: 'history-changed', events: 3 };

/** Both ends with a structured clone and a turn between them, as `postMessage` has. `api` answers what a test needs of it. */
async function connected(api: Partial<WorkerApi>) {
  const notices: WorkerNotice[] = [];
  let isReady = false;
  let toWorker = (_message: unknown): void => undefined;
  const page = askWorker((message) => { const copy: unknown = structuredClone(message); queueMicrotask(() => toWorker(copy)); }, () => { isReady = true; }, (notice) => notices.push(notice));
  toWorker = answerPage({ subscribe: async (listener: (notice: WorkerNotice) => void) => listener(HISTORY), ...api } as WorkerApi, (message) => page.hear(structuredClone(message)));
  await Promise.resolve();
  return { page, notices, isReady: () => isReady };
}

test('answerPage() says first what it was not asked for, and that it is there', async () => {
  const { notices, isReady } = await connected({});
  expect([notices, isReady()]).toEqual([[HISTORY], true]);
});

test('askWorker() gives each call its own answer, in whatever order they come', async () => {
  const waiting: (() => void)[] = [];
  const { page } = await connected({
    record: (events) => new Promise((resolve) => { waiting.push(() => resolve(ok(events.length))); }),
    pause: async (untilMs) => (untilMs === null ? ok(undefined) : fail('not-started', 'Not now')),
  });
  const [first, second] = [page.api.record(['a' as never]), page.api.record(['a' as never, 'b' as never])];
  expect(await page.api.pause(null)).toEqual({ ok: true, value: undefined });
  expect(await page.api.pause(5)).toMatchObject({ ok: false, fault: { kind: 'not-started' } });
  for (const answer of waiting.reverse()) answer();
  expect([await first, await second]).toEqual([{ ok: true, value: 1 }, { ok: true, value: 2 }]);
});

test('askWorker() rejects what broke the worker, what it does not know, and what cannot be told to it', async () => {
  const { page } = await connected({ profile: () => { throw new Error('planted'); } });
  await expect(page.api.profile()).rejects.toThrow('planted');
  await expect(page.api.erase()).rejects.toThrow(/not a function/);
  await expect(page.api.record([(() => undefined) as never])).rejects.toThrow(/could not be cloned/);
});

test('a promise may hold the api: it is no promise itself', async () => {
  const { page } = await connected({ profile: async () => fail('not-started', 'Not yet') });
  expect(await (await Promise.resolve(page.api)).profile()).toMatchObject({ ok: false });
});
