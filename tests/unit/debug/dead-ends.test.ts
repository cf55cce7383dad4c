import { expect, test } from 'vitest';
import { ok } from '#core/units';
import { deadEnds } from '../../../src/debug/dead-ends.ts';

/** A page with one shelf of one card whose picture is drawn, as far as it is read here. */
function aPage(): Document {
  const card = { dataset: { item: 'kettle' }, querySelector: (selector: string) => (selector === 'svg.drawn' ? {} : null) };
  return { querySelectorAll: () => [{ shadowRoot: { querySelectorAll: () => [card] } }] } as unknown as Document;
}

test.each([[true, [['kettle']]], [false, []]])('deadEnds() where shelves load pictures by their addresses (%s) looks for those of drawn cards, and else for none', async (showsAddresses, wanted) => {
  const asked: (readonly string[])[] = [];
  const look = deadEnds({
    products: (ids) => {
      asked.push(ids);
      return Promise.resolve(ok([]));
    },
    probe: () => Promise.resolve(ok({ status: 200 })), showsAddresses: () => showsAddresses,
  });
  expect(await look(aPage())).toEqual([]);
  expect(asked).toEqual(wanted);
});
