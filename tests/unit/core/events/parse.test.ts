import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EVENT_TYPES, MAX_ITEMS, MAX_QUERY_LENGTH, parseEvent } from '#core/events';
import { anEvent } from '#support/store-contract';

describe('parseEvent()', () => {
  test('keeps a well-formed event as it is', () => {
    const event = anEvent(1, { dwellMs: 1200, scrollShare: 0.5, rating: 5, recId: 'a'.repeat(32), placement: 'home', position: 3, query: 'kettle', valueCents: 990, transactionId: 'T-1' });
    expect(parseEvent(event)).toEqual({ ok: true, value: event });
  });

  test('keeps no field it does not know, in the event or in an item', () => {
    const parsed = parseEvent({ ...anEvent(1), email: 'x', items: [{ itemId: 'a', email: 'x' }] });
    expect(parsed).toEqual({ ok: true, value: { ...anEvent(1), items: [{ itemId: 'a' }] } });
  });

  test.each([
    ['an id of another shape', { id: 'A'.repeat(32) }], ['an unknown type', { type: 'click' }], ['a time with a fraction', { atMs: 1.5 }], ['a time before 1970', { atMs: -1 }],
    ['a long page', { page: 'x'.repeat(513) }], ['too many items', { items: Array.from({ length: MAX_ITEMS + 1 }, () => ({ itemId: 'a' })) }], ['an empty item id', { items: [{ itemId: '' }] }],
    ['no quantity', { items: [{ itemId: 'a', quantity: 0 }] }], ['an endless dwell', { dwellMs: Infinity }], ['a dwell that is no number', { dwellMs: Number.NaN }], ['a share above 1', { scrollShare: 1.01 }],
    ['a long query', { query: 'x'.repeat(MAX_QUERY_LENGTH + 1) }], ['a rating of 6', { rating: 6 }], ['an e-mail address as query', { query: 'jane@example.com' }], ['an e-mail address as transaction', { transactionId: 'jane@example.com' }],
    ['a recId of another shape', { recId: 'abc' }], ['a negative price', { items: [{ itemId: 'a', priceCents: -1 }] }],
  ])('refuses %s, without repeating the value', (_what, change) => {
    const parsed = parseEvent({ ...anEvent(1), ...change });
    expect(parsed.ok).toBe(false);
    if (!parsed.ok) expect(parsed.fault.message).not.toMatch(/jane|x{20}/);
  });

  test('never throws, and what it keeps it keeps again unchanged', () => {
    const arbitrary = fc.oneof(fc.anything(), fc.record({ id: fc.constant('0'.repeat(32)), type: fc.constantFrom(...EVENT_TYPES, 'other'), atMs: fc.anything(), items: fc.anything(), page: fc.string(), query: fc.anything() }, { requiredKeys: ['id', 'type'] }));
    fc.assert(fc.property(arbitrary, (input) => {
      const parsed = parseEvent(input);
      if (parsed.ok) expect(parseEvent(parsed.value)).toEqual(parsed);
    }));
  });
});
