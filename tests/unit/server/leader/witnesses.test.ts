import { afterEach, expect, test } from 'vitest';
import { MAX_DEPLOYMENT_AGE_MS } from '#core/protocol';
import { acceptCheckpoint, COSIGNATURE_V1, decodeCheckpoint, keyLine, trustOf, unverifiedText } from '#core/tlog';
import { ed25519 } from '#page/crypto';
import { listen, type Listening } from '#server/http';
import { knownLog, type KnownLog } from '#server/witness';
import { sendReports, startPair, type TestPair } from '#support/pair';
import { valueOf } from '#support/result';
import { startWitness, type TestWitness } from '#support/witness';

/** A witness on a real port that learns its log late, and that a test can send away, silence or make talk nonsense. */
interface Reached {
  readonly witness: TestWitness;
  readonly at: Listening;
  readonly url: string;
  readonly key: string;
  mode: 'up' | 'away' | 'silent' | 'nonsense' | 'boasting';
}

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function aReachedWitness(logs: KnownLog[]): Promise<Reached> {
  const witness = await startWitness(logs);
  const reached: { mode: Reached['mode'] } = { mode: 'up' };
  const answer = async (request: Request): Promise<Response> => {
    if (reached.mode === 'away') return new Response(null, { status: 503 });
    if (reached.mode === 'boasting') return new Response('900000000000000\n', { status: 409, headers: { 'content-type': 'text/x.tlog.size' } });
    if (reached.mode === 'nonsense') return new Response('— somebody AAAAAAAA\n');
    if (reached.mode === 'silent') return new Promise<Response>(() => undefined);
    return witness.fetch('/add-checkpoint', { method: request.method, body: await request.text() });
  };
  const at = valueOf(await listen({ fetch: answer, host: '127.0.0.1', port: 0 }));
  closers.push(async () => {
    await at.close();
    await witness.close();
  });
  const key = keyLine(witness.signer.name, witness.signer.publicKey, COSIGNATURE_V1);
  return Object.assign(reached, { witness, at, url: `http://127.0.0.1:${at.port}`, key });
}

/** A pair whose policy names one witness that knows its log. */
async function aWitnessedPair(): Promise<{ pair: TestPair; reached: Reached }> {
  const logs: KnownLog[] = [];
  const reached = await aReachedWitness(logs);
  const pair = await startPair({ witnesses: { each: [{ url: reached.url, key: reached.key }], quorum: 1 } });
  closers.push(() => pair.close());
  logs.push(valueOf(knownLog(pair.policy.logKey)));
  return { pair, reached };
}

async function shown(pair: TestPair): Promise<{ readonly size: number; readonly accepted: boolean; readonly note: string }> {
  const note = await (await fetch(`${pair.leaderUrl}/log/checkpoint`)).text();
  const nowMs = pair.clock.nowMs();
  const accepted = await acceptCheckpoint(note, valueOf(trustOf(pair.policy)), { fromMs: nowMs - MAX_DEPLOYMENT_AGE_MS, toMs: nowMs + MAX_DEPLOYMENT_AGE_MS }, ed25519);
  return { size: valueOf(decodeCheckpoint(valueOf(unverifiedText(note)))).size, accepted: accepted.ok, note };
}

async function roundsShown(pair: TestPair): Promise<number> {
  return ((await (await fetch(`${pair.leaderUrl}/v1/rounds`)).json()) as { rounds: unknown[] }).rounds.length;
}

async function aRound(pair: TestPair): Promise<void> {
  await sendReports(pair, 50);
  pair.clock.forward(61_000);
  await pair.turns(4);
}

test('the policy of a deployment with a witness names it, and every checkpoint carries both cosignatures', async () => {
  const { pair, reached } = await aWitnessedPair();
  await pair.turns();
  expect(pair.policy.witnesses).toEqual({ keys: [reached.key], quorum: 1 });
  expect(await shown(pair)).toMatchObject({ accepted: true });
  await aRound(pair);
  const after = await shown(pair);
  expect(after.accepted).toBe(true);
  expect(after.note.match(/^— /gm)?.length).toBe(3);
  expect(await roundsShown(pair)).toBe(1);
});

test.each(['away', 'nonsense', 'silent', 'boasting'] as const)('a witness that is %s stops no round; what devices still accept stays shown until it is back', async (mode) => {
  const { pair, reached } = await aWitnessedPair();
  await pair.turns();
  const before = await shown(pair);
  reached.mode = mode;
  await aRound(pair);
  expect(pair.leader.store.tables.rounds.last()).toBe(1); // closed, in the log
  expect(await shown(pair)).toEqual(before);
  expect(await roundsShown(pair)).toBe(0); // told once its checkpoint is
  reached.mode = 'up';
  pair.clock.forward(5_000);
  await pair.turns(1);
  const after = await shown(pair);
  expect([after.accepted, after.size > before.size, await roundsShown(pair)]).toEqual([true, true, 1]);
}, 60_000);

test('a witness that stops cosigning is told once, and once that it is back', async () => {
  const { pair, reached } = await aWitnessedPair();
  await pair.turns();
  pair.clock.forward(5_000);
  await pair.turns(1); // it did not know the log at first
  const early = pair.news.length;
  reached.mode = 'away';
  await aRound(pair);
  for (let i = 0; i < 3; i++) {
    pair.clock.forward(5_000);
    await pair.turns(1);
  }
  const who = { kind: 'party', party: 'witness', name: reached.witness.signer.name };
  expect(pair.news.slice(early)).toEqual([{ ...who, why: 'does not answer' }]);
  reached.mode = 'up';
  pair.clock.forward(5_000);
  await pair.turns(1);
  expect(pair.news.slice(early + 1)).toEqual([{ ...who, why: undefined }]);
});

test('a witness that has another history of this log is not papered over, and is named in the log of the leader', async () => {
  const { pair, reached } = await aWitnessedPair();
  await pair.turns();
  const before = await shown(pair);
  const text = `${pair.policy.logOrigin}\n9000\n${Buffer.alloc(32).toString('base64')}\n`;
  await reached.witness.store.transact(({ witnessed }) => witnessed.set({ origin: pair.policy.logOrigin, text, signatures: '' }));
  await aRound(pair);
  expect(await shown(pair)).toEqual(before);
  expect(pair.lines.some((line) => line.includes('another history') && line.includes(reached.witness.signer.name))).toBe(true);
});
