import { useLayoutEffect, useRef } from 'preact/hooks';
import { shelfBook } from './shelf-words.ts';
import { UNDO_MS } from './undo.ts';

interface ToastProps {
  readonly text: string;
  /** Whether the keyboard asked for it: then its focus would be lost with the card, and comes here. */
  readonly takesFocus: boolean;
  /** Takes it back; undefined where there is nothing to take back. */
  readonly onUndo: (() => void) | undefined;
  onGone(): void;
}

/** Says what was done to a card, with its way back, or what could not be; longer while the pointer or the keyboard is on it. It lies over the shelf: nothing moves. */
export function Toast({ text, takesFocus, onUndo, onGone }: ToastProps) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const later = (): void => {
      timer = setTimeout(() => (box.current?.matches(':hover, :focus-within') === true ? later() : onGone()), UNDO_MS);
    };
    later();
    if (takesFocus) box.current?.querySelector('button')?.focus();
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <div class="toast" part="toast" ref={box}>
      <span>{text}</span>
      {onUndo && <button type="button" class="plain" onClick={onUndo}>{shelfBook.words().undo}</button>}
    </div>
  );
}
