import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { decodeManifest, decodePolicy, decodeTask, type ByKind, type PolicyFile, type ModelTask, type TaskId } from '#core/protocol';
import { openNote, parseKeyLine } from '#core/tlog';
import { utf8Decode } from '#core/units';
import { ed25519 } from '#page/crypto';
import { valueOf } from './result.ts';

/** The program under test, as `npm start` runs it; HOMEBIRD_PROGRAM names another build of it. */
export const PROGRAM = process.env['HOMEBIRD_PROGRAM'] ?? fileURLToPath(new URL('../../dist/server/main.js', import.meta.url));

/** Where servers of tests listen: below what Linux gives to outgoing connections (32,768 and more), which other tests open all the time. */
const PORTS = { from: 20_000, count: 12_000 } as const;
/** Parts of it, one for each process of the run: what one found free, no other takes before it is used. */
const PARTS = 8;
const PART_COUNT = PORTS.count / PARTS;
const OWN_FROM = PORTS.from + PART_COUNT * (Number(process.env['VITEST_POOL_ID'] ?? 0) % PARTS);
/** Ports that a deployment takes, in a row. */
const IN_A_ROW = 5;
/** Its own on both sides of them, too: tests start servers a few ports below and above the first. */
const MARGIN = 15;

/** Five ports in a row that were free a moment ago. */
export async function freePorts(): Promise<number> {
  for (;;) {
    const first = OWN_FROM + MARGIN + Math.floor(Math.random() * (PART_COUNT - IN_A_ROW - 2 * MARGIN));
    const free = await Promise.all(Array.from({ length: IN_A_ROW }, (_, i) => isFree(first + i)));
    if (free.every(Boolean)) return first;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}

/** A `homebird serve` that runs for one test. */
export interface Serving {
  readonly data: string;
  readonly port: number;
  readonly shop: string;
  readonly leader: string;
  readonly helper: string;
  /** Everything printed so far. */
  out(): string;
  err(): string;
  /** Resolves when `pattern` was printed on stdout. @throws Error if the process ends first */
  printed(pattern: RegExp): Promise<RegExpMatchArray>;
  /** Process id of a role now. */
  pid(role: 'leader' | 'helper' | 'simulation'): number;
  /** Kills a role with SIGKILL and resolves when another process has taken its place and answers. */
  killRole(role: 'leader' | 'helper'): Promise<void>;
  /** Exit code, once it ends by itself. */
  readonly ended: Promise<number | null>;
  stop(): Promise<void>;
}

/** Polls until `look` gives a value. The test's own timeout ends it. */
export async function until<Value>(look: () => Value | undefined | Promise<Value | undefined>, pauseMs = 50): Promise<Value> {
  for (;;) {
    const value = await look();
    if (value !== undefined) return value;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

async function answers(url: string): Promise<true | undefined> {
  try {
    return (await fetch(`${url}/healthz`)).ok || undefined;
  } catch {
    return undefined;
  }
}

/** Starts `homebird serve` with `args` in a folder of its own. @param firstPort - of five in a row, from `freePorts`; absent: any */
export async function startServing(args: readonly string[], firstPort?: number): Promise<Serving> {
  const data = mkdtempSync(join(tmpdir(), 'homebird-serve-'));
  const port = firstPort ?? (await freePorts());
  const child: ChildProcess = spawn(process.execPath, [PROGRAM, 'serve', '--data', data, ...args], { env: { ...process.env, PORT: String(port) }, stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, err] = ['', ''];
  child.stdout?.setEncoding('utf8').on('data', (text: string) => void (out += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => void (err += text));
  let isOver = false;
  const ended = new Promise<number | null>((resolve) => {
    child.once('close', (code) => { // not 'exit': what it printed last may still be on its way then
      isOver = true;
      resolve(code);
    });
  });
  const url = (i: number): string => `http://127.0.0.1:${port + i}`;
  const pid = (role: string): number => Number(readFileSync(join(data, 'run', `${role}.pid`), 'utf8'));
  const serving: Serving = {
    data, port, shop: url(0), leader: url(3), helper: url(4), ended, pid,
    out: () => out,
    err: () => err,
    printed: (pattern) => until(() => {
      const match = pattern.exec(out);
      if (!match && isOver) throw new Error(`serve ended before it printed ${pattern}:\n${out}\n${err}`);
      return match ?? undefined;
    }),
    async killRole(role) {
      const before = pid(role);
      process.kill(before, 'SIGKILL');
      await until(() => (pid(role) === before ? undefined : true));
      await until(() => answers(role === 'leader' ? serving.leader : serving.helper));
    },
    async stop() {
      if (!isOver) child.kill('SIGTERM');
      await ended;
      if (existsSync(data)) rmSync(data, { recursive: true, force: true });
    },
  };
  return serving;
}

/** The policy hash of the embed line, which serve prints once its leader answers: 64 hex digits. */
export async function printedPolicy(serving: Serving): Promise<string> {
  return (await serving.printed(/^policy ([0-9a-f]{64})$/m))[1] ?? '';
}

/** What a device reads of a leader, with the policy taken at its word. */
export interface Offer {
  readonly policy: PolicyFile;
  readonly tasks: readonly { readonly id: TaskId; readonly task: ModelTask }[];
  readonly models: ByKind<string>;
}

/** Policy, manifest and open tasks of a leader; undefined while it offers nothing. */
export async function offerOf(leaderUrl: string): Promise<Offer | undefined> {
  const get = async (path: string): Promise<Uint8Array | undefined> => {
    const response = await fetch(`${leaderUrl}${path}`).catch(() => undefined);
    return response?.ok ? new Uint8Array(await response.arrayBuffer()) : undefined;
  };
  const [policyBytes, note] = [await get('/v1/policy'), await get('/v1/manifest')];
  if (!policyBytes || !note) return undefined;
  const policy = valueOf(decodePolicy(policyBytes));
  const manifest = valueOf(decodeManifest(valueOf(await openNote(utf8Decode(note), valueOf(parseKeyLine(policy.logKey)), ed25519))));
  const tasks = await Promise.all(manifest.tasks.map(async ({ id }) => {
    const bytes = await get(`/v1/tasks/${id}`);
    const task = bytes && valueOf(decodeTask(bytes));
    return task?.kind === 'model' ? [{ id, task }] : [];
  }));
  const open = tasks.flat();
  return open.length > 0 ? { policy, tasks: open, models: manifest.models } : undefined;
}
