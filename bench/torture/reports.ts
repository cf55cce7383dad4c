import { setTimeout as pause } from 'node:timers/promises';
import { encodeUpdate } from '#core/fedavg';
import { decodeManifest, decodePolicy, decodeTask, type ModelTask, type TaskId } from '#core/protocol';
import { sealReport } from '#core/sealing';
import { openNote, parseKeyLine } from '#core/tlog';
import { utf8Decode, type Chance, type Result } from '#core/units';
import { vdafOfTask, type Vdaf } from '#core/vdaf';
import { ed25519, hpkeSeal, webSymmetric, webRandomness } from '#page/crypto';

/** A task as devices are offered it. */
export interface OpenTask {
  readonly id: TaskId;
  readonly task: ModelTask;
}

/** A sealed report, and what was sealed. */
export interface MadeReport {
  readonly taskId: TaskId;
  /** 32 hex digits. */
  readonly reportId: string;
  readonly measurement: Int32Array;
  readonly body: Uint8Array;
}

/** The value of a result that must have gone well. @throws Error with its fault */
export function valueOf<Value>(result: Result<Value>): Value {
  if (!result.ok) throw new Error(`${result.fault.kind}: ${result.fault.message}`);
  return result.value;
}

/** The function a task names. @throws Error for a task that this program did not make */
export function taskVdaf(task: ModelTask): Vdaf<Int32Array, Int32Array> {
  return valueOf(vdafOfTask(task, { symmetric: webSymmetric }));
}

async function get(url: string): Promise<Uint8Array | undefined> {
  try {
    const response = await fetch(url);
    const bytes = new Uint8Array(await response.arrayBuffer());
    return response.ok ? bytes : undefined;
  } catch {
    return undefined; // the server was killed: the next look asks again
  }
}

/** Reads what a leader offers. Policy and task files are asked for once, since they never change. */
export function createOffers(leaderUrl: string): () => Promise<readonly OpenTask[] | undefined> {
  const tasks = new Map<TaskId, OpenTask>();
  let logKey: string | undefined;
  return async () => {
    if (logKey === undefined) {
      const policy = await get(`${leaderUrl}/v1/policy`);
      if (!policy) return undefined;
      ({ logKey } = valueOf(decodePolicy(policy)));
    }
    const note = await get(`${leaderUrl}/v1/manifest`);
    if (!note) return undefined;
    const manifest = valueOf(decodeManifest(valueOf(await openNote(utf8Decode(note), valueOf(parseKeyLine(logKey)), ed25519))));
    const open: OpenTask[] = [];
    for (const { id } of manifest.tasks) {
      const known = tasks.get(id);
      const bytes = known ? undefined : await get(`${leaderUrl}/v1/tasks/${id}`);
      const task = bytes && valueOf(decodeTask(bytes));
      const one = known ?? (task?.kind === 'model' ? { id, task } : undefined);
      if (one) {
        tasks.set(id, one);
        open.push(one);
      }
    }
    return open;
  };
}

/** How often a leader is asked whether it offers a task, ms. */
const OFFER_PAUSE_MS = 50;

/** The first task that a leader offers, of `model` where that is given; waits until there is one. */
export async function firstOffer(leaderUrl: string, model?: ModelTask['model']): Promise<OpenTask> {
  const offers = createOffers(leaderUrl);
  for (;;) {
    const open = (await offers())?.find(({ task }) => model === undefined || task.model === model);
    if (open) return open;
    await pause(OFFER_PAUSE_MS);
  }
}

/** An update of random direction and length, up to the bound and now and then zero. */
function anUpdate({ length, clipNorm }: ModelTask, chance: Chance): Float32Array {
  if (chance.below(20) === 0) return new Float32Array(length);
  const direction = Float32Array.from({ length }, () => chance.normal());
  const norm = Math.hypot(...direction);
  const scale = norm === 0 ? 0 : (clipNorm * Math.sqrt(chance.next())) / norm;
  return direction.map((x) => x * scale);
}

/** Makes one report as a device does: clipped, rounded, split, sealed for both servers. */
export async function makeReport({ id, task }: OpenTask, chance: Chance): Promise<MadeReport> {
  const measurement = valueOf(encodeUpdate(anUpdate(task, chance), task, webRandomness));
  const { reportId, body } = valueOf(await sealReport({ symmetric: webSymmetric, clock: { nowMs: Date.now }, randomness: webRandomness, seal: hpkeSeal }, task, id, measurement));
  return { taskId: id, reportId, measurement, body };
}

/** {@link makeReport}, `count` times. */
export async function makeReports(task: OpenTask, count: number, chance: Chance): Promise<readonly MadeReport[]> {
  const reports: MadeReport[] = [];
  for (let i = 0; i < count; i++) reports.push(await makeReport(task, chance));
  return reports;
}

/** What became of one POST: its status, 0 where nobody answered. */
export async function postReport(leaderUrl: string, body: Uint8Array): Promise<number> {
  try {
    const response = await fetch(`${leaderUrl}/v1/reports`, { method: 'POST', body: new Uint8Array(body) });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return 0;
  }
}
