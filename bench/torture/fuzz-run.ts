import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { seededChance, type Chance } from '#core/units';
import { metricsOf, residentMegabytes } from './answers.ts';
import { checkFiles } from './check.ts';
import { POOL, prepareMaterial, type Prepared } from './fuzz-material.ts';
import { prepareGround, type Ground } from './ground.ts';
import { messagesFrom } from './messages.ts';
import { createSender, type Message, type Outcome } from './wire.ts';

type Server = Message['to'];

/** What a server holds after a collection, MB. */
interface Memory {
  readonly resident: number;
  readonly heap: number;
}

/** What a run of fuzzed messages came to. */
export interface FuzzRun {
  readonly sent: number;
  readonly seconds: number;
  /** Answers by server and outcome, as the senders heard them. */
  readonly outcomes: Readonly<Record<Server, ReadonlyMap<Outcome, number>>>;
  /** Reports that opened and did not prove what they held: sent, and refused for it. */
  readonly forged: { readonly sent: number; readonly refused: number };
  /** Memory after a collection, MB: when the run was under way, and at its end. */
  readonly memory: Readonly<Record<Server, { readonly early: Memory; readonly late: Memory }>>;
  readonly faults: readonly string[];
  readonly folder: string;
}

export interface FuzzOptions {
  /** Absolute path of the built program, `dist/server/main.js`. */
  readonly program: string;
  readonly messages: number;
  readonly seed: number;
  readonly say: (line: string) => void;
}

const SERVERS = ['leader', 'helper'] as const;
/** `t11` never closes here; `mix` closes one batch. */
const MODELS = { mix: { length: 16, batch: POOL }, t11: { length: 40, batch: 1_000_000_000 } };
/**
 * Collects garbage when asked, in both servers, and says how much is left: what they hold. Twice, because what the first
 * collection finalises is free after the second.
 */
const NODE_FLAGS = ['--expose-gc', '--import', 'data:text/javascript,process.on("SIGUSR2",()=>{globalThis.gc();globalThis.gc();process.stderr.write(JSON.stringify({heapUsed:process.memoryUsage().heapUsed})+"\\n")})'];
/** Messages in flight. */
const LANES = 24;
/** Before memory is compared a server has met every kind of message: code is compiled, caches and pools are full. */
const WARM_SHARE = 0.5;
const MOST_WARM = 50_000;
/** Growth of a server's resident memory from there that is no leak, MB: what V8 and the allocator keep of pages they used, which swings by 20 MB. */
const MAX_GROWTH_MB = 64;
/** Growth of the heap, of which nothing is kept but what is held, MB: it moved by .7 in a million messages. Four bytes a message would be as much. */
const MAX_HEAP_GROWTH_MB = 4;
/** Lines of progress in a run. */
const LINES = 20;
const HONEST_AFTER = 5;
/** Of so many messages one is a report that lies, up to so many: each costs four times as long to make as to refuse. */
const FORGED_ONE_IN = 400;
const MOST_FORGED = 900;
/** Longest that the last jobs may take, ms. */
const SETTLE_MS = 300_000;

/** Values of a counter by its `reason`. */
function byReason(metrics: string, name: string): ReadonlyMap<string, number> {
  const lines = metrics.matchAll(new RegExp(`^homebird_${name}\\{reason="([^"]+)"\\} (\\d+)$`, 'gm'));
  return new Map([...lines].map(([, reason = '', value]) => [reason, Number(value)]));
}

/** What a counter grew by, reason by reason: before the first message each server has refused the other what it asked at its start. */
function grown({ before, after }: { readonly before: string; readonly after: string }, name: string): ReadonlyMap<string, number> {
  const earlier = byReason(before, name);
  return new Map([...byReason(after, name)].map(([reason, count]) => [reason, count - (earlier.get(reason) ?? 0)]));
}

/** Memory of a server after a collection. */
async function memoryOf(ground: Ground, name: Server): Promise<Memory> {
  const url = ground[`${name}Url`];
  ground[name].signal('SIGUSR2');
  await metricsOf(url); // answered after the signal was
  const resident = residentMegabytes(await metricsOf(url));
  const said = [...readFileSync(ground[name].logPath, 'utf8').matchAll(/^\{"heapUsed":(\d+)\}$/gm)].at(-1)?.[1];
  if (said === undefined) throw new Error(`The ${name} did not say what it holds`);
  return { resident, heap: Number(said) / 1e6 };
}

async function memoryOfBoth(ground: Ground): Promise<Readonly<Record<Server, Memory>>> {
  return { leader: await memoryOf(ground, 'leader'), helper: await memoryOf(ground, 'helper') };
}

/** What a server holds now that it did not hold when the run was under way. */
function growthFaults(name: Server, early: Memory, late: Memory): readonly string[] {
  const grew = (what: keyof Memory, most: number): readonly string[] =>
    late[what] - early[what] > most ? [`the ${what} memory of the ${name} grew from ${early[what].toFixed(1)} MB to ${late[what].toFixed(1)} MB`] : [];
  return [...grew('resident', MAX_GROWTH_MB), ...grew('heap', MAX_HEAP_GROWTH_MB)];
}

interface Heard {
  readonly outcomes: Readonly<Record<Server, Map<Outcome, number>>>;
  /** Connections of their own that carried no HTTP. */
  readonly raw: Record<Server, number>;
  /** Answers that no fuzzed message may get, by kind of message. */
  readonly wrong: Map<string, number>;
}

/** A server that failed, where it should have refused. */
function isWrong(outcome: Outcome): boolean {
  return outcome === 'server-error' || outcome.startsWith('status-5');
}

/** Sends `count` messages over {@link LANES} lanes and notes every answer. */
async function sendAll(send: (message: Message) => Promise<Outcome>, next: ReturnType<typeof messagesFrom>, chance: Chance, options: { readonly count: number; readonly heard: Heard; readonly onSent: () => void }): Promise<void> {
  const { count, heard, onSent } = options;
  let left = count;
  const lane = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const { kind, message } = next(chance);
      const outcome = await send(message);
      if (message.raw === undefined) heard.outcomes[message.to].set(outcome, (heard.outcomes[message.to].get(outcome) ?? 0) + 1);
      else heard.raw[message.to] += 1;
      if (isWrong(outcome)) heard.wrong.set(`${kind}: ${outcome}`, (heard.wrong.get(`${kind}: ${outcome}`) ?? 0) + 1);
      onSent();
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

const sum = (counts: Iterable<number>): number => [...counts].reduce((a, b) => a + b, 0);

/** Outcomes that are no refusal: taken, known, or an answer of another kind. */
function isStatus(outcome: Outcome): boolean {
  return /^\d{3}$/.test(outcome);
}

/** Outcomes of a sender that was let go of before it had read why. */
function isUnheard(outcome: Outcome): boolean {
  return /^E[A-Z]+$/.test(outcome) || outcome === 'no answer';
}

/** Whether a server's own counts, reason by reason, are those of its senders; and all of them together every message. */
function countFaults(name: Server, metrics: { readonly before: string; readonly after: string }, { outcomes, raw }: Heard): readonly string[] {
  const [refused, ended] = [grown(metrics, 'refused_total'), grown(metrics, 'connections_ended_total')];
  const heard = outcomes[name];
  const unheard = sum([...heard].filter(([outcome]) => isUnheard(outcome)).map(([, count]) => count));
  const faults: string[] = [];
  for (const reason of new Set([...refused.keys(), ...[...heard.keys()].filter((one) => !isStatus(one) && !isUnheard(one))])) {
    const [counted, told] = [refused.get(reason) ?? 0, heard.get(reason) ?? 0];
    const mayMiss = reason === 'too-large' ? unheard : 0; // an oversized sender that still writes may lose its answer
    if (counted < told || counted > told + mayMiss) faults.push(`the ${name} counts ${counted} times "${reason}" and told ${told} senders`);
  }
  const garbage = (ended.get('not-http') ?? 0) + (ended.get('headers-too-large') ?? 0) + (ended.get('reset') ?? 0);
  if (garbage < raw[name]) faults.push(`the ${name} counts ${garbage} connections without HTTP of ${raw[name]}`);
  const statuses = sum([...heard].filter(([outcome]) => isStatus(outcome)).map(([, count]) => count));
  const all = sum(heard.values());
  const counted = sum(refused.values()) + statuses;
  if (counted > all || counted < all - unheard) faults.push(`the ${name} counts ${sum(refused.values())} refusals, and ${statuses} of ${all} messages were none`);
  return faults;
}

/** How many reports the leader refused for their proof, once as many as were sent or no more time is left. */
async function refusedProofs({ leaderUrl }: Ground, wanted: number): Promise<number> {
  for (const end = Date.now() + SETTLE_MS; ; await pause(200)) {
    const refused = byReason(await metricsOf(leaderUrl), 'rejects_total').get('invalid-proof') ?? 0;
    if (refused >= wanted || Date.now() > end) return refused;
  }
}

/** After all that, honest devices are served and what they sent is exactly in the sums. */
async function checkHonest(ground: Ground, { known, sendHonest }: Prepared): Promise<readonly string[]> {
  for (let i = 0; i < HONEST_AFTER; i++) await sendHonest();
  await ground.leader.stop();
  await ground.helper.stop();
  return (await checkFiles(ground, known)).faults;
}

async function fuzz(ground: Ground, options: FuzzOptions): Promise<Omit<FuzzRun, 'folder'>> {
  const { messages, seed, say } = options;
  const chance = seededChance(seed);
  await ground.helper.start();
  await ground.leader.start();
  const prepared = await prepareMaterial(ground, Math.min(MOST_FORGED, Math.ceil(options.messages / FORGED_ONE_IN)), chance);
  const sender = createSender({ leader: ground.leaderUrl, helper: ground.helperUrl });
  const heard: Heard = { outcomes: { leader: new Map(), helper: new Map() }, raw: { leader: 0, helper: 0 }, wrong: new Map() };
  const next = messagesFrom(prepared.material);
  const before = { leader: await metricsOf(ground.leaderUrl), helper: await metricsOf(ground.helperUrl) };
  const started = Date.now();
  let sent = 0;
  const onSent = (): void => {
    sent += 1;
    if (sent % Math.ceil(messages / LINES) === 0) say(`messages ${sent}/${messages} · ${Math.round((Date.now() - started) / 1000)} s`);
  };
  const warm = Math.min(MOST_WARM, Math.ceil(WARM_SHARE * messages));
  const run = (count: number): Promise<void> => sendAll((message) => sender.send(message), next, chance, { count, heard, onSent });
  await run(warm);
  const early = await memoryOfBoth(ground);
  await run(messages - warm);
  const forged = { sent: prepared.material.forged.length, refused: await refusedProofs(ground, prepared.material.forged.length) };
  const late = await memoryOfBoth(ground);
  sender.close();
  const seconds = (Date.now() - started) / 1000;
  const faults = [...heard.wrong].map(([what, count]) => `${what}, ${count} times`);
  for (const name of SERVERS) {
    faults.push(...countFaults(name, { before: before[name], after: await metricsOf(ground[`${name}Url`]) }, heard));
    faults.push(...growthFaults(name, early[name], late[name]));
  }
  if (forged.refused !== forged.sent) faults.push(`${forged.sent} reports lied, ${forged.refused} were refused for it`);
  faults.push(...(await checkHonest(ground, prepared)));
  for (const name of SERVERS) if (ground[name].unasked() > 0) faults.push(`the ${name} ended by itself`);
  const memory = { leader: { early: early.leader, late: late.leader }, helper: { early: early.helper, late: late.helper } };
  return { sent, seconds, outcomes: heard.outcomes, forged, memory, faults };
}

/** Sends fuzzed messages to both servers over HTTP and checks that each is answered, counted by its reason, and leaves nothing behind. */
export async function runFuzz(options: FuzzOptions): Promise<FuzzRun> {
  const ground = await prepareGround({ program: options.program, models: MODELS, nodeFlags: NODE_FLAGS });
  let isGood = false;
  try {
    const run = await fuzz(ground, options);
    isGood = run.faults.length === 0;
    return { ...run, folder: ground.folder };
  } finally {
    await ground.leave(!isGood);
  }
}
