import type { JSX } from 'preact';
import uPlot from 'uplot';
import { formatMoment } from '#page/frame';
import type { Estimate } from '#core/measurement';
import { intervalText, type Spelling } from './figure-words.ts';
import { axisOf, colourOf, Plot, showNewest } from './plot.tsx';

const CHART_HEIGHT = 260;
/** Least room of a time on the axis, px. */
const TIME_ROOM = 96;
/** Of the stroke that is a point's interval, CSS px. */
const INTERVAL_WIDTH = 3;
/** What is drawn on either side of a point that is alone, seconds. */
const ALONE_S = 3_600;
const times = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });

/** A figure of one span of time. */
export interface TimePoint {
  readonly fromMs: number;
  readonly estimate: Estimate;
}

/** Fieller's interval may be the whole line, and noise may put all of one below what the figure can be: nothing is drawn there. */
export const isDrawable = ({ low, high }: Estimate, { least }: Pick<Spelling, 'least'>): boolean => Number.isFinite(low) && Number.isFinite(high) && high > least;

function dataOf(points: readonly TimePoint[], spelling: Spelling): uPlot.AlignedData {
  const series = (end: 'value' | 'low' | 'high'): (number | null)[] => points.map(({ estimate }) => (isDrawable(estimate, spelling) ? Math.max(spelling.least, estimate[end]) : null));
  return [points.map(({ fromMs }) => fromMs / 1000), series('value'), series('low'), series('high')];
}

/** A stroke from the least to the most of every point: the band lies between points, and one of them may be alone. */
function drawIntervals({ ctx, data: [seconds, , lows = [], highs = []], valToPos }: uPlot, ink: string): void {
  ctx.save();
  ctx.strokeStyle = ink;
  ctx.lineWidth = INTERVAL_WIDTH * devicePixelRatio;
  ctx.beginPath();
  seconds.forEach((at, i) => {
    const [low, high] = [lows[i], highs[i]];
    if (low == null || high == null) return;
    ctx.moveTo(valToPos(at, 'x', true), valToPos(low, 'y', true));
    ctx.lineTo(valToPos(at, 'x', true), valToPos(high, 'y', true));
  });
  ctx.stroke();
  ctx.restore();
}

function optionsOf({ name, text }: Spelling, { points, floor }: { readonly points: readonly TimePoint[]; readonly floor: number }): (box: HTMLElement, width: number) => uPlot.Options {
  // A point that is alone: uPlot would show three years around it.
  const aloneS = points.length === 1 && points[0] ? points[0].fromMs / 1000 : undefined;
  return (box, width) => {
    const [accent, ground, band, axis] = [colourOf(box, 'accent'), colourOf(box, 'ground'), colourOf(box, 'band'), axisOf(box)];
    const say = (_plot: uPlot, value: number | null): string => (value === null ? '–' : text(value));
    return {
      width, height: CHART_HEIGHT, padding: [12, 48, 0, 0], hooks: { ready: [showNewest], setLegend: [showNewest], drawAxes: [(plot) => drawIntervals(plot, band)] }, cursor: { y: false },
      scales: { x: { range: (_plot, min, max) => (aloneS === undefined ? [min, max] : [aloneS - ALONE_S, aloneS + ALONE_S]) }, y: { range: (_plot, min, max) => [Math.min(floor, min ?? floor), Math.max(floor + 1e-9, (max ?? 1) * 1.1)] } },
      axes: [{ ...axis, grid: { show: false }, space: TIME_ROOM, values: (_plot, seconds) => seconds.map((each) => times.format(1000 * each)) }, { ...axis, size: 64, values: (_plot, values) => values.map(text) }],
      bands: [{ series: [3, 2], fill: band }],
      series: [
        { label: 'From', value: (_plot, seconds) => (seconds === null ? '–' : formatMoment(1000 * seconds)) },
        { label: name, stroke: accent, width: 2.5, points: { show: true, size: 7, fill: ground }, value: say },
        { label: 'at least', stroke: band, width: 1, points: { show: false }, value: say },
        { label: 'at most', stroke: band, width: 1, points: { show: false }, value: say },
      ],
    };
  };
}

/** A figure over time, with a band that holds 95 %; the same as a table for those who do not see it. @param floor - where the axis begins at the latest */
export function TimeChart({ points, spelling, caption, floor }: { readonly points: readonly TimePoint[]; readonly spelling: Spelling; readonly caption: string; readonly floor: number }): JSX.Element {
  return (
    <Plot what={JSON.stringify([caption, points])} height={CHART_HEIGHT} data={dataOf(points, spelling)} optionsFor={optionsOf(spelling, { points, floor })}>
      <table class="hidden-text">
        <caption>{caption}</caption>
        <thead><tr><th>From</th><th>{spelling.name}</th><th>95 % interval</th></tr></thead>
        <tbody>{points.map(({ fromMs, estimate }) => <tr key={fromMs}><th>{formatMoment(fromMs)}</th><td>{isDrawable(estimate, spelling) && estimate.value >= spelling.least ? spelling.text(estimate.value) : 'not yet known'}</td><td>{intervalText(estimate, spelling)}</td></tr>)}</tbody>
      </table>
    </Plot>
  );
}
