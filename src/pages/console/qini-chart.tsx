import type { JSX } from 'preact';
import uPlot from 'uplot';
import type { QiniReading } from './experiment-reading.ts';
import { intervalText, percentText } from './figure-words.ts';
import { axisOf, colourOf, Plot, showNewest } from './plot.tsx';

const CHART_HEIGHT = 260;

/** The curve, and the straight line of devices that are taken by lot. */
function dataOf({ points }: QiniReading): uPlot.AlignedData {
  const whole = points.at(-1)?.cents ?? 0;
  return [points.map(({ share }) => share), points.map(({ cents }) => cents), points.map(({ share }) => share * whole)];
}

function optionsOf(money: (cents: number) => string): (box: HTMLElement, width: number) => uPlot.Options {
  return (box, width) => {
    const [accent, ground, soft, axis] = [colourOf(box, 'accent'), colourOf(box, 'ground'), colourOf(box, 'soft'), axisOf(box)];
    const say = (_plot: uPlot, value: number | null): string => (value === null ? '–' : money(value));
    return {
      width, height: CHART_HEIGHT, padding: [12, 24, 0, 0], hooks: { ready: [showNewest], setLegend: [showNewest] }, cursor: { y: false },
      scales: { x: { time: false, range: () => [0, 1] }, y: { range: (_plot, min, max) => [Math.min(0, min ?? 0), Math.max(1, (max ?? 1) * 1.1)] } },
      axes: [{ ...axis, grid: { show: false }, values: (_plot, shares) => shares.map((share) => percentText(share)) }, { ...axis, size: 64, values: (_plot, values) => values.map(money) }],
      series: [
        { label: 'Devices that have it', value: (_plot, share) => (share === null ? '–' : percentText(share)) },
        { label: 'brings, best parts first', stroke: accent, width: 2.5, points: { show: true, size: 7, fill: ground }, value: say },
        { label: 'taken by lot', stroke: soft, width: 1, dash: [4, 4], points: { show: false }, value: say },
      ],
    };
  };
}

/** Whom an arm moves: a Qini curve over the segments, with its coefficient, and what its order makes of it. @param signed - money with its sign */
export function QiniChart({ reading, signed }: { readonly reading: QiniReading; readonly signed: (cents: number) => string }): JSX.Element {
  const { arm, against, covered, points, coefficient } = reading;
  const title = `Whom “${arm}” moves, against “${against}”`;
  if (points.length === 0) return <p class="small">{title}: not known yet, noise covers the devices of {covered.join(', ')}.</p>;
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      <p>Qini coefficient <b>{signed(coefficient.value)}</b> a device ({intervalText(coefficient, { text: signed })}, 95 %): what the curve stands above the straight line.{covered.length > 0 && ` Without ${covered.join(' and ')}, whose devices noise still covers.`}</p>
      <p class="small">Segments are taken in the order of the differences measured here, so that the curve bends upwards by chance alone too, and the interval does not know of it. Before you aim by it, try it: aim a campaign at the first segments, and hold a part of them out.</p>
      <Plot what={JSON.stringify([title, points])} height={CHART_HEIGHT} data={dataOf(reading)} optionsFor={optionsOf(signed)}>
        <table class="hidden-text">
          <caption>Qini curve</caption>
          <thead><tr><th>Segment</th><th>Devices</th><th>Gain a device</th></tr></thead>
          <tbody>{points.map(({ segment = 'none', share, cents }) => <tr key={segment}><th>{segment}</th><td>{percentText(share)}</td><td>{signed(cents)}</td></tr>)}</tbody>
        </table>
      </Plot>
    </section>
  );
}
