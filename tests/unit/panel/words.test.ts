import { expect, test } from 'vitest';
import type { TimelineRow, UploadRow } from '#core/contract';
import type { EventId } from '#core/events';
import { anEntry } from '#support/store-contract';
import { groupsOf } from '../../../src/panel/timeline.tsx';
import { sentThisMonth, sentWords } from '../../../src/panel/month.ts';
import { hexDump, proofAddress } from '../../../src/panel/panel-sent.tsx';

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
  const row = (state: UploadRow['state'], bytes: number, more: Parameters<typeof anEntry>[1] = {}): UploadRow => ({ ...anEntry(1, { state, atMs: nowMs, body: new Uint8Array(bytes), ...more }), epsilon: 1 });
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
