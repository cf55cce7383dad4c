import { usePart } from '#page/elements';
import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { panelBook } from './words.ts';

interface FoldProps<Loaded extends object> {
  readonly id: string;
  readonly title: string;
  load(): Promise<Loaded>;
  children(part: Loaded): ComponentChildren;
}

/** A section that is closed until she opens it; its code comes then, and once. One that does not come costs this section. */
export function Fold<Loaded extends object>({ id, title, load, children }: FoldProps<Loaded>) {
  const [isOpen, setOpen] = useState(false);
  const place = useRef<HTMLElement>(null);
  const part = usePart(load, isOpen, () => place.current);
  return (
    <section class="box fold" ref={place} aria-labelledby={id}>
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary><h3 id={id}>{title}</h3></summary>
        {isOpen && <div class="inside">{part === 'away' ? <p class="notice warn">{panelBook.words().partAway}</p> : part ? children(part) : <div class="ghost short" />}</div>}
      </details>
    </section>
  );
}
