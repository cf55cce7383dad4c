import { describe, expect, test } from 'vitest';
import type { ItemId } from '#core/catalogue';
import type { DeviceStores, WorkerApi } from '#core/contract';
import type { Fault, Result } from '#core/units';
import { memoryStores } from '#page/store';
import { agreed, anEvent, aSession, aShopOf, HOME } from '#support/a-session';
import { aCatalogue } from '#support/a-shop';
import { valueOf } from '#support/result';

const shop = aShopOf(aCatalogue({ items: 40 }).products);
const idOf = (item: number): ItemId => shop.products[item]?.id as ItemId;
const aTurn = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve); });

/** Stores that take a turn for each answer, as a database does, and write down what is asked of them. */
function slowly(stores: DeviceStores, touched: string[]): DeviceStores {
  const watch = <Part extends object>(part: Part, name: string): Part => Object.fromEntries(Object.entries(part).map(([key, member]: [string, unknown]) => {
    if (typeof member === 'object' && member !== null) return [key, watch(member, `${name}${key}.`)];
    return [key, async (...given: unknown[]) => {
      touched.push(name + key);
      await aTurn();
      return Reflect.apply(member as (...given: unknown[]) => unknown, undefined, given);
    }];
  })) as Part;
  return watch(stores, '');
}

const HERS: Readonly<Record<string, (api: WorkerApi) => Promise<Result<unknown, Fault>>>> = {
  profile: (api) => api.profile(),
  recentSearches: (api) => api.recentSearches(),
  exportText: (api) => api.exportText(),
  packMove: (api) => api.packMove(),
  deleteEvents: (api) => api.deleteEvents({ itemId: idOf(1) }),
  restoreEvents: (api) => api.restoreEvents([anEvent(shop, 9, 9)]),
  steer: (api) => api.steer(idOf(2), 'hide'),
};
const forget = async ({ setGrants, erase }: WorkerApi): Promise<unknown> => {
  await setGrants(agreed());
  return erase();
};
const ENDINGS: Readonly<Record<string, { readonly end: (api: WorkerApi) => Promise<unknown>; readonly kind: string }>> = {
  'consent is taken back': { end: (api) => api.setGrants(agreed()), kind: 'no-consent' },
  'consent is taken back and all is erased': { end: forget, kind: 'no-consent' },
  'all is erased': { end: (api) => api.erase(), kind: 'erased' },
};

/** Asks, and ends the life that was asked `turns` turns later: the answer, and what of the stores was used after the end. Undefined where the answer came first. */
async function asked<Answer>(question: (api: WorkerApi) => Promise<Answer>, end: (api: WorkerApi) => Promise<unknown>, turns: number): Promise<{ readonly answer: Answer; readonly touched: readonly string[] } | undefined> {
  const touched: string[] = [];
  const { api, state } = await aSession(shop, { stores: slowly(memoryStores(), touched) });
  valueOf(await api.record([anEvent(shop, 0, 1), anEvent(shop, 1, 2), { ...anEvent(shop, 2, []), type: 'search', query: 'boots' }]));
  state.nowMs += 60_000; // what is in memory is old
  const way = { isOver: false };
  const pending = question(api).then((answer) => {
    way.isOver = true;
    return answer;
  });
  for (let turn = 0; turn < turns && !way.isOver; turn++) await aTurn();
  if (way.isOver) return undefined;
  touched.length = 0;
  await end(api);
  const answer = await pending;
  for (let turn = 0; turn < 5; turn++) await aTurn();
  return { answer, touched: touched.filter((name) => name !== 'erase' && !name.startsWith('catalogue.')) }; // which holds what is the shop's own
}

/** At every turn of a question's way, until its answer is there before the end. */
async function* atEachTurn<Answer>(question: (api: WorkerApi) => Promise<Answer>, end: (api: WorkerApi) => Promise<unknown>) {
  for (let turns = 1; ; turns++) {
    const ended = await asked(question, end, turns);
    if (!ended) return;
    yield ended;
  }
}

describe.each(Object.entries(ENDINGS))('%s while an answer is on its way', (_, { end, kind }) => {
  test.each(Object.entries(HERS))('%s() answers nothing, and looks at nothing that was kept', async (_name, question) => {
    let ends = 0;
    for await (const { answer, touched } of atEachTurn(question, end)) {
      expect(answer).toMatchObject({ ok: false, fault: { kind } });
      expect(touched).toEqual([]);
      ends += 1;
    }
    expect(ends).toBeGreaterThan(0);
  });
});

test.each(['consent is taken back', 'consent is taken back and all is erased'])('where %s, search() and explain() answer what everybody is told, or nothing', async (name) => {
  const end = ENDINGS[name]?.end ?? forget;
  const nobody = await aSession(shop, { grants: agreed() });
  const explain = (api: WorkerApi) => api.explain(idOf(3), HOME);
  const everybodys = valueOf(await explain(nobody.api));
  for await (const { answer, touched } of atEachTurn((api) => api.search({ query: 'boots', count: 8 }), end)) {
    if (answer.ok) expect(answer.value.isPersonal).toBe(false);
    else expect(['erased', 'storage']).toContain(answer.fault.kind);
    expect(touched).toEqual([]);
  }
  for await (const { answer, touched } of atEachTurn(explain, end)) {
    if (answer.ok) expect(answer.value).toEqual(everybodys);
    else expect(['erased', 'storage']).toContain(answer.fault.kind);
    expect(touched).toEqual([]);
  }
});
