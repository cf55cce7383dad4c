import type { TimelineRow } from '#core/contract';
import type { EventId } from '#core/events';
import { useState } from 'preact/hooks';
import { formatDay, formatSpan, formatTime } from './format.ts';
import { Icon } from './icons.tsx';
import { PANEL_ENGLISH } from './panel-strings.ts';

/** Rows drawn before she asks for more: a long history must not stop the page. */
const PAGE_ROWS = 40;
/** Shorter looks are not worth a word, ms. */
const LEAST_DWELL_MS = 1_000;

interface Day {
  readonly name: string;
  readonly rows: readonly TimelineRow[];
}

/** Groups rows, newest first, by the shopper's own calendar day. */
function daysOf(rows: readonly TimelineRow[], locale: string): readonly Day[] {
  const days = new Map<string, TimelineRow[]>();
  for (const row of [...rows].sort((a, b) => b.atMs - a.atMs)) {
    const name = formatDay(row.atMs, locale);
    const day = days.get(name);
    if (day) day.push(row);
    else days.set(name, [row]);
  }
  return [...days].map(([name, dayRows]) => ({ name, rows: dayRows }));
}

/** Rows whose words contain `query`. */
function matching(rows: readonly TimelineRow[], query: string): readonly TimelineRow[] {
  const wanted = query.trim().toLocaleLowerCase();
  if (wanted === '') return rows;
  return rows.filter((row) => `${PANEL_ENGLISH.event[row.type]} ${row.label}`.toLocaleLowerCase().includes(wanted));
}

interface TimelineProps {
  readonly rows: readonly TimelineRow[];
  readonly locale: string;
  onDelete(ids: readonly EventId[]): void;
}

function Row({ row, locale, onDelete }: { readonly row: TimelineRow; readonly locale: string; readonly onDelete: () => void }) {
  const label = `${PANEL_ENGLISH.event[row.type]} ${row.label}`.trim();
  const looked = (row.dwellMs ?? 0) >= LEAST_DWELL_MS ? PANEL_ENGLISH.looked(formatSpan(row.dwellMs ?? 0, locale)) : '';
  return (
    <li>
      <time dateTime={new Date(row.atMs).toISOString()}>{formatTime(row.atMs, locale)}</time>
      <span class="what">{PANEL_ENGLISH.event[row.type]} <b>{row.label}</b>{looked !== '' && <span class="quiet"> · {looked}</span>}</span>
      <button type="button" class="plain" aria-label={PANEL_ENGLISH.remove(label)} onClick={onDelete}><Icon name="bin" /></button>
    </li>
  );
}

/** Everything remembered, searchable, deletable by row and by day. */
export function Timeline({ rows, locale, onDelete }: TimelineProps) {
  const [query, setQuery] = useState('');
  const [shown, setShown] = useState(PAGE_ROWS);
  const found = matching(rows, query);
  const newest = [...found].sort((a, b) => b.atMs - a.atMs);
  const days = daysOf(newest.slice(0, shown), locale);
  const idsOfDay = (name: string): readonly EventId[] => found.filter((row) => formatDay(row.atMs, locale) === name).map((row) => row.id);
  return (
    <section class="box" aria-labelledby="timeline-title">
      <header><h3 id="timeline-title">{PANEL_ENGLISH.timeline}</h3></header>
      {rows.length === 0 ? <p class="empty">{PANEL_ENGLISH.timelineNone}</p> : (
        <input type="search" aria-label={PANEL_ENGLISH.search} placeholder={PANEL_ENGLISH.search} value={query} onInput={(event) => setQuery(event.currentTarget.value)} />
      )}
      {rows.length > 0 && found.length === 0 && <p class="empty" role="status">{PANEL_ENGLISH.noMatch}</p>}
      <div class="days">
        {days.map((day) => (
          <section class="day" key={day.name}>
            <header>
              <h4>{day.name}</h4>
              <button type="button" class="plain" aria-label={PANEL_ENGLISH.removeDay(day.name)} onClick={() => onDelete(idsOfDay(day.name))}>{PANEL_ENGLISH.removeDayWord}</button>
            </header>
            <ul class="rows">{day.rows.map((row) => <Row key={row.id} row={row} locale={locale} onDelete={() => onDelete([row.id])} />)}</ul>
          </section>
        ))}
      </div>
      {found.length > shown && <button type="button" class="plain" onClick={() => setShown(shown + PAGE_ROWS)}>{PANEL_ENGLISH.more(new Intl.NumberFormat(locale).format(Math.min(PAGE_ROWS, found.length - shown)))}</button>}
    </section>
  );
}
