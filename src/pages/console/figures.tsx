import type { ComponentChildren, JSX } from 'preact';
import { epsilonOf } from '#core/privacy';
import type { ModelRound } from '#core/protocol';
import { formatCount, formatShort, formatSpan, formatTiny } from '#page/frame';
import type { QualityPoint } from './demo-files.ts';
import { modelTaskOf, type Seen } from './watch.ts';

function Figure({ name, value, children }: { name: string; value: ComponentChildren; children: ComponentChildren }): JSX.Element {
  return (
    <section class="panel quarter">
      <h2 class="figure-name">{name}</h2>
      <p class="figure">{value}</p>
      <p class="figure-note">{children}</p>
    </section>
  );
}

function QualityFigure({ points }: { points: readonly QualityPoint[] }): JSX.Element {
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last) return <Figure name="Recommendation quality" value="–">Measured once simulated shoppers have run</Figure>;
  const gain = (last.quality - first.quality) * 100;
  return (
    <Figure name="Next choice in the top 10" value={<>{(last.quality * 100).toFixed(1)} <small>%</small></>}>
      {last.round === 0 ? 'Before the first round' : <><span class={gain > 0 ? 'up' : ''}>{gain >= 0 ? '+' : '−'}{Math.abs(gain).toFixed(1)} points</span> since the start</>}, simulated shoppers
    </Figure>
  );
}

/** ε of one report of `round`, at its task's δ. */
export function epsilonOfRound(round: ModelRound, seen: Seen): number {
  return epsilonOf(round.rho, modelTaskOf(seen, round.task)?.dpDelta ?? 1e-6);
}

/** The four figures a merchant looks at first. */
export function Figures({ seen, nowMs }: { seen: Seen; nowMs: number }): JSX.Element {
  const last = seen.rounds.at(-1);
  const task = last && modelTaskOf(seen, last.task);
  const mix = seen.quality.filter((point) => point.model === 'mix');
  return (
    <>
      <QualityFigure points={mix} />
      <Figure name="Rounds closed" value={formatCount(seen.rounds.length)}>{last ? `The last one ${formatSpan(nowMs - last.closedMs)} ago` : 'The first one is collecting reports'}</Figure>
      <Figure name="Reports in the last round" value={last ? formatCount(last.leaderReports) : '–'}>{task ? `At least ${formatCount(task.minBatch)} are needed to open a sum` : 'A sum of fewer than 50 is never opened'}</Figure>
      <Figure name="Privacy cost of a report" value={last ? <>ε {formatShort(epsilonOfRound(last, seen))}</> : '–'}>{last ? `At δ = ${formatTiny(task?.dpDelta ?? 1e-6)}; a device usually sends two of these a week, never past its limit` : 'Known with the first round'}</Figure>
    </>
  );
}
