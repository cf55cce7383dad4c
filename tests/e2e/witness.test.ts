import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { openNote, parseKeyLine } from '#core/tlog';
import { ed25519 } from '#page/crypto';
import { valueOf } from '#support/result';
import { printedPolicy, PROGRAM, startServing, until } from '#support/serving';
import { aTestLog } from '#support/witness';

const closers: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'homebird-witness-'));
  closers.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** `act` at its first call only. */
function once(act: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) act();
    isDone = true;
  };
}

interface RunningWitness {
  readonly url: string;
  readonly key: string;
  readonly out: string;
  readonly child: ChildProcess;
  readonly ended: Promise<unknown>;
}

/** Starts `homebird witness` and reads what it prints. */
async function startWitnessProcess(...args: string[]): Promise<RunningWitness> {
  const child = spawn(process.execPath, [PROGRAM, 'witness', ...args], { stdio: ['ignore', 'pipe', 'ignore'] });
  let out = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => void (out += text));
  const ended = new Promise((resolve) => child.once('close', resolve));
  closers.push(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  const [, url = '', key = ''] = await until(() => /^witness (\S+)\nkey (\S+)\n(?:log \S+: .*\n)+/.exec(out) ?? undefined);
  return { url, key, out, child, ended };
}

test('a deployment that names an independent witness shows checkpoints of three signatures, and verify says who saw the log', async () => {
  const folder = aFolder();
  const shop = ['--shoppers', '0', '--data', join(folder, 'shop')];
  const first = await startServing(shop);
  const [, logKey = ''] = await first.printed(/^log (\S+)$/m);
  await first.stop();
  const witness = await startWitnessProcess('--data', join(folder, 'witness'), '--log', logKey, '--name', 'witness.test/e2e', '--port', '0');
  expect(witness.key).toMatch(/^witness\.test\/e2e\+[0-9a-f]{8}\+/);
  expect(witness.out).toMatch(/\nlog homebird\/\S+: nothing cosigned yet\n$/);

  const serving = await startServing([...shop, '--witness', `${witness.url}=${witness.key}`]);
  closers.push(() => serving.stop());
  await serving.printed(new RegExp(`^log ${logKey.replaceAll(/[+.]/g, '\\$&')}$`, 'm'));
  const policy = await printedPolicy(serving);
  const checkpoint = await until(async () => {
    const note = await (await fetch(`${serving.leader}/log/checkpoint`)).text();
    return note.match(/^— /gm)?.length === 3 ? note : undefined;
  });
  expect((await openNote(checkpoint, valueOf(parseKeyLine(logKey)), ed25519)).ok).toBe(true);
  const verified = spawnSync(process.execPath, [PROGRAM, 'verify', serving.leader, '--policy', policy], { encoding: 'utf8' });
  expect(verified.stdout).toMatch(/^ok {3}Who saw this log apart from leader and helper \(witness\.test\/e2e /m);
  expect([verified.status, verified.stdout.includes('split view')]).toEqual([0, false]);
  // The helper keeps a copy of the very same log.
  const copied = await until(async () => {
    const answer = await fetch(`${serving.helper}/log/checkpoint`);
    return answer.ok ? answer.text() : undefined;
  }, 500);
  expect((await openNote(copied, valueOf(parseKeyLine(logKey)), ed25519)).ok).toBe(true);
}, 180_000);

test('a witness killed again and again takes no leaf back, and cosigns no second history', async () => {
  const log = await aTestLog('log.example/killed', 400);
  const folder = aFolder();
  let [acknowledged, kills] = [0, 0];
  const key = `${log.known.key.name}+${Buffer.from(log.known.key.hash).toString('hex')}+${Buffer.concat([Uint8Array.of(1), log.signer.publicKey]).toString('base64')}`;
  while (kills < 8) {
    const witness = await startWitnessProcess('--data', folder, '--log', key, '--port', '0');
    const add = async (body: string): Promise<{ status: number; text: string } | undefined> => {
      try {
        const answer = await fetch(`${witness.url}/add-checkpoint`, { method: 'POST', body });
        return { status: answer.status, text: await answer.text() };
      } catch {
        return undefined;
      }
    };
    const kept = Number((await add(await log.request(400, 400)))?.text); // 409: what it has on disk
    expect(kept === acknowledged || kept === acknowledged + 1).toBe(true);
    acknowledged = kept;
    if (kept > 0) expect((await add(await log.request(kept, kept + 1, 'fork ')))?.status).toBe(422);
    const bodies = await Promise.all(Array.from({ length: 30 }, (_, i) => log.request(kept + i, kept + i + 1)));
    const killSoon = once(() => setTimeout(() => witness.child.kill('SIGKILL'), 5 + 10 * kills));
    if (kills % 2 === 0) killSoon(); // every other time counted from the first answer: a slow machine has given none by then
    for (const body of bodies) {
      const answer = await add(body);
      if (!answer) break;
      expect(answer.status).toBe(200);
      acknowledged += 1;
      killSoon();
    }
    await witness.ended;
    kills += 1;
  }
  expect(acknowledged).toBeGreaterThan(0);
}, 120_000);
