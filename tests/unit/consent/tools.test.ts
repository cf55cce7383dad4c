import { describe, expect, test } from 'vitest';
import { logOf, type Purpose } from '#core/consent';
import type { ConsentMode } from '#core/embed';
import { followTools, keeper, openConsent, type RecordStorage } from '#page/consent';
import { aShopifyTool, aTcfTool, aToolPage } from '#support/tool-page';

const HER = { by: 'shopper', ownSwitches: ['local', 'federate'] } as const;
const ALL_KEYS = ['personalization_storage', 'ad_storage', 'ad_personalization', 'analytics_storage'];
const keys = (value: 'granted' | 'denied', more: Record<string, unknown> = {}): Record<string, unknown> => ({ ...Object.fromEntries(ALL_KEYS.map((key) => [key, value])), ...more });
const aStorage = (): RecordStorage & { readonly kept: Map<string, string> } => {
  const kept = new Map<string, string>();
  return { kept, getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value), removeItem: (key) => void kept.delete(key) };
};

/** A page of the shop with its tools, heard; `storage` is shared by the pages of one shopper. */
async function aPage({ storage = aStorage(), mode = 'auto' as ConsentMode, own = {} as Record<string, unknown>, gpc = false, isActing = (): boolean => false, prepare = (_page: ReturnType<typeof aToolPage>): void => undefined } = {}) {
  const page = aToolPage(own);
  prepare(page);
  const consent = openConsent({ mode, keeper: keeper(storage), clock: { nowMs: () => 7 }, hasGpc: () => gpc, isActing });
  const lookForTools = followTools(consent, page.window);
  await import('../../../src/consent/tools.ts'); // the part of its own: from here on it has arrived
  await new Promise((resolve) => { setImmediate(resolve); });
  return { ...page, consent, storage, lookForTools, granted: (): readonly Purpose[] => consent.grants().purposes };
}

describe('without a tool', () => {
  test('our banner asks, and a tool that comes later takes over before anybody has chosen', async () => {
    const page = await aPage();
    expect(page.consent.shouldAsk()).toBe(true);
    const asked: boolean[] = [];
    page.consent.subscribe(() => asked.push(page.consent.shouldAsk()));
    page.gtag('consent', 'default', keys('denied'));
    await new Promise((resolve) => { setImmediate(resolve); });
    expect(asked).toEqual([false]);
    expect(page.storage.kept.size).toBe(0);
  });
  test('a dataLayer that speaks of other things is none', async () => {
    const page = await aPage({ prepare: ({ gtag }) => gtag('js', new Date()) });
    page.gtag('event', 'consent', {});
    expect(page.consent.shouldAsk()).toBe(true);
  });
});

describe('Consent Mode v2', () => {
  test.each([
    ['personalization_storage', ['local']], ['analytics_storage', []], ['ad_storage', []],
  ])('an update that grants %s alone gives %j', async (key, purposes) => {
    const page = await aPage({ prepare: ({ gtag }) => gtag('consent', 'default', keys('denied')) });
    page.gtag('consent', 'update', { ...keys('denied'), [key]: 'granted' });
    expect(page.granted()).toEqual(purposes);
  });
  test('gives ads only with ad_storage and ad_personalization, measure with analytics_storage, and never federate', async () => {
    const page = await aPage({ prepare: ({ gtag }) => gtag('consent', 'default', keys('denied')) });
    page.gtag('consent', 'update', { personalization_storage: 'granted', ad_storage: 'granted', analytics_storage: 'granted' });
    expect(page.granted()).toEqual(['local', 'measure']);
    page.gtag('consent', 'update', { ad_personalization: 'granted' });
    expect(page.granted()).toEqual(['local', 'ads', 'measure']);
    page.gtag('consent', 'update', keys('granted', { federate: 'granted' }));
    expect(page.granted()).toEqual(['local', 'ads', 'measure']);
  });
  test('what was pushed before the tag came is read in order, as arguments or as an array', async () => {
    const page = await aPage({ own: { dataLayer: [['consent', 'default', keys('denied')], { event: 'x' }, ['consent', 'update', keys('granted')]] } });
    expect(page.granted()).toEqual(['local', 'ads', 'measure']);
  });
  test('an update that denies stops at once and leaves nothing stored', async () => {
    const page = await aPage({ prepare: ({ gtag }) => gtag('consent', 'update', keys('granted')) });
    expect(page.granted()).toContain('local');
    page.gtag('consent', 'update', keys('denied'));
    expect(page.granted()).toEqual([]);
    expect(page.storage.kept.size).toBe(0);
    expect(page.consent.states().local).toBe('denied');
    page.gtag('consent', 'update', keys('granted'));
    expect(page.granted()).toContain('local');
  });
  test('a default grants after its wait, local alone, without a record, and only where none denies', async () => {
    const page = await aPage({ prepare: ({ gtag }) => gtag('consent', 'default', keys('granted', { wait_for_update: 800 })) });
    page.pass(799);
    expect(page.granted()).toEqual([]);
    page.pass(1);
    expect(page.granted()).toEqual(['local']);
    expect(page.storage.kept.size).toBe(0);
    page.gtag('consent', 'update', { personalization_storage: 'denied' });
    expect(page.granted()).toEqual([]);
  });
  test.each([
    ['granted for a region', [['default', keys('granted', { region: ['US'] })]], []],
    ['denied for a region', [['default', keys('granted')], ['default', keys('denied', { region: ['ES'] })]], []],
    ['granted for a region after a denial for all', [['default', keys('denied')], ['default', keys('granted', { region: ['US'] })]], []],
    ['granted for all', [['default', keys('denied')], ['default', keys('granted')]], ['local']],
  ])('where she is is not looked up: a default %s', async (_what, commands, purposes) => {
    const page = await aPage({ prepare: ({ gtag }) => commands.forEach(([kind, settings]) => gtag('consent', kind, settings)) });
    page.pass(5_000);
    expect(page.granted()).toEqual(purposes);
  });
  test('an update within wait_for_update is heard before the default, which never undoes it', async () => {
    const page = await aPage({ prepare: ({ gtag }) => gtag('consent', 'default', keys('denied', { wait_for_update: 500 })) });
    page.pass(100);
    page.gtag('consent', 'update', keys('granted'));
    expect(page.granted()).toContain('local');
    page.pass(10_000);
    expect(page.granted()).toContain('local');
  });
  test('on the next page a yes holds until the tool repeats it, and ends where it does not', async () => {
    const storage = aStorage();
    const prepare = ({ gtag }: ReturnType<typeof aToolPage>): void => gtag('consent', 'default', keys('denied', { wait_for_update: 500 }));
    const first = await aPage({ storage, prepare });
    first.gtag('consent', 'update', keys('granted'));
    const second = await aPage({ storage, prepare });
    const { version } = second.consent.grants();
    expect(second.granted()).toContain('local');
    second.gtag('consent', 'update', keys('granted'));
    second.pass(5_000);
    expect(second.consent.grants()).toMatchObject({ version, purposes: ['local', 'ads', 'measure'] }); // a repetition is no new version
    const third = await aPage({ storage, prepare }); // she took it back on a page without us: the tool says nothing
    expect(third.granted()).toContain('local');
    third.pass(500);
    expect(third.granted()).toEqual([]);
    expect(storage.kept.size).toBe(0);
  });
  test('settings that are none, of unknown keys or values, grant nothing', async () => {
    const page = await aPage({ prepare: ({ gtag }) => gtag('consent', 'default') });
    for (const settings of [null, 7, 'granted', {}, { personalization_storage: true }, { personalization_storage: 'GRANTED' }, { functionality_storage: 'granted' }]) page.gtag('consent', 'update', settings);
    page.gtag('consent', 'grant', keys('granted'));
    page.pass(5_000);
    expect(page.granted()).toEqual([]);
    expect(page.consent.shouldAsk()).toBe(true); // it does not ask for what we ask
  });
});

describe('a dataLayer that is not only pushed to', () => {
  const denied = (page: ReturnType<typeof aToolPage>): void => page.gtag('consent', 'default', keys('denied'));
  /** A page whose tool has handed on a yes. */
  const agreed = async (options: Parameters<typeof aPage>[0] = {}) => {
    const page = await aPage({ prepare: denied, ...options });
    page.gtag('consent', 'update', keys('granted'));
    expect(page.granted()).toContain('local');
    return { ...page, list: page.fields['dataLayer'] as unknown[] };
  };
  /** What gtm.js does behind each push. */
  const trim = (list: unknown[], most: number): void => {
    const push = list.push;
    list.push = (...entries: unknown[]): number => {
      const length: unknown = Reflect.apply(push, list, entries);
      while (list.length > most) list.shift();
      return length as number;
    };
  };

  test.each([['around our wrapper', false], ['under it', true]])('a refusal is heard once Google Tag Manager trims the list, %s', async (_where, isFirst) => {
    const page = await agreed({ prepare: (tools) => {
      denied(tools);
      if (isFirst) trim(tools.fields['dataLayer'] as unknown[], 300);
    } });
    if (!isFirst) trim(page.list, 300);
    for (let i = 0; i < 310; i++) page.list.push({ event: 'scroll', i });
    page.gtag('consent', 'update', keys('denied'));
    expect(page.granted()).toEqual([]);
  });
  test('a refusal is heard where the list was emptied, and where it keeps nothing', async () => {
    const page = await agreed();
    page.list.length = 0;
    page.gtag('consent', 'update', keys('denied'));
    expect(page.granted()).toEqual([]);
    const empty = await agreed({ prepare: (tools) => {
      denied(tools);
      trim(tools.fields['dataLayer'] as unknown[], 0);
    } });
    empty.gtag('consent', 'update', keys('denied'));
    expect(empty.granted()).toEqual([]);
  });
  test('what was pushed and lost while the file that hears tools was on its way is heard in order', async () => {
    const page = aToolPage();
    const consent = openConsent({ mode: 'auto', keeper: keeper(aStorage()), clock: { nowMs: () => 7 }, hasGpc: () => false, isActing: () => false });
    denied(page);
    followTools(consent, page.window);
    page.gtag('consent', 'update', keys('granted'));
    page.gtag('consent', 'update', { ad_storage: 'denied' });
    (page.fields['dataLayer'] as unknown[]).length = 0;
    await import('../../../src/consent/tools.ts');
    await new Promise((resolve) => { setImmediate(resolve); });
    expect(consent.grants().purposes).toEqual(['local', 'measure']);
  });
  test('a list that the page makes anew, however late, is heard before it is read for events', async () => {
    const page = await agreed();
    page.pass(60_000);
    page.fields['dataLayer'] = [];
    page.gtag('consent', 'update', keys('denied'));
    page.lookForTools();
    expect(page.granted()).toEqual([]);
    page.gtag('consent', 'update', keys('granted'));
    expect(page.granted()).toContain('local'); // each push, from the look on
  });
  test('what the old list said is not said again by a new one of the same entries', async () => {
    const page = await aPage({ prepare: denied });
    page.gtag('consent', 'update', keys('denied'));
    page.gtag('consent', 'update', keys('granted'));
    page.consent.choose({}, HER);
    page.fields['dataLayer'] = Array.from(page.fields['dataLayer'] as unknown[]);
    page.lookForTools();
    page.gtag('event', 'scroll');
    expect([page.granted(), page.storage.kept.size]).toEqual([[], 1]);
    page.gtag('consent', 'update', keys('denied'));
    page.gtag('consent', 'update', keys('granted')); // while an act of hers still is one
    expect(page.granted()).toContain('local');
  });
  test('an entry that is pushed again says again what it says', async () => {
    const page = await aPage({ prepare: denied });
    const [yes, no] = [['consent', 'update', keys('granted')], ['consent', 'update', keys('denied')]];
    for (const [entry, purposes] of [[yes, ['local', 'ads', 'measure']], [no, []], [yes, ['local', 'ads', 'measure']], [no, []]] as const) {
      (page.fields['dataLayer'] as unknown[]).push(entry);
      expect(page.granted()).toEqual(purposes);
    }
  });
});

/** Throws, whatever is asked of it. */
function unreadable(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

describe('what cannot be read', () => {
  const prepare = ({ gtag, fields }: ReturnType<typeof aToolPage>): void => {
    gtag('js', new Date());
    (fields['dataLayer'] as unknown[]).push(unreadable());
    gtag('consent', 'default', keys('denied'));
  };
  test('is no command: the tool is found beside it, and each command after it is heard', async () => {
    const page = await aPage({ prepare });
    expect(page.consent.shouldAsk()).toBe(false);
    page.gtag('consent', 'update', keys('granted'));
    (page.fields['dataLayer'] as unknown[]).push(unreadable());
    expect(page.granted()).toContain('local');
    page.gtag('consent', 'update', keys('denied'));
    expect(page.granted()).toEqual([]);
  });
  test('of a consent command may have been a no: nothing is granted on this page any more, and what else was said is heard', async () => {
    const page = await aPage({ prepare });
    page.gtag('consent', 'update', keys('granted'));
    page.gtag('consent', 'update', unreadable());
    expect(page.granted()).toEqual([]);
    page.gtag('consent', 'update', { ad_storage: 'denied' });
    expect(page.granted()).toEqual([]);
    expect(page.storage.kept.get('homebird:consent')).toContain('"purposes":["local","measure"]'); // for the next page
  });
  test('stays so where the file that hears tools comes only then', async () => {
    const page = await aPage({ own: { dataLayer: [['consent', 'update', unreadable()], ['consent', 'update', keys('granted')]] } });
    expect(page.granted()).toEqual([]);
  });
  test('of window.dataLayer itself, while a tool is heard, withholds everything', async () => {
    const page = await aPage({ prepare });
    page.gtag('consent', 'update', keys('granted'));
    Object.defineProperty(page.fields, 'dataLayer', { get: () => { throw new Error('trap'); } });
    page.lookForTools();
    expect(page.granted()).toEqual([]);
  });
});

describe('while the file that hears tools is on its way', () => {
  test('a yes from before holds, and a denial of local stops it without waiting', async () => {
    const storage = aStorage();
    await aPage({ storage, prepare: ({ gtag }) => gtag('consent', 'update', keys('granted')) });
    const page = aToolPage();
    page.gtag('consent', 'default', keys('denied'));
    const consent = openConsent({ mode: 'auto', keeper: keeper(storage), clock: { nowMs: () => 8 }, hasGpc: () => false, isActing: () => false });
    followTools(consent, page.window);
    expect(consent.grants().purposes).toContain('local');
    page.gtag('consent', 'update', keys('denied'));
    expect(consent.grants().purposes).toEqual([]);
    await import('../../../src/consent/tools.ts');
    await new Promise((resolve) => { setImmediate(resolve); });
    expect(consent.grants().purposes).toEqual([]);
    page.gtag('consent', 'update', keys('granted'));
    expect(consent.grants().purposes).toContain('local');
  });
});

describe('TCF v2.3', () => {
  const withTcf = async (options: Parameters<typeof aPage>[0] = {}) => {
    const tcf = aTcfTool();
    return { tcf, page: await aPage({ ...options, own: { __tcfapi: tcf.api } }) };
  };
  test.each([
    [[1, 5, 6], ['local']], [[1, 5], []], [[5, 6], []], [[1, 3, 4], []], [[1, 3, 4, 5, 6], ['local', 'ads']], [[1, 5, 6, 7, 8], ['local', 'measure']], [[1, 5, 6, 7], ['local']],
    [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], ['local', 'ads', 'measure']],
  ])('consents %j give %j', async (consents, purposes) => {
    const { tcf, page } = await withTcf();
    tcf.say({ eventStatus: 'useractioncomplete', consents });
    expect(page.granted()).toEqual(purposes);
  });
  test('is heard by addEventListener alone, once', async () => {
    const { tcf, page } = await withTcf();
    page.pass(10_000);
    expect(tcf.commands).toEqual(['addEventListener 2']);
  });
  test('grants nothing before the shopper has answered, and asks nothing beside it', async () => {
    const { tcf, page } = await withTcf();
    expect([page.granted(), page.consent.shouldAsk()]).toEqual([[], false]);
    tcf.say({ eventStatus: 'cmpuishown', consents: [] });
    expect([page.granted(), page.consent.shouldAsk(), page.storage.kept.size]).toEqual([[], false, 0]);
    tcf.say({ eventStatus: 'tcloaded', consents: [1, 5, 6] });
    expect(page.granted()).toEqual(['local']);
  });
  test('where GDPR does not apply it says nothing: our banner asks', async () => {
    const { tcf, page } = await withTcf();
    tcf.say({ gdprApplies: false, eventStatus: 'tcloaded', consents: [1, 5, 6] });
    expect([page.granted(), page.consent.shouldAsk()]).toEqual([[], true]);
  });
  test('a void string, an unknown status and an unknown law grant nothing', async () => {
    const { tcf, page } = await withTcf();
    tcf.say({ eventStatus: 'tcloaded', consents: [1, 5, 6], isServiceSpecific: false });
    expect(page.granted()).toEqual([]);
    tcf.say({ eventStatus: 'somethingelse', consents: [1, 5, 6] });
    expect(page.granted()).toEqual([]);
  });
  test('that loads late is found', async () => {
    const tcf = aTcfTool();
    const page = await aPage();
    page.fields['__tcfapi'] = tcf.api;
    page.pass(1_000);
    await new Promise((resolve) => { setImmediate(resolve); });
    tcf.say({ eventStatus: 'useractioncomplete', consents: [1, 5, 6] });
    expect(page.granted()).toEqual(['local']);
  });
  test('whose refusal of purpose 10 stands, federate stays off whatever its own switch says', async () => {
    const { tcf, page } = await withTcf();
    tcf.say({ eventStatus: 'tcloaded', consents: [1, 5, 6] });
    page.consent.choose({ local: true, federate: true }, HER);
    expect(page.granted()).toEqual(['local']);
    tcf.say({ eventStatus: 'useractioncomplete', consents: [1, 5, 6, 10] });
    expect(page.granted()).toEqual(['local', 'federate']);
    tcf.say({ eventStatus: 'useractioncomplete', consents: [1, 5, 6] });
    expect(page.granted()).toEqual(['local']);
  });
  test('that throws, or calls back with nonsense, breaks nothing', async () => {
    const page = await aPage({ own: { __tcfapi: () => { throw new Error('consent manager'); } } });
    expect(page.granted()).toEqual([]);
    const nonsense = await aPage({ own: { __tcfapi: (_command: string, _version: number, callback: (data: unknown, success: unknown) => void) => [null, 7, {}, { gdprApplies: true, eventStatus: 'tcloaded', purpose: null }, { get gdprApplies() { throw new Error('trap'); } }].forEach((data) => callback(data, true)) } });
    expect(nonsense.granted()).toEqual([]);
  });
});

describe('Shopify', () => {
  const withShopify = async (options: Parameters<typeof aPage>[0] = {}) => {
    const shopify: Record<string, unknown> = {};
    const page = await aPage({ ...options, own: { Shopify: shopify } });
    const tool = aShopifyTool(page);
    shopify['customerPrivacy'] = tool.privacy;
    page.fire('load');
    await new Promise((resolve) => { setImmediate(resolve); });
    return { page, tool };
  };
  test('what it allows is what its methods say, as it changes', async () => {
    const { page, tool } = await withShopify();
    expect([page.granted(), page.consent.states().local, page.consent.shouldAsk()]).toEqual([[], 'unasked', false]);
    tool.collect(['preferences']);
    expect(page.granted()).toEqual(['local']);
    tool.collect(['preferences', 'marketing', 'analytics']);
    expect(page.granted()).toEqual(['local', 'ads', 'measure']);
    tool.collect([]);
    expect([page.granted(), page.storage.kept.size]).toEqual([[], 0]);
  });
  test('without its analytics federate stays off', async () => {
    const { page, tool } = await withShopify();
    tool.collect(['preferences']);
    page.consent.choose({ local: true, federate: true }, HER);
    expect(page.granted()).toEqual(['local']);
    tool.collect(['preferences', 'analytics']);
    expect(page.granted()).toEqual(['local', 'measure', 'federate']);
  });
  test('is loaded as its documentation says, where the theme has not', async () => {
    const asked: unknown[] = [];
    const shopify: Record<string, unknown> = {};
    shopify['loadFeatures'] = (features: unknown, done: (fault?: Error) => void) => {
      asked.push(features);
      const tool = aShopifyTool(page);
      shopify['customerPrivacy'] = tool.privacy;
      tool.collect(['preferences']);
      done();
    };
    const page = aToolPage({ Shopify: shopify });
    const consent = openConsent({ mode: 'auto', keeper: keeper(aStorage()), clock: { nowMs: () => 7 }, hasGpc: () => false, isActing: () => false });
    followTools(consent, page.window);
    await import('../../../src/consent/tools.ts');
    await new Promise((resolve) => { setImmediate(resolve); });
    page.pass(10_000);
    expect(asked).toEqual([[{ name: 'consent-tracking-api', version: '0.1' }]]);
    expect(consent.grants().purposes).toEqual(['local']);
  });
});

describe('two tools', () => {
  test('that disagree grant nothing; once they agree it is granted', async () => {
    const tcf = aTcfTool();
    const page = await aPage({ own: { __tcfapi: tcf.api }, prepare: ({ gtag }) => gtag('consent', 'default', keys('denied')) });
    page.gtag('consent', 'update', keys('granted'));
    expect(page.granted()).toEqual([]); // the other one has not spoken
    tcf.say({ eventStatus: 'useractioncomplete', consents: [] });
    expect(page.granted()).toEqual([]);
    tcf.say({ eventStatus: 'useractioncomplete', consents: [1, 5, 6] });
    expect(page.granted()).toEqual(['local']);
    page.gtag('consent', 'update', keys('denied'));
    expect(page.granted()).toEqual([]);
  });
  test('the second to speak completes the grant of the first', async () => {
    const tcf = aTcfTool();
    const page = await aPage({ own: { __tcfapi: tcf.api }, prepare: ({ gtag }) => gtag('consent', 'default', keys('denied')) });
    page.pass(1_000);
    tcf.say({ eventStatus: 'useractioncomplete', consents: [1, 5, 6, 7, 8] });
    expect(page.granted()).toEqual([]);
    page.gtag('consent', 'update', keys('granted'));
    expect(page.granted()).toEqual(['local', 'measure']);
  });
});

describe('her own choice beside a tool', () => {
  test('a refusal with us outlives what the tool repeats, on this page and the next, until she acts there', async () => {
    const storage = aStorage();
    const tcf = aTcfTool();
    const page = await aPage({ storage, own: { __tcfapi: tcf.api } });
    tcf.say({ eventStatus: 'tcloaded', consents: [1, 5, 6] });
    page.consent.choose({}, HER);
    expect([...storage.kept.values()]).toEqual(['{"version":2,"timeMs":7,"choice":"no"}']);
    tcf.say({ eventStatus: 'tcloaded', consents: [1, 5, 6] });
    expect(page.granted()).toEqual([]);
    const again = aTcfTool();
    const next = await aPage({ storage, own: { __tcfapi: again.api } });
    again.say({ eventStatus: 'tcloaded', consents: [1, 5, 6] });
    expect(next.granted()).toEqual([]);
    again.say({ eventStatus: 'useractioncomplete', consents: [1, 5, 6] });
    expect(next.granted()).toEqual(['local']);
  });
  test('a yes with us outlives the tool’s earlier no, and ends with its next one', async () => {
    const storage = aStorage();
    const page = await aPage({ storage, prepare: ({ gtag }) => gtag('consent', 'update', keys('denied')) });
    page.consent.choose({ local: true }, HER);
    expect(page.granted()).toEqual(['local']);
    const next = await aPage({ storage, prepare: ({ gtag }) => gtag('consent', 'update', keys('denied')) });
    expect(next.granted()).toEqual(['local']);
    next.gtag('consent', 'update', keys('granted'));
    next.gtag('consent', 'update', keys('denied'));
    expect(next.granted()).toEqual([]);
  });
  test('and with the same no again, where she is at it: on a new page it is a repetition', async () => {
    const storage = aStorage();
    let isActing = false;
    const prepare = ({ gtag }: ReturnType<typeof aToolPage>): void => gtag('consent', 'update', keys('denied'));
    const page = await aPage({ storage, prepare, isActing: () => isActing });
    page.consent.choose({ local: true }, HER);
    page.gtag('consent', 'update', keys('denied'));
    expect(page.granted()).toEqual(['local']);
    isActing = true;
    page.gtag('consent', 'update', keys('denied'));
    expect(page.granted()).toEqual([]);
  });
  test('under Global Privacy Control no tool grants ads or measure', async () => {
    const page = await aPage({ gpc: true, prepare: ({ gtag }) => gtag('consent', 'update', keys('granted')) });
    expect(page.granted()).toEqual(['local']);
  });
  test('a withdrawal in another tab is not undone by what this tab’s tool said before it', async () => {
    const storage = aStorage();
    const here = await aPage({ storage, prepare: ({ gtag }) => gtag('consent', 'update', keys('granted')) });
    const there = await aPage({ storage, prepare: ({ gtag }) => gtag('consent', 'update', keys('granted')) });
    there.gtag('consent', 'update', keys('denied'));
    expect(here.granted()).toEqual([]);
    here.gtag('consent', 'update', keys('granted')); // it repeats itself, as on every route of a single-page shop
    expect(here.granted()).toEqual([]);
  });
  test('the log says who switched what', async () => {
    const page = await aPage({ prepare: ({ gtag }) => gtag('consent', 'update', keys('granted', { ad_storage: 'denied' })) });
    page.consent.choose({ local: true, federate: true }, HER);
    page.gtag('consent', 'update', { ad_storage: 'granted' });
    expect(logOf(page.consent.record())).toEqual([
      { version: 1, timeMs: 7, by: 'consent-mode', on: ['local', 'measure'], off: [] },
      { version: 2, timeMs: 7, by: 'shopper', on: ['federate'], off: ['measure'] },
      { version: 3, timeMs: 7, by: 'consent-mode', on: ['ads', 'measure'], off: [] }, // a changed signal is her newest, whole
    ]);
  });
});

describe('data-consent', () => {
  test('"granted" holds until the tool that is there says no', async () => {
    const tcf = aTcfTool();
    const page = await aPage({ mode: 'granted', own: { __tcfapi: tcf.api } });
    expect(page.granted()).toEqual(['local']);
    tcf.say({ eventStatus: 'useractioncomplete', consents: [] });
    expect(page.granted()).toEqual([]);
  });
});
