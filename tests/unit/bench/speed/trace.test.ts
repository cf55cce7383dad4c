import { expect, test } from 'vitest';
import { longTasksOf } from '../../../../bench/speed/trace.ts';

type TraceEvent = Parameters<typeof longTasksOf>[0][number];

const MAIN: TraceEvent = { name: 'thread_name', ph: 'M', pid: 1, tid: 1, ts: 0, args: { name: 'CrRendererMain' } };
/** A span of CPU on the main thread; times in ms. */
const span = (name: string, fromMs: number, ms: number, data?: { readonly url: string; readonly functionName?: string }, tid = 1): TraceEvent => ({
  name, ph: 'X', pid: 1, tid, ts: fromMs * 1_000, dur: ms * 1_000, tdur: ms * 1_000, ...(data && { args: { data } }),
});
const task = (fromMs: number, ms: number): TraceEvent => span('RunTask', fromMs, ms);
const ours = (fromMs: number, ms: number, functionName = 'draw'): TraceEvent => span('FunctionCall', fromMs, ms, { url: 'https://shop.example/tag/homebird-page.js', functionName });
const theirs = (fromMs: number, ms: number): TraceEvent => span('FunctionCall', fromMs, ms, { url: 'https://shop.example/shop.js' });
const isOurs = (url: string): boolean => url.includes('/tag/');

test('longTasksOf() counts tasks over 50 ms of CPU, and blames us only for what our scripts ran in them', () => {
  const read = longTasksOf([MAIN, task(0, 120), theirs(1, 100), ours(102, 10), task(200, 40), ours(201, 30), task(300, 60)], isOurs);
  expect(read).toMatchObject({ count: 2, oursMs: 30 });
  expect(read.functions).toEqual(['draw homebird-page.js 30 ms']);
});

test('longTasksOf() counts a call within a call once, and several calls of one task together', () => {
  expect(longTasksOf([MAIN, task(0, 100), ours(0, 50), ours(10, 20, 'inner'), ours(60, 15, 'later')], isOurs)).toMatchObject({ oursMs: 65, functions: ['draw homebird-page.js 50 ms', 'later homebird-page.js 15 ms'] });
});

test('longTasksOf() takes CPU time, not what the machine did in between, and looks at main threads only', () => {
  const waited = { ...task(0, 300), tdur: 4_000 };
  expect(longTasksOf([MAIN, waited, { ...ours(0, 290), tdur: 3_000 }], isOurs)).toMatchObject({ count: 0, oursMs: 3 });
  expect(longTasksOf([MAIN, { ...task(0, 90), tid: 2 }, { ...ours(0, 80), tid: 2 }], isOurs)).toMatchObject({ count: 0, oursMs: 0 });
});
