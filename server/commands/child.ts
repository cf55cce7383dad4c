import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { fail, ok, type Fault, type Result } from '#core/units';
import { writeWhole } from './data-folder.ts';
import { noticeReader, type ChildNotice, type Output } from './output.ts';

/** A role of this program in a process of its own. */
export interface Role {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  /** Where its own words go. */
  readonly logPath: string;
  /** Where its process id stands while it runs. */
  readonly pidPath: string;
  readonly onNotice: (notice: ChildNotice) => void;
}

/** A role that is kept running. */
export interface RunningRole {
  /** Resolves with its first `ready` notice, or with a fault that holds the end of its log if it stops before that. */
  readonly ready: Promise<Result<void, Fault<'not-started'>>>;
  /** Process id now; changes with every restart. */
  pid(): number | undefined;
  /** Asks the process to stop and resolves when it is gone. */
  stop(): Promise<void>;
}

/** Starts again at most this often in {@link RESTART_WINDOW_MS}: a role that keeps dying has a reason that restarting hides. */
const MAX_RESTARTS = 10;
const RESTART_WINDOW_MS = 120_000;
const RESTART_PAUSE_MS = 500;
/** How long a role has to stop by itself. */
const STOP_GRACE_MS = 5_000;
/** A log file beyond this size starts afresh. */
const MAX_LOG_BYTES = 10 * 1024 * 1024;
const LOG_TAIL_CHARACTERS = 2_000;

/** The log, opened for a new process, and how much of it is from earlier ones. */
function openLog(path: string): { readonly file: number; readonly before: number } {
  mkdirSync(dirname(path), { recursive: true });
  const bytes = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  const isLarge = bytes > MAX_LOG_BYTES;
  return { file: openSync(path, isLarge ? 'w' : 'a', 0o600), before: isLarge ? 0 : bytes };
}

/** The last lines that a process wrote to its log: those of an earlier one would say what is long mended. */
function logTail(path: string, before: number): string {
  return readFileSync(path).subarray(before).toString('utf8').slice(-LOG_TAIL_CHARACTERS).trim().split('\n').slice(-3).join('\n');
}

function start({ program, args, logPath, pidPath, onNotice }: Role): { readonly child: ChildProcess; readonly logBefore: number } {
  const { file: log, before } = openLog(logPath);
  // Its standard input ends with us, however we die, and it stops with it.
  const child = spawn(process.execPath, [program, ...args, '--with-parent'], { stdio: ['pipe', 'pipe', log] });
  closeSync(log);
  if (child.pid !== undefined) writeWhole(pidPath, `${child.pid}\n`);
  child.stdin?.on('error', () => undefined);
  child.stdout?.setEncoding('utf8').on('data', noticeReader(onNotice));
  return { child, logBefore: before };
}

/** Counts restarts and says when there were too many of late. */
function restartCounter(): () => boolean {
  let restarts: number[] = [];
  return () => {
    const now = Date.now();
    restarts = [...restarts.filter((at) => now - at < RESTART_WINDOW_MS), now];
    return restarts.length <= MAX_RESTARTS;
  };
}

/**
 * Starts `role` and keeps it running: a process that ends by itself after it was ready is started again, with a word about it.
 *
 * @param how.ending - once it aborts, whatever ends is left alone: a signal for all reaches roles before their turn to be stopped
 * @param how.onGivenUp - called once when it keeps dying
 */
export function keepRunning(role: Role, { say, ending, onGivenUp }: { readonly say: Output; readonly ending: AbortSignal; readonly onGivenUp: () => void }): RunningRole {
  const mayRestart = restartCounter();
  let child: ChildProcess | undefined;
  let logBefore = 0;
  let isStopped = false;
  let isReady = false;
  let settle: (result: Result<void, Fault<'not-started'>>) => void = () => undefined;
  const ready = new Promise<Result<void, Fault<'not-started'>>>((resolve) => (settle = resolve));
  const isEnding = (): boolean => isStopped || ending.aborted;
  const launch = (): void => {
    ({ child, logBefore } = start({ ...role, onNotice: heard }));
    child.once('exit', ended);
  };
  const heard = (notice: ChildNotice): void => {
    if (notice.kind === 'ready') {
      isReady = true;
      settle(ok(undefined));
    }
    role.onNotice(notice);
  };
  const ended = (code: number | null, signal: NodeJS.Signals | null): void => {
    if (isEnding()) return;
    if (!isReady) {
      settle(fail('not-started', `The ${role.name} did not start:\n${logTail(role.logPath, logBefore)}`));
      return;
    }
    if (!mayRestart()) {
      say.write(`the ${role.name} keeps stopping; ${role.logPath} says why\n`);
      onGivenUp();
      return;
    }
    // Said after the pause: a role may hear of the end of everything before this process does.
    setTimeout(() => {
      if (isEnding()) return;
      say.write(`the ${role.name} stopped (${signal ?? `exit code ${code}`}) and is started again\n`);
      launch();
    }, RESTART_PAUSE_MS);
  };
  launch();
  return {
    ready,
    pid: () => child?.pid,
    stop() {
      isStopped = true;
      return child ? stopped(child) : Promise.resolve();
    },
  };
}

function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const impatient = setTimeout(() => child.kill('SIGKILL'), STOP_GRACE_MS);
    child.once('exit', () => {
      clearTimeout(impatient);
      resolve();
    });
    child.kill('SIGTERM');
  });
}
