import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { aCampaignFor, serveAdsSite } from '#support/ads-site';
import { keptEvents, untilKept } from '#support/page-state';
import { withSite } from '#support/with-site';

const STYLE = `
:root { color-scheme: light dark; background: light-dark(#fff, #101413); color: light-dark(#16211c, #edf2ef); font: 16px/1.5 system-ui, sans-serif; }
.tall { height: 2500px; } .window { inline-size: 320px; block-size: 260px; overflow: hidden; } .strip { display: flex; inline-size: 900px; }
.strip > p { flex: none; inline-size: 500px; } .strip > homebird-ad { flex: none; inline-size: 300px; }
homebird-ad:not(:defined) { display: block; max-inline-size: 300px; aspect-ratio: 300 / 250; }
`;
const AD = (slot: string, more = ''): string => `<homebird-ad slot="${slot}" sizes="300x250" ${more}></homebird-ad>`;
const page = (body: string): string => `<link rel="stylesheet" href="/page.css"><main><h1>A list</h1>${body}</main>`;

const on = withSite(() => serveAdsSite({
  style: STYLE,
  pages: {
    '/list': page(`<homebird-ad slot="top" sizes="300x250"><a href="/sale">Our sale</a></homebird-ad><p>After</p><div class="window"><div class="strip"><p>First</p>${AD('aside')}</div></div><div class="tall"></div>${AD('low')}`),
    '/still': page(`<p>Before</p>${AD('still')}<p>Between</p>${AD('nobodys')}<p>After</p><div class="tall"></div>${AD('nobodys-low')}<p>Last</p>`),
    '/once': page(AD('once')),
    '/app': page(`${AD('route', 'data-polish="on"')}<p>After</p>${AD('far', 'data-empty="collapse"')}<p>Last</p>`),
    '/landing': page('<p>Landed</p>'),
  },
  campaigns: (image) => [
    aCampaignFor('top', {}, { assets: { title: 'Boots for wet hills', sponsored: 'Fellworks', image, icon: image } }), aCampaignFor('aside'), aCampaignFor('low'), aCampaignFor('still', {}, { assets: { title: 'Still', sponsored: 'Fellworks', image } }),
    aCampaignFor('once', { caps: { total: 1 } }), aCampaignFor('route'), aCampaignFor('second', { slots: ['route'], tier: 1 }),
  ],
}), { profile: { viewport: { width: 390, height: 844 } }, isQuiet: true });

const ad = (slot: string, of: Page = on.page) => of.locator(`homebird-ad[slot="${slot}"]`);
const card = (slot: string, of: Page = on.page) => ad(slot, of).locator('.ad');

/** Opens a page; with a yes to ads said by the shop's own script as soon as there is one to say it to. */
async function open(path: string, isAgreed = true, of: Page = on.page): Promise<void> {
  await of.goto(on.site.origin + path);
  await of.waitForFunction(() => customElements.get('homebird-ad') !== undefined);
  if (isAgreed) await of.evaluate(() => void homebird('consent', { local: true, ads: true }));
}
/** Kinds of what was noted of ads, with their places, sorted. */
const noted = async (): Promise<readonly string[]> => (await keptEvents(on.page)).filter(({ type }) => (type as string).startsWith('ad_')).map(({ type, slot }) => `${type as string} ${slot as string}`).sort();
/** Whether an address is of a part, or of a file of the leader, that serves ads alone. */
const isOfAds = (url: string): boolean => /draw-slot|ad-words|worker-ads|worker-audience|\/v1\/(?:ads|deliveries|packs)\//.test(url);
async function violations(inside: string): Promise<readonly string[]> {
  const found = await new AxeBuilder({ page: on.page }).include(inside).withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze();
  return found.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
}
/** Runs `act` while the page says that nobody sees it. */
async function inBackground(act: () => Promise<unknown>): Promise<void> {
  const say = (state: string): Promise<void> => on.page.evaluate((now) => {
    Object.defineProperty(document, 'visibilityState', { value: now, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  }, state);
  await say('hidden');
  await act();
  await say('visible');
}

describe('<homebird-ad>', () => {
  test('shows the shop’s own before a yes and loads nothing; then an ad, which counts once half of it was in view for a second', async () => {
    const asked: string[] = [];
    on.context.on('request', (request) => void asked.push(request.url()));
    await open('/list', false);
    await on.page.getByRole('button', { name: 'Accept', exact: true }).waitFor();
    expect(await on.page.getByRole('link', { name: 'Our sale' }).isVisible()).toBe(true);
    expect(asked.filter(isOfAds)).toEqual([]);
    await on.page.evaluate(() => void homebird('consent', { local: true, ads: true }));
    await card('top').waitFor();
    await expect.poll(() => on.page.getByRole('link', { name: 'Our sale' }).isVisible()).toBe(false);
    expect(asked.filter(isOfAds).length).toBeGreaterThan(0);
    await expect.poll(noted).toEqual(['ad_impression top', 'ad_viewable top']); // neither the one below the screen, nor the one cut off beside it
    await on.page.locator('.window').evaluate((window) => window.scrollTo(500, 0));
    await expect.poll(noted).toContain('ad_viewable aside');
    await inBackground(async () => {
      await ad('low').scrollIntoViewIfNeeded();
      await on.page.waitForFunction(() => new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(done)); }));
      expect(await card('low').count()).toBe(0);
    });
    await card('low').waitFor();
    await expect.poll(noted).toContain('ad_viewable low');
  });

  test('moves nothing, with an ad and without one; a place below the screen that stays empty gives its room up', async () => {
    await open('/once');
    await card('once').waitFor(); // agreed, and the files are there
    await on.context.addInitScript(() => {
      const shifts: number[] = [];
      Object.assign(window, { shifts });
      new PerformanceObserver((list) => list.getEntries().forEach((entry) => shifts.push((entry as unknown as { value: number }).value))).observe({ type: 'layout-shift', buffered: true });
    });
    await open('/still');
    await card('still').waitFor();
    const empty = (slot: string) => ad(slot).locator('.place[data-bars]');
    await empty('nobodys').waitFor({ state: 'attached' });
    const heights = async (...slots: readonly string[]): Promise<readonly number[]> => Promise.all(slots.map((slot) => ad(slot).evaluate((element) => element.getBoundingClientRect().height)));
    expect(await heights('still', 'nobodys', 'nobodys-low')).toEqual([250, 250, 250]);
    await on.page.evaluate(() => scrollTo(0, document.body.scrollHeight - innerHeight - 450)); // near, and not yet in view
    await empty('nobodys-low').waitFor({ state: 'attached' });
    await expect.poll(() => heights('nobodys-low')).toEqual([0]);
    await expect.poll(async () => JSON.parse((await empty('nobodys').getAttribute('data-bars')) ?? '') as unknown).toHaveProperty('other-slot');
    expect(await on.page.evaluate(() => (window as unknown as { shifts: number[] }).shifts)).toEqual([]);
  });

  test('shows a campaign that may come once in one of two tabs that are opened at once', async () => {
    await open('/still');
    await card('still').waitFor(); // agreed, and the files are there
    const tabs = [on.page, await on.context.newPage()];
    await Promise.all(tabs.map((tab) => open('/once', true, tab)));
    await expect.poll(async () => (await Promise.all(tabs.map((tab) => ad('once', tab).locator('.place[data-bars]').count()))).join()).toBe('1,1');
    const shown = await Promise.all(tabs.map((tab) => card('once', tab).count()));
    expect([...shown].sort()).toEqual([0, 1]);
    expect(await ad('once', tabs[shown.indexOf(0)]).locator('.place').getAttribute('data-bars')).toContain('cap-total');
  });

  test('is hidden, liked less, explained and brought back by keyboard, with names for whoever cannot see it', async () => {
    await open('/list');
    await card('top').waitFor();
    const article = on.page.getByRole('article', { name: 'Sponsored by Fellworks' });
    expect(await article.getByRole('button').evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')))).toEqual(['Why this ad?', 'Hide this ad', 'Less from Fellworks']);
    expect(await article.getByRole('link').getAttribute('rel')).toBe('sponsored');
    // Of 400 pixels the box shows some 90: only with the lower ones is the thing at 300 to 380 in view.
    await expect.poll(async () => Number.parseFloat((await card('top').locator('.picture canvas').evaluate((canvas) => canvas.style.objectPosition)).split(' ')[1] ?? '')).toBeGreaterThan(90);
    expect(await violations('homebird-ad')).toEqual([]);
    await article.getByRole('button', { name: 'Why this ad?' }).press('Enter');
    const why = on.page.getByRole('dialog', { name: 'Why this ad?' });
    expect(await why.textContent()).toMatch(/shown to everybody.+drawn with a chance of 100%.+Nobody is told/);
    await on.page.keyboard.press('Escape');
    await expect.poll(() => why.count()).toBe(0);
    for (const [button, said] of [['Hide this ad', 'Hidden: it will not come again.'], ['Less from Fellworks', 'You will see less from Fellworks.']] as const) {
      await article.getByRole('button', { name: button }).press('Enter');
      await ad('top').getByRole('status').filter({ hasText: said }).waitFor();
      await expect.poll(() => on.page.evaluate(() => document.querySelector('homebird-ad')?.shadowRoot?.activeElement?.textContent)).toBe('Undo');
      await expect.poll(noted).toContain('ad_dismiss top');
      await on.page.keyboard.press('Enter');
      await article.waitFor();
      await expect.poll(noted).not.toContain('ad_dismiss top');
    }
    // Followed once it is noted, which a busy machine may do later than the third of a second after which nobody waits.
    await on.page.evaluate(() => {
      const wait = setTimeout;
      Object.assign(globalThis, { setTimeout: (act: () => void, delayMs = 0) => (delayMs === 300 ? 0 : wait(act, delayMs)) });
    });
    await article.getByRole('link').press('Enter');
    await on.page.waitForURL('**/landing');
    await expect.poll(noted).toContain('ad_click top');
  });

  test('takes another ad with the next page of a shop that loads none, once the one before was seen; the browser’s model may word it; the overlay says why a place is empty', async () => {
    // A browser with a model of its own, as Chrome spells it.
    await on.context.addInitScript(() => void Object.assign(window, { LanguageModel: { availability: async () => 'available', create: async () => ({ prompt: async () => 'Full grain that is resoled for life', destroy: () => undefined }) } }));
    await open('/app');
    await ad('route').getByText('Full grain that is resoled for life').waitFor();
    await ad('route').getByText('Worded by your browser’s model').waitFor();
    await ad('route').getByText('For the place route').waitFor();
    await expect.poll(noted).toContain('ad_viewable route');
    await on.page.evaluate(() => history.pushState({}, '', '/app?sort=price')); // the same page, sorted
    await on.page.evaluate(() => history.pushState({}, '', '/app/next'));
    await ad('route').getByText('For the place second').waitFor();
    await expect.poll(() => ad('far').evaluate((element) => element.getBoundingClientRect().height)).toBe(0); // nothing is meant for it, and the shop wants no gap
    await on.page.evaluate(() => void homebird('debug', true));
    await on.page.getByRole('button', { name: 'Unfold' }).click();
    await on.page.locator('details.mend[data-check="ads"]').filter({ hasText: 'no campaign is meant for the place “far”' }).waitFor();
  });

  test('is told of in the panel: when, why, how likely; sent away, brought back and deleted there', async () => {
    await open('/list');
    await expect.poll(noted).toEqual(['ad_impression top', 'ad_viewable top']);
    await open('/account', false);
    const fold = on.page.getByRole('region', { name: 'Ads you saw' });
    await fold.locator('summary').click();
    const rows = fold.locator('.likes > li');
    await expect.poll(async () => (await rows.allTextContents()).join().replaceAll(/[\u2068\u2069]/g, '')).toMatch(/^Boots for wet hills.*Sponsored by Fellworks.*seen.*Shown to everybody.+drawn with a chance of 100%/);
    expect(await violations('homebird-privacy')).toEqual([]);
    const badge = fold.locator('.badge');
    for (const [button, label] of [[/^Hide /, 'Hidden'], [/^Less from/, 'Less from']] as const) {
      await fold.getByRole('button', { name: button }).click();
      await expect.poll(async () => (await badge.allTextContents()).join()).toContain(label);
      await fold.getByRole('button', { name: /^Take back/ }).click();
      await expect.poll(() => badge.count()).toBe(0);
    }
    await fold.getByRole('button', { name: /^Delete .*Boots/ }).click();
    await fold.getByText('None yet.').waitFor();
    await expect.poll(noted).toEqual([]);
    await on.page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => rows.count()).toBe(1);
    await expect.poll(noted).toEqual(['ad_impression top', 'ad_viewable top']);
    for (const [language, title, said] of [['zh', '你看到过的广告', '向所有人展示'], ['ar', 'الإعلانات التي رأيتها', 'يُعرض للجميع']] as const) {
      await on.page.evaluate((lang) => { document.documentElement.lang = lang; }, language);
      const own = on.page.getByRole('region', { name: title });
      await own.locator('summary').click(); // a panel drawn in other words begins folded up
      await expect.poll(() => own.textContent()).toContain(said);
    }
  });

  test('never comes under Global Privacy Control', async () => {
    await on.context.addInitScript(() => Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { value: true }));
    const asked: string[] = [];
    on.context.on('request', (request) => void asked.push(request.url()));
    await open('/list');
    await untilKept(on.page, (events) => events.length > 0); // local holds, and the page is at work
    expect(await on.page.evaluate(() => homebird.consentState())).toMatchObject({ local: 'granted', ads: 'denied' });
    expect(await on.page.getByRole('link', { name: 'Our sale' }).isVisible()).toBe(true);
    expect(asked.filter(isOfAds)).toEqual([]);
  });
});
