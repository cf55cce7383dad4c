import { describe, expect, test } from 'vitest';
import { fail, ok } from '#core/units';
import { apiChoice, apiRequest, homebirdApi, type ApiParts } from '../../../src/tag/api.ts';

const calls = (): { readonly api: ReturnType<typeof homebirdApi>; readonly heard: unknown[] } => {
  const heard: unknown[] = [];
  const parts: ApiParts = {
    track: (name, data) => heard.push(['track', name, data]) > 0,
    recommend: async (request) => (request.count === 99 ? fail('catalogue', '') : ok({ recId: 'r', items: [] })),
    consent: (choice) => heard.push(['consent', choice]) > 0,
    consentState: () => ({ local: 'granted', ads: 'denied', measure: 'denied', federate: 'denied' }),
    pause: async (until) => { heard.push(['pause', until]); return ok(undefined); },
    forget: () => Promise.reject(new Error('broken')),
    exportJson: async () => ok('{}'),
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
    for (const command of [[], ['toString'], [7], ['recommend', { count: 99 }], ['forget'], ['on', 'ready']]) expect(await api.call(command)).toBeUndefined();
    expect(await api.call(['track', 7])).toBe(false);
  });
  test('reads pause as an hour’s end, until resumed, or over', async () => {
    const { api, heard } = calls();
    for (const until of [5, undefined, null, false, Number.NaN]) await api.call(['pause', until]);
    expect(heard).toEqual([['pause', 5], ['pause', 'resumed'], ['pause', null], ['pause', null], ['pause', 'resumed']]);
  });
});

test('apiChoice() never carries federate', () => {
  expect(apiChoice({ local: true, ads: 1, measure: true, federate: true })).toEqual({ local: true, ads: false, measure: true });
  expect([apiChoice(true), apiChoice('yes'), apiChoice({ federate: true })]).toEqual([{ local: true }, undefined, undefined]);
});
test('apiRequest() bounds what a page asks for', () => {
  expect(apiRequest({ placement: 'moon', count: 1e9, item: 'a', category: 7 })).toEqual({ placement: 'home', count: 100, itemId: 'a' });
  expect(apiRequest(undefined)).toEqual({ placement: 'home', count: 8 });
});
