import type { TimelineRow } from '#core/contract';
import type { EventId } from '#core/events';
import { useState } from 'preact/hooks';
import { counted, formatDay, formatSpan, formatTime } from './format.ts';
import { Icon } from './icons.tsx';
import { PANEL_ENGLISH } from './panel-strings.ts';

/** Rows drawn before she asks for more: a long history must not stop the page. */
const PAGE_ROWS = 40;
/** Shorter looks are not worth a word, ms. */
const LEAST_DWELL_MS = 1_000;

/** Lists further apart were not seen on one visit, ms. */
const VISIT_GAP_MS = 30 * 60_000;

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

function Lists({ group, locale, onDelete }: { readonly group: Group; readonly locale: string; readonly onDelete: () => void }) {
  const words = PANEL_ENGLISH.lists(counted(group.length, locale));
  const [{ atMs }] = group;
  return (
    <li>
      <time dateTime={new Date(atMs).toISOString()}>{formatTime(atMs, locale)}</time>
      <details class="what">
        <summary>{words}</summary>
        <ul class="lists">{group.map(({ id, label }) => <li class="quiet" key={id}>{label}</li>)}</ul>
      </details>
      <button type="button" class="plain" aria-label={PANEL_ENGLISH.remove(words)} onClick={onDelete}><Icon name="bin" /></button>
    </li>
  );
}

/** Everything remembered, searchable, deletable by row and by day. */
export function Timeline({ rows, locale, onDelete }: TimelineProps) {
  const [query, setQuery] = useState('');
  const [shown, setShown] = useState(PAGE_ROWS);
  const found = matching(rows, query);
  const groups = groupsOf(found, locale);
  const days = daysOf(groups.slice(0, shown), locale);
  const drawn = (group: Group) => {
    const part = { locale, onDelete: () => onDelete(group.map(({ id }) => id)) };
    return group.length > 1 ? <Lists key={group[0].id} group={group} {...part} /> : <Row key={group[0].id} row={group[0]} {...part} />;
  };
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
            <ul class="rows">{day.groups.map(drawn)}</ul>
          </section>
        ))}
      </div>
      {groups.length > shown && <button type="button" class="plain" onClick={() => setShown(shown + PAGE_ROWS)}>{PANEL_ENGLISH.more(new Intl.NumberFormat(locale).format(Math.min(PAGE_ROWS, groups.length - shown)))}</button>}
    </section>
  );
}
