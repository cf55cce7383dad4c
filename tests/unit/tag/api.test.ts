import { describe, expect, expectTypeOf, test } from 'vitest';
import type { Explanation, ExportTable } from '#core/contract';
import { fail, ok } from '#core/units';
import type { Explanation as PublishedExplanation, Homebird, HomebirdOptions } from '../../../src/npm/homebird.d.ts';
import { apiChoice, apiRequest, homebirdApi, type ApiParts } from '../../../src/tag/api.ts';
import type { TagConfig } from '../../../src/tag/config.ts';

const calls = (): { readonly api: ReturnType<typeof homebirdApi>; readonly heard: unknown[] } => {
  const heard: unknown[] = [];
  const parts: ApiParts = {
    track: async (name, data) => heard.push(['track', name, data]) > 0,
    search: async ({ query, count }) => (query === 'none' ? fail('catalogue', '') : ok({ recId: `${query} ${count}`, items: [] })),
    recommend: async (request) => (request.count === 99 ? fail('catalogue', '') : ok({ recId: 'r', items: [] })),
    ad: async (place) => { heard.push(['ad', place]); return fail('no-consent', ''); },
    offer: async (place) => { heard.push(['offer', place]); return fail('no-consent', ''); },
    adEvent: async (...told) => { heard.push(['adEvent', ...told]); return ok(undefined); },
    explain: async (...asked) => { heard.push(['explain', ...asked]); return fail('bad-request', ''); },
    consent: (choice) => heard.push(['consent', choice]) > 0,
    consentState: () => ({ local: 'granted', ads: 'denied', measure: 'denied', federate: 'denied' }),
    pause: async (until) => { heard.push(['pause', until]); return ok(undefined); },
    forget: () => Promise.reject(new Error('broken')),
    exportText: async (table) => ok(table ?? '{}'),
    destroy: () => heard.push(['destroy']),
    debug: (isWanted) => void heard.push(['debug', isWanted]),
    listen: () => () => undefined,
  };
  return { api: homebirdApi(parts), heard };
};

describe('homebirdApi()', () => {
  test('runs commands given as arguments, as arrays and as anything list-like', async () => {
    const { api, heard } = calls();
    expect(await api.call(['track', 'search', { search_term: 'x' }])).toBe(true);
    expect(await api.call({ length: 2, 0: 'consent', 1: false })).toBe(true);
    expect(heard).toEqual([['track', 'search', { search_term: 'x' }], ['consent', { local: false }]]);
  });
  test('answers undefined for what it does not know, for faults and for what breaks', async () => {
    const { api } = calls();
    for (const command of [[], ['toString'], [7], ['recommend', { count: 99 }], ['search', 'none'], ['search', 7], ['forget'], ['on', 'ready']]) expect(await api.call(command)).toBeUndefined();
    expect(await api.call(['track', 7])).toBe(false);
  });
  test('explains a product at a place, which a page may leave out', async () => {
    const { api, heard } = calls();
    for (const command of [['explain', 'p1', { placement: 'product-related', item: 'p2', count: 4 }], ['explain', 'p1'], ['explain', 7]]) expect(await api.call(command)).toBeUndefined();
    expectTypeOf<Explanation>().toExtend<PublishedExplanation>(); // what npm users are promised
    expect(heard).toEqual([['explain', 'p1', { placement: 'product-related', itemId: 'p2', count: 4 }], ['explain', 'p1', { placement: 'home', count: 8 }]]);
  });
  test('searches for words, eight products where the page says nothing', async () => {
    const { api } = calls();
    expect([await api.call(['search', 'mug']), await api.call(['search', 'mug', { count: 3 }])]).toEqual([{ recId: 'mug 8', items: [] }, { recId: 'mug 3', items: [] }]);
  });
  test('exports everything, or one table of it; a table that nobody knows is everything', async () => {
    const { api } = calls();
    expectTypeOf<Parameters<Homebird['export']>[0]>().toEqualTypeOf<ExportTable | undefined>(); // what npm users read
    expect([await api.call(['export']), await api.call(['export', 'events']), await api.call(['export', 'secrets'])]).toEqual(['{}', 'events', '{}']);
  });
  test('reads pause as an hour’s end, until resumed, or over', async () => {
    const { api, heard } = calls();
    for (const until of [5, undefined, null, false, Number.NaN]) await api.call(['pause', until]);
    expect(heard).toEqual([['pause', 5], ['pause', 'resumed'], ['pause', null], ['pause', null], ['pause', 'resumed']]);
  });
});

test('HomebirdOptions allow what the embed line may say', () => {
  expectTypeOf<Required<HomebirdOptions>['pictures']>().toEqualTypeOf<TagConfig['pictures']>();
  expectTypeOf<Required<HomebirdOptions>['consent']>().toEqualTypeOf<TagConfig['consent']>();
});

test('apiChoice() never carries federate', () => {
  expect(apiChoice({ local: true, ads: 1, measure: true, federate: true })).toEqual({ local: true, ads: false, measure: true });
  expect([apiChoice(true), apiChoice('yes'), apiChoice({ federate: true })]).toEqual([{ local: true }, undefined, undefined]);
});
test('apiRequest() bounds what a page asks for', () => {
  expect(apiRequest({ placement: 'moon', count: 1e9, item: 'a', category: 7 })).toEqual({ placement: 'home', count: 100, itemId: 'a' });
  expect(apiRequest(undefined)).toEqual({ placement: 'home', count: 8 });
});
