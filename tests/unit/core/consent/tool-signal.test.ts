import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changeOf, grantsOf, PURPOSES, recordOf, signalsToKeep, statesOf, type Say, type ToolSignal, type ToolSignals } from '#core/consent';

const says = fc.constantFrom<Say>('yes', 'no', 'shop-yes', 'shop-no');
const aSignal = fc.record({ local: says, ads: says, measure: says, federate: says }, { requiredKeys: [] }) as fc.Arbitrary<ToolSignal>;
const someSignals = fc.record({ 'consent-mode': aSignal, tcf: aSignal, shopify: aSignal, external: aSignal }, { requiredKeys: [] }) as fc.Arbitrary<ToolSignals>;
const change = (now: ToolSignals, before: ToolSignals = {}, more: { acting?: 'tcf'; isWaiting?: boolean } = {}) => changeOf({ now, before, isWaiting: false, ...more });

describe('changeOf()', () => {
  test('never switches on federate, nor anything that a tool refuses or the shop alone has set', () => {
    fc.assert(fc.property(someSignals, someSignals, fc.boolean(), (now, before, isActing) => {
      const { on, off } = change(now, before, isActing ? { acting: 'tcf' } : {});
      expect(on).not.toContain('federate');
      for (const purpose of on) {
        const spoken = Object.values(now).map((signal) => signal[purpose]);
        expect(spoken).toContain('yes');
        expect(spoken.filter((say) => say === 'no' || say === 'shop-no')).toEqual([]);
        expect(off).not.toContain(purpose);
      }
    }));
  });
  test('switches nothing on while a tool that is there has not spoken', () => {
    fc.assert(fc.property(someSignals, someSignals, (now, before) => {
      expect(change(now, before, { isWaiting: true }).on).toEqual([]);
    }));
  });
  test('takes every new no at once, whoever else says yes and whoever is silent', () => {
    fc.assert(fc.property(someSignals, fc.boolean(), (now, isWaiting) => {
      const { off } = change(now, {}, { isWaiting });
      for (const purpose of PURPOSES) expect(off.includes(purpose)).toBe(Object.values(now).some((signal) => signal[purpose] === 'no'));
    }));
  });
  test('hears nothing in a repetition', () => {
    fc.assert(fc.property(someSignals, (now) => {
      expect(change(now, signalsToKeep(now, {}, PURPOSES))).toEqual({ on: [], off: [] });
    }));
  });
  test('hears an act in the same signal, where the tool vouches for it', () => {
    const yes = { tcf: { local: 'yes' } } as const;
    const no = { tcf: { local: 'no' } } as const;
    expect(change(yes, yes, { acting: 'tcf' })).toEqual({ on: ['local'], off: [] });
    expect(change(no, no, { acting: 'tcf' })).toEqual({ on: [], off: ['local'] });
  });
  test('lets the shop’s setting take back only what the same tool gave', () => {
    const setting = { 'consent-mode': { local: 'shop-no' } } as const;
    expect(change(setting, { 'consent-mode': { local: 'yes' } }).off).toEqual(['local']);
    expect(change(setting, { tcf: { local: 'yes' } }).off).toEqual([]);
    expect(change(setting).off).toEqual([]);
  });
});

describe('signalsToKeep()', () => {
  test('keeps no yes that is not in force, so that it may count once every tool has spoken', () => {
    const tcf = { tcf: { local: 'yes' } } as const;
    const waiting = signalsToKeep(tcf, {}, []);
    expect(waiting).toEqual({});
    expect(change({ ...tcf, 'consent-mode': { local: 'yes' } }, waiting).on).toEqual(['local']);
  });
  test('keeps what a silent tool said on an earlier page', () => {
    expect(signalsToKeep({}, { shopify: { ads: 'no' } }, [])).toEqual({ shopify: { ads: 'no' } });
  });
});

describe('signals and grants', () => {
  const grounds = { record: undefined, gpc: false, isGrantedByShop: false };
  test('a shop’s setting is enough for local and for nothing else, while nobody refuses and nobody is silent', () => {
    const signals = { 'consent-mode': { local: 'shop-yes', ads: 'shop-yes', measure: 'shop-yes' } } as const;
    expect(grantsOf({ ...grounds, signals }).purposes).toEqual(['local']);
    expect(grantsOf({ ...grounds, signals, isWaiting: true }).purposes).toEqual([]);
    expect(grantsOf({ ...grounds, signals: { ...signals, tcf: { local: 'no' } } }).purposes).toEqual([]);
    expect(grantsOf({ ...grounds, signals: { ...signals, tcf: { local: 'shop-no' } } }).purposes).toEqual([]);
  });
  test('data-consent="granted" yields to a tool’s no', () => {
    expect(grantsOf({ ...grounds, isGrantedByShop: true, signals: { tcf: { local: 'no' } } }).purposes).toEqual([]);
    expect(statesOf({ ...grounds, isGrantedByShop: true, signals: { tcf: { local: 'no' } } }).local).toBe('denied');
  });
  test('federate wants its switch and no refusal of a tool, heard on this page or on the one that decided last', () => {
    const choice = { local: true, federate: true };
    const context = { before: undefined, timeMs: 1, gpc: false, ownSwitches: ['federate'], by: 'shopper' } as const;
    const record = recordOf(choice, { ...context, heard: {} });
    expect(grantsOf({ ...grounds, record }).purposes).toEqual(['local', 'federate']);
    expect(grantsOf({ ...grounds, record, signals: { shopify: { federate: 'no' } } }).purposes).toEqual(['local']);
    const refused = recordOf(choice, { ...context, heard: { tcf: { federate: 'no' } } });
    expect(grantsOf({ ...grounds, record: refused }).purposes).toEqual(['local']);
    expect(grantsOf({ ...grounds, record: refused, signals: { tcf: { federate: 'yes' } } }).purposes).toEqual(['local']); // a tab from before that refusal
  });
});
