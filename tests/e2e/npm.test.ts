import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { keyLine } from '#core/tlog';
import { PROGRAM } from '#support/serving';

test('a server that npm started ends with the shell that npm signals, which tells it nothing', async () => {
  const data = mkdtempSync(join(tmpdir(), 'homebird-npm-'));
  // As `npm run` starts it: a shell that waits for a program, and does not become it.
  const shell = spawn('sh', ['-c', `"${process.execPath}" "${PROGRAM}" witness --data "${data}" --log "$LOG" --port 0; exit $?`], {
    env: { ...process.env, npm_package_name: 'homebird', npm_lifecycle_event: 'homebird', LOG: keyLine('log.test', new Uint8Array(32)) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  shell.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const printed = await new Promise<string>((resolve) => shell.stdout.setEncoding('utf8').once('data', resolve));
  const [, url = ''] = /^witness (http:\S+)/.exec(printed) ?? [];
  expect((await fetch(`${url}/healthz`, { headers: { connection: 'close' } })).status).toBe(200);
  const silent = new Promise<void>((resolve) => void shell.once('close', () => resolve())); // when all it printed was read: the witness holds both pipes too
  shell.kill('SIGTERM');
  await silent;
  await expect(fetch(`${url}/healthz`)).rejects.toThrow();
  expect(said).toContain('The shell through which npm started this is gone');
  rmSync(data, { recursive: true });
});
