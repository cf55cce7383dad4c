import type { JSX } from 'preact';
import type { Estimate } from '#core/measurement';
import { formatCount, formatCountOf } from '#page/frame';
import { liveQualityOf, type LiveQuality } from './live-quality.ts';
import { sums } from './sums.ts';

/** Newest measurements of quality that are added up: a day of hourly ones. */
const MOST_ADDED = 24;

/** The drawing's own units. */
const WIDTH = 600;
const ROW = 32;

/** Noise can push a share below nothing or above all, which no share is. */
const within = (share: number): number => Math.min(1, Math.max(0, share));

function percent(share: number): string {
  return `${(100 * within(share)).toFixed(1)} %`;
}

function Row({ name, label, estimate: { value, low, high } }: { name: string; label: string; estimate: Estimate }): JSX.Element {
  const x = (share: number): number => WIDTH * within(share);
  return (
    <>
      <p class="small">{label}: <b>{percent(value)}</b> ({percent(low)} to {percent(high)})</p>
      <svg class="live-quality" viewBox={`0 0 ${WIDTH} ${ROW}`} preserveAspectRatio="none" aria-hidden="true">
        <rect class="live-whole" x="0" y="5" width={WIDTH} height="22" />
        <rect class={`live-bar live-${name}`} x="0" y="5" width={x(value)} height="22" />
        <path class="live-interval" d={`M${x(low)} 16H${x(high)}M${x(low)} 9V23M${x(high)} 9V23`} />
      </svg>
    </>
  );
}

function Words({ served, popularity, rounds, reports }: LiveQuality): JSX.Element {
  if (!(served.stdError < Infinity)) return <p class="small">{formatCountOf(rounds, 'measurement')} with {formatCountOf(reports, 'report')} so far: noise still covers what they say.</p>;
  return (
    <>
      <p>How often the next thing that shoppers turned to stood among the first ten.</p>
      <Row name="served" label="As served" estimate={served} />
      <Row name="popularity" label="By popularity alone" estimate={popularity} />
      <p class="small soft">From {formatCountOf(rounds, 'measurement')}, {formatCount(reports)} reports; the lines hold 95 %, the noise of both servers counted.</p>
    </>
  );
}

/** How often the next thing shoppers turned to stood among ten: served, and by popularity, out of published sums. Nothing before the first. */
export function LiveQualityFigure({ isSimulated }: { isSimulated: boolean }): JSX.Element | null {
  const quality = liveQualityOf((sums.value ?? []).filter(({ layout }) => layout.subject === 'quality').slice(-MOST_ADDED));
  if (!quality) return null;
  return (
    <section class="panel" aria-labelledby="live-title">
      <div class="panel-head"><h2 id="live-title">Live quality, measured in private</h2>{isSimulated && <span class="chip warn">Simulated shoppers</span>}</div>
      <Words {...quality} />
    </section>
  );
}
