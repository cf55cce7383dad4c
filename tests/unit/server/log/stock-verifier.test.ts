import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { LogEntry } from '#core/protocol';
import { COSIGNATURE_V1, keyLine } from '#core/tlog';
import { ed25519 } from '#page/crypto';
import { listen, type Listening } from '#server/http';
import { appendLeaf, signedCheckpoint, tileAt } from '#server/log';
import { knownLog, type KnownLog } from '#server/witness';
import { aHash } from '#support/federation';
import { sendReports, startPair } from '#support/pair';
import { valueOf } from '#support/result';
import { aLogTable } from '#support/log-table';
import { ROOT } from '#support/rooms';
import { aTestLog, startWitness } from '#support/witness';

/** Where Debian's golang-golang-x-mod-dev puts its sources. */
const GOPATH = '/usr/share/gocode';
const STOCK = join(GOPATH, 'src/golang.org/x/mod/sumdb/tlog/tlog.go');
const hasGo = existsSync(STOCK) && spawnSync('go', ['version']).status === 0;
if (!hasGo) console.log('skipped: the stock verifier wants Debian\'s golang-go and golang-golang-x-mod-dev');

let folder = '';
let program = '';
beforeAll(() => {
  if (!hasGo) return;
  folder = mkdtempSync(join(tmpdir(), 'homebird-go-'));
  program = join(folder, 'verify-log');
  const built = spawnSync('go', ['build', '-o', program, './tools/verify-log'], { cwd: ROOT, encoding: 'utf8', env: { ...process.env, GO111MODULE: 'off', GOPATH, GOFLAGS: '', GOCACHE: join(folder, 'cache') } });
  if (built.status !== 0) throw new Error(built.stderr);
}, 300_000);
afterAll(() => {
  if (folder !== '') rmSync(folder, { recursive: true, force: true });
});

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** Runs the Go program beside this process, which serves the log. */
function verifyLog(...args: string[]): Promise<{ readonly status: number; readonly out: string; readonly err: string }> {
  return new Promise((resolve) => {
    const child = execFile(program, args, (_error, out, err) => resolve({ status: child.exitCode ?? -1, out, err }));
  });
}

describe.runIf(hasGo)('golang.org/x/mod/sumdb, which knows nothing of Homebird,', () => {
  test('accepts checkpoint, cosignatures, tiles and entries of a running leader with a witness', async () => {
    const logs: KnownLog[] = [];
    const witness = await startWitness(logs);
    const at: Listening = valueOf(await listen({ fetch: async (request) => witness.fetch('/add-checkpoint', { method: 'POST', body: await request.text() }), host: '127.0.0.1', port: 0 }));
    const witnessKey = keyLine(witness.signer.name, witness.signer.publicKey, COSIGNATURE_V1);
    closers.push(() => witness.close(), () => at.close());
    const pair = await startPair({ witnesses: { each: [{ url: `http://127.0.0.1:${at.port}`, key: witnessKey }], quorum: 1 } });
    closers.push(() => pair.close());
    logs.push(valueOf(knownLog(pair.policy.logKey)));
    await pair.turns();
    await sendReports(pair, 50);
    pair.clock.forward(61_000);
    await pair.turns(4);
    const keys = ['-key', pair.policy.logKey, '-cosigner', pair.policy.helperKey, '-cosigner', witnessKey];
    const whole = await verifyLog('-log', `${pair.leaderUrl}/log`, ...keys);
    expect([whole.status, whole.err]).toEqual([0, '']);
    expect(whole.out).toMatch(/^signed by homebird\/test-shop\/[0-9a-f]{12}\ncosigned by helper\.test at .*\ncosigned by witness\.test\/w1 at .*\n/);
    expect(whole.out).toContain('tree hash from tiles: the signed one\n');
    expect((await verifyLog('-log', `${pair.leaderUrl}/log`, ...keys, '-leaf', '2')).out).toContain('inclusion: entry 2 by');
    const stranger = await aTestLog('log.example/stranger');
    const refused = await verifyLog('-log', `${pair.leaderUrl}/log`, ...keys, '-cosigner', keyLine(stranger.origin, stranger.signer.publicKey, COSIGNATURE_V1));
    expect([refused.status, refused.err]).toEqual([1, 'WRONG: the checkpoint is not signed by log.example/stranger\n']);
    expect((await verifyLog('-log', `${pair.leaderUrl}/log`, '-key', keyLine(stranger.origin, stranger.signer.publicKey))).status).toBe(1);
  }, 60_000);

  test('accepts a log of several tiles and levels, and no changed byte of it', async () => {
    const log = aLogTable();
    for (let n = 0; n < 70_000; n++) appendLeaf(log, { type: 'model', model: 'mix', hash: aHash('model'), round: n } satisfies LogEntry);
    const { signer } = await aTestLog('log.example/long', 1);
    const checkpoint = await signedCheckpoint(log, signer, ed25519);
    let broken = '';
    const at = (bytes: Uint8Array): number => bytes.length >> 1;
    const answer = (request: Request): Response => {
      const path = new URL(request.url).pathname.slice('/log/'.length);
      const bytes = path === 'checkpoint' ? new TextEncoder().encode(checkpoint) : tileAt(log, path);
      if (!bytes) return new Response(null, { status: 404 });
      return new Response(new Uint8Array(path === broken ? bytes.with(at(bytes), (bytes[at(bytes)] ?? 0) ^ 1) : bytes));
    };
    const server = valueOf(await listen({ fetch: answer, host: '127.0.0.1', port: 0 }));
    closers.push(() => server.close());
    const ask = (): ReturnType<typeof verifyLog> => verifyLog('-log', `http://127.0.0.1:${server.port}/log`, '-key', keyLine(signer.name, signer.publicKey), '-leaf', '65536');
    expect(await ask()).toMatchObject({ status: 0, err: '', out: expect.stringContaining('checkpoint: 70000 entries') as string });
    for (const path of ['checkpoint', 'tile/0/000', 'tile/1/000', 'tile/2/000.p/1', 'tile/0/273.p/112', 'tile/entries/256']) {
      broken = path;
      expect([path, (await ask()).status]).toEqual([path, 1]);
    }
  }, 120_000);
});
