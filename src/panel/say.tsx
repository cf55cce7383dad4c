import { Icon, UNDO_MS } from '#page/elements';
import { useEffect, useRef, useState } from 'preact/hooks';
import { panelBook } from './words.ts';

/** What the panel says aloud and shows at its foot. */
export interface Said {
  readonly text: string;
  readonly isBad?: boolean;
  /** Takes back what was just done; offered for a while. */
  readonly undo?: () => void;
}

interface SaidBarProps {
  readonly said: Said | undefined;
  /** Another value whenever the panel was drawn anew: the button she pressed may be gone then. */
  readonly drawnFor: unknown;
  onDone(): void;
}

/** A line at the foot of the panel, in sight wherever she has scrolled. It waits while she points at it or is in it. */
export function SaidBar({ said, drawnFor, onDone }: SaidBarProps) {
  const [isHeld, setHeld] = useState(false);
  const bar = useRef<HTMLDivElement>(null);
  const passes = said?.undo !== undefined && !isHeld;
  useEffect(() => {
    if (!passes) return undefined;
    const timer = setTimeout(onDone, UNDO_MS);
    return () => clearTimeout(timer);
  }, [said, passes]);
  useEffect(() => {
    const root = bar.current?.getRootNode();
    // Who works by keyboard goes on from what she did, not from the top of the page.
    if (said && root instanceof ShadowRoot && root.activeElement === null && document.activeElement === document.body) bar.current?.querySelector('button')?.focus();
  }, [drawnFor]);
  const undo = (): void => {
    onDone();
    said?.undo?.();
  };
  return (
    <div class="said" role="status" ref={bar} onMouseEnter={() => setHeld(true)} onMouseLeave={() => setHeld(false)} onFocusIn={(event) => setHeld(event.target instanceof Element && event.target.matches(':focus-visible'))} onFocusOut={() => setHeld(false)}>
      {said && (
        <div class={said.isBad === true ? 'bar warn' : 'bar'}>
          <Icon name={said.isBad === true ? 'close' : 'check'} />
          <p>{said.text}</p>
          {said.undo && <button type="button" class="plain" onClick={undo}>{panelBook.words().undo}</button>}
          <button type="button" class="plain close" aria-label={panelBook.words().close} onClick={onDone}><Icon name="close" /></button>
        </div>
      )}
    </div>
  );
}
