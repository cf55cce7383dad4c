import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { grantFor, grantsOf, isInForce, logOf, parseConsentRecord, PURPOSES, recordOf, statesOf, withheldUnderGpc, type Choice, type ConsentRecord } from '#core/consent';

const none = { record: undefined, gpc: false, isGrantedByShop: false };
const ALL: Choice = { local: true, ads: true, measure: true, federate: true };
const choices = fc.record({ local: fc.boolean(), ads: fc.boolean(), measure: fc.boolean(), federate: fc.boolean() }, { requiredKeys: [] });
const made = (choice: Choice, gpc = false, ownSwitches: readonly (typeof PURPOSES)[number][] = [], before?: ConsentRecord): ConsentRecord => recordOf(choice, { before, timeMs: 5, gpc, ownSwitches, by: 'shopper', heard: {} });

describe('consent fails closed', () => {
  test('no record and no word of the shop grants nothing', () => {
    expect(grantsOf(none).purposes).toEqual([]);
    expect(statesOf(none)).toEqual({ local: 'unasked', ads: 'unasked', measure: 'unasked', federate: 'unasked' });
  });
  test('a shop’s word grants local and nothing more, and a stored no overrules it', () => {
    expect(grantsOf({ ...none, isGrantedByShop: true }).purposes).toEqual(['local']);
    expect(grantsOf({ record: made({}), gpc: false, isGrantedByShop: true }).purposes).toEqual([]);
  });
  test('without local nothing is granted, whatever else was ticked', () => {
    fc.assert(fc.property(choices, fc.boolean(), (choice, gpc) => {
      const { purposes } = grantsOf({ record: made({ ...choice, local: false }, gpc), gpc, isGrantedByShop: false });
      expect(purposes).toEqual([]);
    }));
  });
  test('nothing is granted that was not chosen', () => {
    fc.assert(fc.property(choices, fc.boolean(), fc.boolean(), fc.subarray([...PURPOSES]), (choice, gpcThen, gpcNow, own) => {
      const { purposes } = grantsOf({ record: made(choice, gpcThen, own), gpc: gpcNow, isGrantedByShop: true });
      for (const purpose of purposes) expect(choice[purpose]).toBe(true);
    }));
  });
  test.each(['', 'null', '[]', '{}', '{"version":0,"timeMs":1,"choice":"no"}', '{"version":1,"choice":"no"}', '{"version":1,"timeMs":1,"choice":"perhaps"}', '{"version":1,"timeMs":1,"choice":"yes"}', '{"version":1.5,"timeMs":1,"choice":"no"}'])('an unreadable record %s is no record', (text) => {
    expect(parseConsentRecord(text).ok).toBe(false);
  });
});

describe('Global Privacy Control', () => {
  test('turns ads, measure and federate off, even where they were accepted', () => {
    expect(grantsOf({ record: made(ALL), gpc: true, isGrantedByShop: false }).purposes).toEqual(['local']);
    expect(grantsOf({ record: made(ALL, true), gpc: true, isGrantedByShop: false }).purposes).toEqual(['local']);
  });
  test('yields to a purpose’s own switch for measure and federate, never for ads', () => {
    expect(grantsOf({ record: made(ALL, true, [...PURPOSES]), gpc: true, isGrantedByShop: false }).purposes).toEqual(['local', 'measure', 'federate']);
  });
  test('a switch moved before it was on is no answer to it', () => {
    expect(grantsOf({ record: made(ALL, false, [...PURPOSES]), gpc: true, isGrantedByShop: false }).purposes).toEqual(['local']);
  });
  test('an answer to it outlives later choices that keep the purpose', () => {
    const first = made({ local: true, federate: true }, true, ['federate']);
    const second = made({ local: true, federate: true, measure: true }, true, ['measure'], first);
    expect(grantsOf({ record: second, gpc: true, isGrantedByShop: false }).purposes).toEqual(['local', 'measure', 'federate']);
  });
});

describe('withheldUnderGpc()', () => {
  const given = { version: 3, purposes: [...PURPOSES], gpc: false };
  test('withholds all that the signal covers where the page had not known of it', () => {
    expect(withheldUnderGpc(given, true)).toEqual({ version: 3, purposes: ['local'], gpc: true });
  });
  test('leaves alone what the page decided knowing it, and what no signal touches', () => {
    expect(withheldUnderGpc({ ...given, gpc: true }, true).purposes).toEqual(given.purposes);
    expect(withheldUnderGpc(given, false)).toBe(given);
  });
});

describe('the log', () => {
  test('says version, time, who, and what each change switched', () => {
    const first = made({ local: true });
    const second = recordOf({ local: true, measure: true, federate: true }, { before: first, timeMs: 6, gpc: false, ownSwitches: [], by: 'tcf', heard: {} });
    const third = recordOf({ local: true, federate: true }, { before: second, timeMs: 7, gpc: false, ownSwitches: [], by: 'page', heard: {} });
    expect(logOf(third)).toEqual([
      { version: 1, timeMs: 5, by: 'shopper', on: ['local'], off: [] },
      { version: 2, timeMs: 6, by: 'tcf', on: ['measure', 'federate'], off: [] },
      { version: 3, timeMs: 7, by: 'page', on: [], off: ['measure'] },
    ]);
  });
  test('of a refusal knows version and time alone, and goes on from there', () => {
    const refusal = made({}, false, [], made({ local: true }));
    expect(logOf(refusal)).toEqual([{ version: 2, timeMs: 5, on: [], off: [...PURPOSES] }]);
    expect(logOf(made({ local: true }, false, [], refusal)).map(({ version, by }) => [version, by])).toEqual([[2, undefined], [3, 'shopper']]);
    expect(logOf(undefined)).toEqual([]);
  });
  test('keeps its newest 20 entries, and leaves out what is none', () => {
    let record = made({ local: true });
    for (let i = 0; i < 30; i++) record = made({ local: true, measure: i % 2 === 0 }, false, [], record);
    expect(logOf(record).map(({ version }) => version)).toEqual(Array.from({ length: 20 }, (_, i) => i + 12));
    const read = parseConsentRecord(JSON.stringify({ ...record, log: [null, 7, { version: 'x' }, { version: 1, timeMs: 2, by: 'nobody', on: ['local', 'other'] }] }));
    expect(read.ok && logOf(read.value)).toEqual([{ version: 1, timeMs: 2, on: ['local'], off: [] }]);
  });
});

describe('records', () => {
  test('a refusal is version, time and no, and nothing else', () => {
    expect(made({ federate: true })).toEqual({ version: 1, timeMs: 5, choice: 'no' });
  });
  test('survive being kept as text', () => {
    fc.assert(fc.property(choices, fc.boolean(), fc.subarray([...PURPOSES]), (choice, gpc, own) => {
      const record = made(choice, gpc, own);
      expect(parseConsentRecord(JSON.stringify(record))).toEqual({ ok: true, value: record });
    }));
  });
  test('each is one version above the one before, so that earlier grants fail', () => {
    const first = made({ local: true });
    const grant = grantFor(grantsOf({ record: first, gpc: false, isGrantedByShop: false }), 'local');
    const second = made({ local: true }, false, [], first);
    expect(second.version).toBe(2);
    expect(grant && isInForce(grant, grantsOf({ record: second, gpc: false, isGrantedByShop: false }))).toBe(false);
    expect(recordOf({}, { before: undefined, leastVersion: 9, timeMs: 5, gpc: false, ownSwitches: [], by: 'page', heard: {} }).version).toBe(10);
  });
});
