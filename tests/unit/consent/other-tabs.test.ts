import { afterEach, describe, expect, test, vi } from 'vitest';
import type { ConsentMode } from '#core/embed';
import { followOtherTabs, followTools, keeper, openConsent, type RecordStorage } from '#page/consent';
import { aToolPage } from '#support/tool-page';

const KEYS = ['personalization_storage', 'ad_storage', 'ad_personalization', 'analytics_storage'];
const keys = (value: 'granted' | 'denied'): Record<string, string> => Object.fromEntries(KEYS.map((key) => [key, value]));
const aStorage = (): RecordStorage & { readonly kept: Map<string, string> } => {
  const kept = new Map<string, string>();
  return { kept, getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value), removeItem: (key) => void kept.delete(key) };
};

/** What a test opens and must close: a channel that stays open keeps the process alive. */
const opened: (() => void)[] = [];
/** Channels that are open in all pages. */
const channels = new Set<BroadcastChannel>();
class Channel extends BroadcastChannel {
  constructor(name: string) {
    super(name);
    channels.add(this);
  }
  override close(): void {
    channels.delete(this);
    super.close();
  }
}
afterEach(() => {
  for (const close of opened.splice(0)) close();
  expect(channels.size).toBe(0);
});

/** A tab of the shop, whose tool sets `default` for those whom it has not asked. */
async function aTab(storage: RecordStorage, { mode = 'auto' as ConsentMode, setting = 'granted' as 'granted' | 'denied' | 'none' } = {}) {
  const page = aToolPage({ BroadcastChannel: Channel });
  const consent = openConsent({ mode, keeper: keeper(storage), clock: { nowMs: () => 7 }, hasGpc: () => false, isActing: () => false });
  if (setting !== 'none') page.gtag('consent', 'default', keys(setting));
  followTools(consent, page.window);
  opened.push(followOtherTabs(consent, page.window));
  await import('../../../src/consent/tools.ts'); // the part of its own: from here on it has arrived
  await new Promise((resolve) => { setImmediate(resolve); });
  page.pass(2_000);
  const show = (): void => page.fire('pageshow', { persisted: true });
  return { ...page, consent, show, hide: () => page.fire('pagehide'), isOn: () => consent.grants().purposes.includes('local') };
}

describe('a no that the shop’s tool hears in one tab, where no record is kept', () => {
  test.each([['auto', 'granted'], ['granted', 'denied']] as const)('holds in the others, data-consent="%s" beside a default of %s, and stores nothing', async (mode, setting) => {
    const storage = aStorage();
    const [here, there] = [await aTab(storage, { mode, setting }), await aTab(storage, { mode, setting })];
    expect([here.isOn(), there.isOn()]).toEqual([true, true]);
    here.gtag('consent', 'update', keys('denied'));
    await vi.waitFor(() => expect(there.isOn()).toBe(false));
    expect([here.isOn(), storage.kept.size, channels.size]).toEqual([false, 0, 0]);
    there.gtag('consent', 'default', keys('granted')); // the other tab's tool repeats what it knew
    there.pass(2_000);
    expect(there.isOn()).toBe(false);
    there.gtag('consent', 'update', keys('granted'));
    expect([here.isOn(), there.isOn()]).toEqual([true, true]); // her newest word, in a record
  });
  test('holds at the moment of use where the no takes away a record, though the other page’s default would grant', async () => {
    const storage = aStorage();
    const [here, there] = [await aTab(storage), await aTab(storage)];
    here.gtag('consent', 'update', keys('granted'));
    there.consent.refresh();
    expect([there.isOn(), storage.kept.size]).toEqual([true, 1]);
    here.gtag('consent', 'update', keys('denied'));
    expect([there.isOn(), storage.kept.size]).toEqual([false, 0]);
    there.consent.refresh();
    expect(there.isOn()).toBe(false);
  });
  test('is not known to a page that was away, so nothing is in force there until a tool speaks', async () => {
    const page = await aTab(aStorage());
    page.hide();
    page.show();
    expect(page.isOn()).toBe(false);
    page.gtag('consent', 'update', keys('granted'));
    expect(page.isOn()).toBe(true);
  });
});

describe('the channel between tabs', () => {
  test('is open only while local is in force without a record, and not on a page that was left', async () => {
    const denied = await aTab(aStorage(), { setting: 'denied' });
    expect(channels.size).toBe(0);
    denied.gtag('consent', 'update', keys('granted'));
    expect([denied.isOn(), channels.size]).toEqual([true, 0]);
    const page = await aTab(aStorage(), { mode: 'granted', setting: 'none' });
    expect(channels.size).toBe(1);
    page.hide();
    expect(channels.size).toBe(0);
    page.show();
    expect([page.isOn(), channels.size]).toEqual([true, 1]); // no tool there: only our own panel could have refused, in a record
    page.consent.choose({}, { by: 'shopper', ownSwitches: [] });
    expect(channels.size).toBe(0);
  });
  test('breaks nothing where the browser has none', async () => {
    const storage = aStorage();
    const page = aToolPage();
    const consent = openConsent({ mode: 'granted', keeper: keeper(storage), clock: { nowMs: () => 7 }, hasGpc: () => false, isActing: () => false });
    opened.push(followOtherTabs(consent, page.window));
    expect(consent.grants().purposes).toEqual(['local']);
  });
});
