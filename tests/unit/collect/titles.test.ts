import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { EventId, ShopEvent } from '#core/events';
import { titles } from '../../../src/collect/titles.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A page whose title the test sets, and what was told of each visit: its address and newest title. */
function aShop(title: string) {
  const page = { title };
  const told = new Map<EventId, ShopEvent>();
  const all = titles(page as Document, { nowMs: () => Date.now() }, (visit) => void told.set(visit.id, visit));
  return {
    page,
    visit: (at: string) => all.visit({ id: at as EventId, type: 'page_view', atMs: Date.now(), items: [], page: at }),
    /** The page was drawn, and its title read. */
    draw: (now: string) => {
      page.title = now;
      all.look();
    },
    wait: (ms: number) => void vi.advanceTimersByTime(ms),
    leave: () => all.leave(),
    drop: () => all.drop(),
    told: () => [...told.values()].map(({ page: at, title: now = '' }) => `${at} ${now}`.trim()),
  };
}

describe('titles()', () => {
  test('a single-page shop’s first visit gets the title that its script gives it, not the one of its empty page', () => {
    const shop = aShop('Loading…');
    shop.visit('/p/kettle');
    expect(shop.told()).toEqual(['/p/kettle Loading…']);
    shop.draw('Kettle – Shop');
    shop.wait(2_000);
    expect(shop.told()).toEqual(['/p/kettle Kettle – Shop']);
  });
  test('after its address changed a page waits for a title of its own', () => {
    const shop = aShop('List');
    shop.visit('/list');
    shop.leave();
    shop.visit('/p/kettle');
    shop.draw('List');
    expect(shop.told()).toEqual(['/list List', '/p/kettle']);
    shop.draw('Kettle');
    expect(shop.told()).toEqual(['/list List', '/p/kettle Kettle']);
  });
  test('a title drawn ahead of its address belongs to the page it leads to, read before or not', () => {
    const shop = aShop('List');
    shop.visit('/list');
    shop.draw('Kettle');
    shop.wait(450);
    shop.leave();
    shop.visit('/p/kettle');
    shop.wait(5_000);
    shop.page.title = 'Pan';
    shop.leave();
    shop.visit('/p/pan');
    shop.wait(5_000);
    expect(shop.told()).toEqual(['/list List', '/p/kettle Kettle', '/p/pan Pan']);
  });
  test.each([['read', true], ['unread', false]])('what a page of her own is called never goes on with her, %s, however the next page finds its title', (_, isRead) => {
    for (const stoodMs of [0, 1_300, 60_000]) {
      const shop = aShop('Loading…');
      shop.visit('/account');
      shop.wait(300);
      if (isRead) shop.draw('Orders of Jane Doe, Berlin');
      else shop.page.title = 'Orders of Jane Doe, Berlin';
      shop.wait(stoodMs);
      shop.leave();
      shop.visit('/p/kettle');
      shop.wait(60_000);
      expect(shop.told(), `stood ${stoodMs} ms`).toEqual(['/account', '/p/kettle']);
      shop.draw('Kettle');
      expect(shop.told(), `stood ${stoodMs} ms`).toEqual(['/account', '/p/kettle Kettle']);
    }
  });
  test('a title that was new when its page was left is the next page’s only after it has stood there', () => {
    const shop = aShop('Pan');
    shop.visit('/p/pan');
    shop.wait(20_000);
    shop.draw('(1) Pan');
    shop.wait(500);
    shop.leave();
    shop.visit('/p/kettle');
    shop.wait(1_000);
    expect(shop.told()).toEqual(['/p/pan Pan', '/p/kettle']);
    shop.draw('Kettle');
    shop.wait(5_000);
    expect(shop.told()).toEqual(['/p/pan Pan', '/p/kettle Kettle']);
    shop.draw('(2) Kettle');
    shop.leave();
    shop.visit('/p/pot');
    shop.wait(1_000);
    shop.leave();
    shop.visit('/p/lid');
    shop.draw('Lid');
    shop.wait(5_000);
    expect(shop.told()).toEqual(['/p/pan Pan', '/p/kettle Kettle', '/p/pot', '/p/lid Lid']);
  });
  test('a title that blinks, or comes long after the page, is not the page’s', () => {
    const shop = aShop('Kettle');
    shop.visit('/p/kettle');
    for (let turns = 0; turns < 10; turns++) {
      shop.draw(turns % 2 === 0 ? 'Come back!' : 'Kettle');
      shop.wait(1_000);
    }
    shop.draw('(1) Kettle');
    shop.wait(5_000);
    expect(shop.told()).toEqual(['/p/kettle Kettle']);
    shop.leave();
    shop.visit('/p/pan');
    expect(shop.told()).toEqual(['/p/kettle Kettle', '/p/pan']);
  });
  test('the same page again keeps its title: brought back by the browser, or after another yes', () => {
    const shop = aShop('Kettle');
    shop.visit('/p/kettle#1');
    shop.visit('/p/kettle#2');
    shop.drop();
    shop.draw('Kettle');
    shop.visit('/p/kettle#3');
    expect(shop.told()).toEqual(['/p/kettle#1 Kettle', '/p/kettle#2 Kettle', '/p/kettle#3 Kettle']);
  });
  test('nothing is told after a withdrawal, and of her own pages no title', () => {
    const shop = aShop('Loading…');
    shop.visit('/p/kettle');
    shop.draw('Kettle');
    shop.drop();
    shop.wait(5_000);
    shop.visit('/account');
    expect(shop.told()).toEqual(['/p/kettle Loading…', '/account']);
  });
});
