import { counted, useWords, type Spoken } from '#page/words';
import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { drawing } from './drawing.ts';
import type { Drawing } from './element.ts';
import type { ElementHost } from './host.ts';
import { Icon } from './icons.tsx';
import { ownField, submitTo } from './own-form.ts';
import { Popup } from './search-popup.tsx';
import { searchStyle } from './search-style.ts';
import { searchBook } from './search-words.ts';
import { shelfBook } from './shelf-words.ts';
import { useRecent, useResults } from './use-results.ts';

/** Products offered while somebody types: what a phone shows above its keyboard, and a little to scroll. */
const DEFAULT_RESULTS = 6;

interface SearchProps {
  readonly host: ElementHost;
  readonly element: HTMLElement;
}

/** A search field whose products appear while somebody types; what the shop put inside until its words are there. */
function Search({ host, element }: SearchProps) {
  const spoken = useWords(searchBook, host.locale);
  const spokenReasons = useWords(shelfBook, host.locale);
  return spoken && spokenReasons ? <Combobox host={host} element={element} spoken={spoken} /> : <slot />;
}

/** What stands in the field: the shop's word for it, or what somebody was typing into the shop's own field, who goes on in ours. */
function useQuery(element: HTMLElement, input: RefObject<HTMLInputElement | null>): readonly [string, (query: string) => void] {
  const given = element.getAttribute('query');
  const [query, setQuery] = useState(() => given ?? ownField(element)?.value ?? '');
  // Asked while the shop's field still stands.
  const [wasTyping] = useState(() => element !== document.activeElement && element.contains(document.activeElement));
  useEffect(() => {
    if (given !== null) setQuery(given);
  }, [given]);
  useEffect(() => {
    if (!wasTyping) return;
    input.current?.focus();
    input.current?.setSelectionRange(query.length, query.length);
  }, []);
  return [query, setQuery];
}

/** What keys do in the field. */
interface Keys {
  readonly isOpen: boolean;
  /** By one product up or down. */
  move(by: 1 | -1): void;
  close(): void;
  clear(): void;
  enter(): void;
}

function onKey(event: KeyboardEvent, { isOpen, move, close, clear, enter }: Keys): void {
  switch (event.key) {
    case 'ArrowDown': case 'ArrowUp':
      event.preventDefault();
      return move(event.key === 'ArrowDown' ? 1 : -1);
    case 'Escape':
      if (!isOpen) return clear();
      event.preventDefault(); // the browser would empty the field
      return close();
    case 'Enter':
      if (event.isComposing) return; // the key ends a word of Chinese or Japanese
      event.preventDefault();
      return enter();
  }
}

/** The combobox of the ARIA practices, with a list. */
function Combobox({ host, element, spoken }: SearchProps & { readonly spoken: Spoken }) {
  const root = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const [query, setQuery] = useQuery(element, input);
  const [isUsed, setUsed] = useState(false);
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const { results, hasFailed } = useResults(host, isUsed ? query : '', Number(element.getAttribute('count')) || DEFAULT_RESULTS);
  const [recent, forget] = useRecent(host, isOpen);
  // With what is drawn, not after the next frame: a key pressed at once would be taken back.
  useLayoutEffect(() => setActive(-1), [results]);
  useEffect(() => root.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' }), [active]);

  const words = searchBook.words();
  const name = element.getAttribute('label') ?? words.label;
  const hits = results?.hits ?? [];
  const hasQuery = query.trim() !== '';
  const type = (text: string): void => {
    setQuery(text);
    setOpen(true);
    input.current?.focus();
  };
  const close = (): void => {
    setOpen(false);
    setActive(-1);
  };
  const follow = (place: number): void => {
    const hit = hits[place];
    if (!hit || !results) return;
    host.record({ type: 'search', items: [], query: results.query });
    host.record({ type: 'rec_click', items: [{ itemId: hit.id }], recId: results.answer.recId, placement: 'search', position: place });
    close();
  };
  const enter = (): void => {
    if (active >= 0) return root.current?.querySelector<HTMLElement>(`#hit-${active}`)?.click();
    if (!hasQuery) return;
    host.record({ type: 'search', items: [], query: query.trim() });
    if (submitTo(element, query.trim())) close();
  };
  const move = (by: 1 | -1): void => {
    setOpen(true);
    if (!hasQuery) root.current?.querySelector<HTMLElement>('.again')?.focus();
    // One place more than products: the field itself, where typing goes on.
    else setActive((before) => ((before + 1 + by + hits.length + 1) % (hits.length + 1)) - 1);
  };
  const use = (): void => {
    setOpen(true);
    setUsed(true);
    void host.search({ query: '', count: 0 }); // the index is made while she thinks
  };
  const leave = (event: FocusEvent): void => {
    if (!(event.relatedTarget instanceof Node && root.current?.contains(event.relatedTarget))) close();
  };
  const said = isOpen && hasQuery && results ? (hits.length === 0 ? words.none(results.query) : words.found(counted(hits.length, host.locale))) : '';
  return (
    <div class="search" ref={root} role="search" {...spoken} onFocusOut={leave}>
      <span class="field" part="field">
        <Icon name="search" />
        <input
          ref={input} part="input" type="text" inputMode="search" enterkeyhint="search" role="combobox" autocomplete="off" autocapitalize="none" spellcheck={false} dir="auto"
          aria-label={name} placeholder={name} aria-autocomplete="list" aria-expanded={isOpen && hasQuery && hits.length > 0} aria-controls="hits" aria-activedescendant={active >= 0 ? `hit-${active}` : undefined}
          value={query} onFocus={use} onClick={() => setOpen(true)} onInput={(event) => type(event.currentTarget.value)}
          onKeyDown={(event) => onKey(event, { isOpen, move, close, clear: () => setQuery(''), enter })}
        />
        {query !== '' && <button type="button" class="plain" aria-label={words.clear} onClick={() => type('')}><Icon name="close" /></button>}
      </span>
      <Popup host={host} isOpen={isOpen} hasQuery={hasQuery} results={results} hasFailed={hasFailed} recent={recent} active={active} onFollow={follow} onChoose={type} onForget={forget} />
      <p class="sr" role="status">{said}</p>
    </div>
  );
}

/** `<homebird-search>`. */
export function searchDrawing(host: ElementHost): Drawing {
  return drawing([searchStyle], (element) => <Search host={host} element={element} />);
}
