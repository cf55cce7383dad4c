import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runFlood, type FloodRun } from './flood-run.ts';
import { runFuzz, type FuzzRun } from './fuzz-run.ts';
import { runKills, type KillRun } from './kill-run.ts';

const HELP = `npm run torture -- [--kills N] [--fuzz N] [--flood N] [--seed S]

Tortures the built leader and helper in processes of their own.

  --kills N   SIGKILLs at random points while reports flow (default 200, 0 for none)
  --fuzz N    messages that no honest sender would send (default 1000000, 0 for none)
  --flood N   connections that want nothing: idle, slow, endless, pipelined (default 10000, 0 for none)
  --seed S    draws who is killed, when, and what is sent; printed, so that a run can be asked for again (default: the time)
  --help      this text

Exit code: 0 every promise held, 1 one was broken (each is named, and the files are kept), 2 wrong arguments.
`;

/** Built server beside this program, `dist/server`. */
const PROGRAM = join(dirname(fileURLToPath(import.meta.url)), 'main.js');
const DEFAULT_KILLS = 200;
const DEFAULT_MESSAGES = 1_000_000;
const DEFAULT_CONNECTIONS = 10_000;

function killLines({ kills, acknowledged, repeated, retried, verdict, faults, folder }: KillRun): readonly string[] {
  const { rounds, counted, lost, twice, openedTwice, wrongSums, noise, noiseValues } = verdict;
  return [
    `kills                    ${kills.leader + kills.helper}  (leader ${kills.leader}, helper ${kills.helper}; ${kills.closing} at a closing, ${kills.starting} at a start)`,
    `reports acknowledged     ${acknowledged}  (${retried} sent again for want of an answer, ${repeated} sent again and known)`,
    `batches opened           ${rounds}  of ${counted} reports with those still open`,
    `acknowledged, then lost  ${lost}`,
    `counted twice            ${twice}`,
    `batches opened twice     ${openedTwice}`,
    `sums not exactly right   ${wrongSums}`,
    `noise of opened batches  ${noise.toFixed(3)} times what is promised (${noiseValues} values)`,
    ...faults.map((fault) => `BROKEN: ${fault}`),
    ...(faults.length > 0 ? [`The files are in ${folder}`] : []),
  ];
}

function fuzzLines({ sent, seconds, outcomes, forged, memory, faults, folder }: FuzzRun): readonly string[] {
  const servers = (['leader', 'helper'] as const).flatMap((name) => [
    `${name} answered  ${[...outcomes[name]].sort(([, a], [, b]) => b - a).map(([outcome, count]) => `${outcome} ${count}`).join(', ')}`,
    `${name} memory    ${memory[name].early.resident.toFixed(0)} MB, at the end ${memory[name].late.resident.toFixed(0)} MB; heap ${memory[name].early.heap.toFixed(1)} MB, at the end ${memory[name].late.heap.toFixed(1)} MB`,
  ]);
  return [
    `messages         ${sent} in ${seconds.toFixed(0)} s`, ...servers, `forged reports   ${forged.sent}, refused for their proof ${forged.refused}`, ...faults.map((fault) => `BROKEN: ${fault}`), ...(faults.length > 0 ? [`The files are in ${folder}`] : []),
  ];
}

function floodLines({ opened, held, honest, memory, faults, folder }: FloodRun): readonly string[] {
  return [
    `connections      ${Object.entries(opened).map(([sort, count]) => `${sort} ${count}`).join(', ')}; at most ${held} held at a time`,
    `honest reports   ${honest.sent}, acknowledged ${honest.acknowledged}`,
    `leader memory    ${memory.before.toFixed(0)} MB, at most ${memory.most.toFixed(0)} MB`,
    ...faults.map((fault) => `BROKEN: ${fault}`), ...(faults.length > 0 ? [`The files are in ${folder}`] : []),
  ];
}

/** A whole number of at least 0; undefined for other text. */
function wholeNumber(text: string): number | undefined {
  const value = Number(text);
  return /^\d+$/.test(text) && Number.isSafeInteger(value) ? value : undefined;
}

/** Runs `npm run torture`. @returns the exit code */
export async function runTorture(argv: readonly string[], out: NodeJS.WritableStream): Promise<number> {
  const { values } = parseArgs({ args: [...argv], options: { kills: { type: 'string' }, fuzz: { type: 'string' }, flood: { type: 'string' }, seed: { type: 'string' }, help: { type: 'boolean', short: 'h' } } });
  const kills = wholeNumber(values.kills ?? String(DEFAULT_KILLS));
  const messages = wholeNumber(values.fuzz ?? String(DEFAULT_MESSAGES));
  const connections = wholeNumber(values.flood ?? String(DEFAULT_CONNECTIONS));
  const seed = wholeNumber(values.seed ?? String(Date.now() % 1_000_000));
  if (values.help === true || kills === undefined || messages === undefined || connections === undefined || seed === undefined) {
    out.write(HELP);
    return values.help === true ? 0 : 2;
  }
  const say = (line: string): void => void out.write(`${line}\n`);
  say(`seed ${seed}`);
  let isGood = true;
  if (kills > 0) {
    const run = await runKills({ program: PROGRAM, kills, seed, say });
    for (const line of killLines(run)) say(line);
    isGood &&= run.faults.length === 0;
  }
  if (messages > 0) {
    const run = await runFuzz({ program: PROGRAM, messages, seed, say });
    for (const line of fuzzLines(run)) say(line);
    isGood &&= run.faults.length === 0;
  }
  if (connections > 0) {
    const run = await runFlood({ program: PROGRAM, connections, seed, say });
    for (const line of floodLines(run)) say(line);
    isGood &&= run.faults.length === 0;
  }
  say(isGood ? 'every promise held' : 'a promise was broken');
  return isGood ? 0 : 1;
}
