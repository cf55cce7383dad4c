import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { Notice, ToolHeader, type PageConfig } from '#page/frame';
import { PromiseBoard } from './board.tsx';
import { Limits, Yourself } from './limits.tsx';
import { CheckLine, Rounds } from './rounds.tsx';
import { audit, keepAuditing, runAudit } from './run.ts';
import { WhatIsSent } from './sent.tsx';
import { VerdictCard } from './verdict.tsx';

/** The auditor's page: everything is recomputed in the visitor's browser from public files. */
export function App({ config }: { config: PageConfig }): JSX.Element {
  useEffect(() => keepAuditing(config), [config]);
  const shown = audit.value;
  const whole = shown.checks.filter((check) => check.round === undefined);
  const again = (): void => void runAudit(config);
  return (
    <>
      <a class="skip" href="#main">Skip to the verdict</a>
      <ToolHeader name="Homebird audit" shop={config.shop} links={[['Shop', config.shopUrl], ['Console', config.consoleUrl]]} />
      <main id="main" class="page" tabIndex={-1}>
        <header class="tool-head">
          <h1>Do not trust, recompute</h1>
          <p>This page loads what the shop has published and computes it again, here in your browser: signatures, log, every round, every model, bit for bit.</p>
        </header>
        <VerdictCard audit={shown} again={again} />
        {shown.state === 'unreachable'
          ? <Notice title="The leader’s files could not be loaded" tone="bad"><p>{shown.failure}</p><button type="button" class="button" onClick={again}>Try again</button></Notice>
          : <PromiseBoard checks={shown.checks} isDone={shown.state === 'done'} />}
        <div class="panels">
          <Rounds rounds={shown.report?.rounds ?? []} checks={shown.checks} />
          {whole.length > 0 && (
            <section class="panel" aria-labelledby="whole-title">
              <h2 id="whole-title">The deployment as a whole</h2>
              <ul class="check-list">{whole.map((check, i) => <CheckLine key={i} check={check} />)}</ul>
            </section>
          )}
          <WhatIsSent />
          <Limits />
          <Yourself config={config} />
        </div>
      </main>
    </>
  );
}
