import { randomInt } from 'node:crypto';
import { setPriority } from 'node:os';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { policyHashOf } from '#core/protocol';
import { ok, seededChance, type ContentHash, type Result } from '#core/units';
import { DataError } from '#bench/data';
import { arraysEncoder } from '#worker/models';
import { companyOver } from './company.ts';
import { adFiles } from './ad-files.ts';
import { gatheredTruth } from './ad-truth.ts';
import { attend, type SimulationLine, type Watch } from './attend.ts';
import { readCatalogue } from './catalogue.ts';
import { crowdOf } from './crowd.ts';
import { createDevice, type Device, type Surroundings } from './device.ts';
import { sharedFiles, sharedLoad } from './network.ts';
import { parseSimulationArguments, SIMULATE_USAGE, type SimulationOptions } from './options.ts';
import { offerFiles } from './offer-files.ts';
import { FORGETFUL, promisesAt } from './promises.ts';
import { inventedPeople, replayedPeople, type People } from './people.ts';
import { qualityMeter } from './quality.ts';

/** Pause before the leader is asked again, ms. */
const RETRY_MS = 1000;

/** Niceness of a process with a crowd: it takes what servers and a visitor's browser leave of the processor. */
const CROWD_PRIORITY = 10;

/** Where lines go; `process.stdout` is one. */
export interface SimulationOutput {
  write(text: string): unknown;
}

/** `homebird simulate`. @returns the exit code */
export async function runSimulateCommand(argv: readonly string[], out: SimulationOutput, signal?: AbortSignal): Promise<number> {
  try {
    const options = parseSimulationArguments(argv);
    if (options === 'help') {
      out.write(SIMULATE_USAGE);
      return 0;
    }
    await runSimulation({ ...options, ...(signal ? { signal } : {}) }, out);
    return 0;
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    out.write(`${JSON.stringify({ kind: 'progress', message: `error: ${error.message}` })}\n`);
    return 2;
  }
}

/** Runs simulated devices against a leader until the signal aborts. */
export async function runSimulation(options: SimulationOptions, out: SimulationOutput): Promise<void> {
  const say = (line: SimulationLine): void => { out.write(`${JSON.stringify(line)}\n`); };
  const watch: Watch = { say, isStopped: () => options.signal?.aborted === true };
  const catalogue = await readCatalogue(options.catalogue);
  const people = options.events ? await replayedPeople(options.events, catalogue, options.shoppers) : inventedPeople(catalogue, options);
  say({ kind: 'progress', message: `${people.description}; ${catalogue.items} products` });
  const encoder = arraysEncoder(catalogue);
  const clock = options.clock ?? { nowMs: () => Date.now() };
  const load = sharedLoad();
  const policyHash = options.policy ?? (await untilAnswered(() => policyOf(load, options.leaderUrl), watch));
  if (policyHash === undefined) return;
  const around: Surroundings = { catalogue, encoder, company: companyOver(catalogue), ads: adFiles(), offers: offerFiles(), truth: gatheredTruth(), promises: options.promises === undefined ? FORGETFUL : promisesAt(options.promises), load, files: sharedFiles(), clock, leaderUrl: options.leaderUrl, policyHash, pause: async () => { await nextTurn(); } };
  const devices = await createDevices(around, people, options.seed, watch);
  const meter = qualityMeter(catalogue, encoder, people.heldOut, { nowMs: clock.nowMs(), pause: around.pause });
  if (options.crowd) setPriority(CROWD_PRIORITY);
  const crowd = options.crowd ? crowdOf(around, { each: options.crowd, seed: options.seed, first: randomInt(2 ** 31) }) : undefined;
  await attend(around, { devices, ...(crowd && { crowd }) }, meter, watch);
}

async function createDevices(around: Surroundings, people: People, seed: number, { say, isStopped }: Watch): Promise<Device[]> {
  const chance = seededChance(seed);
  const devices: Device[] = [];
  for (const person of people.trained) {
    if (isStopped()) break;
    devices.push(await createDevice(around, person, chance.below(2 ** 32)));
    if (devices.length % 250 === 0) await nextTurn();
  }
  say({ kind: 'progress', message: `${devices.length} devices are ready` });
  return devices;
}

async function policyOf(load: Surroundings['load'], leaderUrl: string): Promise<Result<ContentHash>> {
  const bytes = await load(`${leaderUrl}/v1/policy`);
  return bytes.ok ? ok(policyHashOf(bytes.value)) : bytes;
}

async function untilAnswered<Value>(ask: () => Promise<Result<Value>>, { say, isStopped }: Watch): Promise<Value | undefined> {
  let told = '';
  while (!isStopped()) {
    const answer = await ask();
    if (answer.ok) return answer.value;
    if (answer.fault.message !== told) say({ kind: 'progress', message: `waiting: ${(told = answer.fault.message)}` });
    await sleep(RETRY_MS);
  }
  return undefined;
}
