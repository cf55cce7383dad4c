import type { ItemId, ProductCard } from '#core/catalogue';
import type { EventEffect } from '#core/contract';
import type { EventId } from '#core/events';
import { counted, formatDay, formatTime } from '#page/words';
import { useState } from 'preact/hooks';
import type { ElementHost } from './host.ts';
import { Icon } from './icons.tsx';
import { Picture } from './picture.tsx';
import type { Told } from './use-explanation.ts';
import { whyBook } from './why-words.ts';

/** Rows shown before the rest is asked for. */
const FIRST_ROWS = 4;
/** Width of a bar with its room, and of a strip of few bars, in hundredths of the dialog. */
const COLUMN_WIDTH = 8;
const LEAST_WIDTH = 50;
/** Effects below this are float noise of a score. */
const LEAST_EFFECT = 0.005;
/** Attention below this is not worth a word. */
const LEAST_ATTENTION = 0.01;

/** One thing that had a say: an event, or the product of the page. */
interface Said extends Pick<EventEffect, 'effect' | 'placeWithout' | 'attention'> {
  readonly event: EventEffect | undefined;
  readonly itemIds: readonly ItemId[];
}

function saidIn({ explanation: { events, page } }: Told, pageItem: ItemId | undefined): Said[] {
  const done = events.map((event): Said => ({ ...event, event }));
  return page && pageItem !== undefined ? [...done, { ...page, event: undefined, itemIds: [pageItem] }] : done;
}

/** Effects as bars on a line of time, attention as a shade below each. Height 64: 27 up, 27 down, 8 for the shade. */
function Strip({ all, locale }: { readonly all: readonly Said[]; readonly locale: string }) {
  const most = Math.max(LEAST_EFFECT, ...all.map(({ effect }) => Math.abs(effect)));
  const looked = Math.max(LEAST_ATTENTION, ...all.map(({ attention = 0 }) => attention));
  const words = whyBook.words();
  const times = all.flatMap(({ event }) => event?.atMs ?? []);
  const [first, last] = [times[0], times.at(-1)];
  const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' });
  const isNewDay = (i: number): boolean => i > 0 && all[i]?.event !== undefined && day.format(all[i].event.atMs) !== day.format(all[i - 1]?.event?.atMs ?? 0);
  return (
    <figure class="strip">
      <div style={{ width: `${Math.min(100, Math.max(LEAST_WIDTH, all.length * COLUMN_WIDTH))}%` }}>
        <svg viewBox={`0 0 ${all.length * 10} 64`} width="100%" height="96" preserveAspectRatio="none" role="img" aria-label={words.strip(counted(all.length, locale))}>
          <rect class="axis" x="0" y="26.5" width={all.length * 10} height="1" />
          {all.map(({ effect, attention, event }, i) => {
            const height = (26 * Math.abs(effect)) / most;
            return (
              <g key={event?.eventId ?? 'page'}>
                {isNewDay(i) && <rect class="day" x={i * 10 - 0.25} y="0" width=".5" height="54" />}
                <rect class={effect < 0 ? 'down' : 'up'} x={i * 10 + 2} y={effect < 0 ? 27.5 : 26.5 - height} width="6" height={height} />
                {attention !== undefined && <rect class="heat" x={i * 10 + 0.5} y="56" width="9" height="8" opacity={0.06 + (0.94 * attention) / looked} />}
              </g>
            );
          })}
        </svg>
        {first !== undefined && last !== undefined && (
          <p class="axis quiet" aria-hidden="true"><span>{day.format(first)}</span>{day.format(first) !== day.format(last) && <span>{day.format(last)}</span>}</p>
        )}
      </div>
      <figcaption class="quiet">{words.legend} {all.some(({ attention }) => attention !== undefined) && words.attention}</figcaption>
    </figure>
  );
}

function effectWords({ effect, placeWithout }: Said, place: number, locale: string): string {
  const words = whyBook.words();
  const places = Math.round(placeWithout - place);
  if (Math.abs(effect) < LEAST_EFFECT) return words.nothing;
  if (effect > 0) return places > 0 ? words.up(counted(places, locale)) : words.upSlightly;
  return places < 0 ? words.down(counted(-places, locale)) : words.downSlightly;
}

interface RowProps {
  readonly said: Said;
  readonly told: Told;
  readonly locale: string;
  readonly pictureOf: ElementHost['picture'];
  onForget(id: EventId): void;
}

function Row({ said, told, locale, pictureOf, onForget }: RowProps) {
  const words = whyBook.words();
  const { event, effect, itemIds, attention = 0 } = said;
  const products = itemIds.map((id) => told.productById.get(id)).filter((product): product is ProductCard => product !== undefined);
  const [first] = products;
  const acts: Readonly<Record<string, string>> = words.act;
  const title = `${first?.title ?? itemIds[0] ?? ''}${itemIds.length > 1 ? ` ${words.more(counted(itemIds.length - 1, locale))}` : ''}`;
  const what = event ? `${acts[event.type] ?? ''} ${title}` : words.page;
  return (
    <li>
      <span class="thumb">{first && <Picture product={first} pictureOf={pictureOf} />}</span>
      <span class="what">
        <span class="act">{event ? <><b>{acts[event.type]}</b> <bdi>{title}</bdi></> : <b>{words.page}</b>}</span>
        <span class="quiet">
          {event && <time dateTime={new Date(event.atMs).toISOString()}>{formatDay(event.atMs, locale)}, {formatTime(event.atMs, locale)}</time>}
          {attention >= LEAST_ATTENTION && <span> · {words.looked(new Intl.NumberFormat(locale, { style: 'percent' }).format(attention))}</span>}
        </span>
      </span>
      <span class={`effect ${Math.abs(effect) < LEAST_EFFECT ? 'none' : effect > 0 ? 'up' : 'down'}`}>{effectWords(said, told.explanation.place, locale)}</span>
      {event && <button type="button" class="plain" aria-label={words.forgetWhat(what)} onClick={() => onForget(event.eventId)}><Icon name="bin" />{words.forget}</button>}
    </li>
  );
}

/** Alone each of several events with one product may do little: the others still say it. */
function Together({ told: { explanation: { together }, productById }, locale }: { readonly told: Told; readonly locale: string }) {
  const title = together && productById.get(together.itemId)?.title;
  if (!together || title === undefined || title === null) return null;
  return <p class="together">{whyBook.words().together(title, counted(together.events, locale), counted(Math.ceil(together.placeWithout), locale))}</p>;
}

interface EventsProps extends Omit<RowProps, 'said'> {
  readonly pageItem: ItemId | undefined;
}

/** What she did, and what each of it does for the product: drawn as a strip, told as a list, strongest first. */
export function Events({ told, pageItem, locale, ...row }: EventsProps) {
  const [isWhole, setWhole] = useState(false);
  const all = saidIn(told, pageItem);
  if (all.length === 0) return <p class="quiet">{whyBook.words().noEvents}</p>;
  const strongest = [...all].sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect));
  return (
    <>
      <Strip all={all} locale={locale} />
      <Together told={told} locale={locale} />
      <ul class="rows">
        {(isWhole ? strongest : strongest.slice(0, FIRST_ROWS)).map((said) => <Row key={said.event?.eventId ?? 'page'} said={said} told={told} locale={locale} {...row} />)}
      </ul>
      {!isWhole && all.length > FIRST_ROWS && <button type="button" class="plain" onClick={() => setWhole(true)}>{whyBook.words().all(counted(all.length, locale))}</button>}
    </>
  );
}
