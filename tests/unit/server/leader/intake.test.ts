import { afterEach, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS } from '#core/units';
import { A_PLAN, aReportBody, post, sendReports, startPair, type TestPair } from '#support/pair';

let pair: TestPair | undefined;
afterEach(async () => {
  await pair?.close();
  pair = undefined;
});

async function aPair(windowMs: number): Promise<TestPair> {
  pair = await startPair({ plans: [{ ...A_PLAN, windowMs: () => windowMs }] });
  await pair.turns();
  return pair;
}

/** Sends a report of a device whose clock is `aheadMs` ahead of the leader's. */
async function sendFrom(pair: TestPair, aheadMs: number): Promise<{ readonly status: number; readonly text: string }> {
  const { id, task } = await pair.task();
  return post(pair.leaderUrl, await aReportBody(task, id, Float32Array.of(0.1, 0, 0), { nowMs: () => pair.clock.nowMs() + aheadMs }));
}

test('a report is refused whose own time is outside its task\'s window', async () => {
  const pair = await aPair(60_000);
  expect(await sendFrom(pair, -2 * HOUR_MS)).toMatchObject({ status: 422, text: expect.stringContaining('task-future') as string });
  expect(await sendFrom(pair, 2 * HOUR_MS)).toMatchObject({ status: 410, text: expect.stringContaining('task-closed') as string });
  expect(await sendFrom(pair, 0)).toMatchObject({ status: 201 });
  const { id } = await pair.task();
  await pair.turns(1); // refusals are written down with the turn
  expect(pair.leader.store.tables.rejects.of(id)).toEqual({ 'task-future': 1, 'task-closed': 1 });
});

test('a report of a browser that sends Sec-GPC is refused unread, unless it says that it was switched on under it', async () => {
  const { leaderUrl } = (pair = await startPair());
  const send = (headers: Record<string, string>): Promise<Response> => fetch(`${leaderUrl}/v1/reports`, { method: 'POST', body: new Uint8Array(3), headers });
  const refused = await send({ 'sec-gpc': '1' });
  expect([refused.status, await refused.json()]).toMatchObject([403, { type: 'urn:homebird:problem:gpc' }]);
  expect((await send({ 'sec-gpc': '1', 'homebird-despite-gpc': '1' })).status).toBe(422); // read, and no report
  expect((await send({ 'sec-gpc': '0' })).status).toBe(422);
  expect(await (await fetch(`${leaderUrl}/.well-known/gpc.json`)).json()).toMatchObject({ gpc: true });
  const preflight = await fetch(`${leaderUrl}/v1/reports`, { method: 'OPTIONS', headers: { 'access-control-request-headers': 'homebird-despite-gpc' } });
  expect(preflight.headers.get('access-control-allow-headers')).toContain('homebird-despite-gpc');
});

test('a report from the future is refused, and one of a clock that is a time zone wrong is not', async () => {
  const pair = await aPair(7 * DAY_MS);
  expect(await sendFrom(pair, 14 * HOUR_MS)).toMatchObject({ status: 201 });
  expect(await sendFrom(pair, DAY_MS + HOUR_MS)).toMatchObject({ status: 422, text: expect.stringContaining('task-future') as string });
  pair.clock.forward(2 * HOUR_MS); // what was too early then
  expect(await sendFrom(pair, DAY_MS - HOUR_MS)).toMatchObject({ status: 201 });
});

test('the number of reports is shown in tens, and anew once in the 24th part of a window', async () => {
  const pair = await aPair(DAY_MS);
  const shown = async (): Promise<unknown> => {
    const { open } = (await (await fetch(`${pair.leaderUrl}/v1/rounds`)).json()) as { open: readonly { reportsAtLeast: number; noiseToSignal: number | null }[] };
    return [open[0]?.reportsAtLeast, open[0]?.noiseToSignal !== null];
  };
  await sendReports(pair, 9);
  expect(await shown()).toEqual([0, false]); // nine or none: the same
  await sendReports(pair, 2);
  expect(await shown()).toEqual([0, false]);
  pair.clock.forward(HOUR_MS - 1);
  expect(await shown()).toEqual([0, false]);
  pair.clock.forward(1);
  expect(await shown()).toEqual([10, true]);
  await sendReports(pair, 10);
  expect(await shown()).toEqual([10, true]);
});
