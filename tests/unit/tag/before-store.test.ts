import { expect, test } from 'vitest';
import type { ShopEvent } from '#core/events';
import { beforeStore } from '../../../src/tag/before-store.ts';

const EVENT = { id: 'a'.repeat(32), type: 'view_item', atMs: 5, items: [{ itemId: 'kettle' }], page: '/p?q=1' } as unknown as ShopEvent;

function lookedAt(look: unknown, path = 'shop.filter') {
  const said: string[] = [];
  const see = beforeStore(path, { shop: { filter: look, isHere: true } }, (line) => said.push(line));
  return { event: see(EVENT), again: see(EVENT), said };
}

test('without a name every event goes as it is', () => {
  expect(beforeStore('', {}, () => undefined)(EVENT)).toBe(EVENT);
});

test.each([
  ['what it returns is stored', (event: ShopEvent) => ({ ...event, page: '/p' }), { page: '/p' }],
  ['what it changed in place is stored', (event: { page: string }) => { event.page = '/p'; }, { page: '/p' }],
  ['true stores it', () => true, { page: '/p?q=1' }],
  ['id and time are not its to give', (event: ShopEvent) => ({ ...event, id: 'b', atMs: 9 }), { id: 'a'.repeat(32), atMs: 5 }],
  ['it is called on what holds it', function (this: { isHere: boolean }) { return this.isHere; }, { page: '/p?q=1' }],
])('%s', (_name, look, wanted) => {
  const { event, said } = lookedAt(look);
  expect([event, said]).toMatchObject([wanted, []]);
  expect(EVENT.page).toBe('/p?q=1');
});

test.each([
  ['false', () => false, 0], ['null', () => null, 0], ['a promise', async () => true, 1], ['an error', () => { throw new Error('planted'); }, 1],
  ['no function', undefined, 1], ['what cannot be cloned', () => ({ page: () => undefined }), 1],
])('%s drops the event', (_name, look, lines) => {
  const { event, again, said } = lookedAt(look);
  expect([event, again, said.length]).toEqual([undefined, undefined, lines]);
});

test('a path to nothing drops the event too', () => {
  expect(lookedAt(() => true, 'shop.nowhere.filter').event).toBeUndefined();
});
