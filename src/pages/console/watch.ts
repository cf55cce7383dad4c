import { signal } from '@preact/signals';
import { isModelRound, type Manifest, type MeasureRound, type ModelRound, type ModelTask, type PolicyFile, type Task, type TaskId } from '#core/protocol';
import { ok } from '#core/units';
import { loadJson, loadManifest, loadPolicy, loadRounds, loadTask, type OpenRound, type PageConfig, type AwaitedParty } from '#page/frame';
import { parseQuality, type QualityPoint } from './demo-files.ts';

/** How often the console looks: rounds last minutes. */
const LOOK_EVERY_MS = 5_000;

/** Everything the console shows, as last seen. */
export interface Seen {
  /** Closed rounds of models, oldest first. */
  readonly rounds: readonly ModelRound[];
  /** Closed rounds of measurements, oldest first. */
  readonly measures: readonly MeasureRound[];
  readonly manifest: Manifest | null;
  readonly policy: PolicyFile | null;
  readonly taskById: ReadonlyMap<TaskId, Task>;
  /** Measured on simulated shoppers; empty where the deployment has none. */
  readonly quality: readonly QualityPoint[];
  readonly open: readonly OpenRound[];
  /** Tasks that were never opened. */
  readonly abandonedTasks: number;
  /** Who does not do its part now, longest first. */
  readonly waitsFor: readonly AwaitedParty[];
  /** When it was seen, or null before the first look. */
  readonly atMs: number | null;
  /** Why the last look failed; '' when it did not. */
  readonly failure: string;
}

export const seen = signal<Seen>({ rounds: [], measures: [], manifest: null, policy: null, taskById: new Map(), quality: [], open: [], abandonedTasks: 0, waitsFor: [], atMs: null, failure: '' });

/** The task of a model's round, once it is loaded. */
export function modelTaskOf({ taskById }: Seen, id: TaskId): ModelTask | undefined {
  const task = taskById.get(id);
  return task?.kind === 'model' ? task : undefined;
}

/** A task never changes, so each is loaded once. */
async function withTasks(leaderUrl: string, ids: readonly TaskId[]): Promise<ReadonlyMap<TaskId, Task>> {
  const known = seen.value.taskById;
  const missing = [...new Set(ids)].filter((id) => !known.has(id));
  if (missing.length === 0) return known;
  const loaded = await Promise.all(missing.map(async (id) => [id, await loadTask(leaderUrl, id)] as const));
  return new Map([...known, ...loaded.flatMap(([id, task]) => (task.ok ? [[id, task.value] as const] : []))]);
}

/** Looks once at everything and shows it. What could not be loaded stays as it was, and the page says so. @param wantsQuality - whether the demonstration's own figures are shown */
export async function look({ leaderUrl }: PageConfig, wantsQuality: boolean): Promise<void> {
  const before = seen.value;
  const [list, manifest, policy, quality] = await Promise.all([
    loadRounds(leaderUrl), loadManifest(leaderUrl), loadPolicy(leaderUrl), wantsQuality ? loadJson('/demo/quality.json', parseQuality) : ok([...before.quality]),
  ]);
  const { rounds: closed, open, abandonedTasks, waitsFor } = list.ok ? list.value : { ...before, rounds: [...before.rounds, ...before.measures] };
  const rounds = closed.filter(isModelRound);
  const measures = closed.filter((record) => !isModelRound(record));
  const shownManifest = manifest.ok ? manifest.value : before.manifest;
  const taskById = await withTasks(leaderUrl, [...closed.map((round) => round.task), ...(shownManifest?.tasks.map((task) => task.id) ?? [])]);
  const failed = [list, manifest, policy].find((result) => !result.ok);
  seen.value = {
    rounds,
    measures,
    open,
    abandonedTasks,
    waitsFor,
    manifest: shownManifest,
    policy: policy.ok ? policy.value.policy : before.policy,
    taskById,
    quality: quality.ok ? quality.value : before.quality,
    atMs: failed ? before.atMs : Date.now(),
    failure: failed && !failed.ok ? failed.fault.message : '',
  };
}

/** Keeps looking while the page is visible; call the result to stop. */
export function keepLooking(config: PageConfig, wantsQuality: boolean): () => void {
  let isLooking = false;
  const step = (): void => {
    if (isLooking || document.visibilityState !== 'visible') return;
    isLooking = true;
    void look(config, wantsQuality).finally(() => (isLooking = false));
  };
  step();
  const timer = setInterval(step, LOOK_EVERY_MS);
  document.addEventListener('visibilitychange', step);
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', step);
  };
}
