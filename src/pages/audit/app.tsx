import type { JSX } from 'preact';
import { useEffect, useLayoutEffect } from 'preact/hooks';
import { Notice, ToolHeader, type PageConfig } from '#page/frame';
import { Ads } from './ads.tsx';
import { PromiseBoard } from './board.tsx';
import { CheckLine } from './check-line.tsx';
import { Builds, Configurations, Incidents, ModelHistory } from './history.tsx';
import { Limits, Yourself } from './limits.tsx';
import { Log } from './log.tsx';
import { Measurements } from './measurements.tsx';
import { Rounds } from './rounds.tsx';
import { audit, keepAuditing, runAudit, type Audit } from './run.ts';
import { followFragment } from './search.ts';
import { WhatIsSent } from './sent.tsx';
import { isServedByHelper } from './source.ts';
import { SpentPrivacy } from './spending.tsx';
import { VerdictCard } from './verdict.tsx';

const SECTIONS = [
  ['promises', 'Promises'], ['rounds', 'Rounds'], ['privacy', 'Privacy spent'], ['sent', 'What is sent'], ['log', 'Log'], ['models', 'Models'], ['incidents', 'Incidents'],
  ['builds', 'Builds'], ['configuration', 'Configuration'], ['limits', 'Limits'],
] as const;

function Sections(): JSX.Element {
  return <nav class="sections" aria-label="Parts of this page"><div class="page sections-row">{SECTIONS.map(([id, label]) => <a key={id} href={`#${id}`}>{label}</a>)}</div></nav>;
}

/** Checks that belong to no round, in full. */
function Whole({ checks }: Pick<Audit, 'checks'>): JSX.Element | null {
  const whole = checks.filter((check) => check.round === undefined);
  if (whole.length === 0) return null;
  return (
    <section class="panel" aria-labelledby="whole-title">
      <h2 id="whole-title">The deployment as a whole</h2>
      <ul class="check-list columns">{whole.map((check, i) => <CheckLine key={i} check={check} />)}</ul>
    </section>
  );
}

function Unreachable({ config, failure, again }: { config: PageConfig; failure: string; again: () => void }): JSX.Element {
  const { helperUrl } = config;
  return (
    <Notice title="The leader’s files could not be loaded" tone="bad">
      <p>{failure}</p>
      {helperUrl !== '' && !isServedByHelper(config) && <p>The helper keeps its own copy of the log. Its page checks that copy without the shop’s server: <a href={`${helperUrl}/`}>{helperUrl}</a></p>}
      <button type="button" class="button" onClick={again}>Try again</button>
    </Notice>
  );
}

/** The auditor's page: everything is recomputed in the visitor's browser from public files. */
export function App({ config }: { config: PageConfig }): JSX.Element {
  useEffect(() => keepAuditing(config), [config]);
  useLayoutEffect(followFragment, []); // a link may be followed before the next frame
  const shown = audit.value;
  const again = (): void => void runAudit(config);
  return (
    <>
      <a class="skip" href="#main">Skip to the verdict</a>
      <ToolHeader name="Homebird audit" shop={config.shop} links={[['Shop', config.shopUrl], ['Console', config.consoleUrl], ['Documentation', isServedByHelper(config) ? '' : '/docs/PRIVACY']]}>
        {shown.result?.history.findLast(({ kind }) => kind === 'config')?.values['simulated'] === 'true' && <span class="chip warn">Simulated shoppers</span>}
        {isServedByHelper(config) && <span class="chip accent">Served by the helper</span>}
      </ToolHeader>
      <Sections />
      <main id="main" class="page" tabIndex={-1}>
        <header class="tool-head">
          <h1>Do not trust, recompute</h1>
          <p>This page loads what the shop has published and computes it again, here in your browser: signatures, log, every round, every model, bit for bit.</p>
        </header>
        <VerdictCard audit={shown} again={again} />
        {shown.state === 'unreachable' ? <Unreachable config={config} failure={shown.failure} again={again} /> : <PromiseBoard audit={shown} />}
        <div class="panels">
          <Rounds result={shown.result} checks={shown.checks} />
          <Measurements result={shown.result} checks={shown.checks} />
          <Ads result={shown.result} />
          <SpentPrivacy result={shown.result} />
          <WhatIsSent result={shown.result} />
          <Log result={shown.result} config={config} />
          <ModelHistory result={shown.result} />
          <Incidents result={shown.result} />
          <Builds result={shown.result} />
          <Configurations result={shown.result} />
          <Whole checks={shown.checks} />
          <Limits result={shown.result} />
          <Yourself config={config} result={shown.result} />
        </div>
      </main>
    </>
  );
}
