import { describe, expect, test } from 'vitest';
import type { Grants } from '#core/consent';
import type { ConsentMode } from '#core/embed';
import { CONSENT_KEY, keeper, openConsent, type RecordStorage } from '#page/consent';

function aStorage(): RecordStorage & { readonly kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return { kept, getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value), removeItem: (key) => void kept.delete(key) };
}
function opened(mode: ConsentMode = 'auto', storage: RecordStorage | undefined = aStorage(), gpc = false) {
  return openConsent({ mode, keeper: keeper(storage), clock: { nowMs: () => 7 }, hasGpc: () => gpc, isActing: () => false });
}
const HER = { by: 'shopper', ownSwitches: [] } as const;
const PAGE = { by: 'page' } as const;

describe('openConsent()', () => {
  test('writes nothing until somebody chooses', () => {
    const storage = aStorage();
    const consent = opened('auto', storage);
    consent.grants();
    consent.states();
    consent.refresh();
    expect([storage.kept.size, consent.shouldAsk()]).toEqual([0, true]);
  });
  test('a refusal keeps exactly one record', () => {
    const storage = aStorage();
    const consent = opened('auto', storage);
    consent.choose({}, HER);
    expect([...storage.kept]).toEqual([[CONSENT_KEY, '{"version":1,"timeMs":7,"choice":"no"}']]);
    expect(consent.shouldAsk()).toBe(false);
  });
  test.each(['granted', 'external'] as const)('does not ask in mode %s', (mode) => {
    expect(opened(mode).shouldAsk()).toBe(false);
  });

  test('a page may say no at any time, and yes only where nobody has chosen', () => {
    const consent = opened();
    expect(consent.choose({ local: true, federate: true }, PAGE)).toBe(true);
    expect(consent.grants().purposes).toEqual(['local']);
    expect(consent.choose({ local: true, measure: true }, PAGE)).toBe(false);
    expect(consent.choose({}, PAGE)).toBe(true);
    expect(consent.choose({ local: true }, PAGE)).toBe(false);
    expect(consent.grants().purposes).toEqual([]);
  });
  test('another consent tool may change its mind, keeps federate as she set it, and may repeat itself', () => {
    const consent = opened('external');
    consent.choose({ local: true }, PAGE);
    consent.choose({ local: true, federate: true }, { by: 'shopper', ownSwitches: ['federate'] });
    expect(consent.choose({ local: true }, PAGE)).toBe(false);
    expect(consent.choose({ local: true, measure: true }, PAGE)).toBe(true);
    expect(consent.grants().purposes).toEqual(['local', 'measure', 'federate']);
    expect(consent.choose({ local: false }, PAGE)).toBe(true);
    expect(consent.choose({ local: true }, PAGE)).toBe(true);
    expect(consent.grants().purposes).toEqual(['local']);
  });

  test('tells listeners once for each change, newer versions only', () => {
    const consent = opened();
    const heard: Grants[] = [];
    const stop = consent.subscribe((grants) => heard.push(grants));
    consent.choose({ local: true }, HER);
    consent.refresh();
    consent.choose({}, HER);
    stop();
    consent.choose({ local: true }, HER);
    expect(heard.map(({ version, purposes }) => [version, purposes])).toEqual([[1, ['local']], [2, []]]);
  });
  test('sees a withdrawal of another tab at the moment of use, before any event', () => {
    const storage = aStorage();
    const [mine, other] = [opened('auto', storage), opened('auto', storage)];
    mine.choose({ local: true }, HER);
    expect(other.grants().purposes).toEqual(['local']);
    other.choose({}, HER);
    expect(mine.grants()).toEqual({ version: 2, purposes: [], gpc: false });
  });
  test('a record that was cleared away withdraws, under a version above every earlier one', () => {
    const storage = aStorage();
    const consent = opened('auto', storage);
    consent.choose({ local: true }, HER);
    consent.choose({ local: true, federate: true }, HER);
    storage.kept.clear();
    const heard: Grants[] = [];
    consent.subscribe((grants) => heard.push(grants));
    consent.refresh();
    expect(heard).toEqual([{ version: 3, purposes: [], gpc: false }]);
    consent.choose({ local: true }, HER);
    expect(consent.grants()).toEqual({ version: 4, purposes: ['local'], gpc: false });
  });

  test('a withdrawal that storage is too full to keep leaves no yes for the next page', () => {
    const storage = aStorage();
    const consent = opened('auto', storage);
    consent.choose({ local: true, federate: true }, HER);
    storage.setItem = () => { throw new Error('QuotaExceededError'); };
    consent.choose({}, HER);
    expect(consent.grants().purposes).toEqual([]);
    expect(opened('auto', storage).grants().purposes).toEqual([]);
  });

  test.each([
    ['is missing', undefined],
    ['throws', { getItem: () => { throw new Error('SecurityError'); }, setItem: () => { throw new Error('SecurityError'); }, removeItem: () => { throw new Error('SecurityError'); } }],
    ['is full', { getItem: () => null, setItem: () => { throw new Error('QuotaExceededError'); }, removeItem: () => undefined }],
  ])('limitation: where storage %s, a choice holds for this page only', (_what, storage) => {
    const consent = openConsent({ mode: 'auto', keeper: keeper(storage), clock: { nowMs: () => 7 }, hasGpc: () => false, isActing: () => false });
    consent.choose({ local: true }, HER);
    expect(consent.grants().purposes).toEqual(['local']);
    consent.choose({}, HER);
    expect(consent.grants().purposes).toEqual([]);
    expect(openConsent({ mode: 'auto', keeper: keeper(storage), clock: { nowMs: () => 7 }, hasGpc: () => false, isActing: () => false }).shouldAsk()).toBe(true);
  });
});
