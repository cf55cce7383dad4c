import { describe, expect, test } from 'vitest';
import type { ItemId } from '#core/catalogue';
import type { TimelineRow, UploadRow } from '#core/contract';
import type { EventId } from '#core/events';
import type { Reason } from '#core/ranking';
import { anEntry } from '#support/store-contract';
import { counted, formatBytes, formatPrice, formatSpan, plural } from '../../../src/elements/format.ts';
import { isPersonal, reasonLine } from '../../../src/elements/reason.ts';
import { requestOf } from '../../../src/elements/shelf-data.ts';
import { ENGLISH } from '../../../src/elements/strings.ts';
import { flipped } from '../../../src/elements/switch.tsx';
import { groupsOf } from '../../../src/elements/timeline.tsx';
import { hexDump, proofAddress, sentThisMonth, sentWords } from '../../../src/elements/uploads.tsx';

const titles: Readonly<Record<string, string>> = { a: 'Kettle', b: 'A very long title of a product that goes on and on' };
const aReason = (more: Partial<Reason>): Reason => ({ scorer: 'content', kind: 'popular', evidence: [], about: '', shares: {}, ...more });
const line = (more: Partial<Reason>): string => reasonLine(aReason(more), { strings: ENGLISH.reason, pageItem: 'page' as ItemId, titleOf: (id) => titles[id] });
const ids = (...names: string[]): readonly ItemId[] => names as ItemId[];

describe('reasonLine()', () => {
  test('names the evidence, counts the rest, and shortens at a word', () => {
    expect(line({ kind: 'similar-to-viewed', evidence: ids('a') })).toBe('Because you viewed Kettle');
    expect(line({ kind: 'similar-to-viewed', evidence: ids('b', 'a') })).toBe('Because you viewed A very long title of a product that… and 1 more');
  });
  test('says that a reason is the page’s own product, which is nothing about her', () => {
    const reason = aReason({ kind: 'similar-to-viewed', evidence: ids('page') });
    expect(line(reason)).toBe('Like the product on this page');
    expect([isPersonal(reason, 'page' as ItemId), isPersonal(reason, 'a' as ItemId), isPersonal(reason)]).toEqual([false, true, true]);
  });
  test('says something true where the evidence is no longer in the catalogue', () => {
    expect(line({ kind: 'similar-to-viewed', evidence: ids('gone') })).toBe('Like what you viewed');
    expect(line({ kind: 'goes-with' })).toBe('Goes with what you looked at');
    expect(line({ kind: 'interest' })).toBe('Matches what you looked at');
  });
});

test('formatPrice() writes the shop’s currency, nothing for no price, and survives a made-up currency', () => {
  expect([formatPrice(1990, 'EUR', 'en-GB'), formatPrice(0, 'EUR', 'en-GB'), formatPrice(1990, 'points', 'en-GB')]).toEqual(['€19.90', '', '19.90 points']);
});
test('formatBytes() and formatSpan() use units people know', () => {
  expect([formatBytes(0, 'en'), formatBytes(1, 'en'), formatBytes(999, 'en'), formatBytes(4312, 'en'), formatBytes(2_400_000, 'en')]).toEqual(['0 bytes', '1 byte', '999 bytes', '4.3 kB', '2.4 MB']);
  expect([formatSpan(7400, 'en-GB'), formatSpan(180_000, 'en-GB')]).toEqual(['7 secs', '3 mins']);
});

test('plural() has one form for one, another for none and many', () => {
  expect([0, 1, 2, 1234].map((value) => plural(counted(value, 'en'), 'thing', 'things'))).toEqual(['0 things', '1 thing', '2 things', '1,234 things']);
});
test('proofAddress() says the report in the fragment only, also at a helper of several shops', () => {
  const url = new URL(proofAddress('https://helper.example/larkfield', 'ab'.repeat(16)));
  expect([url.origin, url.pathname, url.search, url.hash]).toEqual(['https://helper.example', '/larkfield/', '', `#report=${'ab'.repeat(16)}`]);
});

test('hexDump() shows every byte once, sixteen a line', () => {
  expect(hexDump(Uint8Array.from({ length: 18 }, (_, i) => i))).toBe('000000  00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f\n000010  10 11');
  expect(hexDump(new Uint8Array(0))).toBe('');
});
test('sentThisMonth() counts what left, since the month began', () => {
  const nowMs = new Date(2026, 10, 20).getTime();
  const row = (state: UploadRow['state'], atMs: number): UploadRow => ({ ...anEntry(1, { state, atMs, body: new Uint8Array(100) }), epsilon: 1 });
  const uploads = [row('acked', nowMs), row('sent', nowMs), row('sealed', nowMs), row('refused', nowMs), row('acked', new Date(2026, 9, 31).getTime())];
  expect(sentThisMonth(uploads, nowMs)).toEqual({ bytes: 200, erased: 0, isMost: false });
});
test('sentThisMonth() and sentWords() count no erased report as zero bytes', () => {
  const nowMs = new Date(2026, 10, 20).getTime();
  const row = (state: UploadRow['state'], bytes: number, more: Partial<UploadRow> = {}): UploadRow => ({ ...anEntry(1, { state, atMs: nowMs, body: new Uint8Array(bytes) }), epsilon: 1, ...more });
  const said = (...uploads: readonly UploadRow[]): string => sentWords(sentThisMonth(uploads, nowMs), 'en');
  expect(said()).toBe('0 bytes sent this month');
  expect(said(row('draft', 0), row('refused', 0, { refusal: 'storage' }))).toBe('0 bytes sent this month');
  expect(said(row('acked', 0))).toBe('1 erased report sent this month');
  expect(said(row('acked', 318), row('acked', 0), row('acked', 0))).toBe('318 bytes and 2 erased reports sent this month');
  expect(said(row('acked', 0), row('refused', 0, { refusal: 'no-consent' }))).toBe('up to 2 erased reports sent this month');
});

test('groupsOf() makes one line of the lists of a visit, and loses none of them', () => {
  const at = (minute: number, type: TimelineRow['type'] = 'view_item_list'): TimelineRow => ({ id: `${type}${minute}` as EventId, type, atMs: Date.UTC(2026, 10, 20, 12) - minute * 60_000, label: '' });
  const rows = [at(0), at(1), at(2), at(3, 'view_item'), at(4), at(50), at(51), at(52, 'search'), at(53, 'search')];
  const groups = groupsOf(rows, 'en');
  expect(groups.map((group) => group.length)).toEqual([3, 1, 1, 2, 1, 1]);
  expect(groups.flat()).toEqual(rows);
});

test('requestOf() falls back where a shop misspells', () => {
  const read = (attributes: Readonly<Record<string, string>>) => requestOf((name) => attributes[name] ?? null);
  expect(read({ placement: 'product-related', count: '4', item: 'a' })).toEqual({ placement: 'product-related', count: 4, itemId: 'a' });
  expect(read({ placement: 'hoem', count: 'many' })).toEqual({ placement: 'home', count: 8 });
  expect(read({ count: '-3' }).count).toBe(1);
});
test('flipped() brings local with every purpose and takes every purpose with local', () => {
  expect(flipped({}, 'federate', true)).toEqual({ local: true, federate: true });
  expect(flipped({ local: true, federate: true }, 'local', false)).toEqual({});
  expect(flipped({ local: true, federate: true }, 'federate', false)).toEqual({ local: true, federate: false });
});
