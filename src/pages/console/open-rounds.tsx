import type { JSX } from 'preact';
import { noiseMultiplierOf, noiseToSignal } from '#core/privacy';
import { updateLength, type ModelTask, type TaskId } from '#core/protocol';
import { formatCount, formatCountOf, formatMoment, formatShort, formatSpan, Hash, Icon, type AwaitedParty } from '#page/frame';
import { modelTaskOf, type Seen } from './watch.ts';
import { MODEL_NAMES, noiseVerdict } from './words.ts';

/** Whom a round waits for that should be closed by now, and since when. */
function Closing({ closesMs, waitsFor }: { closesMs: number; waitsFor: readonly AwaitedParty[] }): JSX.Element {
  const helper = waitsFor.find(({ party }) => party === 'helper');
  return <p class="small verdict warn">Closing since {formatMoment(closesMs)}{helper && `: waiting for the helper, which ${helper.why} (since ${formatMoment(helper.sinceMs)})`}</p>;
}

/** Witnesses that do not cosign; below the quorum, what that stops. */
function Witnesses({ seen: { waitsFor, policy } }: { seen: Seen }): JSX.Element | null {
  const away = waitsFor.filter(({ party }) => party === 'witness');
  const witnesses = policy?.witnesses;
  if (away.length === 0 || !witnesses) return null;
  const count = witnesses.keys.length;
  const isBelow = count - away.length < witnesses.quorum;
  return (
    <div class="small verdict warn" role="status">
      <p>Witnesses that cosign: {count - away.length} of {count}; devices want {witnesses.quorum}{isBelow && ': until then nothing newer is shown to them, and no round opens'}.</p>
      <ul>{away.map(({ name, why, sinceMs }) => <li key={name}>{name} {why} (since {formatMoment(sinceMs)})</li>)}</ul>
    </div>
  );
}

interface CardProps {
  readonly id: TaskId;
  readonly task: ModelTask;
  readonly reports: number | undefined;
  readonly nowMs: number;
  readonly waitsFor: readonly AwaitedParty[];
}

function OpenRoundCard({ id, task, reports, nowMs, waitsFor }: CardProps): JSX.Element {
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
      {leftMs <= 0 && <Closing closesMs={task.closesMs} waitsFor={waitsFor} />}
      <p class={`small verdict ${verdict.tone}`}>{verdict.text} <span class="number">(R {formatShort(ratio, 2)}{reports === undefined || !isEnough ? ` at ${formatCount(task.minBatch)} reports` : ''})</span></p>
      <dl class="facts small">
        <div><dt>Noise of each server</dt><dd>z = {formatShort(noiseMultiplierOf(task))}, σ = {formatCount(Math.round(noiseMultiplierOf(task) * task.integerNorm))}</dd></div>
        <div><dt>Starts from model</dt><dd><Hash value={task.baseModel} what="model hash" /></dd></div>
        <div><dt>Task</dt><dd><Hash value={id} what="task id" /></dd></div>
      </dl>
    </li>
  );
}

function NoRound({ waitsFor }: { waitsFor: readonly AwaitedParty[] }): JSX.Element {
  const helper = waitsFor.find(({ party }) => party === 'helper');
  return <p>No round is open. {helper ? `The next one waits for the helper, which ${helper.why} (since ${formatMoment(helper.sinceMs)}).` : 'The next one opens by itself.'}</p>;
}

/** Rounds that are collecting reports now. */
export function OpenRounds({ seen, nowMs }: { seen: Seen; nowMs: number }): JSX.Element {
  const reportsByTask = new Map(seen.open.map(({ task, reportsAtLeast }) => [task, reportsAtLeast]));
  const open = (seen.manifest?.tasks ?? []).flatMap(({ id }) => {
    const task = modelTaskOf(seen, id);
    return task ? [{ id, task }] : [];
  });
  return (
    <section class="panel third" aria-labelledby="open-title">
      <div class="panel-head"><h2 id="open-title">Open now</h2>{seen.manifest?.simulated && <span class="chip warn">Simulated shoppers take part</span>}</div>
      {seen.abandonedTasks > 0 && <p class="small">{formatCountOf(seen.abandonedTasks, 'round')} ended unopened: too few reports, or a half that was given up, as the terminal says of each. What they held is deleted.</p>}
      <Witnesses seen={seen} />
      {open.length === 0
        ? <NoRound waitsFor={seen.waitsFor} />
        : <ul class="open-list">{open.map(({ id, task }) => <OpenRoundCard key={id} id={id} task={task} reports={reportsByTask.get(id)} nowMs={nowMs} waitsFor={seen.waitsFor} />)}</ul>}
    </section>
  );
}
