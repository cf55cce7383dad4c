import type { CDPSession } from 'playwright-core';

/** A task that holds the main thread longer is felt (Long Tasks API). */
const LONG_TASK_MS = 50;
/** Tasks with the scripts, and the functions, that they ran. */
const CATEGORIES = ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline', 'v8.execute', '__metadata'];

/** One event of Chromium's trace; times in µs. `tdur`: CPU time of its thread. */
interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string; readonly data?: { readonly url?: string; readonly functionName?: string; readonly lineNumber?: number } };
}

/** Begins to trace the browser. The result ends it and gives what was traced. */
export async function startTrace(session: CDPSession): Promise<() => Promise<readonly TraceEvent[]>> {
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => void events.push(...(value as unknown as TraceEvent[])));
  await session.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: { includedCategories: CATEGORIES } });
  return async () => {
    const complete = new Promise<void>((resolve) => void session.once('Tracing.tracingComplete', () => resolve()));
    await session.send('Tracing.end');
    await complete;
    return events;
  };
}

const RUNS_SCRIPT = new Set(['EvaluateScript', 'FunctionCall', 'v8.evaluateModule', 'v8.compile', 'v8.compileModule', 'RunMicrotasks']);

const cpuMs = ({ tdur, dur = 0 }: TraceEvent): number => (tdur ?? dur) / 1_000;
const isWithin = (inner: TraceEvent, outer: TraceEvent): boolean => inner.pid === outer.pid && inner.tid === outer.tid && inner.ts >= outer.ts && inner.ts + (inner.dur ?? 0) <= outer.ts + (outer.dur ?? 0);

/** Long tasks of main threads, and how long scripts of ours ran within one task at the most. */
export interface LongTasks {
  /** Tasks of more than 50 ms of CPU. */
  readonly count: number;
  readonly oursMs: number;
  /** What of ours ran in that task, longest first: function, file and line. */
  readonly functions: readonly string[];
}

/** Scripts of one task that are ours, outermost only: what they call is counted with them. */
function oursWithin(task: TraceEvent, scripts: readonly TraceEvent[], isOurs: (url: string) => boolean): readonly TraceEvent[] {
  const ours = scripts.filter((script) => isWithin(script, task) && isOurs(script.args?.data?.url ?? ''));
  return ours.filter((script) => !ours.some((other) => other !== script && isWithin(script, other) && (other.dur ?? 0) >= (script.dur ?? 0) && other.ts <= script.ts && (other.ts < script.ts || (other.dur ?? 0) > (script.dur ?? 0))));
}

/** Reads long tasks out of a trace. `isOurs` tells by a script's address. */
export function longTasksOf(events: readonly TraceEvent[], isOurs: (url: string) => boolean): LongTasks {
  const mains = new Set(events.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain').map(({ pid, tid }) => `${pid} ${tid}`));
  const onMain = events.filter(({ ph, pid, tid }) => ph === 'X' && mains.has(`${pid} ${tid}`));
  const tasks = onMain.filter(({ name }) => name === 'RunTask' || name === 'ThreadControllerImpl::RunTask');
  const scripts = onMain.filter(({ name }) => RUNS_SCRIPT.has(name));
  const sums = tasks.filter((task) => cpuMs(task) > 1).map((task) => {
    const ours = oursWithin(task, scripts, isOurs);
    return { ms: ours.reduce((sum, script) => sum + cpuMs(script), 0), ours };
  });
  const longest = sums.reduce<(typeof sums)[number] | undefined>((most, one) => (most && most.ms >= one.ms ? most : one), undefined);
  const functions = (longest?.ours ?? []).toSorted((a, b) => cpuMs(b) - cpuMs(a)).slice(0, 3).map((script) => {
    const { functionName = script.name, url = '', lineNumber } = script.args?.data ?? {};
    return `${functionName || '(anonymous)'} ${url.split('/').at(-1) ?? ''}${lineNumber === undefined ? '' : `:${lineNumber}`} ${cpuMs(script).toFixed(0)} ms`;
  });
  return { count: tasks.filter((task) => cpuMs(task) > LONG_TASK_MS).length, oursMs: longest?.ms ?? 0, functions };
}
