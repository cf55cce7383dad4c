import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { decodeModel, type ModelFile } from '#core/fedavg';
import { decodeTask, MODEL_KINDS, type CheckpointStore, type Manifest, type ModelKind, type ReportFault, type Task, type TaskId } from '#core/protocol';
import type { ContentHash } from '#core/units';
import { ed25519 } from '#page/crypto';
import { openDeployment, reportTimeMs } from '#worker/federation';
import type { TruthLine } from './ad-truth.ts';
import type { Crowd } from './crowd.ts';
import type { Device, Surroundings } from './device.ts';
import type { QualityMeter } from './quality.ts';

/** Pause between two looks at the leader's offer, ms. */
const POLL_MS = 1000;
/** Turns taken between two looks, so that new models and tasks are not noticed late. */
const MOST_A_LOOK = 64;
/** Devices that report at the same time: enough to keep the leader busy while one trains. */
const AT_ONCE = 4;
/** Tries of one device at one task before it gives up until the next. */
const MOST_TRIES = 5;
const RETRY_MS = 2000;

/** One line of the simulation's output. Every figure is of simulated shoppers. */
export type SimulationLine =
  | { readonly kind: 'progress'; readonly message: string }
  | { readonly kind: 'quality'; readonly model: ModelKind; readonly hash: string; readonly hr: number; readonly baseline: number; readonly shoppers: number }
  | { readonly kind: 'reported'; readonly task: string; readonly reports: number }
  | TruthLine;

/** How a watch over the leader ends and tells. */
export interface Watch {
  readonly say: (line: SimulationLine) => void;
  readonly isStopped: () => boolean;
}

/** Who takes part: devices that train and report to every task once, and shoppers who only meet ads; none of these where left out. */
export interface Attendants {
  readonly devices: readonly Device[];
  readonly crowd?: Crowd;
}

/** Follows the leader's offer: measures new models, and lets everybody report. */
export async function attend(around: Surroundings, { devices, crowd }: Attendants, meter: QualityMeter, { say, isStopped }: Watch): Promise<void> {
  const checkpoint = memoryCheckpoint();
  const ports = { network: around, files: around.files, checkpoint, clock: around.clock, ed25519, leaderUrl: around.leaderUrl, policyHash: around.policyHash };
  const known = new Set<TaskId>();
  let shown: Manifest['models'] | undefined;
  let turns: Turn[] = [];
  let told = '';
  while (!isStopped()) {
    const deployment = await openDeployment(ports);
    if (deployment.ok) {
      const { manifest } = deployment.value;
      if (MODEL_KINDS.some((kind) => shown?.[kind] !== manifest.models[kind])) shown = await measure(around, meter, { manifest, shown, say });
      for (const { id } of manifest.tasks) {
        if (known.has(id)) continue;
        const task = await taskOf(around, id);
        if (!task) continue;
        known.add(id);
        turns = [...turns.filter(({ task: other }) => scopeName(other) !== scopeName(task)), ...(await turnsOf(devices, { task, id, retryWindowMs: manifest.retryWindowMs }))];
        say({ kind: 'progress', message: `task ${id.slice(0, 8)} (${scopeName(task)}) is open; ${devices.length} devices take their turns` });
      }
    } else if (deployment.fault.message !== told) {
      say({ kind: 'progress', message: `waiting: ${(told = deployment.fault.message)}` });
    }
    turns = await takeTurns(around, turns, { say, isStopped });
    const came = deployment.ok ? await crowd?.come(ports, deployment.value, around.clock.nowMs() + POLL_MS) : undefined;
    for (const [task, reports] of came ?? []) say({ kind: 'reported', task, reports });
    for (const line of around.truth.taken()) say(line);
    if (!came || came.size === 0) await sleep(POLL_MS);
  }
}

/** Of tasks of one scope the newest counts: the others have closed. */
function scopeName(task: Task): string {
  return task.kind === 'model' ? task.model : `measurement ${task.layout.slice(0, 8)}`;
}

/** When one device reports to one task. */
interface Turn {
  readonly device: Device;
  readonly task: Task;
  readonly id: TaskId;
  readonly dueMs: number;
  readonly tries: number;
}

async function turnsOf(devices: readonly Device[], { task, id, retryWindowMs }: { readonly task: Task; readonly id: TaskId; readonly retryWindowMs: number }): Promise<Turn[]> {
  const turns: Turn[] = [];
  for (const device of devices) {
    if (device.hasPromised(id)) continue; // before this process began
    // A second task for the same model means that a simulated week has passed.
    if (task.kind === 'model' && device.reported.has(task.model)) await device.nextWeek();
    turns.push({ device, task, id, dueMs: reportTimeMs(task, id, device.draw, retryWindowMs), tries: 0 });
    if (turns.length % 100 === 0) await nextTurn();
  }
  return turns;
}

/** Lets every device whose turn has come report; gives back the turns that are still to come. */
async function takeTurns(around: Surroundings, turns: readonly Turn[], { say, isStopped }: Watch): Promise<Turn[]> {
  const nowMs = around.clock.nowMs();
  const open = turns.filter(({ task }) => task.closesMs > nowMs);
  const due = open.filter(({ dueMs }) => dueMs <= nowMs).slice(0, MOST_A_LOOK);
  const taken = new Set<Turn>(due);
  const again: Turn[] = [];
  const reports = new Map<TaskId, number>();
  const faults = new Map<string, number>();
  const waiting = [...due];
  const busy = new Set<Device>();
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    for (let turn = waiting.shift(); turn && !isStopped(); turn = waiting.shift()) {
      if (busy.has(turn.device)) {
        again.push(turn);
        continue;
      }
      busy.add(turn.device);
      const fault = await report(turn, reports);
      busy.delete(turn.device);
      if (!fault) continue;
      faults.set(`${fault.kind}: ${fault.message}`, (faults.get(`${fault.kind}: ${fault.message}`) ?? 0) + 1);
      if (turn.tries + 1 < MOST_TRIES) again.push({ ...turn, dueMs: around.clock.nowMs() + RETRY_MS, tries: turn.tries + 1 });
    }
  }));
  for (const [task, count] of reports) say({ kind: 'reported', task, reports: count });
  for (const [message, count] of faults) say({ kind: 'progress', message: `${count} × ${message}` });
  return [...open.filter((turn) => !taken.has(turn)), ...again];
}

/** One visit of a device; undefined where it reported to the turn's task, else why not. */
async function report({ device, id }: Turn, reports: Map<TaskId, number>): Promise<ReportFault | undefined> {
  const visit = await device.contribute();
  if (!visit.ok) return visit.fault;
  for (const { taskId } of visit.value.acked) reports.set(taskId, (reports.get(taskId) ?? 0) + 1);
  const refused = visit.value.refused.find(({ task }) => task === id);
  // A week's budget that went to other tasks does not come back by trying again.
  return refused && refused.fault.kind !== 'already-reported' && refused.fault.kind !== 'budget-spent' ? refused.fault : undefined;
}

/** Measures what shelves rank with now on the held-out shoppers and says so for each model that changed; a candidate alone changes no figure. */
async function measure(around: Surroundings, meter: QualityMeter, { manifest, shown, say }: { readonly manifest: Manifest; readonly shown: Manifest['models'] | undefined; readonly say: Watch['say'] }): Promise<Manifest['models'] | undefined> {
  const { models } = manifest;
  const [mix, t11, table] = [await fileOf(around, models.mix), await fileOf(around, models.t11), await fileOf(around, models.pairs)];
  if (!mix || !t11 || !table) return shown;
  const hr = await meter.hitRate({ mix: mix.weights, t11: t11.weights, coOccurrence: around.company.of(models.pairs, table) });
  for (const model of MODEL_KINDS) {
    if (shown?.[model] !== manifest.models[model]) say({ kind: 'quality', model, hash: manifest.models[model] ?? '', hr, baseline: meter.popularity, shoppers: meter.shoppers });
  }
  return manifest.models;
}

async function fileOf({ load, leaderUrl }: Surroundings, hash: ContentHash): Promise<ModelFile | undefined> {
  const bytes = await load(`${leaderUrl}/v1/models/${hash}`);
  if (!bytes.ok) return undefined;
  const model = decodeModel(bytes.value);
  return model.ok ? model.value : undefined;
}

async function taskOf({ load, leaderUrl }: Surroundings, id: TaskId): Promise<Task | undefined> {
  const bytes = await load(`${leaderUrl}/v1/tasks/${id}`);
  if (!bytes.ok) return undefined;
  const task = decodeTask(bytes.value);
  return task.ok ? task.value : undefined;
}

function memoryCheckpoint(): CheckpointStore {
  let kept: string | undefined;
  let manifest: string | undefined;
  return {
    read: async () => kept,
    async write(note) { kept = note; },
    readManifest: async () => manifest,
    async writeManifest(note) { manifest = note; },
  };
}
