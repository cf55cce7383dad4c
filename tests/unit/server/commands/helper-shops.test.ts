import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { decodeHpkeConfig, encodeTask, taskIdOf } from '#core/protocol';
import { createMetrics } from '#server/http';
import { authToken, parsePairSecret } from '#server/pair';
import { homebird } from '#support/command-line';
import { aTask } from '#support/federation';
import { quietLogger } from '#support/pair';
import { valueOf } from '#support/result';
import { addShop, openShops, readShops, type OpenShops } from '../../../../server/commands/helper-shops.ts';

const LEADER = 'http://127.0.0.1:9';

let folder = '';
let opened: OpenShops | undefined;
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'homebird-shops-')); });
afterEach(async () => {
  await opened?.close();
  opened = undefined;
  rmSync(folder, { recursive: true, force: true });
});

const metrics = createMetrics();
async function twoShops(): Promise<OpenShops> {
  for (const name of ['larkfield', 'oakshop']) valueOf(addShop(folder, { name, leaderUrl: LEADER }));
  opened = valueOf(await openShops(valueOf(readShops(folder)), { pages: join(folder, 'pages'), isRestored: false, metrics, logger: () => quietLogger() }));
  return opened;
}
const get = (shops: OpenShops, path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Response> => Promise.resolve(shops.fetch(new Request(`http://helper.example${path}`, { headers, method })));

test('each shop has keys, routes and a secret of its own', async () => {
  const shops = await twoShops();
  const [lark, oak] = [await (await get(shops, '/larkfield/v1/key')).text(), await (await get(shops, '/oakshop/v1/key')).text()];
  expect(lark.trim()).toBe(shops.keys['larkfield']);
  expect(oak).not.toBe(lark);
  const keyOf = async (name: string): Promise<string> => Buffer.from(await (await get(shops, `/${name}/hpke_config`)).arrayBuffer()).toString('hex');
  expect(await keyOf('larkfield')).not.toBe(await keyOf('oakshop'));
  const token = authToken(valueOf(parsePairSecret(readFileSync(join(folder, 'larkfield', 'pair-secret'), 'utf8'))));
  const statusOf = async (name: string): Promise<number> => (await get(shops, `/${name}/v1/tasks/${'a'.repeat(64)}`, { 'dap-auth-token': token }, 'DELETE')).status;
  expect(await statusOf('larkfield')).toBe(404); // known, but no such task
  expect(await statusOf('oakshop')).toBe(401); // one shop's leader is nobody to the other
});

test('a shop that is not there, and a path without a shop, are answered as such; nothing lists the shops', async () => {
  const shops = await twoShops();
  for (const path of ['/', '/none/v1/key', '/v1/key', '/larkfield/metrics', '/larkfield/%6detrics', '/log/checkpoint']) expect((await get(shops, path)).status, path).toBe(404);
  expect((await get(shops, '/healthz')).status).toBe(200);
  const there = await get(shops, '/larkfield');
  expect([there.status, there.headers.get('location')]).toEqual([308, '/larkfield/']);
});

test('metrics carry the shop as a label, at the root alone', async () => {
  const shops = await twoShops();
  for (let i = 0; i < 10; i++) await get(shops, '/larkfield/v1/key'); // counts of visits are told in tens
  const text = await (await get(shops, '/metrics')).text();
  expect(text).toMatch(/^homebird_http_requests_total\{route="\/v1\/key",status="200",shop="larkfield"\} \d+0$/m);
});

test('a shop that has used its quota up is refused, told apart in metrics, and in nobody else\'s way', async () => {
  mkdirSync(join(folder, 'larkfield'));
  writeFileSync(join(folder, 'larkfield', 'quota.json'), '{"openTasks": 1}');
  const shops = await twoShops();
  const agree = async (name: string, block: number): Promise<number> => {
    const config = valueOf(decodeHpkeConfig(new Uint8Array(await (await get(shops, `/${name}/hpke_config`)).arrayBuffer())));
    const bytes = encodeTask(aTask({ block, opensMs: Date.now(), closesMs: Date.now() + 60_000, helper: { url: 'http://helper.example', hpkeConfigId: config.id, hpkePublicKey: config.publicKey } }));
    const token = authToken(valueOf(parsePairSecret(readFileSync(join(folder, name, 'pair-secret'), 'utf8'))));
    const request = new Request(`http://helper.example/${name}/v1/tasks/${taskIdOf(bytes)}`, { method: 'PUT', body: new Uint8Array(bytes), headers: { 'dap-auth-token': token } });
    return (await shops.fetch(request)).status;
  };
  expect([await agree('larkfield', 0), await agree('larkfield', 1), await agree('larkfield', 2)]).toEqual([200, 507, 507]);
  expect([await agree('oakshop', 0), await agree('oakshop', 1), await agree('oakshop', 2)]).toEqual([200, 200, 200]);
  const text = await (await get(shops, '/metrics')).text();
  expect(text).toContain('homebird_refused_total{reason="quota",shop="larkfield"} 2');
  expect(text).toContain('homebird_quota_refused_total{quota="open-tasks",shop="larkfield"} 2');
  expect(text).not.toMatch(/quota.*oakshop/);
});

test('a quota that cannot be read keeps the helper from starting, and the file is named', async () => {
  valueOf(addShop(folder, { name: 'larkfield', leaderUrl: LEADER }));
  writeFileSync(join(folder, 'larkfield', 'quota.json'), '{"disk": 1}');
  const { code, err } = await homebird('helper', '--shops', folder, '--port', '0');
  expect([code, err]).toEqual([1, expect.stringContaining(join(folder, 'larkfield', 'quota.json'))]);
});

test('the auditor page is not lent to a leader that cannot be asked', async () => {
  const shops = await twoShops();
  const answer = await get(shops, '/larkfield/');
  expect(answer.status).toBe(503);
  expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8'); // read by people: a sentence and no JSON
  const text = await answer.text();
  expect(text).toContain('The auditor page cannot be shown now');
  expect(text).toContain(`has not been able to ask its leader, ${LEADER}`);
  expect((await get(shops, '/larkfield/v1/policy')).status).toBe(404);
});

test.each(['', 'Larkfield', 'a shop', '../x', 'metrics', 'assets', 'v1'])('a shop cannot be named "%s"', (name) => {
  expect(addShop(folder, { name, leaderUrl: LEADER }).ok).toBe(false);
});

test('--add makes a folder that only its owner reads, and says what the leader needs', async () => {
  const { code, out } = await homebird('helper', '--shops', folder, '--add', 'larkfield', '--leader', LEADER);
  expect(code).toBe(0);
  expect(out).toContain(`secret ${join(folder, 'larkfield', 'pair-secret')}`);
  expect(statSync(join(folder, 'larkfield')).mode & 0o077).toBe(0);
  expect(statSync(join(folder, 'larkfield', 'pair-secret')).mode & 0o077).toBe(0);
  expect((await homebird('helper', '--shops', folder, '--add', 'larkfield', '--leader', LEADER)).code).toBe(1); // never over another's keys
});

test('one folder that cannot be read keeps all from starting, and is named', async () => {
  valueOf(addShop(folder, { name: 'larkfield', leaderUrl: LEADER }));
  mkdirSync(join(folder, 'broken'));
  writeFileSync(join(folder, 'broken', 'shop.json'), '{"leader":"ftp://x"}');
  const { code, err } = await homebird('helper', '--shops', folder, '--port', '0');
  expect(code).toBe(1);
  expect(err).toContain(join(folder, 'broken'));
});

test.each([[[]], [['--data', 'a', '--shops', 'b']], [['--shops', 'b', '--add', 'x']], [['--data', 'a', '--leader', 'nowhere']]])('homebird helper %j is a wrong command line', async (argv) => {
  expect((await homebird('helper', ...argv)).code).toBe(2);
});
