import type { ItemId } from '#core/catalogue';
import type { Deletion, TimelineRow } from '#core/contract';
import { Icon } from '#page/elements';
import { counted, formatDay, formatSpan, formatTime } from '#page/words';
import { useState } from 'preact/hooks';
import { panelBook } from './words.ts';

/** Rows drawn before she asks for more: a long history must not stop the page. */
const PAGE_ROWS = 40;
/** Shorter looks are not worth a word, ms. */
const LEAST_DWELL_MS = 1_000;
/** Lists further apart were not seen on one visit, ms. */
const VISIT_GAP_MS = 30 * 60_000;

/** What the kinds of the filter hold. */
const KINDS = {
  products: ['view_item', 'select_item', 'add_to_wishlist', 'review'],
  searches: ['search'],
  basket: ['add_to_cart', 'remove_from_cart', 'view_cart', 'begin_checkout', 'add_payment_info', 'purchase', 'refund'],
  shown: ['rec_impression', 'rec_click', 'rec_dismiss', 'view_promotion', 'select_promotion'],
  pages: ['page_view', 'view_item_list'],
} as const satisfies Readonly<Record<string, readonly TimelineRow['type'][]>>;
type Kind = keyof typeof KINDS | 'all';

/** What one line shows: an event, or lists seen one after the other. Newest first, never empty. */
type Group = readonly [TimelineRow, ...TimelineRow[]];

interface Day {
  readonly name: string;
  readonly groups: readonly Group[];
}

/**
 * Rows as lines, newest first: the lists of a visit with nothing between them are one, because each look at a front page
 * adds a row for every list on it. A line stays within the shopper's own calendar day.
 */
export function groupsOf(rows: readonly TimelineRow[], locale: string): readonly Group[] {
  const groups: [TimelineRow, ...TimelineRow[]][] = [];
  for (const row of [...rows].sort((a, b) => b.atMs - a.atMs)) {
    const group = groups.at(-1);
    const later = group?.at(-1);
    const isMore = row.type === 'view_item_list' && later?.type === row.type && later.atMs - row.atMs < VISIT_GAP_MS && formatDay(later.atMs, locale) === formatDay(row.atMs, locale);
    if (group && isMore) group.push(row);
    else groups.push([row]);
  }
  return groups;
}

/** Lines, newest first, by the shopper's own calendar day. */
function daysOf(groups: readonly Group[], locale: string): readonly Day[] {
  const days = new Map<string, Group[]>();
  for (const group of groups) {
    const name = formatDay(group[0].atMs, locale);
    const day = days.get(name);
    if (day) day.push(group);
    else days.set(name, [group]);
  }
  return [...days].map(([name, dayGroups]) => ({ name, groups: dayGroups }));
}

/** What she looks for. */
interface Wanted {
  readonly query: string;
  readonly kind: Kind;
  readonly only: { readonly itemId: ItemId; readonly title: string } | undefined;
}

const EVERYTHING: Wanted = { query: '', kind: 'all', only: undefined };

/** Rows of the kind and product wanted whose words contain the query. */
function matching(rows: readonly TimelineRow[], { query, kind, only }: Wanted): readonly TimelineRow[] {
  const text = query.trim().toLocaleLowerCase();
  const types: readonly TimelineRow['type'][] | undefined = kind === 'all' ? undefined : KINDS[kind];
  return rows.filter((row) => (!types || types.includes(row.type)) && (!only || row.itemId === only.itemId)
    && (text === '' || `${panelBook.words().event[row.type]} ${row.label}`.toLocaleLowerCase().includes(text)));
}

interface TimelineProps {
  readonly rows: readonly TimelineRow[];
  readonly locale: string;
  onDelete(what: Deletion): void;
}

interface RowProps {
  readonly row: TimelineRow;
  readonly locale: string;
  onDelete(): void;
  onOnly(row: TimelineRow): void;
}

function Row({ row, locale, onDelete, onOnly }: RowProps) {
  const words = panelBook.words();
  const label = `${words.event[row.type]} ${row.label}`.trim();
  const looked = (row.dwellMs ?? 0) >= LEAST_DWELL_MS ? words.looked(formatSpan(row.dwellMs ?? 0, locale)) : '';
  return (
    <li>
      <time dateTime={new Date(row.atMs).toISOString()}>{formatTime(row.atMs, locale)}</time>
      <span class="what">
        {words.event[row.type]} {row.itemId === undefined ? <b dir="auto">{row.label}</b> : <button type="button" class="link" aria-label={words.onlyWhat(row.label)} onClick={() => onOnly(row)}><b dir="auto">{row.label}</b></button>}
        {looked !== '' && <span class="quiet"> · {looked}</span>}
      </span>
      <button type="button" class="plain" aria-label={words.remove(label)} onClick={onDelete}><Icon name="bin" /></button>
    </li>
  );
}

function Lists({ group, locale, onDelete }: { readonly group: Group; readonly locale: string; readonly onDelete: () => void }) {
  const words = panelBook.words().lists(counted(group.length, locale));
  const [{ atMs }] = group;
  return (
    <li>
      <time dateTime={new Date(atMs).toISOString()}>{formatTime(atMs, locale)}</time>
      <details class="what">
        <summary>{words}</summary>
        <ul class="lists">{group.map(({ id, label }) => <li class="quiet" key={id} dir="auto">{label}</li>)}</ul>
      </details>
      <button type="button" class="plain" aria-label={panelBook.words().remove(words)} onClick={onDelete}><Icon name="bin" /></button>
    </li>
  );
}

interface SearchProps {
  readonly wanted: Wanted;
  readonly found: readonly TimelineRow[];
  readonly isAll: boolean;
  readonly locale: string;
  onWanted(wanted: Wanted): void;
  onDelete(what: Deletion): void;
}

function Search({ wanted, found, isAll, locale, onWanted, onDelete }: SearchProps) {
  const words = panelBook.words();
  const { query, kind, only } = wanted;
  return (
    <>
      <div class="find">
        <input type="search" aria-label={words.search} placeholder={words.search} value={query} onInput={(event) => onWanted({ ...wanted, query: event.currentTarget.value })} />
        <select aria-label={words.show} value={kind} onChange={(event) => onWanted({ ...wanted, kind: event.currentTarget.value as Kind })}>
          {(['all', ...Object.keys(KINDS)] as Kind[]).map((each) => <option key={each} value={each}>{words.kinds[each]}</option>)}
        </select>
      </div>
      <div class="acts">
        {only && <span class="badge" dir="auto">{words.only(only.title)}</span>}
        {only && <button type="button" class="plain" onClick={() => onWanted({ ...wanted, only: undefined })}>{words.unonly}</button>}
        {only && <button type="button" class="plain" onClick={() => { onDelete({ itemId: only.itemId }); onWanted(EVERYTHING); }}><Icon name="bin" />{words.removeProduct}</button>}
        {!only && found.length > 0 && <button type="button" class="plain" onClick={() => onDelete(found.map(({ id }) => id))}><Icon name="bin" />{isAll ? words.removeAll : words.removeThese(counted(found.length, locale))}</button>}
      </div>
    </>
  );
}

/** Everything remembered, searchable, deletable by row, product and day, and all at once. */
export function Timeline({ rows, locale, onDelete }: TimelineProps) {
  const words = panelBook.words();
  const [wanted, setWanted] = useState(EVERYTHING);
  const [shown, setShown] = useState(PAGE_ROWS);
  const found = matching(rows, wanted);
  const groups = groupsOf(found, locale);
  const days = daysOf(groups.slice(0, shown), locale);
  const onOnly = ({ itemId, label }: TimelineRow): void => {
    if (itemId !== undefined) setWanted({ ...EVERYTHING, only: { itemId, title: label } });
  };
  const drawn = (group: Group) => {
    const part = { locale, onDelete: () => onDelete(group.map(({ id }) => id)) };
    return group.length > 1 ? <Lists key={group[0].id} group={group} {...part} /> : <Row key={group[0].id} row={group[0]} onOnly={onOnly} {...part} />;
  };
  const ofDay = (name: string): Deletion => found.filter((row) => formatDay(row.atMs, locale) === name).map((row) => row.id);
  return (
    <section class="box" aria-labelledby="timeline-title">
      <header><h3 id="timeline-title">{words.timeline}</h3></header>
      {rows.length === 0 ? <p class="empty">{words.timelineNone}</p> : <Search wanted={wanted} found={found} isAll={found.length === rows.length} locale={locale} onWanted={setWanted} onDelete={onDelete} />}
      {rows.length > 0 && found.length === 0 && <p class="empty" role="status">{words.noMatch}</p>}
      <div class="days">
        {days.map((day) => (
          <section class="day" key={day.name}>
            <header>
              <h4>{day.name}</h4>
              <button type="button" class="plain" aria-label={words.removeDay(day.name)} onClick={() => onDelete(ofDay(day.name))}>{words.removeDayWord}</button>
            </header>
            <ul class="rows">{day.groups.map(drawn)}</ul>
          </section>
        ))}
      </div>
      {groups.length > shown && <button type="button" class="plain" onClick={() => setShown(shown + PAGE_ROWS)}>{words.more(new Intl.NumberFormat(locale).format(Math.min(PAGE_ROWS, groups.length - shown)))}</button>}
    </section>
  );
}
