import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Grants } from '#core/consent';
import { MAX_REPORT_BYTES } from '#core/protocol';
import { browserNetwork, load } from '#page/network';
import { memoryStores } from '#page/store';
import { anEntry } from '#support/store-contract';

interface Seen { readonly method: string; readonly url: string; readonly headers: Readonly<Record<string, unknown>>; readonly bytes: number }

let server: Server;
let origin: string;
let seen: Seen[] = [];
let status = 200;

beforeAll(async () => {
  server = createServer((request, response) => {
    let bytes = 0;
    request.on('data', (chunk: Buffer) => (bytes += chunk.length));
    request.on('end', () => {
      seen.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, bytes });
      response.writeHead(status);
      response.end('file');
    });
  });
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());
beforeEach(() => {
  seen = [];
  status = 200;
});

const DESPITE_GPC = 'homebird-despite-gpc';
const GRANTED: Grants = { version: 3, purposes: ['local', 'federate'], gpc: false };
const GRANT = { purpose: 'federate', version: 3 } as const;

async function aSender(grants: () => Grants = () => GRANTED, more: Partial<ReturnType<typeof anEntry>> = {}) {
  const { ledger } = memoryStores();
  const entry = anEntry(1, { url: `${origin}/v1/reports`, ...more });
  await ledger.spend(entry, () => undefined);
  return { ledger, entry, network: browserNetwork({ ledger, grants }) };
}

describe('Global Privacy Control', () => {
  test('a report says that it was switched on under it, and only then', async () => {
    const plain = await aSender();
    await plain.network.send(GRANT, plain.entry);
    const chosen = await aSender(() => ({ ...GRANTED, gpc: true }));
    await chosen.network.send(GRANT, chosen.entry);
    expect(seen.map(({ headers }) => headers[DESPITE_GPC])).toEqual([undefined, '1']);
  });
  test('a leader that refuses for it leaves the report to the shopper’s next word', async () => {
    status = 403;
    const { network, entry } = await aSender();
    expect(await network.send(GRANT, entry)).toMatchObject({ ok: false, fault: { kind: 'no-consent' } });
  });
});

describe('load()', () => {
  test('gets a file’s bytes without cookie, referrer or body', async () => {
    const answer = await load(`${origin}/catalogue/a.json`);
    expect(answer).toEqual({ ok: true, value: new TextEncoder().encode('file') });
    expect(seen).toMatchObject([{ method: 'GET', url: '/catalogue/a.json', bytes: 0 }]);
    expect([seen[0]?.headers['cookie'], seen[0]?.headers['referer']]).toEqual([undefined, undefined]);
  });
  test.each(['?for=jane', '#x'])('refuses an address with %s: it could say something about the shopper', async (tail) => {
    await expect(load(`${origin}/a${tail}`)).rejects.toThrow(RangeError);
    expect(seen).toEqual([]);
  });
  test.each([[404, 'server-error'], [500, 'server-error'], [503, 'busy'], [429, 'busy']])('answers %i with the fault %s', async (given, kind) => {
    status = given;
    expect(await load(`${origin}/a`)).toMatchObject({ ok: false, fault: { kind } });
  });
  test('answers a server that is not there with the fault offline', async () => {
    expect(await load('http://127.0.0.1:9/a')).toMatchObject({ ok: false, fault: { kind: 'offline' } });
  });
});

describe('send()', () => {
  test('writes the ledger before it sends, then posts exactly the sealed bytes', async () => {
    const { ledger, entry } = await aSender();
    const order: string[] = [];
    const watched = browserNetwork({ ledger: { update: async (next) => { order.push(`${next.state}, ${seen.length} sent`); await ledger.update(next); } }, grants: () => GRANTED });
    status = 201;
    expect(await watched.send(GRANT, entry)).toEqual({ ok: true, value: { status: 'accepted' } });
    expect(order).toEqual(['sent, 0 sent']);
    expect(seen).toMatchObject([{ method: 'POST', url: '/v1/reports', bytes: entry.body.length }]);
    expect(seen[0]?.headers['cookie']).toBeUndefined();
  });
  test.each([[200, 'duplicate']])('takes %i for %s', async (given, wanted) => {
    status = given;
    const { network, entry } = await aSender();
    expect(await network.send(GRANT, entry)).toEqual({ ok: true, value: { status: wanted } });
  });
  test.each([[400, 'malformed'], [404, 'no-task'], [409, 'conflict'], [410, 'task-closed'], [413, 'too-large'], [422, 'malformed'], [429, 'busy'], [503, 'busy'], [500, 'server-error']])('takes %i for the fault %s, once', async (given, kind) => {
    status = given;
    const { network, entry } = await aSender();
    expect(await network.send(GRANT, entry)).toMatchObject({ ok: false, fault: { kind } });
    expect(seen).toHaveLength(1);
  });
  test('follows no redirect: the body is for one address', async () => {
    status = 302;
    const { network, entry } = await aSender();
    expect(await network.send(GRANT, entry)).toMatchObject({ ok: false, fault: { kind: 'offline' } });
    expect(seen).toHaveLength(1);
  });

  test('lets go of an answer whose body never ends, and takes its status', async () => {
    const { network, entry } = await aSender();
    let letGo: () => void = () => undefined;
    const closed = new Promise<void>((resolve) => { letGo = resolve; });
    const endless = createServer((request, response) => {
      request.resume();
      response.writeHead(201);
      const dripping = setInterval(() => response.write('x'), 20);
      response.on('close', () => {
        clearInterval(dripping);
        letGo();
      });
    });
    await new Promise<void>((done) => void endless.listen(0, '127.0.0.1', done));
    expect(await network.send(GRANT, { ...entry, url: `http://127.0.0.1:${(endless.address() as AddressInfo).port}/v1/reports` })).toEqual({ ok: true, value: { status: 'accepted' } });
    await closed;
    endless.close();
  });

  test.each([['says nothing of its length', {}], ['says that it is large', { 'content-length': 2 ** 40 }]])('reads no body of an answer that %s', async (_what, headers) => {
    const { network, entry } = await aSender();
    const chunk = new Uint8Array(2 ** 16);
    let written = 0;
    let letGo: () => void = () => undefined;
    const closed = new Promise<void>((resolve) => { letGo = resolve; });
    const flood = createServer((request, response) => {
      request.resume();
      response.writeHead(201, headers);
      const pour = (): void => {
        // With an end: a client that reads it all must fail this test, not the machine.
        while (!response.destroyed && written < 2 ** 26 && response.write(chunk)) written += chunk.length;
        if (written >= 2 ** 26) response.destroy();
      };
      response.on('drain', pour).on('close', () => letGo());
      pour();
    });
    await new Promise<void>((done) => void flood.listen(0, '127.0.0.1', done));
    expect(await network.send(GRANT, { ...entry, url: `http://127.0.0.1:${(flood.address() as AddressInfo).port}/v1/reports` })).toEqual({ ok: true, value: { status: 'accepted' } });
    await closed;
    expect(written).toBeLessThan(2 ** 25); // what sockets hold
    flood.close();
  });

  test.each([
    ['an older grant', { purpose: 'federate', version: 2 } as const, GRANTED],
    ['a grant since withdrawn', GRANT, { ...GRANTED, purposes: ['local'] } as Grants],
  ])('sends nothing under %s', async (_what, grant, grants) => {
    const { network, entry, ledger } = await aSender(() => grants);
    expect(await network.send(grant, entry)).toMatchObject({ ok: false, fault: { kind: 'no-consent' } });
    expect([seen.length, (await ledger.entries())[0]?.state]).toEqual([0, 'sealed']);
  });
  test('sends nothing when consent goes while the ledger writes', async () => {
    const { entry } = await aSender();
    let grants = GRANTED;
    const network = browserNetwork({ ledger: { update: async () => { grants = { ...GRANTED, version: 4, purposes: [] }; } }, grants: () => grants });
    expect(await network.send(GRANT, entry)).toMatchObject({ ok: false, fault: { kind: 'no-consent' } });
    expect(seen).toEqual([]);
  });
  test('sends nothing when the ledger does not take the entry', async () => {
    const { entry } = await aSender();
    const network = browserNetwork({ ledger: { update: () => Promise.reject(new Error('full')) }, grants: () => GRANTED });
    expect(await network.send(GRANT, entry)).toMatchObject({ ok: false, fault: { kind: 'storage' } });
    expect(seen).toEqual([]);
  });
  test.each([['an unsealed draft', 0], ['more than a closing tab can send', MAX_REPORT_BYTES + 1]])('sends nothing for %s', async (_what, length) => {
    const { network, entry } = await aSender(undefined, { body: new Uint8Array(length) });
    expect(await network.send(GRANT, entry)).toMatchObject({ ok: false, fault: { kind: 'too-large' } });
    expect(seen).toEqual([]);
  });
});
