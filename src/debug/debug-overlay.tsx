import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { checksOf, nextStep, reportText } from './checks.ts';
import { outcomeText, sourceName } from './checks-life.ts';
import type { Check, CheckState, Facts, Said } from './facts.ts';
import { carryOverLinks } from './links.ts';
import { lookout, type DebugMemory, type DebugParts, type Lookout } from './look.ts';
import { debugStyle } from './style.ts';

/** How often the page is looked at again, ms: engines and servers change without a notice. */
const LOOK_EVERY_MS = 2_000;
/** Newest words of the page that are drawn. */
const SHOWN_WORDS = 40;
/** Below this width the checklist would cover the page, so it begins folded up. */
const NARROW = '(max-width: 30rem)';

/** What an overlay is opened over. */
export interface OverlayOver {
  readonly parts: DebugParts;
  readonly memory: DebugMemory;
  /** Address of the tag's own file. */
  readonly script: string;
}

const MARKS: Readonly<Record<CheckState, { readonly mark: string; readonly says: string }>> = {
  ok: { mark: '✓', says: 'fine' }, mend: { mark: '✕', says: 'to mend' }, wait: { mark: '…', says: 'waits' }, told: { mark: '·', says: 'to know' },
};

function Row({ check: { id, title, state, finding, rows, mend } }: { readonly check: Check }) {
  const { mark, says } = MARKS[state];
  return (
    <details class={state} data-check={id}>
      <summary>
        <span class="mark" aria-hidden="true">{mark}</span>
        <span class="title">{title}<span class="sr">, {says}</span></span>
        <span class="finding">{finding}</span>
      </summary>
      <div class="inside">
        {mend && <p>{mend.what}{mend.line === undefined ? '' : ':'}</p>}
        {mend?.line !== undefined && <pre tabIndex={0} aria-label="The line as it should be">{mend.line}</pre>}
        {rows.length > 0 && <dl>{rows.map(({ name, value }, i) => <div key={`${name}${i}`}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>}
      </div>
    </details>
  );
}

function fateOf({ outcome, isJoined }: Said): string {
  if (isJoined === false) return 'missing';
  return outcome === 'kept' ? 'kept' : 'lost';
}

function Stream({ said }: { readonly said: readonly Said[] }) {
  return (
    <section class="stream" aria-label="Events heard on this page">
      <h3>Heard on this page, newest first</h3>
      {said.length === 0 && <p class="finding">Nothing yet.</p>}
      <ol>
        {said.slice(-SHOWN_WORDS).reverse().map((one) => (
          <li key={`${one.atMs} ${one.name} ${one.itemIds.join()}`}>
            <time>{new Date(one.atMs).toTimeString().slice(0, 8)}</time>
            <span class="what"><b>{one.name}</b> {one.itemIds.join(', ')}</span>
            <span class={`fate ${fateOf(one)}`}>{sourceName(one.source)} · {outcomeText(one)}{one.isJoined === undefined ? '' : one.isJoined ? ' · in the catalogue' : ' · not in the catalogue'}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Report({ checks }: { readonly checks: readonly Check[] }) {
  const [withPrivate, setPrivate] = useState(false);
  const [said, setSaid] = useState('');
  const [shown, setShown] = useState('');
  const copy = async (): Promise<void> => {
    const text = reportText(checks, { origin: location.origin, path: location.pathname, withPrivate });
    try {
      await navigator.clipboard.writeText(text);
      setShown('');
      setSaid('Copied');
    } catch {
      setShown(text); // a plain http origin has no clipboard
      setSaid('Select and copy');
    }
  };
  return (
    <footer>
      <button type="button" onClick={() => void copy()}>Copy report</button>
      <label><input type="checkbox" checked={withPrivate} onChange={({ currentTarget }) => setPrivate(currentTarget.checked)} />with product ids and path</label>
      <span role="status">{said}</span>
      {shown !== '' && <textarea readOnly aria-label="Report" value={shown} />}
    </footer>
  );
}

function Next({ checks }: { readonly checks: readonly Check[] }) {
  const step = nextStep(checks);
  if (!step) return <p class="next done">Installed: everything that was looked at is as it should be.</p>;
  return <p class={`next ${step.state}`}><strong>{step.title}:</strong> {step.finding}</p>;
}

function Card({ lookOut, onClose }: { readonly lookOut: Lookout; readonly onClose: () => void }) {
  const [facts, setFacts] = useState<Facts | undefined>(undefined);
  const [isSmall, setSmall] = useState(matchMedia(NARROW).matches);
  useEffect(() => {
    let isGone = false;
    const look = async (): Promise<void> => {
      const found = document.hidden ? undefined : await lookOut.look();
      if (isGone) return;
      if (found) setFacts(found);
      timer = setTimeout(() => void look(), LOOK_EVERY_MS);
    };
    let timer = setTimeout(() => void look(), 0);
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [lookOut]);
  const checks = facts ? checksOf(facts) : [];
  const count = (state: CheckState): number => checks.filter((check) => check.state === state).length;
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') setSmall(true);
  };
  return (
    <section class={`card ${isSmall ? 'small' : ''}`} aria-label="Homebird debug overlay" lang="en" dir="ltr" onKeyDown={onKey}>
      <header>
        <h2>Homebird</h2>
        <span class="count" role="status">{facts ? <><b>{count('ok')} fine</b>{count('mend') > 0 && <> · <b class="mend">{count('mend')} to mend</b></>}{count('wait') > 0 && <> · <b class="wait">{count('wait')} waiting</b></>}</> : 'looking…'}</span>
        <button type="button" class="bare" aria-expanded={!isSmall} aria-label={isSmall ? 'Unfold' : 'Fold up'} onClick={() => setSmall(!isSmall)}>{isSmall ? '▾' : '▴'}</button>
        <button type="button" class="bare" aria-label="Close" onClick={onClose}>✕</button>
      </header>
      {!isSmall && facts && (
        <>
          <Next checks={checks} />
          <div class="scroll" tabIndex={0} role="group" aria-label="Checks and events">
            {checks.map((check) => <Row key={check.id} check={check} />)}
            <Stream said={facts.said} />
          </div>
          <Report checks={checks} />
        </>
      )}
    </section>
  );
}

/** Places the overlay on the page. @returns takes it away. @param onClosed - called once it is gone, by button or by call */
export function openOverlay({ parts, memory, script }: OverlayOver, onClosed: () => void): () => void {
  const element = document.createElement('div');
  element.dataset['homebird'] = 'debug';
  const root = element.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = [debugStyle()];
  const lookOut = lookout(parts, memory, script);
  const stopCarrying = carryOverLinks(document);
  const close = (): void => {
    stopCarrying();
    lookOut.stop();
    render(null, root);
    element.remove();
    onClosed();
  };
  render(<Card lookOut={lookOut} onClose={close} />, root);
  document.body.append(element);
  return close;
}
