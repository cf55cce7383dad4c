import type { JSX } from 'preact';
import type { Estimate } from '#core/measurement';
import { formatCount, formatCountOf } from '#page/frame';
import { liveQualityOf, type LiveQuality } from './live-quality.ts';
import { sums } from './sums.ts';

/** Newest measurements of quality that are added up: a day of hourly ones. */
const MOST_ADDED = 24;

/** The drawing's own units. */
const WIDTH = 600;
const ROW = 44;

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function Row({ name, estimate, at }: { name: string; estimate: Estimate; at: number }): JSX.Element {
  const x = (share: number): number => WIDTH * Math.min(1, Math.max(0, share));
  return (
    <g transform={`translate(0 ${at * ROW})`}>
      <rect class={`live-bar live-${name}`} x="0" y="10" width={x(estimate.value)} height="22" rx="4" />
      <path class="live-interval" d={`M${x(estimate.low)} 21H${x(estimate.high)}M${x(estimate.low)} 14V28M${x(estimate.high)} 14V28`} />
    </g>
  );
}

function Words({ served, popularity, rounds, reports }: LiveQuality): JSX.Element {
  const isKnown = served.stdError < Infinity;
  if (!isKnown) return <p class="small">{formatCountOf(rounds, 'measurement')} with {formatCountOf(reports, 'report')} so far: noise still covers what they say.</p>;
  return (
    <p class="small">
      Served: <b>{percent(served.value)}</b> ({percent(Math.max(0, served.low))} to {percent(Math.min(1, served.high))}) · popularity alone: <b>{percent(popularity.value)}</b> ({percent(Math.max(0, popularity.low))} to {percent(Math.min(1, popularity.high))}).
      From {formatCountOf(rounds, 'measurement')}, {formatCount(reports)} reports; the lines hold 95 %, the noise of both servers counted.
    </p>
  );
}

/** How often the next thing shoppers turned to stood among ten: served, and by popularity, out of published sums. Nothing before the first. */
export function LiveQualityFigure({ isSimulated }: { isSimulated: boolean }): JSX.Element | null {
  const quality = liveQualityOf((sums.value ?? []).filter(({ layout }) => layout.subject === 'quality').slice(-MOST_ADDED));
  if (!quality) return null;
  const { served, popularity } = quality;
  return (
    <section class="panel" aria-labelledby="live-title">
      <div class="panel-head"><h2 id="live-title">Live quality, measured in private</h2>{isSimulated && <span class="chip warn">Simulated shoppers</span>}</div>
      {served.stdError < Infinity && (
        <svg class="live-quality" viewBox={`0 0 ${WIDTH} ${2 * ROW}`} role="img" aria-label={`Among the first ten: served ${percent(served.value)}, popularity alone ${percent(popularity.value)}`}>
          <Row name="served" estimate={served} at={0} />
          <Row name="popularity" estimate={popularity} at={1} />
        </svg>
      )}
      <Words {...quality} />
    </section>
  );
}
