import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { Notice, type PageConfig } from '#page/frame';
import { lookForSession } from './api.ts';
import { ConsoleHeader } from './console-header.tsx';
import type { QualityPoint } from './demo-files.ts';
import { Figures } from './figures.tsx';
import { LiveQualityFigure } from './live-figure.tsx';
import { OpenRounds } from './open-rounds.tsx';
import { QualityChart } from './quality-chart.tsx';
import { RoundsTable } from './rounds-table.tsx';
import { Cohorts, Floors, Installation } from './settings.tsx';
import { keepMeasuring } from './sums.ts';
import { look, seen } from './watch.ts';

/** How often clocks on the page move. */
const TICK_MS = 1000;

function Quality({ points }: { points: readonly QualityPoint[] }): JSX.Element {
  const shoppers = points.at(-1)?.shoppers;
  return (
    <section class="panel two-thirds" aria-labelledby="quality-title">
      <div class="panel-head"><h2 id="quality-title">Quality, round by round</h2><span class="chip warn">Simulated</span></div>
      {points.length === 0
        ? <p>Measured on simulated shoppers who never train: how often the next thing they choose is among ten recommendations. The first figure comes with the first model.</p>
        : <><p>How often the next choice of {shoppers ? `${shoppers} simulated shoppers` : 'simulated shoppers'} who never train is among ten recommendations. One round stands for one simulated week.</p><QualityChart points={points} /></>}
    </section>
  );
}

function Skeletons(): JSX.Element {
  return (
    <div class="panels" aria-busy="true">
      <p class="hidden-text" role="status">Loading the rounds</p>
      {[1, 2, 3, 4].map((i) => <div key={i} class="panel quarter"><span class="skeleton figure-skeleton" /><span class="skeleton figure-skeleton" /></div>)}
      <div class="panel two-thirds"><span class="skeleton chart-skeleton" /></div>
      <div class="panel third"><span class="skeleton chart-skeleton" /></div>
    </div>
  );
}

/** The merchant's console. */
export function App({ config }: { config: PageConfig }): JSX.Element {
  const nowMs = useSignal(Date.now());
  useEffect(() => keepMeasuring(config, true), [config]);
  useEffect(() => void lookForSession(), []);
  useEffect(() => {
    const timer = setInterval(() => (nowMs.value = Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  const shown = seen.value;
  const isFirstLook = shown.atMs === null && shown.failure === '';
  return (
    <>
      <a class="skip" href="#main">Skip to the figures</a>
      <ConsoleHeader config={config} at="" />
      <main id="main" class="page" tabIndex={-1}>
        <header class="tool-head">
          <h1>How your shop learns</h1>
          <p>Shoppers’ devices train; you receive the noised sum of at least k of them, never one. These figures are the same for everybody. {shown.manifest?.simulated && <span class="chip warn">Simulated shoppers</span>}</p>
        </header>
        {shown.failure !== '' && (
          <div class="failure"><Notice title={shown.atMs === null ? 'The leader does not answer' : 'The leader does not answer at the moment'} tone="bad">
            <p>{shown.failure}</p>
            {shown.atMs !== null && <p class="small">The figures below are the last ones seen.</p>}
            <button type="button" class="button" onClick={() => void look(config, true)}>Try again</button>
          </Notice></div>
        )}
        {isFirstLook ? <Skeletons /> : (
          <div class="panels">
            <Figures seen={shown} nowMs={nowMs.value} />
            <Quality points={shown.quality.filter((point) => point.model === 'mix')} />
            <OpenRounds seen={shown} nowMs={nowMs.value} />
            <LiveQualityFigure isSimulated={shown.manifest?.simulated === true} />
            <RoundsTable seen={shown} auditUrl={config.auditUrl} />
            <Floors seen={shown} />
            <Cohorts seen={shown} />
            <Installation config={config} seen={shown} />
          </div>
        )}
      </main>
    </>
  );
}
