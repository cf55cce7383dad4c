import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** How a server of the shipped program is started. */
export interface Command {
  readonly name: 'leader' | 'helper';
  /** Arguments of Node: its own flags, the program, and the program's. */
  readonly args: readonly string[];
  readonly logPath: string;
}

/** What a server says once it answers. */
export type Ready = Readonly<Record<string, unknown>>;

/** One server that is killed and started again, as an operator's supervisor would. Calls must not overlap. */
export interface Victim {
  readonly name: Command['name'];
  /** Where it writes what it logs. */
  readonly logPath: string;
  /** Starts the process; resolves once it answers, or with undefined where it was killed before that. @throws Error if it ends by itself */
  start(): Promise<Ready | undefined>;
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>;
  /** SIGTERM; resolves when the process is gone. @throws Error if its exit code is not 0 */
  stop(): Promise<void>;
  /** Process id now. */
  pid(): number | undefined;
  /** Asks the running process for something by a signal. */
  signal(signal: NodeJS.Signals): void;
  /** How often it ended although nobody killed it. Every one is a fault. */
  unasked(): number;
}

const LOG_TAIL_CHARACTERS = 1_500;

function spawnLogged({ args, logPath }: Command): ChildProcess {
  mkdirSync(dirname(logPath), { recursive: true });
  const log = openSync(logPath, 'a', 0o600);
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', log] });
  closeSync(log);
  child.stdin?.on('error', () => undefined);
  return child;
}

/** The first `ready` line of a child; undefined if it ends before. */
function readyOf(child: ChildProcess): Promise<Ready | undefined> {
  return new Promise((resolve) => {
    let text = '';
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      text = (text + chunk).slice(-10_000);
      const line = text.split('\n').find((one) => one.includes('"kind":"ready"') && one.endsWith('}'));
      if (line !== undefined) resolve(JSON.parse(line) as Ready);
    });
    child.once('exit', () => resolve(undefined));
  });
}

/** A server that `command` starts. Nothing runs before its first `start`. */
export function createVictim(command: Command): Victim {
  let run: { readonly child: ChildProcess; readonly gone: Promise<number | null>; isAsked: boolean } | undefined;
  let unasked = 0;
  const tail = (): string => readFileSync(command.logPath, 'utf8').slice(-LOG_TAIL_CHARACTERS);
  const end = async (signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> => {
    if (!run) return 0;
    run.isAsked = true;
    run.child.kill(signal);
    return run.gone;
  };
  return {
    name: command.name,
    logPath: command.logPath,
    async start() {
      const child = spawnLogged(command);
      const gone = new Promise<number | null>((resolve) => child.once('exit', resolve));
      const own = { child, gone, isAsked: false };
      run = own;
      child.once('exit', () => {
        if (!own.isAsked) unasked += 1;
      });
      const ready = await readyOf(child);
      if (!ready && !own.isAsked) throw new Error(`The ${command.name} ended by itself before it answered:\n${tail()}`);
      return ready;
    },
    async kill() {
      await end('SIGKILL');
    },
    async stop() {
      const code = await end('SIGTERM');
      if (code !== 0) throw new Error(`The ${command.name} stopped with exit code ${code}:\n${tail()}`);
    },
    pid: () => run?.child.pid,
    signal: (signal) => void run?.child.kill(signal),
    unasked: () => unasked,
  };
}
