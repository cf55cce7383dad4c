import { spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { seededChance } from '#core/units';
import { firstOffer, makeReports, prepareGround, valueOf, type Ground, type OpenTask } from '#bench/torture';
import { openHelperStore, openLeaderStore } from '#server/libsql';
import { flood } from './flood.ts';
import { PLAIN_PROGRAM } from './plain.ts';
import { cpuSeconds, residentMegabytes } from './usage.ts';

/** Built programs, beside this one. */
export interface Programs {
  /** `dist/server/main.js` */
  readonly server: string;
  /** `dist/server/bench.js` */
  readonly bench: string;
}

/** What `reports` uploads of one length cost. */
export interface ServerLoad {
  readonly length: number;
  readonly reports: number;
  readonly bodyBytes: number;
  /** Processor ms a report. */
  readonly leaderMs: number;
  readonly helperMs: number;
  /** The same of the server that only adds up. */
  readonly plainMs: number;
  /** Memory of the leader before and after, MB. */
  readonly leaderMegabytes: readonly [before: number, after: number];
}

/** Clients at a time while time is measured: enough to keep two processes busy. */
const CLIENTS = 10;
/** Reports made anew for the warm-up: engines compile what is hot in the first hundred or so. */
const WARM_UP = 100;
/** A server that takes less than this of a second has nothing left to do, s of processor. */
const IDLE_SECONDS = 0.02;

/** Waits until neither process has anything to do: then every report is counted or refused. */
async function untilIdle(pids: readonly number[]): Promise<void> {
  const spent = (): number => pids.reduce((sum, pid) => sum + cpuSeconds(pid), 0);
  for (let before = spent(); ; ) {
    await pause(1500); // longer than the scheduler's turn, so that a pause between two jobs is not taken for the end
    const now = spent();
    if (now - before < IDLE_SECONDS * pids.length) return;
    before = now;
  }
}

function pidOf(victim: Ground['leader']): number {
  const pid = victim.pid();
  if (pid === undefined) throw new Error(`The ${victim.name} is not running`);
  return pid;
}

/** Starts a leader and a helper whose only open task is of `length` entries, and never closes. */
async function startPair(programs: Programs, length: number): Promise<{ readonly ground: Ground; readonly task: OpenTask }> {
  const ground = await prepareGround({ program: programs.server, models: { [length <= 40 ? 'mix' : 't11']: { length, batch: 1_000_000 } } });
  await ground.helper.start();
  await ground.leader.start();
  return { ground, task: await firstOffer(ground.leaderUrl) };
}

/** Reports counted by each server, read from its file after it has stopped. */
async function countedIn(ground: Ground, { id, task }: OpenTask): Promise<readonly [leader: number, helper: number]> {
  const counts: number[] = [];
  for (const store of [valueOf(openLeaderStore(ground.leaderFile)), valueOf(openHelperStore(ground.helperFile))]) {
    counts.push(store.tables.batches.sum(id, task.length).reports);
    await store.close();
  }
  return [counts[0] ?? 0, counts[1] ?? 0];
}

async function makeBodies(task: OpenTask, count: number, seed: number): Promise<readonly Uint8Array[]> {
  return (await makeReports(task, count, seededChance(seed))).map(({ body }) => body);
}

function wantAccepted(statuses: ReadonlyMap<number, number>, count: number): void {
  if (statuses.get(201) !== count) throw new Error(`Of ${count} reports not all were accepted: ${JSON.stringify([...statuses])}`);
}

/** Uploads `reports` reports of `length` entries to the shipped leader, which verifies them with the shipped helper. */
export async function measureServers(programs: Programs, length: number, reports: number): Promise<ServerLoad> {
  const { ground, task } = await startPair(programs, length);
  try {
    const url = `${ground.leaderUrl}/v1/reports`;
    const pids = [pidOf(ground.leader), pidOf(ground.helper)] as const;
    const bodies = await makeBodies(task, WARM_UP + reports, length);
    wantAccepted((await flood(url, bodies.slice(0, WARM_UP), CLIENTS)).statuses, WARM_UP);
    await untilIdle(pids);
    const before = pids.map(cpuSeconds);
    const megabytesBefore = residentMegabytes(pids[0]);
    wantAccepted((await flood(url, bodies.slice(WARM_UP), CLIENTS)).statuses, reports);
    await untilIdle(pids);
    const [leaderMs = 0, helperMs = 0] = pids.map((pid, i) => (1000 * (cpuSeconds(pid) - (before[i] ?? 0))) / reports);
    const leaderMegabytes = [megabytesBefore, residentMegabytes(pids[0])] as const;
    await ground.leader.stop();
    await ground.helper.stop();
    const counted = await countedIn(ground, task);
    if (counted.some((count) => count !== bodies.length)) throw new Error(`Of ${bodies.length} accepted reports the servers verified ${counted.join(' and ')}`);
    return { length, reports, bodyBytes: bodies[0]?.length ?? 0, leaderMs, helperMs, plainMs: await measurePlain(programs, length, reports), leaderMegabytes };
  } finally {
    await ground.leave(false);
  }
}

/** The same number of plain vectors to the server that only adds up. */
async function measurePlain({ bench }: Programs, length: number, reports: number): Promise<number> {
  const child = spawn(process.execPath, [bench, PLAIN_PROGRAM, String(length)], { stdio: ['pipe', 'pipe', 'inherit'] });
  const gone = new Promise<void>((resolve) => void child.once('exit', () => resolve()));
  try {
    const port = await new Promise<string>((resolve) => void child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString().trim())));
    if (child.pid === undefined) throw new Error('The plain server did not start');
    const bodies = Array.from({ length: reports }, () => new Uint8Array(4 * length).fill(1));
    const url = `http://127.0.0.1:${port}/`;
    await flood(url, bodies.slice(0, WARM_UP), CLIENTS);
    const before = cpuSeconds(child.pid);
    wantAccepted((await flood(url, bodies, CLIENTS)).statuses, reports);
    return (1000 * (cpuSeconds(child.pid) - before)) / reports;
  } finally {
    child.stdin.end();
    await gone;
  }
}

/** Memory of a leader while few and while many clients send at a time. */
export interface MemoryLoad {
  readonly clients: number;
  /** Largest seen, MB. */
  readonly megabytes: number;
}

/** Lets 10 and then `most` clients send reports of `length` entries, and watches the leader's memory meanwhile. */
export async function measureMemory(programs: Programs, length: number, most: number): Promise<readonly MemoryLoad[]> {
  const { ground, task } = await startPair(programs, length);
  try {
    const url = `${ground.leaderUrl}/v1/reports`;
    const pid = pidOf(ground.leader);
    const bodies = await makeBodies(task, 2 * most, length);
    const loads: MemoryLoad[] = [];
    for (const [clients, own] of [[CLIENTS, bodies.slice(0, most)], [most, bodies.slice(most)]] as const) {
      let megabytes = 0;
      const watch = setInterval(() => void (megabytes = Math.max(megabytes, residentMegabytes(pid))), 50);
      const { statuses } = await flood(url, own, clients);
      await untilIdle([pid, pidOf(ground.helper)]);
      clearInterval(watch);
      // A leader that has enough to do says so (503), and the device sends the same bytes again later.
      const answered = (statuses.get(201) ?? 0) + (statuses.get(503) ?? 0);
      if (answered !== own.length) throw new Error(`Of ${own.length} reports ${answered} were answered 201 or 503: ${JSON.stringify([...statuses])}`);
      loads.push({ clients, megabytes });
    }
    return loads;
  } finally {
    await ground.leave(false);
  }
}
