import { connect, type Socket } from 'node:net';
import { seededChance } from '#core/units';
import { metricsOf, residentMegabytes } from './answers.ts';
import { prepareGround, type Ground } from './ground.ts';
import { firstOffer, makeReport, postReport } from './reports.ts';

/** What a flood came to. */
export interface FloodRun {
  /** Connections opened, of each sort. */
  readonly opened: Readonly<Record<Sort, number>>;
  /** Most that the leader held open at a time, as its senders saw it. */
  readonly held: number;
  /** Honest reports sent in the middle of it, and acknowledged. */
  readonly honest: { readonly sent: number; readonly acknowledged: number };
  /** Memory of the leader before, and the most during the flood, MB. */
  readonly memory: { readonly before: number; readonly most: number };
  readonly faults: readonly string[];
  readonly folder: string;
}

export interface FloodOptions {
  /** Absolute path of the built program, `dist/server/main.js`. */
  readonly program: string;
  /** Connections in all. */
  readonly connections: number;
  readonly seed: number;
  readonly say: (line: string) => void;
}

/** Says nothing; header by bytes; body by bytes; far too large, in chunks; a thousand requests at once. */
const SORTS = ['idle', 'slow header', 'slow body', 'endless body', 'pipelined'] as const;
type Sort = (typeof SORTS)[number];

const BEGINNINGS: Readonly<Record<Sort, string>> = {
  'idle': '',
  'slow header': 'POST /v1/reports HTTP/1.1\r\nhost: x\r\nx-slow: ',
  'slow body': 'POST /v1/reports HTTP/1.1\r\nhost: x\r\ncontent-length: 60000\r\n\r\n',
  'endless body': `POST /v1/reports HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n${`4000\r\n${'x'.repeat(0x4000)}\r\n`.repeat(6)}`,
  'pipelined': 'GET /v1/rounds HTTP/1.1\r\nhost: x\r\n\r\n'.repeat(200),
};
/** Of a hundred connections; the costly ones are few, as they would be where many machines take part. */
const SHARES: Readonly<Record<Sort, number>> = { 'idle': 80, 'slow header': 9, 'slow body': 8, 'endless body': 2, 'pipelined': 1 };
/** Slow senders write a byte this often, ms. */
const DRIP_MS = 500;
/** Connections being opened at a time: more would only wait in the kernel. */
const OPENING = 64;
/** Of so many connections one is followed by an honest report. */
const HONEST_ONE_IN = 250;
/** What 4,096 connections, 2,048 bodies and the answers to a flood may cost, MB. */
const MAX_GROWTH_MB = 400;
const MODELS = { mix: { length: 16, batch: 1_000_000 } };
/** Tries of an honest device, which comes again when it is told to. */
const HONEST_TRIES = 20;

function sortOf(i: number): Sort {
  let at = i % 100;
  for (const sort of SORTS) {
    at -= SHARES[sort];
    if (at < 0) return sort;
  }
  return 'idle';
}

/** Connections that flood one server. */
interface Flood {
  /** Resolves when the connection stands, or was refused. */
  open(sort: Sort): Promise<void>;
  /** Most that stood at a time. */
  most(): number;
  close(): void;
}

function startFlood(port: number): Flood {
  const open = new Set<Socket>();
  const slow = new Set<Socket>();
  let most = 0;
  const drips = setInterval(() => {
    for (const socket of slow) socket.write('x');
  }, DRIP_MS);
  return {
    most: () => most,
    open: (sort) => new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        open.add(socket);
        most = Math.max(most, open.size);
        if (BEGINNINGS[sort] !== '') socket.write(BEGINNINGS[sort]);
        if (sort.startsWith('slow')) slow.add(socket);
        resolve();
      });
      // It takes no answer either. Only its error says that it was let go of: one that does not read sees no end.
      if (sort === 'pipelined' || sort === 'endless body') socket.pause();
      else socket.resume();
      socket.on('error', () => undefined);
      socket.on('close', () => {
        open.delete(socket);
        slow.delete(socket);
        resolve();
      });
    }),
    close() {
      clearInterval(drips);
      for (const socket of open) socket.destroy();
    },
  };
}

async function isTaken(leaderUrl: string, body: Uint8Array): Promise<boolean> {
  for (let i = 0; i < HONEST_TRIES; i++) {
    const status = await postReport(leaderUrl, body);
    if (status === 200 || status === 201) return true;
  }
  return false;
}

async function flood(ground: Ground, { connections, seed, say }: FloodOptions): Promise<Omit<FloodRun, 'folder'>> {
  await ground.helper.start();
  await ground.leader.start();
  const { leaderUrl } = ground;
  const task = await firstOffer(leaderUrl);
  const chance = seededChance(seed);
  const before = residentMegabytes(await metricsOf(leaderUrl));
  const crowd = startFlood(Number(new URL(leaderUrl).port));
  const opened = Object.fromEntries(SORTS.map((sort) => [sort, 0])) as Record<Sort, number>;
  const honest = { sent: 0, acknowledged: 0 };
  let [next, most] = [0, before];
  const opener = async (): Promise<void> => {
    for (let i = next++; i < connections; i = next++) {
      const sort = sortOf(i);
      opened[sort] += 1;
      await crowd.open(sort);
      if (i % HONEST_ONE_IN !== 0) continue;
      honest.sent += 1;
      if (await isTaken(leaderUrl, (await makeReport(task, chance)).body)) honest.acknowledged += 1;
      most = Math.max(most, residentMegabytes(await metricsOf(leaderUrl)));
      if (i % (4 * HONEST_ONE_IN) === 0) say(`connections ${i}/${connections} · honest reports ${honest.acknowledged} of ${honest.sent} · ${most.toFixed(0)} MB`);
    }
  };
  await Promise.all(Array.from({ length: OPENING }, opener));
  const held = crowd.most();
  crowd.close();
  const faults: string[] = [];
  if (honest.acknowledged < honest.sent) faults.push(`${honest.sent - honest.acknowledged} of ${honest.sent} honest reports were not taken`);
  if (most - before > MAX_GROWTH_MB) faults.push(`the leader grew from ${before.toFixed(0)} MB to ${most.toFixed(0)} MB`);
  await ground.leader.stop();
  await ground.helper.stop();
  for (const { name, unasked } of [ground.leader, ground.helper]) if (unasked() > 0) faults.push(`the ${name} ended by itself`);
  return { opened, held, honest, memory: { before, most }, faults };
}

/** Opens connections that want nothing, slowly or all at once, and sends honest reports in between. */
export async function runFlood(options: FloodOptions): Promise<FloodRun> {
  const ground = await prepareGround({ program: options.program, models: MODELS });
  let isGood = false;
  try {
    const run = await flood(ground, options);
    isGood = run.faults.length === 0;
    return { ...run, folder: ground.folder };
  } finally {
    await ground.leave(!isGood);
  }
}
