import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { keptEvents, NOTHING_KEPT, storageOf, untilKept } from '#support/page-state';
import { serveShop } from '#support/shop-site';
import { withSite } from '#support/with-site';

/** Sequences of signals tried in the browser; the whole table of them runs without one (tests/unit/consent/whole-device.test.ts). */
const RUNS = 3;

declare global {
  var isToolHeard: () => boolean;
  var gtag: (...command: unknown[]) => void;
  var dataLayer: unknown[];
  /** What the fixture's own consent managers do when the shopper presses their buttons. */
  var answerTcf: (purposes: readonly number[]) => void;
  var answerShopify: (purposes: readonly string[]) => void;
  var setGpc: (isOn: boolean) => void;
}

/** Consent managers as shops have them, by query: what they heard is kept where each keeps it, apart from Homebird. */
const TOOLS = `
/** Whether the tag hears what the manager says from now on: in Consent Mode it has read how long its default waits. */
let isDefaultRead = false;
window.isToolHeard = () => isDefaultRead;
const wanted = new URLSearchParams(location.search).get('tool') || '';
const kept = () => JSON.parse(document.cookie.replace(/^.*cmp=([^;]*).*$/, '$1') || 'null');
const keep = (value) => { document.cookie = 'cmp=' + JSON.stringify(value) + ';path=/'; };
const known = document.cookie.includes('cmp=') ? kept() : null;
let gpc = false;
Object.defineProperty(navigator, 'globalPrivacyControl', { get: () => gpc });
window.setGpc = (isOn) => { gpc = isOn; dispatchEvent(new Event('focus')); };
if (wanted === 'consent-mode') {
  const all = (value) => ({ personalization_storage: value, ad_storage: value, ad_personalization: value, ad_user_data: value, analytics_storage: value });
  gtag('consent', 'default', { ...all('denied'), get wait_for_update() { isDefaultRead = true; return 500; } });
  if (known) gtag('consent', 'update', all(known));
  window.answerConsentMode = (value) => { keep(value); gtag('consent', 'update', all(value)); };
}
if (wanted === 'set-by-shop') gtag('consent', 'default', { personalization_storage: 'granted', wait_for_update: 0 });
if (wanted === 'tcf') {
  const queue = [];
  const listeners = [];
  window.isToolHeard = () => listeners.length > 0;
  const data = (eventStatus, purposes, listenerId) => ({ gdprApplies: true, eventStatus, isServiceSpecific: true, listenerId, purpose: { consents: Object.fromEntries(purposes.map((id) => [id, true])) } });
  window.__tcfapi = (...call) => { queue.push(call); };
  const load = () => {
    window.__tcfapi = (command, version, callback) => {
      if (command !== 'addEventListener') return;
      listeners.push(callback);
      callback(known ? data('tcloaded', known, listeners.length) : data('cmpuishown', [], listeners.length), true);
    };
    for (const call of queue) window.__tcfapi(...call);
  };
  setTimeout(load, 300);
  window.answerTcf = (purposes) => { keep(purposes); listeners.forEach((listener, i) => listener(data('useractioncomplete', purposes, i + 1), true)); };
}
if (wanted === 'shopify') {
  let now = known;
  const answered = (name) => (now ? (now.includes(name) ? 'yes' : 'no') : '');
  const api = {
    preferencesProcessingAllowed: () => answered('preferences') === 'yes', marketingAllowed: () => answered('marketing') === 'yes', analyticsProcessingAllowed: () => answered('analytics') === 'yes',
    currentVisitorConsent: () => ({ preferences: answered('preferences'), marketing: answered('marketing'), analytics: answered('analytics'), sale_of_data: '' }),
  };
  window.isToolHeard = () => window.Shopify.customerPrivacy !== undefined;
  window.Shopify = { loadFeatures: (features, done) => setTimeout(() => { window.Shopify.customerPrivacy = api; done(); }, 100) };
  window.answerShopify = (purposes) => { now = purposes; keep(purposes); document.dispatchEvent(new CustomEvent('visitorConsentCollected', { detail: {} })); };
}
`;

declare global {
  var isToolHeard: () => boolean;
  var answerConsentMode: (value: 'granted' | 'denied') => void;
}

const stage = withSite(() => serveShop({ script: TOOLS, headers: { 'cache-control': 'max-age=60' } }), { launch: { backForwardCache: true } });
let { site, context, page } = stage; // of each test
beforeEach(() => void ({ site, context, page } = stage));
afterEach(async () => {
  expect(await page.evaluate(() => globalThis.pageErrors ?? []), 'errors in the shop’s page').toEqual([]);
});

const GRINDER = '/p/grinder-tollund';
type Tool = 'consent-mode' | 'tcf' | 'shopify';
/** A page without consent tool, or one whose shop has granted by its default alone. */
type NoTool = '' | 'set-by-shop';

const visit = async (tool: Tool | NoTool, on = page, path = GRINDER): Promise<void> => {
  await on.goto(`${site.origin}${path}?tool=${tool}`);
  await on.locator('homebird-shelf .card[data-item]').first().waitFor();
};
/** Waits until what the consent manager says is heard. */
const heard = (on = page): Promise<unknown> => on.waitForFunction(() => isToolHeard());
/** The shopper answers her consent manager. */
const answer = (tool: Tool, isYes: boolean, on = page): Promise<void> => on.evaluate(([which, isGiven]) => {
  if (which === 'consent-mode') answerConsentMode(isGiven ? 'granted' : 'denied');
  if (which === 'tcf') answerTcf(isGiven ? [1, 3, 4, 5, 6, 7, 8, 9, 10] : []);
  if (which === 'shopify') answerShopify(isGiven ? ['preferences', 'marketing', 'analytics'] : []);
}, [tool, isYes] as const);
const local = (on = page): Promise<unknown> => on.evaluate(async () => (await homebird.consentState() as { local: string }).local);
const search = (term: string, on = page): Promise<unknown> => on.evaluate((search_term) => homebird('track', 'search', { search_term }), term);
const queries = async (on = page): Promise<readonly unknown[]> => (await keptEvents(on)).flatMap((event) => event['query'] ?? []);
/** All that was asked of the worker before this has been answered. */
const settled = (on = page): Promise<unknown> => on.evaluate(() => homebird('recommend', { count: 1 }));

describe.each<Tool>(['consent-mode', 'tcf', 'shopify'])('with %s', (tool) => {
  test('our banner stays away, nothing is kept before an answer, and the answer is taken at its word', async () => {
    await visit(tool);
    await search('too early');
    await settled();
    expect(await page.locator('homebird-consent .banner').count()).toBe(0);
    expect(await storageOf(page, context)).toEqual(NOTHING_KEPT);
    await heard();
    await answer(tool, true);
    await expect.poll(() => local()).toBe('granted');
    await search('teapot');
    await untilKept(page, (kept) => kept.some((event) => event['query'] === 'teapot'));
    await expect.poll(() => page.evaluate(() => homebird.consentState())).toEqual({ local: 'granted', ads: 'granted', measure: 'granted', federate: 'denied' });

    await answer(tool, false);
    await search('too late');
    await settled();
    expect(await queries()).toEqual(['teapot']);
    expect(await page.evaluate(() => ({ ...localStorage }))).toEqual({}); // the tool keeps its own no
    await visit(tool);
    await search('still no');
    await settled();
    expect(await queries()).toEqual(['teapot']);
  });
});

describe('federate beside a tool', () => {
  test('stays off where the tool refuses it, and the switch says why', async () => {
    await visit('shopify');
    await heard();
    await page.evaluate(() => answerShopify(['preferences']));
    await expect.poll(() => local()).toBe('granted');
    await page.evaluate(() => void document.body.append(document.createElement('homebird-privacy')));
    const panel = page.locator('homebird-privacy').last();
    const help = panel.getByRole('switch', { name: 'Help improve recommendations' });
    await help.click();
    await expect.poll(() => page.evaluate(() => homebird.consentState())).toMatchObject({ local: 'granted', federate: 'denied' });
    await expect.poll(() => panel.locator('#what-federate').textContent()).toContain('The shop’s own privacy settings say no to it');
    await page.evaluate(() => answerShopify(['preferences', 'analytics']));
    await expect.poll(() => page.evaluate(() => homebird.consentState())).toMatchObject({ federate: 'granted' });
    await expect.poll(() => panel.locator('#what-federate').textContent()).not.toContain('say no to it');
  });
});

describe('our own refusal beside a tool', () => {
  test('is one record and outlives what the tool repeats on the next page', async () => {
    await visit('tcf');
    await heard();
    await answer('tcf', true);
    await expect.poll(() => local()).toBe('granted');
    await page.evaluate(() => void document.body.append(document.createElement('homebird-privacy')));
    await page.locator('homebird-privacy').last().getByRole('switch', { name: 'Remember and recommend' }).click();
    await expect.poll(() => local()).toBe('denied');
    await visit('tcf');
    await heard();
    await search('not this');
    await settled();
    expect(await local()).toBe('denied');
    expect(await queries()).toEqual([]);
    const kept = await page.evaluate(() => ({ ...localStorage }) as Record<string, string>);
    expect(Object.keys(kept)).toEqual(['homebird:consent']);
    expect(Object.keys(JSON.parse(kept['homebird:consent'] ?? '{}') as object).sort()).toEqual(['choice', 'timeMs', 'version']);
  });
});

describe('a refusal in Consent Mode', () => {
  test('is heard after the shop emptied dataLayer', async () => {
    await visit('consent-mode');
    await heard();
    await answer('consent-mode', true);
    await search('before');
    await untilKept(page, (kept) => kept.some((event) => event['query'] === 'before'));
    await page.evaluate(() => { dataLayer.length = 0; });
    await answer('consent-mode', false);
    await search('after');
    await settled();
    expect([await local(), await queries()]).toEqual(['denied', ['before']]);
  });
  test('holds in the other tab, too, where the shop’s default grants and nothing is recorded', async () => {
    const other = await context.newPage();
    await visit('set-by-shop');
    await visit('set-by-shop', other);
    for (const tab of [page, other]) await expect.poll(() => local(tab)).toBe('granted');
    await search('before', other);
    await untilKept(other, (kept) => kept.some((event) => event['query'] === 'before'));
    await page.evaluate(() => gtag('consent', 'update', { personalization_storage: 'denied' }));
    await expect.poll(() => local(other)).not.toBe('granted');
    await search('after', other);
    await settled(other);
    expect([await local(), await queries(other)]).toEqual(['denied', ['before']]);
    expect(await page.evaluate(() => ({ ...localStorage }))).toEqual({});
  });
});

describe('a page out of the back-forward cache', () => {
  test('does not go on under a grant that was taken back meanwhile', async () => {
    await visit('');
    await page.getByRole('button', { name: 'Accept', exact: true }).click();
    await search('before');
    await untilKept(page, (kept) => kept.some((event) => event['query'] === 'before'));
    // Whether a page is kept is the browser's choice: on a busy machine it sometimes is not.
    for (let tries = 1, isWhole = false; !isWhole; tries++) {
      expect(tries, 'times that the cache did not bring the page back whole').toBeLessThan(6);
      await page.evaluate(() => { Object.assign(globalThis, { isSameDocument: true }); });
      await visit('', page, '/p/mug-aarhus');
      await page.evaluate(() => homebird('consent', false));
      await page.goBack({ waitUntil: 'commit' }); // a page out of the cache does not load
      isWhole = await page.waitForFunction(() => (globalThis as { isSameDocument?: boolean }).isSameDocument, undefined, { timeout: 3_000 }).then(() => true, () => false);
      if (isWhole) continue;
      await visit('');
      await page.evaluate(() => homebird('consent', true));
    }
    await search('after');
    await settled();
    expect([await local(), await queries()]).toEqual(['denied', ['before']]);
  });
});

describe('in any order of signals', () => {
  type Step = { readonly kind: 'tool' | 'panel' | 'call'; readonly isYes: boolean } | { readonly kind: 'gpc'; readonly isYes: boolean } | { readonly kind: 'reload' | 'clear' | 'search' };
  const steps: fc.Arbitrary<readonly Step[]> = fc.array(fc.oneof(
    { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom('tool' as const, 'panel' as const, 'call' as const), isYes: fc.boolean() }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('gpc' as const), isYes: fc.boolean() }) },
    { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom('reload' as const, 'clear' as const, 'search' as const, 'search' as const, 'search' as const) }) },
  ), { minLength: 8, maxLength: 14 });

  test('nothing is kept after a no and before a later yes, nothing at all is sent, and a refusal of hers is one record', async () => {
    await fc.assert(fc.asyncProperty(steps, async (sequence) => {
      const own = await stage.browser.newContext();
      const tab = await own.newPage();
      const from = site.requests.length;
      const forbidden: string[] = [];
      /** An upper bound: whether anything has said yes since the last no. */
      let may = false;
      await visit('consent-mode', tab);
      await heard(tab);
      for (const [i, step] of sequence.entries()) {
        if (step.kind === 'search') {
          if (!may) forbidden.push(`term ${i}`);
          await search(`term ${i}`, tab);
        } else if (step.kind === 'tool') {
          await tab.mouse.click(2, 2); // in the consent manager: from a click of hers even the same no is a new one
          await answer('consent-mode', step.isYes, tab);
          may = step.isYes;
        } else if (step.kind === 'call') {
          await tab.evaluate((isYes) => homebird('consent', isYes), step.isYes);
          may &&= step.isYes; // where a tool asks, a page's yes counts for nothing
        } else if (step.kind === 'panel') {
          await tab.evaluate(() => document.querySelector('homebird-privacy') ?? document.body.append(document.createElement('homebird-privacy')));
          const toggle = tab.locator('homebird-privacy').getByRole('switch', { name: 'Remember and recommend' });
          await expect.poll(async () => (await toggle.isChecked()) === ((await local(tab)) === 'granted'), { message: 'the panel shows what holds' }).toBe(true);
          if ((await toggle.isChecked()) !== step.isYes) await toggle.click();
          may = step.isYes;
          if (!step.isYes && (await tab.evaluate(() => localStorage.length)) > 0) expect(Object.keys(JSON.parse(await tab.evaluate(() => localStorage.getItem('homebird:consent') ?? '')) as object).sort()).toEqual(['choice', 'timeMs', 'version']);
        } else if (step.kind === 'gpc') {
          await tab.evaluate((isOn) => setGpc(isOn), step.isYes);
        } else if (step.kind === 'clear') {
          await tab.evaluate(() => localStorage.clear());
          may = (await local(tab)) === 'granted';
        } else {
          await tab.reload();
          await tab.locator('homebird-shelf .card[data-item]').first().waitFor();
          await heard(tab);
          may ||= (await local(tab)) === 'granted' && tabSaysYes(await tab.context().cookies());
        }
        await settled(tab);
      }
      const kept = await queries(tab);
      expect(forbidden.filter((term) => kept.includes(term)), JSON.stringify(sequence)).toEqual([]);
      expect(site.requests.slice(from).filter(({ method }) => method !== 'GET')).toEqual([]);
      await own.close();
    }), { numRuns: RUNS });
  });
});

/** Whether the shop's consent manager keeps a yes. */
function tabSaysYes(cookies: readonly { readonly name: string; readonly value: string }[]): boolean {
  return cookies.some(({ name, value }) => name === 'cmp' && value.includes('granted'));
}
