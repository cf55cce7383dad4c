import { afterEach, expect, test } from 'vitest';
import { auditDeployment } from '#core/audit';
import { decodeAggregateShareResponse, decodeAggregationAnswer, encodeAggregateShareResponse, encodeAggregationAnswer, type AggregateShareResponse, type PrepareResponse } from '#core/protocol';
import { fail, ok } from '#core/units';
import { ed25519, webSymmetric } from '#page/crypto';
import { A_PLAN, sendReports, startPair, type Between, type TestPair } from '#support/pair';
import { valueOf } from '#support/result';

let pair: TestPair | undefined;
afterEach(async () => {
  await pair?.close();
  pair = undefined;
});

type Answers = readonly PrepareResponse[];

/** A helper that works as it should and then tells its leader something else, while `lies.on`. */
function lying(path: RegExp, change: (bytes: Uint8Array) => Uint8Array): { readonly between: Between; readonly lies: { on: boolean } } {
  const lies = { on: true };
  return {
    lies,
    async between(request, helper) {
      const answer = await helper(request);
      if (!lies.on || !answer.ok || !path.test(new URL(request.url).pathname)) return answer;
      return new Response(new Uint8Array(change(new Uint8Array(await answer.arrayBuffer()))), { status: answer.status });
    },
  };
}

const inAnswers = (change: (answers: Answers) => Answers) => (bytes: Uint8Array): Uint8Array => encodeAggregationAnswer(change(valueOf(decodeAggregationAnswer(bytes))));
const inShare = (change: (share: AggregateShareResponse) => AggregateShareResponse) => (bytes: Uint8Array): Uint8Array => encodeAggregateShareResponse(change(valueOf(decodeAggregateShareResponse(bytes))));
const changed = (bytes: Uint8Array, at = 0): Uint8Array => bytes.with(at, (bytes[at] ?? 0) ^ 1);

async function roundsOf({ leaderUrl }: TestPair): Promise<readonly { leaderReports: number; helperReports: number }[]> {
  const { rounds } = (await (await fetch(`${leaderUrl}/v1/rounds`)).json()) as { rounds: { record: { leaderReports: number; helperReports: number } }[] };
  return rounds.map(({ record }) => record);
}

/** What an audit finds wrong, and what it only notes. */
async function foundBy({ leaderUrl, policy, clock }: TestPair): Promise<{ readonly wrong: readonly string[]; readonly noted: readonly string[] }> {
  const { checks } = await auditDeployment({
    policy, nowMs: clock.nowMs(), symmetric: webSymmetric, ed25519,
    async load(path) {
      const response = await fetch(`${leaderUrl}${path}`);
      return response.ok ? ok(new Uint8Array(await response.arrayBuffer())) : fail('missing', path);
    },
  });
  const failed = checks.filter((check) => !check.ok);
  return { wrong: failed.filter(({ advisory }) => !advisory).map(({ id }) => id), noted: failed.filter(({ advisory }) => advisory).map(({ id }) => id) };
}

async function aBatch(between: Between): Promise<TestPair> {
  const started = await startPair({ between });
  pair = started;
  await started.turns();
  await sendReports(started, 52);
  started.clock.forward(A_PLAN.windowMs(0));
  await started.turns(4);
  return started;
}

test.each<readonly [string, (bytes: Uint8Array) => Uint8Array]>([
  ['answers in another order', inAnswers((answers) => [...answers].reverse())],
  ['leaves an answer out', inAnswers((answers) => answers.slice(1))],
  ['answers for an id nobody asked about', inAnswers((answers) => answers.map((answer, i) => (i === 3 ? { ...answer, reportId: changed(answer.reportId) } : answer)))],
  ['answers noise', () => new Uint8Array(5_000).fill(0xa5)],
])('a helper that %s holds its leader up and spoils nothing: when it is honest again, all is counted', async (_, change) => {
  const { between, lies } = lying(/\/jobs\//, change);
  const waiting = await aBatch(between);
  expect(await roundsOf(waiting)).toEqual([]);
  lies.on = false;
  await waiting.turns(6);
  expect(await roundsOf(waiting)).toMatchObject([{ leaderReports: 52, helperReports: 52 }]);
  expect((await foundBy(waiting)).wrong).toEqual([]);
});

const FALSE_SHARES: readonly (readonly [string, (bytes: Uint8Array) => Uint8Array])[] = [
  ['gives another share than it signed', inShare((share) => ({ ...share, share: changed(share.share) }))],
  ['gives a false signature', inShare((share) => ({ ...share, signature: changed(share.signature) }))],
  ['says it counted one more', inShare((share) => ({ ...share, reports: share.reports + 1 }))],
];

/** Lets the pauses between the leader's questions pass, as many of them as it asks. */
async function askedAgain({ clock, turns }: TestPair, times: number): Promise<void> {
  for (let i = 0; i < times; i++) {
    clock.forward(1_000 * 2 ** i);
    await turns(1);
  }
}

interface Shown { readonly waitsFor: readonly { readonly party: string; readonly name: string; readonly why: string }[] }

test.each(FALSE_SHARES)('a helper that %s is asked again, says so in the open, and the batch is opened once it is honest', async (_, change) => {
  const { between, lies } = lying(/\/share$/, change);
  const waiting = await aBatch(between);
  await askedAgain(waiting, 3);
  expect(await roundsOf(waiting)).toEqual([]);
  const { waitsFor } = (await (await fetch(`${waiting.leaderUrl}/v1/rounds`)).json()) as Shown;
  expect(waitsFor).toMatchObject([{ party: 'helper', name: waiting.helperUrl, why: 'answers something else than it was asked' }]);
  lies.on = false;
  await askedAgain(waiting, 5);
  expect(await roundsOf(waiting)).toMatchObject([{ leaderReports: 52, helperReports: 52 }]);
  expect((await foundBy(waiting)).wrong).toEqual([]);
  expect(waiting.news.some(({ kind }) => kind === 'given-up')).toBe(false);
});

test.each(FALSE_SHARES)('a helper that %s for ever loses the batch, with a word about it, and the next task comes', async (_, change) => {
  const { between, lies } = lying(/\/share$/, change);
  const lost = await aBatch(between);
  const first = (await lost.manifest()).tasks.map(({ id }) => id);
  await askedAgain(lost, 10);
  expect(lost.news).toContainEqual({ kind: 'given-up', plan: 'mix', why: expect.stringContaining('The helper released a share') as string });
  lies.on = false;
  lost.clock.forward(2 * 3_600_000); // an audit calls a task unfinished once it should long have ended
  await lost.turns(6);
  expect(await roundsOf(lost)).toEqual([]);
  expect(first).not.toContain((await lost.task()).id);
  // It has released a share by then, so it gives no word that the task was given up: that stays to be seen.
  expect(await foundBy(lost)).toEqual({ wrong: [], noted: expect.arrayContaining(['unfinished']) as string[] });
});

test.each<readonly [string, RegExp, (bytes: Uint8Array) => Uint8Array]>([
  ['gives another prepare message than its own', /\/jobs\//, inAnswers((answers) => answers.map((answer, i) => (i === 0 && answer.kind === 'finished' ? { ...answer, message: changed(answer.message) } : answer)))],
  ['says of a report it counted that it did not', /\/jobs\//, inAnswers((answers) => answers.map((answer, i): PrepareResponse => (i === 0 ? { reportId: answer.reportId, kind: 'rejected', error: 'vdaf_prep_error' } : answer)))],
])('a helper that %s loses the batch: nothing of it is published, and the next task comes', async (_, path, change) => {
  const { between, lies } = lying(path, change);
  const lost = await aBatch(between);
  const first = (await lost.manifest()).tasks.map(({ id }) => id);
  await lost.turns(6);
  expect(await roundsOf(lost)).toEqual([]);
  lies.on = false;
  lost.clock.forward(2 * 3_600_000);
  await lost.turns(6);
  const { id } = await lost.task();
  expect(first).not.toContain(id);
  const found = await foundBy(lost);
  expect([found.wrong, found.noted.includes('unfinished')]).toEqual([[], false]);
  await sendReports(lost, 50);
  lost.clock.forward(A_PLAN.windowMs(0));
  await lost.turns(6);
  expect(await roundsOf(lost)).toMatchObject([{ leaderReports: 50, helperReports: 50 }]);
});
