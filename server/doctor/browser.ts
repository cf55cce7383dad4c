import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Browser } from 'playwright-core';
import { fail, ok, type Fault, type Result } from '#core/units';

/** Where systems keep a Chromium or Chrome. */
const SYSTEM_CHROMIUMS = [
  '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable', '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];
/** Written by `prepare.mjs test`: the browser it found or installed. */
const FOUND_BY_PREPARE = join('node_modules', '.homebird-chromium');
/** Without the browser's own traffic, which would stand among the page's. */
const ARGUMENTS = ['--disable-quic', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

function foundByPrepare(program: string): string | undefined {
  for (let folder = dirname(program); folder !== dirname(folder); folder = dirname(folder)) {
    const path = join(folder, FOUND_BY_PREPARE);
    if (existsSync(path)) return readFileSync(path, 'utf8').trim();
  }
  return undefined;
}

/**
 * Program file of a Chromium: the one named, else the one in `HOMEBIRD_CHROMIUM`, that of the tests, or the system's.
 *
 * @param program - absolute path of this program, below whose folder the tests note theirs
 */
export function findBrowser(named: string | undefined, environment: string | undefined, program: string): Result<string, Fault<'no-browser'>> {
  const asked = named ?? environment;
  if (asked !== undefined && asked !== '') return existsSync(asked) ? ok(asked) : fail('no-browser', `Cannot drive a browser: there is no file ${asked}`);
  const found = [foundByPrepare(program), ...SYSTEM_CHROMIUMS].find((path) => path !== undefined && existsSync(path));
  return found === undefined ? fail('no-browser', 'Cannot drive a browser: no Chromium or Chrome was found. Install one (apt-get install chromium), and name it with --browser FILE if it lies elsewhere') : ok(found);
}

/** What a Chromium says that gets no sandbox: run by root, or in a container that keeps namespaces to itself. */
const REFUSAL = /sandbox|new namespace/i;
/** Line of the driver's log that repeats the command line, where the word may stand for another reason. */
const COMMAND_LINE = /<launching>/;

/** Whether a browser would not start because of its sandbox. @param message - the driver's, with what the browser printed */
function refusesSandbox(message: string): boolean {
  return message.split('\n').some((line) => REFUSAL.test(line) && !COMMAND_LINE.test(line));
}

/** The fault's message is the driver's, a log and all. */
async function startBrowser(executablePath: string, chromiumSandbox: boolean): Promise<Result<Browser, Fault<'no-browser'>>> {
  try {
    const { chromium } = await import('playwright-core');
    return ok(await chromium.launch({ executablePath, args: ARGUMENTS, chromiumSandbox }));
  } catch (error) {
    return fail('no-browser', error instanceof Error ? error.message : String(error));
  }
}

/**
 * Starts it without a window, in its sandbox; without one only where it refuses to start with it, which `say` is told. The
 * driver is loaded only here: no other command needs it.
 */
export async function launch(executablePath: string, say: (line: string) => void): Promise<Result<Browser, Fault<'no-browser'>>> {
  let started = await startBrowser(executablePath, true);
  if (!started.ok && refusesSandbox(started.fault.message)) {
    say('the browser refuses to start in its sandbox here, as it does for root and in many containers: it runs without one, so name only pages that you trust, or run this as another user');
    started = await startBrowser(executablePath, false);
  }
  return started.ok ? started : fail('no-browser', `Cannot start ${executablePath}: ${reasonOf(started.fault.message)}`);
}

/** The line that says most of the driver's message, which goes on with a log. */
function reasonOf(message: string): string {
  const first = (message.split('\n', 1)[0] ?? '').replace(/^browserType\.launch: /, '');
  if (/has been closed/.test(first)) return 'it ended at once; wanted the program file of a Chromium or Chrome';
  return /EACCES|ENOEXEC/.test(first) ? 'it is no program that this user may run; wanted the program file of a Chromium or Chrome' : first;
}
