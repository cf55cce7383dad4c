import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { auditDeployment } from '#core/audit';
import { tilesOf, tilePath } from '#core/tlog';
import { fail, ok, type Fault, type Result } from '#core/units';
import { ed25519, webRandomness, webSymmetric } from '#page/crypto';
import { createLogCopy } from '#server/helper';
import { createMetrics } from '#server/http';
import { identityIn, type PairSecret } from '#server/pair';
import { quietLogger, sendReports, startPair, type TestPair } from '#support/pair';
import { valueOf } from '#support/result';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function aPair(): Promise<TestPair> {
  const pair = await startPair();
  closers.push(() => pair.close());
  await pair.turns();
  return pair;
}

/** The copier of the pair's helper, which reads the leader at `url`. */
async function copierOf(pair: TestPair, url = pair.leaderUrl): Promise<ReturnType<typeof createLogCopy>> {
  const { store } = pair.helper;
  const identity = await identityIn(store, 'helper', () => '');
  return createLogCopy({ store, identity, secret: new Uint8Array(32) as PairSecret, clock: pair.clock, randomness: webRandomness, symmetric: webSymmetric, ed25519, metrics: createMetrics(), logger: quietLogger() }, url);
}

async function get(url: string): Promise<Result<Uint8Array, Fault>> {
  const answer = await fetch(url);
  return answer.ok ? ok(new Uint8Array(await answer.arrayBuffer())) : fail('refused', `${url} ${answer.status}`);
}

/** A leader that changes what it serves on the way. */
async function aLyingLeader(pair: TestPair, change: (path: string, body: Buffer) => Buffer): Promise<string> {
  const server: Server = createServer((request, response) => {
    void get(pair.leaderUrl + (request.url ?? '')).then((bytes) => response.writeHead(bytes.ok ? 200 : 404).end(bytes.ok ? change(request.url ?? '', Buffer.from(bytes.value)) : ''));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => new Promise((resolve) => server.close(resolve)));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('the helper serves its own copy of the log under the leader\'s paths, byte for byte, and a whole audit reads it there', async () => {
  const pair = await aPair();
  expect((await get(`${pair.helperUrl}/log/checkpoint`)).ok).toBe(false);
  const copy = await copierOf(pair);
  const size = valueOf(await copy.catchUp());
  expect(size).toBe(pair.leader.store.tables.log.size());
  await sendReports(pair, 50);
  pair.clock.forward(61_000);
  await pair.turns(4);
  const grown = valueOf(await copy.catchUp());
  expect(grown).toBeGreaterThan(size);
  for (const path of ['checkpoint', ...tilesOf(grown).map(tilePath), ...tilesOf(size).map(tilePath)]) {
    expect([path, valueOf(await get(`${pair.helperUrl}/log/${path}`))]).toEqual([path, valueOf(await get(`${pair.leaderUrl}/log/${path}`))]);
  }
  const load = (path: string): Promise<Result<Uint8Array, Fault>> => get((path.startsWith('/log/') ? pair.helperUrl : pair.leaderUrl) + path);
  const report = await auditDeployment({ load, policy: pair.policy, nowMs: pair.clock.nowMs(), symmetric: webSymmetric, ed25519 });
  expect([report.ok, report.logSize, report.rounds.length]).toEqual([true, grown, 1]);
});

test('the copy survives a restart of the helper and goes on from there', async () => {
  const pair = await aPair();
  const size = valueOf(await (await copierOf(pair)).catchUp());
  await pair.restartHelper();
  expect((await get(`${pair.helperUrl}/log/tile/entries/000.p/${size}`)).ok).toBe(true);
  expect(valueOf(await (await copierOf(pair)).catchUp())).toBe(size);
});

test.each<readonly [string, string, (path: string, body: Buffer) => Buffer]>([
  ['a changed entry', 'lies', (path, body) => (path.includes('/entries/') ? Buffer.from(body.toString('latin1').replace('"round":0', '"round":1'), 'latin1') : body)],
  ['a bundle cut short', 'lies', (path, body) => (path.includes('/entries/') ? body.subarray(0, -1) : body)],
  ['a checkpoint of another root', 'lies', (path, body) => (path.endsWith('/checkpoint') ? Buffer.from(body.toString().replace(/\n\d+\n/, '\n3\n')) : body)],
  ['a checkpoint that this helper has not cosigned', 'not-cosigned', (path, body) => (path.endsWith('/checkpoint') ? Buffer.from(body.toString().replace(/— helper\.test \S+\n/, '')) : body)],
  ['no text', 'lies', (path, body) => (path.endsWith('/checkpoint') ? Buffer.of(0xff) : body)],
])('of a leader that serves %s, nothing is kept', async (_, kind, change) => {
  const pair = await aPair();
  const copy = await copierOf(pair, await aLyingLeader(pair, change));
  expect(await copy.catchUp()).toMatchObject({ ok: false, fault: { kind } });
  expect(pair.helper.store.tables.log.size()).toBe(0);
  expect((await get(`${pair.helperUrl}/log/checkpoint`)).ok).toBe(false);
});

test('a leader that is away leaves the copy as it is', async () => {
  const pair = await aPair();
  const size = valueOf(await (await copierOf(pair)).catchUp());
  expect(await (await copierOf(pair, 'http://127.0.0.1:9')).catchUp()).toMatchObject({ ok: false, fault: { kind: 'away' } });
  expect(pair.helper.store.tables.log.size()).toBe(size);
  const looking = await copierOf(pair, 'http://127.0.0.1:9');
  looking.start();
  await looking.stop();
});
