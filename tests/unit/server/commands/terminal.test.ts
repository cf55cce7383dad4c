import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { keyLine } from '#core/tlog';
import { homebird } from '#support/command-line';
import { newsLine } from '../../../../server/commands/leader-news.ts';
import { keepRunning, type Role } from '../../../../server/commands/child.ts';
import { makeFolder, pairSecretAt } from '../../../../server/commands/data-folder.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'homebird-terminal-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('wrong arguments', () => {
  test.each<readonly [string[], string]>([
    [['serve', '--shoppers', '-1'], 'Cannot use --shoppers -1: wanted a whole number from 0 to 100000'],
    [['serve', '--shoppers'], 'Wanted a value after --shoppers'],
    [['serve', '--shoppers', '--rounds'], 'Wanted a value after --shoppers'],
    [['serve', '--helper', 'http://127.0.0.1:1', '--secret', '/no/such/file'], 'Cannot read the secret /no/such/file: there is no such file'],
    [['serve', '--helper', 'http://127.0.0.1:1'], 'Wanted --helper URL and --secret FILE together'],
    [['helper', '--port', 'x', '--data', 'd'], 'Cannot use --port x'],
    [['plan', '--daily-visitors', '100', '--z', '4.1'], 'Cannot use --z 4.1: wanted a number from 4 to 64 in quarters'],
  ])('homebird %j is refused in one sentence that says where the help is', async (argv, sentence) => {
    const { code, err } = await homebird(...argv);
    expect([code, err.trimEnd().split('\n').length]).toEqual([2, 2]);
    expect(err).toContain(sentence);
    expect(err).toContain(`see homebird ${argv[0]} --help`);
  });

  test('homebird plan takes z in the quarters that it picks itself', async () => {
    const { code, out } = await homebird('plan', '--daily-visitors', '1000', '--z', '4.25');
    expect([code, out.includes('z = 4.25')]).toEqual([0, true]);
  });
});

describe('data folders', () => {
  test('makeFolder() makes what is missing, and says of a file or a place that takes no folders what is wrong', () => {
    const deep = join(folder, 'a', 'b');
    expect(makeFolder(deep)).toEqual({ ok: true, value: undefined });
    expect(existsSync(deep)).toBe(true);
    const file = join(folder, 'file');
    writeFileSync(file, '');
    expect(makeFolder(file)).toMatchObject({ ok: false, fault: { message: `Cannot keep data in ${file}: ${file} is a file, wanted a folder` } });
    expect(makeFolder(join(file, 'below'))).toMatchObject({ ok: false, fault: { kind: 'no-folder' } });
    if (existsSync('/proc/self')) expect(makeFolder('/proc/nope/deep')).toMatchObject({ ok: false, fault: { message: 'Cannot keep data in /proc/nope/deep: nothing can be written there' } });
  });

  test.each(['serve', 'helper', 'witness'])('homebird %s with a file for --data ends with a sentence', async (command) => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    const { code, err } = await homebird(command, '--data', file, ...(command === 'witness' ? ['--log', keyLine('log.test', new Uint8Array(32))] : []));
    expect(code).toBe(1);
    expect(err).toMatch(new RegExp(`^Cannot keep data in ${file}: .*\n$`));
  });

  test('pairSecretAt() names the file that holds no secret', () => {
    const path = join(folder, 'note.txt');
    writeFileSync(path, 'hello');
    expect(pairSecretAt(path)).toMatchObject({ ok: false, fault: { message: `Cannot use the secret ${path}: The pair secret must be 64 lower-case hex digits` } });
  });

  test('pairSecretAt() gives a folder in the secret\'s place back as a fault', () => {
    mkdirSync(join(folder, 'secret'));
    expect(pairSecretAt(join(folder, 'secret'))).toMatchObject({ ok: false, fault: { kind: 'bad-secret' } });
  });
});

describe('newsLine()', () => {
  const context = { logPath: 'logs/leader.log', witnesses: { count: 2, quorum: 1 } };

  test('says who is in trouble, with what effect, and who is back', () => {
    const helper = { kind: 'party', party: 'helper', name: 'http://helper.test' };
    expect(newsLine({ ...helper, why: 'does not answer' }, context)).toBe('the helper http://helper.test does not answer: rounds wait for it (logs/leader.log says more)\n');
    expect(newsLine(helper, context)).toBe('the helper http://helper.test does its part again\n');
    expect(newsLine({ kind: 'party', party: 'witness', name: 'w.test', why: 'refuses what it is asked' }, context))
      .toBe('the witness w.test refuses what it is asked: devices are shown nothing new while fewer than 1 of 2 witnesses cosign (logs/leader.log says more)\n');
  });

  test('says why reports were deleted unopened, and nothing of other notices', () => {
    expect(newsLine({ kind: 'given-up', plan: 'mix', why: 'X' }, context)).toBe('a mix round is given up, its reports deleted unopened: X\n');
    expect(newsLine({ kind: 'round', round: 3 }, context)).toBeUndefined();
  });
});

/** A program that says it is ready and then does `then`. */
function aRole(then: string, before = ''): Role {
  const program = join(folder, 'role.mjs');
  writeFileSync(program, `${before}\nprocess.stdout.write('{"kind":"ready"}\\n');\n${then}\n`);
  return { name: 'role', program, args: [], logPath: join(folder, 'role.log'), pidPath: join(folder, 'role.pid'), onNotice: () => undefined };
}

/** Resolves once `look` holds. */
async function until(look: () => boolean): Promise<void> {
  while (!look()) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** Resolves once there is no such process, and its parent has heard so. */
async function gone(pid: number): Promise<void> {
  for (;;) {
    await new Promise((resolve) => setImmediate(resolve));
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
  }
}

describe('keepRunning()', () => {
  afterEach(() => vi.useRealTimers());

  test('starts a role again that ended by itself', async () => {
    const lines: string[] = [];
    const ending = new AbortController();
    const starts = join(folder, 'starts');
    const role = keepRunning(aRole(`import { appendFileSync } from 'node:fs'; appendFileSync(${JSON.stringify(starts)}, 'x'); process.stdin.resume();`), { say: { write: (text) => lines.push(text) }, ending: ending.signal, onGivenUp: () => undefined });
    await role.ready;
    await until(() => existsSync(starts));
    process.kill(role.pid() ?? 0, 'SIGTERM');
    await until(() => readFileSync(starts, 'utf8') === 'xx');
    expect(lines).toEqual(['the role stopped (SIGTERM) and is started again\n']);
    await role.stop();
  });

  test.each(['before', 'after'])('leaves a role alone that ended because everything ends, and ended %s this process heard of that', async (when) => {
    vi.useFakeTimers({ toFake: ['setTimeout'] }); // the pause before a restart
    const lines: string[] = [];
    const ending = new AbortController();
    const role = keepRunning(aRole('process.stdin.resume();'), { say: { write: (text) => lines.push(text) }, ending: ending.signal, onGivenUp: () => undefined });
    await role.ready;
    const before = role.pid();
    process.kill(before ?? 0, 'SIGTERM'); // as a signal to the whole process group does
    if (when === 'after') ending.abort();
    await gone(before ?? 0);
    ending.abort();
    vi.runAllTimers();
    expect([lines, role.pid()]).toEqual([[], before]);
    await role.stop();
  });

  test('says of a role that does not start what it wrote itself, not what an earlier process wrote', async () => {
    const role = aRole('', 'process.stderr.write("the reason\\n"); process.exit(1);');
    writeFileSync(role.logPath, 'an old warning\n');
    const running = keepRunning(role, { say: { write: () => undefined }, ending: new AbortController().signal, onGivenUp: () => undefined });
    expect(await running.ready).toMatchObject({ ok: false, fault: { message: 'The role did not start:\nthe reason' } });
  });
});
