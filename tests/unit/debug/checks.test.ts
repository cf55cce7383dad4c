import { describe, expect, test } from 'vitest';
import { fail, ok } from '#core/units';
import { costOf, isOurs, sourceFor, type Places } from '../../../src/debug/blocked.ts';
import { checksOf, nextStep, reportText } from '../../../src/debug/checks.ts';
import type { Check, Facts, Said } from '../../../src/debug/facts.ts';
import { joinsOf } from '../../../src/debug/seen.ts';

const NOW_MS = Date.UTC(2026, 10, 22);
const SAID: Said = { name: 'view_item', source: 'jsonLd', itemIds: ['kettle-1'], outcome: 'kept', atMs: NOW_MS, isJoined: true };

/** An installation in which everything is as it should be. */
function facts(changes: Partial<Facts> = {}): Facts {
  return {
    nowMs: NOW_MS, origin: 'https://shop.example',
    config: { shop: 'larkfield', catalogueUrl: 'https://shop.example/catalogue/catalogue.json', leaderUrl: '', policy: '', consent: 'auto', offered: ['local'], sources: ['datalayer'], pictures: 'auto', workerUrl: 'https://shop.example/tag/homebird-worker.js' },
    lines: [{ src: 'https://shop.example/tag/homebird.js', isOtherOrigin: false, integrity: '', crossorigin: null, unknown: [], slips: [] }],
    files: [], consent: { states: { local: 'granted', ads: 'denied', measure: 'denied', federate: 'denied' }, hasGpc: false, asks: false, heard: {}, tools: [] },
    catalogue: ok({ items: 12, currency: 'EUR', hasPacks: false, changedAtMs: NOW_MS - 3_600_000, examples: ['kettle-1'] }), leader: undefined, worker: 'same-origin',
    profile: undefined, ranking: { ms: 4, scorers: ['popularity'] }, storage: { usedBytes: 1, quotaBytes: 2, isPersisted: false, databases: [], hasRecord: false },
    shelves: [{ placement: 'home', attributes: 'count="8"', items: ['kettle-1'], isVisible: true }], dead: [], said: [SAID], joins: [{ source: 'jsonLd', named: 1, joined: 1, missing: [] }],
    blocked: [], faults: [], looksLikeProduct: true, more: [], speed: { readyMs: 300, longestMs: 0, over50: 0 }, ...changes,
  };
}

const check = (id: string, changes: Partial<Facts>): Check => {
  const found = checksOf(facts(changes)).find((one) => one.id === id);
  if (!found) throw new RangeError(`There is no check ${id}`);
  return found;
};

describe('checksOf()', () => {
  test('finds nothing to mend in a whole installation', () => {
    expect(checksOf(facts()).filter(({ state }) => state === 'mend')).toEqual([]);
  });

  test.each<[string, string, Partial<Facts>, string]>([
    ['two embed lines', 'tag', { lines: [...facts().lines, ...facts().lines] }, 'Leave one'],
    ['a misspelt attribute', 'tag', { lines: [{ ...facts().lines[0] as Facts['lines'][number], unknown: ['data-catalog'] }] }, 'data-catalog'],
    ['a value that does nothing', 'tag', { lines: [{ ...facts().lines[0] as Facts['lines'][number], slips: ['data-auto names pagevuew, wanted pageview'] }] }, 'embed.md'],
    ['another origin without integrity', 'tag', { lines: [{ src: 'https://cdn.example/homebird.js', isOtherOrigin: true, integrity: '', crossorigin: null, unknown: [], slips: [] }] }, 'integrity'],
    ['a catalogue that does not load', 'catalogue', { catalogue: fail('server-error', 'answered 404') }, 'data-catalogue'],
    ['a catalogue without products', 'catalogue', { catalogue: ok({ items: 0, currency: 'EUR', hasPacks: false, changedAtMs: undefined, examples: [] }) }, 'homebird catalogue'],
    ['a catalogue of last month', 'catalogue', { catalogue: ok({ items: 3, currency: 'EUR', hasPacks: false, changedAtMs: NOW_MS - 30 * 86_400_000, examples: [] }) }, 'whenever the feed changes'],
    ['no worker', 'worker', { worker: 'lite' }, 'Content-Security-Policy'],
    ['a directive missing', 'csp', { blocked: [{ directive: 'connect-src', blocked: 'https://shop.example/catalogue/catalogue.json', isReportOnly: false }] }, 'policy of this page'],
    ['a product whose id the catalogue lacks', 'product', { said: [{ ...SAID, isJoined: false }] }, 'alias'],
    ['a product page that names no id', 'product', { said: [] }, 'structured data'],
    ['half of the products not joined', 'joins', { joins: [{ source: 'dataLayer', named: 2, joined: 1, missing: ['x'] }] }, 'alias'],
    ['an unreadable event', 'events', { said: [{ ...SAID, outcome: 'unreadable' }] }, 'events.md'],
    ['a leader that does not answer', 'leader', { config: { ...facts().config, leaderUrl: 'https://h.example' }, leader: { manifest: { isReached: false, says: 'does not answer' }, policy: { isReached: false, says: '' } } }, 'data-endpoint'],
    ['a policy of another deployment', 'leader', { config: { ...facts().config, leaderUrl: 'https://h.example' }, leader: { manifest: { isReached: true, says: 'answers' }, policy: { isReached: false, says: 'answers 404' } } }, 'policy hash'],
    ['a leader of another policy', 'faults', { faults: [{ kind: 'wrong-policy', message: 'not this policy' }] }, 'data-policy='],
    ['an empty shelf', 'shelves', { shelves: [{ placement: 'cart', attributes: '', items: [], isVisible: true }] }, 'catalogue and worker'],
    ['a placement that is none', 'shelves', { shelves: [{ placement: 'product', attributes: '', items: ['kettle-1'], isVisible: true }] }, 'placements.md'],
    ['a link of a product that is dead', 'shelves', { dead: ['https://shop.example/p/1'] }, 'make the catalogue again'],
  ])('%s is to be mended, and it says how', (_, id, changes, words) => {
    const { state, mend } = check(id, changes);
    expect(state).toBe('mend');
    expect(`${mend?.what} ${mend?.line ?? ''}`).toContain(words);
  });

  test('before a choice it waits for the shopper, and for the shop’s own tool where that does the asking', () => {
    const consent = { ...facts().consent, asks: true, states: { local: 'unasked', ads: 'unasked', measure: 'unasked', federate: 'unasked' } as const };
    expect(check('consent', { consent })).toMatchObject({ state: 'wait', finding: expect.stringContaining('press Accept') as string });
    const heard = check('consent', { consent: { ...consent, asks: false, heard: { tcf: {}, 'consent-mode': { local: 'shop-no' } } } });
    expect(heard.finding).toContain('your own consent tool (tcf, consent-mode)');
    expect(heard.rows).toEqual(expect.arrayContaining([{ name: 'tcf says', value: 'nothing yet' }, { name: 'consent-mode says', value: 'local shop-no' }]));
    expect(check('consent', { consent, config: { ...facts().config, consent: 'external' } }).mend?.line).toContain("homebird('consent'");
    expect(check('product', { consent, said: [] })).toMatchObject({ state: 'wait' });
  });
});

test('nextStep() is the first thing to mend, else the first that waits, else nothing', () => {
  expect(nextStep(checksOf(facts({ worker: undefined, shelves: [{ placement: 'home', attributes: '', items: [], isVisible: true }] })))?.id).toBe('shelves');
  expect(nextStep(checksOf(facts({ worker: undefined })))?.id).toBe('worker');
  expect(nextStep(checksOf(facts({ profile: undefined })).filter(({ state }) => state !== 'wait'))).toBeUndefined();
});

test('reportText() leaves out ids of products and the path unless asked for them', () => {
  const checks = checksOf(facts({ said: [{ ...SAID, isJoined: false }], joins: [{ source: 'jsonLd', named: 1, joined: 0, missing: ['secret-item'] }] }));
  const place = { origin: 'https://shop.example', path: '/p/secret-path' };
  expect(reportText(checks, { ...place, withPrivate: false })).not.toMatch(/secret-item|secret-path/);
  expect(reportText(checks, { ...place, withPrivate: true })).toMatch(/secret-path[^]*secret-item/);
});

test('joinsOf() counts a product once a source, leaves out what nobody asked for, and our own elements', () => {
  const seen = (source: Said['source'], ...itemIds: string[]): Said => ({ ...SAID, source, itemIds });
  const known: Readonly<Record<string, boolean>> = { a: true, b: false };
  expect(joinsOf([seen('jsonLd', 'a'), seen('jsonLd', 'a', 'b'), seen('dataLayer', 'c'), seen('own', 'b')], (id) => known[id])).toEqual([{ source: 'jsonLd', named: 2, joined: 1, missing: ['b'] }]);
});

test('isOurs() knows our files, leader and pictures from all else, and sourceFor() writes what lets them in', () => {
  const places: Places = { script: 'https://cdn.example/t/homebird.js', workerUrl: 'https://cdn.example/t/homebird-worker.js', catalogueUrl: 'https://shop.example/c/catalogue.json', leaderUrl: 'https://h.example', pictures: ['https://img.example'] };
  const blocked = (directive: string, address: string) => ({ directive, blocked: address, isReportOnly: false });
  expect([blocked('worker-src', 'blob'), blocked('connect-src', 'https://h.example/v1/manifest'), blocked('img-src', 'https://img.example/a.jpg'), blocked('script-src-elem', 'https://cdn.example/t/homebird-page.js')].map((one) => isOurs(one, places))).toEqual([true, true, true, true]);
  expect([blocked('script-src-elem', 'https://ads.example/x.js'), blocked('img-src', 'https://ads.example/p.gif'), blocked('style-src', 'inline')].map((one) => isOurs(one, places))).toEqual([false, false, false]);
  expect(sourceFor(blocked('script-src-elem', 'https://cdn.example/t/homebird-page.js'), 'https://shop.example')).toBe('script-src https://cdn.example');
  expect(sourceFor(blocked('worker-src', 'blob'), 'https://shop.example')).toBe('worker-src blob:');
  expect(costOf(blocked('worker-src', 'blob'))).toContain('only what is popular');
});
