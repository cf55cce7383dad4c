import { describe, expect, test } from 'vitest';
import type { ItemId } from '#core/catalogue';
import type { EventId, ShopEvent } from '#core/events';
import { RANK, viewing, type ShownProduct } from '../../../src/collect/viewing.ts';

/** A page that nobody looks at, so that no time is counted on it: all that a view asks of one. */
function aPage(): Window {
  const document = Object.assign(new EventTarget(), { visibilityState: 'hidden', hasFocus: () => false, documentElement: { scrollHeight: 1000 } });
  return Object.assign(new EventTarget(), { document, performance: { now: () => 0 }, scrollY: 0, innerHeight: 500 }) as unknown as Window;
}

/** Gives the events that `target` is listened to for, of listeners added from now on. */
function heardOn(target: EventTarget): () => readonly string[] {
  const added: { readonly type: string; readonly signal: AbortSignal | undefined }[] = [];
  const add = target.addEventListener.bind(target);
  target.addEventListener = (type: string, listener: EventListenerOrEventListenerObject | null, options?: boolean | AddEventListenerOptions): void => {
    added.push({ type, signal: typeof options === 'object' ? options.signal : undefined });
    add(type, listener, options);
  };
  return () => added.filter(({ signal }) => signal?.aborted !== true).map(({ type }) => type).toSorted();
}

const product = (id: string, rank: ShownProduct['rank']): ShownProduct => ({ draft: { type: 'view_item', items: [{ itemId: id as ItemId }] }, rank });

/** A view whose clock is held, and the newest version of each event it told. */
function aView() {
  const page = aPage();
  const state = { nowMs: 1_000 };
  const told = new Map<EventId, ShopEvent>();
  let ids = 0;
  const view = viewing({
    page, clock: { nowMs: () => state.nowMs }, here: () => '/p', newId: () => String((ids += 1)) as EventId,
    report: (event) => void told.set(event.id, event),
  });
  return {
    view,
    wait: (ms: number) => void (state.nowMs += ms),
    click: () => page.document.dispatchEvent(new Event('click')),
    told: () => [...told.values()].map(({ id, items: [item], atMs }) => `${id} ${item?.itemId} ${atMs}`),
  };
}

describe('viewing().show()', () => {
  test('a better source that names another product within two seconds corrects the view, which keeps its id and time', () => {
    const { view, wait, told } = aView();
    view.show(product('K1', RANK.marked));
    wait(1_900);
    expect(view.show(product('K1-blue', RANK.explicit))).toBe(true);
    expect(told()).toEqual(['1 K1-blue 1000']);
  });
  test.each([['dataLayer', 'marked'], ['dataLayer', 'explicit'], ['marked', 'explicit']] as const)('what the shop told by %s stays in the history when %s tells of another product later: a pop-up is a view of its own', (first, later) => {
    const { view, wait, told } = aView();
    view.show(product('K1', RANK[first]));
    wait(4_000);
    expect(view.show(product('T2', RANK[later]))).toBe(true);
    expect(told()).toEqual(['1 K1 1000', '2 T2 5000']);
  });
  test('what was read off the page is corrected by a script that loads late, but not by what follows a click', () => {
    const late = aView();
    late.view.show(product('K1', RANK.jsonLd));
    late.wait(4_000);
    late.view.show(product('K1-blue', RANK.dataLayer));
    expect(late.told()).toEqual(['1 K1-blue 1000']);
    const clicked = aView();
    clicked.view.show(product('K1', RANK.jsonLd));
    clicked.wait(3_900);
    clicked.click();
    clicked.wait(100);
    clicked.view.show(product('T2', RANK.dataLayer));
    expect(clicked.told()).toEqual(['1 K1 1000', '2 T2 5000']);
  });
  test('a click in the view before says nothing of the next', () => {
    const { view, wait, click, told } = aView();
    view.show(product('K1', RANK.jsonLd));
    click();
    view.leave();
    view.show(product('K2', RANK.jsonLd));
    wait(4_000);
    view.show(product('K2-blue', RANK.dataLayer));
    expect(told()).toEqual(['1 K1 1000', '2 K2-blue 1000']);
  });
  test('a worse source corrects nothing, and after ten seconds a better one tells of another product', () => {
    const { view, wait, told } = aView();
    view.show(product('K1', RANK.jsonLd));
    expect(view.show(product('other', RANK.microdata))).toBe(false);
    wait(10_000);
    view.show(product('T2', RANK.explicit));
    expect(told()).toEqual(['1 K1 1000', '2 T2 11000']);
  });
});

test('stop() listens to the page no more: one that starts and stops collecting again and again pays once', () => {
  const page = aPage();
  const [onPage, onDocument] = [heardOn(page), heardOn(page.document)];
  const told: ShopEvent[] = [];
  const view = viewing({ page, clock: { nowMs: () => 1_000 }, here: () => '/p', newId: () => '1' as EventId, report: (event) => void told.push(event) });
  view.show(product('K1', RANK.marked));
  expect([onPage(), onDocument()]).toEqual([['blur', 'focus', 'pagehide', 'scroll'], ['click', 'visibilitychange']]);
  view.stop();
  expect([onPage(), onDocument()]).toEqual([[], []]);
  page.dispatchEvent(new Event('pagehide'));
  expect(told).toHaveLength(1);
});
