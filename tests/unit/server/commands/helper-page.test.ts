import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { decodeHpkeConfig, encodePolicy, policyHashOf } from '#core/protocol';
import { toHex } from '#core/units';
import { createMetrics, listen } from '#server/http';
import { aPolicy } from '#support/federation';
import { quietLogger } from '#support/pair';
import { valueOf } from '#support/result';
import { addShop, openShops, readShops, type OpenShops } from '../../../../server/commands/helper-shops.ts';

let folder = '';
let opened: OpenShops | undefined;
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'homebird-helper-page-')); });
afterEach(async () => {
  await opened?.close();
  opened = undefined;
  vi.useRealTimers();
  rmSync(folder, { recursive: true, force: true });
});

const get = async (shops: OpenShops, path: string): Promise<Response> => shops.fetch(new Request(`http://helper.example${path}`));

test('the policy of a leader that was asked once is kept, over a restart too: then the page and its policy are there while the leader is away', async () => {
  let policy: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  const leader = valueOf(await listen({ host: '127.0.0.1', port: 0, fetch: (request) => (request.url.endsWith('/v1/policy') ? new Response(policy) : new Response('{}', { status: 404 })) }));
  const leaderUrl = `http://127.0.0.1:${leader.port}`;
  const pages = join(folder, 'pages');
  mkdirSync(pages);
  writeFileSync(join(pages, 'audit.html'), '<meta name="homebird-policy" content="%HOMEBIRD_POLICY%">');
  valueOf(addShop(join(folder, 'shops'), { name: 'larkfield', leaderUrl }));
  const start = async (): Promise<OpenShops> => (opened = valueOf(await openShops(valueOf(readShops(join(folder, 'shops'))), { pages, isRestored: false, metrics: createMetrics(), logger: () => quietLogger() })));
  const first = await start();
  const hpke = valueOf(decodeHpkeConfig(new Uint8Array(await (await get(first, '/larkfield/hpke_config')).arrayBuffer())));
  policy = encodePolicy(aPolicy({ leaderUrl, helperKey: first.keys['larkfield'] ?? '', helperHpkeKey: toHex(hpke.publicKey) }));
  expect((await get(first, '/larkfield/')).status).toBe(200);
  await leader.close();
  await first.close();
  const second = await start();
  const answer = await get(second, '/larkfield/');
  expect([answer.status, await answer.text()]).toEqual([200, `<meta name="homebird-policy" content="${policyHashOf(policy)}">`]);
  expect(new Uint8Array(await (await get(second, '/larkfield/v1/policy')).arrayBuffer())).toEqual(new Uint8Array(policy));
});

test('a leader is asked for its policy though nobody looks at the page', async () => {
  const { shops, asked, close } = await aHelperOf(async (path, self) => (path === '/v1/policy' ? policyOf(self) : Response.json({})));
  shops.start();
  await vi.waitFor(() => expect(asked()).toBeGreaterThanOrEqual(2), { timeout: 20_000 }); // the policy and the addresses
  await close(); // the leader is gone from here on
  const policy = await get(shops, '/larkfield/v1/policy');
  expect([policy.status, policyHashOf(new Uint8Array(await policy.arrayBuffer()))]).toEqual([200, policyHashOf(new Uint8Array(await (await policyOf(shops)).arrayBuffer()))]);
});

test('a policy that names another helper is not kept, and its leader gets no page', async () => {
  const leader = valueOf(await listen({ host: '127.0.0.1', port: 0, fetch: () => new Response(encodePolicy(aPolicy({}))) }));
  valueOf(addShop(folder, { name: 'larkfield', leaderUrl: `http://127.0.0.1:${leader.port}` }));
  opened = valueOf(await openShops(valueOf(readShops(folder)), { pages: folder, isRestored: false, metrics: createMetrics(), logger: () => quietLogger() }));
  const answer = await get(opened, '/larkfield/');
  expect(answer.status).toBe(503);
  expect(await answer.text()).toContain('This helper has no part in the shop');
  expect((await get(opened, '/larkfield/v1/policy')).status).toBe(404);
  await leader.close();
});

/** A helper of one shop whose leader answers what `answer` says, and how often it was asked. */
async function aHelperOf(answer: (path: string, shops: OpenShops) => Promise<Response>): Promise<{ readonly shops: OpenShops; readonly asked: () => number; close(): Promise<void> }> {
  let asked = 0;
  const leader = valueOf(await listen({ host: '127.0.0.1', port: 0, fetch: (request) => {
    asked += 1;
    return answer(new URL(request.url).pathname, shops);
  } }));
  mkdirSync(join(folder, 'pages'));
  writeFileSync(join(folder, 'pages', 'audit.html'), '<p>audit</p>');
  valueOf(addShop(join(folder, 'shops'), { name: 'larkfield', leaderUrl: `http://127.0.0.1:${leader.port}` }));
  const shops = (opened = valueOf(await openShops(valueOf(readShops(join(folder, 'shops'))), { pages: join(folder, 'pages'), isRestored: false, metrics: createMetrics(), logger: () => quietLogger() })));
  return { shops, asked: () => asked, close: () => leader.close() };
}

/** The policy of a leader that this helper belongs to. */
async function policyOf(shops: OpenShops): Promise<Response> {
  const hpke = valueOf(decodeHpkeConfig(new Uint8Array(await (await get(shops, '/larkfield/hpke_config')).arrayBuffer())));
  return new Response(encodePolicy(aPolicy({ helperKey: shops.keys['larkfield'] ?? '', helperHpkeKey: toHex(hpke.publicKey) })));
}

test.each(['https://a;sandbox', 'https://a,default-src', 'https://['])('a leader whose shop is at "%s" does not blank its auditor\'s page', async (shop) => {
  const { shops, close } = await aHelperOf(async (path, self) => (path === '/v1/policy' ? policyOf(self) : Response.json({ sites: { shop } })));
  const answer = await get(shops, '/larkfield/');
  const reach = (answer.headers.get('content-security-policy') ?? '').split('; ').filter((directive) => directive.startsWith('connect-src'));
  expect([answer.status, reach]).toEqual([200, [`connect-src 'self' ${aPolicy({}).leaderUrl} ${aPolicy({}).helperUrl}`]]);
  expect(answer.headers.get('content-security-policy')).not.toMatch(/sandbox|,/);
  await close();
});

test('visitors of a page whose leader fails make it be asked once in five seconds, whatever they ask for', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const { shops, asked, close } = await aHelperOf(async () => new Response('{}', { status: 500 }));
  const visit = (): Promise<Response[]> => Promise.all(Array.from({ length: 50 }, (_, i) => get(shops, i % 2 ? '/assets/x.js' : '/larkfield/')));
  expect((await visit()).map(({ status }) => status)).toEqual(Array.from({ length: 50 }, () => 503));
  await visit();
  expect(asked()).toBe(1);
  vi.setSystemTime(Date.now() + 5_000);
  await visit();
  expect(asked()).toBe(2);
  await close();
});
