import type { JSX } from 'preact';
import type uPlot from 'uplot';
import type { QualityPoint } from './demo-files.ts';
import { axisOf, colourOf, Plot, showNewest } from './plot.tsx';

/** Height of the plot, px; the width is the panel's. */
const CHART_HEIGHT = 280;

function percent(value: number | null): string {
  return value === null ? '–' : `${(value * 100).toFixed(1)} %`;
}

/** Rounds on the x axis, the served model and popularity alone on the y axis. */
function dataOf(points: readonly QualityPoint[]): uPlot.AlignedData {
  return [points.map((point) => point.round), points.map((point) => point.quality), points.map((point) => point.baseline ?? null)];
}

function optionsFor(box: HTMLElement, width: number): uPlot.Options {
  const soft = colourOf(box, 'soft');
  const axis = axisOf(box);
  return {
    width,
    height: CHART_HEIGHT,
    padding: [12, 12, 0, 0],
    hooks: { ready: [showNewest], setLegend: [showNewest] },
    cursor: { y: false },
    scales: { x: { time: false, range: (_plot, min, max) => [Math.min(0, min), Math.max(10, max)] }, y: { range: (_plot, _min, max) => [0, max * 1.2] } },
    axes: [
      { ...axis, grid: { show: false }, incrs: [1, 2, 5, 10, 20, 50, 100], values: (_plot, rounds) => rounds.map((round) => (round === 0 ? 'start' : String(round))) },
      { ...axis, size: 56, values: (_plot, values) => values.map((value) => `${Number((value * 100).toFixed(1))} %`) },
    ],
    series: [
      { label: 'Round', value: (_plot, round) => (round === 0 ? 'start' : String(round ?? '–')) },
      { label: 'Served model', stroke: colourOf(box, 'accent'), width: 2.5, points: { show: true, size: 7, fill: colourOf(box, 'ground') }, value: (_plot, value) => percent(value) },
      { label: 'Popularity alone', stroke: soft, width: 1.5, dash: [5, 5], points: { show: false }, value: (_plot, value) => percent(value) },
    ],
  };
}

/** Curve of measured quality, and the same figures as a table for those who do not see it. */
export function QualityChart({ points }: { points: readonly QualityPoint[] }): JSX.Element {
  return (
    <Plot what={JSON.stringify(points)} height={CHART_HEIGHT} data={dataOf(points)} optionsFor={optionsFor}>
      <table class="hidden-text">
        <caption>Measured quality by round</caption>
        <thead><tr><th>Round</th><th>Served model</th><th>Popularity alone</th></tr></thead>
        <tbody>{points.map((point) => <tr key={point.round}><th>{point.round}</th><td>{percent(point.quality)}</td><td>{percent(point.baseline ?? null)}</td></tr>)}</tbody>
      </table>
    </Plot>
  );
}
