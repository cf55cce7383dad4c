import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { decodeTask, MODEL_KINDS, taskIdOf, type Task, type TaskId } from '#core/protocol';
import { toHex } from '#core/units';
import { formatCount, Icon } from '#page/frame';
import { exampleReport, takeApart, type ReportPart, type TakenApart } from './report-bytes.ts';
import type { Audited } from './run.ts';
import { MODEL_NAMES } from './words.ts';

/** Bytes on one line of the dump, and lines of one part before the rest is counted only: a half can have 50,000 bytes. */
const LINE_BYTES = 16;
const PART_LINES = 4;
/** Newest tasks of the log that are looked through for one of each model. */
const TASKS_LOOKED_AT = 12;

interface ExampleTask {
  readonly id: TaskId;
  readonly task: Task;
}

/** Kinds of task that a device may answer. */
const TASK_NAMES = [...MODEL_KINDS, 'measure'] as const;
type TaskName = (typeof TASK_NAMES)[number];

function nameOf(task: Task): TaskName {
  return task.kind === 'model' ? task.model : 'measure';
}

/** The newest task of each model, and of measurements, that the log holds. */
async function newestTasks({ report, source }: Audited): Promise<readonly ExampleTask[]> {
  const ids = (report.log?.entries ?? []).flatMap(({ entry }) => (entry.type === 'task' ? [entry.task] : [])).slice(-TASKS_LOOKED_AT).toReversed();
  const byKind = new Map<TaskName, ExampleTask>();
  for (const id of ids) {
    const bytes = await source.load(`/v1/tasks/${id}`);
    const task = bytes.ok && taskIdOf(bytes.value) === id ? decodeTask(bytes.value) : undefined;
    if (task?.ok && !byKind.has(nameOf(task.value))) byKind.set(nameOf(task.value), { id, task: task.value });
    if (byKind.size === TASK_NAMES.length) break;
  }
  return TASK_NAMES.flatMap((name) => byKind.get(name) ?? []);
}

function Strip({ parts, total }: { parts: readonly ReportPart[]; total: number }): JSX.Element {
  let at = 0;
  const shares = parts.map((part) => {
    const x = at;
    // Small parts get a width that an eye can see; the list beside says how long each is.
    at += Math.max(1.4, (100 * part.bytes) / total);
    return { x, width: at - x };
  });
  return (
    <svg class="strip" viewBox={`0 0 ${at} 6`} preserveAspectRatio="none" aria-hidden="true">
      {shares.map(({ x, width }, i) => <rect key={i} class={`part-fill-${i}`} x={x} y="0" width={Math.max(.1, width - .25)} height="6" />)}
    </svg>
  );
}

/** Hex of one part, cut in the middle where it is long. */
function hexLines(bytes: Uint8Array): readonly string[] {
  const lines = Array.from({ length: Math.ceil(bytes.length / LINE_BYTES) }, (_, i) => toHex(bytes.subarray(i * LINE_BYTES, (i + 1) * LINE_BYTES)).replace(/(..)(?=.)/g, '$1 '));
  if (lines.length <= PART_LINES) return lines;
  const left = bytes.length - (PART_LINES - 1) * LINE_BYTES;
  return [...lines.slice(0, PART_LINES - 1), `… ${formatCount(left)} bytes more`];
}

function Dump({ body, parts }: TakenApart): JSX.Element {
  const sections = useMemo(() => {
    let at = 0;
    return parts.map((part) => {
      const from = at;
      at += part.bytes;
      return { from, lines: hexLines(body.subarray(from, at)) };
    });
  }, [body]);
  return (
    <pre class="dump" tabIndex={0} aria-label="Example report in hexadecimal">
      {sections.map(({ from, lines }, i) => lines.map((line, j) => <span key={`${i} ${j}`} class="dump-line"><span class="dump-at">{j === 0 ? from.toString(16).padStart(5, '0') : '     '}</span>  <span class={`part-${i}`}>{line}</span>{'\n'}</span>))}
    </pre>
  );
}

function Parts({ parts, total }: { parts: readonly ReportPart[]; total: number }): JSX.Element {
  return (
    <div class="part-table">
      <Strip parts={parts} total={total} />
      <ol class="part-list">
        {parts.map((part, i) => (
          <li key={part.name} class={`part-item part-${i}`}>
            <p class="part-name"><span class="part-swatch" aria-hidden="true" />{part.name}{part.sealedFor && <span class="chip"><Icon name="lock" size={13} />{part.sealedFor === 'leader' ? 'only the shop’s server' : 'only the helper'}</span>}<span class="soft number part-bytes">{formatCount(part.bytes)} bytes</span></p>
            <p class="small soft">{part.meaning}</p>
          </li>
        ))}
      </ol>
    </div>
  );
}

/** An example of each model's reports, made when it is looked at. */
function Example({ tasks }: { tasks: readonly ExampleTask[] }): JSX.Element {
  const [chosen, choose] = useState(0);
  const [example, setExample] = useState<TakenApart | string | null>(null);
  const shown = tasks[chosen] ?? tasks[0];
  useEffect(() => {
    let isGone = false;
    setExample(null);
    const make = async ({ task, id }: ExampleTask): Promise<void> => {
      const body = await exampleReport(task, id, Date.now());
      const apart = body.ok ? takeApart(body.value) : body;
      if (!isGone) setExample(apart.ok ? apart.value : apart.fault.message);
    };
    if (shown) void make(shown);
    return () => {
      isGone = true;
    };
  }, [shown]);
  return (
    <>
      <div class="filters" role="group" aria-label="Models">
        {tasks.map(({ task }, i) => <button key={nameOf(task)} type="button" class="filter" aria-pressed={i === chosen} onClick={() => choose(i)}>{task.kind === 'model' ? MODEL_NAMES[task.model] : 'Measurement'}</button>)}
      </div>
      {example === null && <p role="status" class="small soft">Making an example report …</p>}
      {typeof example === 'string' && <p class="small wrong-text" role="status">{example}</p>}
      {example !== null && typeof example === 'object' && (
        <>
          <p class="panel-lead" data-example-bytes={example.body.length}>One request per task and device: {formatCount(example.body.length)} bytes for this model’s {formatCount(shown?.task.length ?? 0)} numbers, and not one more. No cookie, no name, no address in it. This one was made in your browser just now, of zeros, sealed to the servers’ real keys, and sent to nobody.</p>
          <div class="sent"><Parts parts={example.parts} total={example.body.length} /><Dump {...example} /></div>
        </>
      )}
    </>
  );
}

/** What a device sends, byte for byte. */
export function WhatIsSent({ result }: { result: Audited | null }): JSX.Element {
  const [tasks, setTasks] = useState<readonly ExampleTask[] | null>(null);
  // Once: a newer task of the same model has reports of the same layout, and an example that changes while it is read helps nobody.
  useEffect(() => {
    if (result && result.source.withoutLeader === undefined && (tasks ?? []).length === 0) void newestTasks(result).then(setTasks);
  }, [result]);
  return (
    <section class="panel" id="sent" aria-labelledby="sent-title">
      <h2 id="sent-title">What a device sends</h2>
      {result?.source.withoutLeader !== undefined && <p>The example is made from a task of the log, whose bytes the shop’s server has; it is away.</p>}
      {!result && tasks === null && <p>The example is made from a task of the log, once it is verified.</p>}
      {tasks?.length === 0 && <p>The log holds no task yet, so no device sends anything.</p>}
      {tasks !== null && tasks.length > 0 && <Example tasks={tasks} />}
    </section>
  );
}
