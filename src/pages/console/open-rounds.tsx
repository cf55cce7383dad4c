import type { JSX } from 'preact';
import { noiseMultiplierOf, noiseToSignal } from '#core/privacy';
import { updateLength, type Task, type TaskId } from '#core/protocol';
import { formatCount, formatShort, formatSpan, Hash, Icon } from '#page/frame';
import type { Seen } from './watch.ts';
import { MODEL_NAMES, noiseVerdict } from './words.ts';

function OpenRoundCard({ id, task, reports, nowMs }: { id: TaskId; task: Task; reports: number | undefined; nowMs: number }): JSX.Element {
  const isEnough = reports !== undefined && reports >= task.minBatch;
  const weights = updateLength(task);
  const ratio = noiseToSignal({ ...task, length: weights }, Math.max(reports ?? task.minBatch, task.minBatch));
  const verdict = noiseVerdict(ratio, task.model);
  const leftMs = task.closesMs - nowMs;
  return (
    <li class="open-round">
      <div class="panel-head"><h3>{MODEL_NAMES[task.model].name}</h3><span class="chip"><Icon name="clock" size={15} />{leftMs > 0 ? `closes in ${formatSpan(leftMs)}` : 'closing'}</span></div>
      <p class="small soft">{MODEL_NAMES[task.model].what}, {formatCount(weights)} {task.model === 'pairs' ? `cells, block ${task.block + 1}` : weights === 1 ? 'weight' : 'weights'}</p>
      {reports !== undefined && (
        <div class="open-progress">
          <progress class="bar" max={Math.max(task.minBatch, reports)} value={reports} aria-label={`Reports of the open ${MODEL_NAMES[task.model].name} round`} />
          <p class="small number"><strong>{reports > 0 ? `${formatCount(reports)} or more` : 'Fewer than ten'}</strong> reports; {isEnough ? `enough, ${formatCount(task.minBatch)} were needed` : `${formatCount(task.minBatch)} are needed before the sum may be opened`}</p>
        </div>
      )}
      <p class={`small verdict ${verdict.tone}`}>{verdict.text} <span class="number">(R {formatShort(ratio, 2)}{reports === undefined || !isEnough ? ` at ${formatCount(task.minBatch)} reports` : ''})</span></p>
      <dl class="facts small">
        <div><dt>Noise of each server</dt><dd>z = {formatShort(noiseMultiplierOf(task))}, σ = {formatCount(Math.round(noiseMultiplierOf(task) * task.integerNorm))}</dd></div>
        <div><dt>Starts from model</dt><dd><Hash value={task.baseModel} what="model hash" /></dd></div>
        <div><dt>Task</dt><dd><Hash value={id} what="task id" /></dd></div>
      </dl>
    </li>
  );
}

/** Rounds that are collecting reports now. */
export function OpenRounds({ seen, nowMs }: { seen: Seen; nowMs: number }): JSX.Element {
  const reportsByTask = new Map(seen.open.map(({ task, reportsAtLeast }) => [task, reportsAtLeast]));
  const open = (seen.manifest?.tasks ?? []).flatMap(({ id }) => {
    const task = seen.taskById.get(id);
    return task ? [{ id, task }] : [];
  });
  return (
    <section class="panel third" aria-labelledby="open-title">
      <div class="panel-head"><h2 id="open-title">Open now</h2>{seen.manifest?.simulated && <span class="chip warn">Simulated shoppers take part</span>}</div>
      {seen.abandonedTasks > 0 && <p class="small">{formatCount(seen.abandonedTasks)} {seen.abandonedTasks === 1 ? 'round' : 'rounds'} ended with too few reports. They were deleted unopened.</p>}
      {open.length === 0
        ? <p>No round is open. The next one opens by itself.</p>
        : <ul class="open-list">{open.map(({ id, task }) => <OpenRoundCard key={id} id={id} task={task} reports={reportsByTask.get(id)} nowMs={nowMs} />)}</ul>}
    </section>
  );
}
