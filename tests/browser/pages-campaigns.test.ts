import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { decodeAdCatalogue, parseManagedCampaign, type ManagedCampaign } from '#core/campaigns';
import { offersLayout } from '#core/offers';
import { utf8Decode } from '#core/units';
import { keptExperiments, offersNow, rulesNow } from '#server/leader';
import { aCampaign, aCreative, aManagedCampaign } from '#support/campaigns';
import { keepMeasured } from '#support/measure';
import { valueOf } from '#support/result';
import { CONSOLE_PRODUCTS, withConsole } from '#support/with-console';

const stage = withConsole();
const products = CONSOLE_PRODUCTS;

/** Keeps a campaign, as another editor did. */
async function keepDraft(id: string, state: 'draft' | 'live' = 'draft'): Promise<void> {
  const nowMs = stage.pair.clock.nowMs();
  const owner = await stage.merchant.as('owner');
  const managed = aManagedCampaign({ state, name: `Draft ${id}`, campaign: aCampaign(id, { startMs: nowMs, endMs: nowMs + 9e8, creatives: [aCreative(`${id}-a`, { itemId: products[0]?.id as never })] }) });
  expect((await owner.ask('POST', '/api/campaigns', managed)).status).toBe(201);
}

function keptCampaign(id: string): ManagedCampaign {
  return valueOf(parseManagedCampaign(JSON.parse(utf8Decode(stage.pair.leader.store.tables.campaigns.get(id)?.bytes ?? new Uint8Array()))));
}

/** A gate that a test opens. */
function held(): { readonly opened: Promise<void>; open(): void } {
  const gate = { open: (): void => undefined };
  const opened = new Promise<void>((resolve) => (gate.open = resolve));
  return { opened, open: () => gate.open() };
}

const RED = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="600" height="400"><rect width="600" height="400" fill="#c33"/></svg>');

const field = (page: Page, label: string) => page.getByLabel(label, { exact: true });

test('a campaign goes from an empty form over its preview and its mistakes to the catalogue that the manifest names', async () => {
  const { page, complaints } = await stage.open();
  await page.getByRole('link', { name: 'New campaign' }).click();
  await field(page, 'Name').fill('Autumn boots');
  expect(await field(page, 'Id').first().inputValue()).toBe('autumn-boots');
  await field(page, 'Advertiser').fill('Fellworks');
  await field(page, 'Bid').fill('0,40');
  await field(page, 'Budget in all').fill('lots');
  const product = products.find(({ title }) => title.includes('Backpack'));
  if (!product) throw new Error('The demo shop has no backpack');
  await field(page, 'Product it shows').fill(`backpack ${product.brand ?? ''}`);
  await page.getByRole('list', { name: 'Products found' }).getByRole('button').first().click();
  await field(page, 'Title').fill('Packs for wet hills');
  await page.getByLabel('728 × 90').check();
  const previews = page.locator('.slot-preview');
  await expect.poll(() => previews.evaluateAll((all) => all.map((one) => one.querySelector('.slot-scroll > div')?.shadowRoot?.querySelector('.name')?.textContent))).toEqual(['Packs for wet hills', 'Packs for wet hills']);
  await expect.poll(() => previews.first().evaluate((one) => one.querySelector('.slot-scroll > div')?.shadowRoot?.querySelector('.sponsored')?.textContent)).toBe('Sponsored by Fellworks');
  expect(await previews.first().evaluate((one) => { const box = one.querySelector('.slot-scroll > div')?.shadowRoot?.querySelector('.ad')?.getBoundingClientRect(); return [box?.width, box?.height]; })).toEqual([300, 250]);

  await page.getByRole('button', { name: 'Save and go live' }).click();
  await page.getByRole('alert').getByText('some fields want another value').waitFor();
  const total = field(page, 'Budget in all');
  expect([await total.getAttribute('aria-invalid'), await total.inputValue(), await field(page, 'Title').inputValue()]).toEqual(['true', 'lots', 'Packs for wet hills']);
  expect(await page.locator('.wrong').allTextContents()).toEqual(['Wanted an amount such as 12.50']);
  expect(await page.getByRole('alert').getByRole('listitem').count()).toBe(0); // the field says it, once
  await expect.poll(() => total.evaluate((element) => element === document.activeElement)).toBe(true);
  await total.fill('250');
  await page.getByRole('button', { name: 'Save and go live' }).click();
  await page.getByText('Saved and live').waitFor();
  expect(new URL(page.url()).pathname).toBe('/campaigns/autumn-boots');

  await stage.pair.turns();
  const { ads } = await stage.pair.manifest();
  const response = await fetch(`${stage.pair.leaderUrl}/v1/ads/${ads?.hash}`);
  const catalogue = valueOf(decodeAdCatalogue(new Uint8Array(await response.arrayBuffer())));
  expect(catalogue.campaigns.map(({ id, bid, creatives }) => ({ id, bid, title: creatives[0]?.assets.title }))).toEqual([{ id: 'autumn-boots', bid: { kind: 'cpc', cents: 40 }, title: 'Packs for wet hills' }]);
  expect(JSON.stringify(catalogue)).not.toMatch(/(?<!\w)25000(?!\w)/); // budgets are nobody else's; an hour or a hash may hold the digits
  await page.getByRole('button', { name: 'Save and pause' }).click();
  await page.locator('.tool-head').getByText('Paused').waitFor();
  expect(complaints).toEqual([]);
  await page.context().close();
});

test('the second of two editors sees both, loses nothing, and decides', async () => {
  await keepDraft('shared');
  const [ann, ben] = [await stage.open(), await stage.open()];
  for (const { page } of [ann, ben]) {
    await page.goto(`${stage.merchant.url}/campaigns/shared`);
    await field(page, 'Name').waitFor();
  }
  await field(ann.page, 'Name').fill('Ann\'s name');
  await ann.page.getByRole('button', { name: 'Save the draft' }).click();
  await ann.page.getByText('Saved', { exact: true }).waitFor();
  await field(ben.page, 'Name').fill('Ben\'s name');
  await ben.page.getByRole('button', { name: 'Save the draft' }).click();
  const conflict = ben.page.getByRole('alert');
  await conflict.getByText('saved this campaign while you were writing').waitFor();
  expect(await conflict.locator('tbody tr').allTextContents()).toEqual(['NameBen\'s nameAnn\'s name']);
  expect(await field(ben.page, 'Name').inputValue()).toBe('Ben\'s name');
  await ben.page.getByRole('button', { name: 'Save mine over theirs' }).click();
  await ben.page.getByText('Saved', { exact: true }).waitFor();
  await field(ann.page, 'Name').fill('Ann again');
  await ann.page.getByRole('button', { name: 'Save the draft' }).click();
  await ann.page.getByRole('button', { name: 'Take theirs' }).click();
  expect(await field(ann.page, 'Name').inputValue()).toBe('Ben\'s name');
  await Promise.all([ann, ben].map(({ page }) => page.context().close()));
});

test('a save that fails and a session that ended leave the form as it was', async () => {
  await keepDraft('fragile');
  const { page } = await stage.open();
  await page.goto(`${stage.merchant.url}/campaigns/fragile`);
  await field(page, 'Name').fill('Not lost');
  await page.route('**/api/campaigns/fragile', (route) => route.abort());
  await page.getByRole('button', { name: 'Save the draft' }).click();
  await page.getByText('The console does not answer').waitFor();
  expect(await field(page, 'Name').inputValue()).toBe('Not lost');
  await page.unrouteAll();
  stage.pair.clock.forward(13 * 3_600_000);
  await page.getByRole('button', { name: 'Save the draft' }).click();
  await page.getByRole('heading', { name: 'Your session is over' }).waitFor();
  expect(await field(page, 'Name').inputValue()).toBe('Not lost');
  const again = await page.context().newPage();
  await again.goto(`${stage.merchant.url}/sign-in#${await stage.merchant.link()}`);
  await again.getByRole('heading', { name: 'Campaigns', level: 1 }).waitFor();
  await page.getByRole('button', { name: 'Save the draft' }).click();
  await page.getByText('Saved', { exact: true }).waitFor();
  expect(keptCampaign('fragile').name).toBe('Not lost');
  await page.context().close();
});

test('what is typed while a save or an upload is under way stays, and is still unsaved', async () => {
  await keepDraft('typed');
  const { page } = await stage.open();
  await page.goto(`${stage.merchant.url}/campaigns/typed`);
  const uploading = held();
  await page.route('**/api/pictures', async (route) => {
    await uploading.opened;
    await route.continue();
  });
  await field(page, 'Picture').setInputFiles({ name: 'red.svg', mimeType: 'image/svg+xml', buffer: RED });
  await page.getByText('Uploading …').waitFor();
  await field(page, 'Title').fill('Written while it uploads');
  await page.getByRole('button', { name: 'Make a variant' }).click();
  uploading.open();
  await page.getByRole('button', { name: 'Take it out' }).waitFor();
  expect([await field(page, 'Title').first().inputValue(), await page.getByRole('button', { name: 'Take it out' }).count()]).toEqual(['Written while it uploads', 1]);

  const saving = held();
  await page.route('**/api/campaigns/typed', async (route) => {
    await saving.opened;
    await route.continue();
  });
  await field(page, 'Name').fill('Sent');
  await page.getByRole('button', { name: 'Save the draft' }).click();
  await page.getByText('Saving …').waitFor();
  await field(page, 'Name').fill('Written while it saves');
  await field(page, 'Title').nth(1).fill('The variant, too');
  saving.open();
  await page.getByText('Saved. What you wrote since is not saved yet').waitFor();
  expect([await field(page, 'Name').inputValue(), await field(page, 'Title').nth(1).inputValue()]).toEqual(['Written while it saves', 'The variant, too']);
  expect(keptCampaign('typed').name).toBe('Sent');
  await page.getByRole('button', { name: 'Save the draft' }).click();
  await page.getByText('Saved', { exact: true }).waitFor();
  const { name, campaign } = keptCampaign('typed');
  expect([name, ...campaign.creatives.map(({ assets }) => [assets.title, Boolean(assets.image)])]).toEqual(['Written while it saves', ['Written while it uploads', true], ['The variant, too', false]]);
  await page.context().close();
});

test('hours are drawn with the pointer and with keys', async () => {
  await keepDraft('hours');
  const { page } = await stage.open();
  await page.goto(`${stage.merchant.url}/campaigns/hours`);
  const hour = (name: string) => page.getByRole('button', { name, exact: true });
  await hour('Monday 09:00 to 10:00').hover();
  await page.mouse.down();
  await hour('Monday 11:00 to 12:00').hover();
  await hour('Tuesday 11:00 to 12:00').hover();
  await page.mouse.up();
  await hour('Wednesday 09:00 to 10:00').focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Sunday, draw all hours' }).click();
  await page.getByRole('button', { name: 'Save the draft' }).click();
  await page.getByText('Saved', { exact: true }).waitFor();
  const { campaign } = keptCampaign('hours');
  expect(campaign.dayparts).toContainEqual({ weekdays: [0], fromHour: 0, toHour: 24 });
  expect(campaign.dayparts).toContainEqual({ weekdays: [3], fromHour: 9, toHour: 11 });
  expect(campaign.dayparts.some(({ weekdays, fromHour }) => weekdays.includes(1) && fromHour === 9)).toBe(true);
  expect(campaign.dayparts.some(({ weekdays, fromHour, toHour }) => weekdays.includes(2) && fromHour === 11 && toHour === 12)).toBe(true);
  await page.context().close();
});

test('an invited viewer reads and cannot write, and a link opens no second time', async () => {
  await keepDraft('seen');
  const owner = await stage.open();
  await owner.page.getByRole('link', { name: 'People' }).click();
  await field(owner.page, 'Name').fill('Vera');
  await owner.page.getByRole('button', { name: 'Make a link' }).click();
  const shown = (await owner.page.locator('.notice .code-line').textContent()) ?? '';
  const link = `${stage.merchant.url}/sign-in#${shown.split('#')[1] ?? ''}`;
  const context = await stage.browser.newContext();
  const page = await context.newPage();
  await page.goto(link);
  await page.getByRole('heading', { name: 'Campaigns', level: 1 }).waitFor();
  expect(page.url()).not.toContain('#');
  expect(await page.getByRole('link', { name: 'New campaign' }).count()).toBe(0);
  await page.goto(`${stage.merchant.url}/campaigns/seen`);
  await page.getByText('Your role reads campaigns').waitFor();
  expect([await field(page, 'Name').isDisabled(), await page.getByRole('button', { name: /^Save/ }).count()]).toEqual([true, 0]);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in with a link' }).waitFor();
  await page.goto(link);
  await page.getByText('A link works once').waitFor();
  await context.close();
  await owner.page.context().close();
});

test('a picture of the merchant\'s own is uploaded and drawn in the preview', async () => {
  await keepDraft('pictured');
  const { page } = await stage.open();
  await page.goto(`${stage.merchant.url}/campaigns/pictured`);
  await field(page, 'Picture').setInputFiles({ name: 'red.svg', mimeType: 'image/svg+xml', buffer: RED });
  await expect.poll(() => page.locator('.slot-preview').first().evaluate((one) => one.querySelector('.slot-scroll > div')?.shadowRoot?.querySelector<HTMLImageElement>('.picture img')?.naturalWidth)).toBe(480);
  await field(page, 'Picture').setInputFiles({ name: 'no.png', mimeType: 'image/png', buffer: Buffer.from('no picture') });
  await page.getByText('This file is no picture that can be read').waitFor();
  await page.context().close();
});

test('texts are suggested word for word from the product, and the shop\'s rules hold what goes live', async () => {
  await keepDraft('worded');
  const { page } = await stage.open();
  await page.getByRole('link', { name: 'Rules for texts' }).click();
  const banned = field(page, 'Never say');
  await banned.fill('Wellingtons');
  await banned.press('Enter');
  await page.getByRole('button', { name: 'Save the rules' }).click();
  await page.getByText('Saved and published').waitFor();

  await page.goto(`${stage.merchant.url}/campaigns/worded`);
  await page.getByRole('button', { name: 'Suggest texts' }).click();
  const [suggestion] = await page.getByRole('list', { name: 'Suggested texts' }).getByRole('listitem').all();
  const quoted = (await suggestion?.locator('mark').allTextContents()) ?? [];
  const [product] = products;
  const facts = `${product?.title} ${product?.brand} ${product?.category.join(' ')} ${product?.description}`.toLowerCase();
  expect(quoted.length).toBeGreaterThan(0);
  for (const words of quoted) expect(facts).toContain(words.toLowerCase());
  const title = (await suggestion?.locator('.suggested-title').textContent()) ?? '';
  await suggestion?.getByRole('button').click();
  expect(await field(page, 'Title').inputValue()).toBe(title);

  await field(page, 'Title').fill('Wellingtons for wet hills');
  await field(page, 'Interests').fill('Unicorns');
  await field(page, 'Interests').press('Enter');
  await page.getByRole('button', { name: 'Save and go live' }).click();
  await page.getByText('Your rules ban "Wellingtons"').waitFor();
  await page.getByText('Devices know no such interest').waitFor();
  await page.context().close();
});

test('strangers see the figures and a word about links, nothing else', async () => {
  const context = await stage.browser.newContext();
  const page = await context.newPage();
  await page.goto(`${stage.merchant.url}/campaigns`);
  await page.getByRole('heading', { name: 'Sign in with a link' }).waitFor();
  await page.getByRole('link', { name: 'the figures of this shop' }).click();
  await page.getByRole('heading', { name: 'How your shop learns' }).waitFor();
  await context.close();
});

test.each([
  ['desktop', {}],
  ['dark', { colorScheme: 'dark' as const }],
  ['phone', { viewport: { width: 390, height: 844 } }],
])('list, editor and people are free of axe violations and do not scroll sideways: %s', async (look, options) => {
  await keepDraft(`axe-${look}`);
  const { page } = await stage.open(options);
  for (const path of ['/campaigns', `/campaigns/axe-${look}`, '/campaigns/new', '/people', '/rules']) {
    await page.goto(stage.merchant.url + path);
    await page.locator('.panel').first().waitFor();
    if (path === '/campaigns/new') await page.getByRole('button', { name: 'Save the draft' }).click(); // with every mistake marked
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${path} ${id} ${nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), path).toBeLessThanOrEqual(0);
    expect(await page.locator('.tool-bar').evaluate((bar) => new Set([...bar.children].map((part) => { const box = part.getBoundingClientRect(); return Math.round(box.top + box.height / 2); })).size)).toBe(1); // one row
  }
  await page.context().close();
});

test('on a phone the head is one row: the tab somebody is on is in sight, and keys bring every other one', async () => {
  const { page } = await stage.open({ viewport: { width: 390, height: 844 } });
  await page.goto(`${stage.merchant.url}/people`);
  const bar = page.locator('.tool-bar');
  const isInSight = (element: Element): boolean => {
    const { left, right } = element.getBoundingClientRect();
    return left >= 0 && right <= innerWidth;
  };
  await expect.poll(() => bar.getByRole('link', { name: 'People' }).evaluate(isInSight)).toBe(true);
  const names = await bar.locator('a, button').allTextContents();
  await bar.getByRole('link', { name: 'Figures' }).focus();
  for (const name of names) {
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(name);
    await expect.poll(() => page.locator(':focus').evaluate(isInSight), { message: name }).toBe(true);
    await page.keyboard.press('Tab');
  }
  await page.context().close();
});

test('offers: an owner adds a coupon, sees it as a shopper does, is told what is wrong, adds a band of prices and publishes', async () => {
  const { page, complaints } = await stage.open();
  await page.getByRole('navigation', { name: 'Console' }).getByRole('link', { name: 'Offers' }).click();
  await page.getByRole('button', { name: 'Add a coupon' }).click();
  await field(page, 'Code').fill('AUTUMN');
  await field(page, 'Least basket').fill('none');
  await page.getByRole('button', { name: 'Publish the offers' }).click();
  await page.getByText('Say what the coupon gives and when').waitFor();
  await page.getByText('Wanted an amount from 0.00 to').waitFor(); // both at once
  await field(page, 'Least basket').fill('0');
  await field(page, 'Terms').fill('A tenth off everything for the house');
  await field(page, 'A category, 10 % below and above its prices').selectOption('Pantry');
  await page.getByRole('button', { name: 'Add its prices' }).click();
  expect(await page.getByRole('img', { name: 'Preview of AUTUMN' }).locator('section').innerText()).toContain('Everyone gets the same set of offers.');
  await page.getByRole('button', { name: 'Publish the offers' }).click();
  await page.getByText('Published: devices take it over').waitFor();
  const now = offersNow(stage.pair.leader.store.tables);
  expect([now?.set.coupons.map(({ code, reduction }) => [code, reduction]), now?.set.pricing?.segments.map(({ name }) => name)]).toEqual([[['AUTUMN', { kind: 'percent', percent: 10 }]], ['Pantry']]);
  await page.getByText('How often it is shown and redeemed was not measured yet.').waitFor();
  await keepMeasured(stage.pair, stage.pair.leader.store.tables.rounds.last() + 1, offersLayout(now?.set.coupons ?? []), (cell) => ({ 'autumn/shown': 4_000, 'autumn/redeemed': 30 })[cell] ?? 0);
  await stage.pair.turns();
  await page.reload();
  const measured = page.getByRole('group', { name: 'Measured' });
  await measured.waitFor();
  expect(await measured.locator('dd').allInnerTexts()).toEqual([expect.stringMatching(/^4,000 3,7\d\d to 4,2\d\d$/), expect.stringMatching(/^Not yet known: needs about [\d,]+ more reports/), expect.stringMatching(/^Not yet known: needs about [\d,]+ more reports/)]);
  expect(await measured.innerText()).toContain('Browsers choose as if 2 % were redeemed, what is usual, until enough showings were measured');
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze();
  expect(violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`))).toEqual([]);
  expect(complaints.filter((each) => !each.includes('422'))).toEqual([]);
  await page.context().close();
});

test('offers and rules: where two publish, the second sees both, loses nothing, and decides', async () => {
  const [ann, ben] = [await stage.open(), await stage.open()];
  for (const [{ page }, code] of [[ann, 'OF-ANN'], [ben, 'OF-BEN']] as const) {
    await page.goto(`${stage.merchant.url}/offers`);
    await page.getByRole('button', { name: 'Add a coupon' }).click();
    await field(page, 'Code').last().fill(code);
    await field(page, 'Terms').last().fill('A tenth off everything');
  }
  await ann.page.getByRole('button', { name: 'Publish the offers' }).click();
  await ann.page.getByText('Published: devices take it over').waitFor();
  await ben.page.getByRole('button', { name: 'Publish the offers' }).click();
  const conflict = ben.page.getByRole('alert');
  await conflict.getByText('Somebody published other offers while you were writing').waitFor();
  const different = await conflict.locator('tbody th').allTextContents();
  expect([different.some((path) => path.includes('OF-ANN')), different.some((path) => path.includes('OF-BEN')), different.every((path) => /OF-(?:ANN|BEN)/.test(path))]).toEqual([true, true, true]);
  expect(await field(ben.page, 'Code').last().inputValue()).toBe('OF-BEN');
  await conflict.getByRole('button', { name: 'Save mine over theirs' }).click();
  await ben.page.getByText('Published: devices take it over').waitFor();
  const codes = (): readonly string[] | undefined => offersNow(stage.pair.leader.store.tables)?.set.coupons.map(({ code }) => code);
  expect([codes()?.includes('OF-BEN'), codes()?.includes('OF-ANN')]).toEqual([true, false]);
  await field(ann.page, 'Terms').last().fill('Two tenths off everything');
  await ann.page.getByRole('button', { name: 'Publish the offers' }).click();
  await ann.page.getByRole('button', { name: 'Take theirs' }).click();
  expect(await field(ann.page, 'Code').last().inputValue()).toBe('OF-BEN');
  for (const [{ page }, proof] of [[ann, 'Of Ann'], [ben, 'Of Ben']] as const) {
    await page.goto(`${stage.merchant.url}/rules`);
    await field(page, 'A guarantee').fill(proof);
  }
  await ann.page.getByRole('button', { name: 'Save the rules' }).click();
  await ann.page.getByText('Saved and published').waitFor();
  await ben.page.getByRole('button', { name: 'Save the rules' }).click();
  const ofRules = ben.page.getByRole('alert').filter({ hasText: 'Somebody wrote other rules while you were writing' });
  await ofRules.waitFor();
  expect(await ofRules.locator('tbody tr').allTextContents()).toEqual(['A guaranteeOf BenOf Ann']);
  await ofRules.getByRole('button', { name: 'Save mine over theirs' }).click();
  await ben.page.getByText('Saved and published').waitFor();
  expect(rulesNow(stage.pair.leader.store.tables).proofs.guarantee).toBe('Of Ben');
  await Promise.all([ann, ben].map(({ page }) => page.context().close()));
});

test('what is half written in rules, offers and an experiment outlives the session, and is saved after the next sign-in at the same place', async () => {
  await keepDraft('running', 'live');
  const { page: rules } = await stage.open();
  const [offers, experiments] = [await rules.context().newPage(), await rules.context().newPage()];
  await rules.goto(`${stage.merchant.url}/rules`);
  await field(rules, 'A discount').fill('Our price list of May');
  await offers.goto(`${stage.merchant.url}/offers`);
  await offers.getByRole('button', { name: 'Add a coupon' }).click();
  await field(offers, 'Code').last().fill('WAITED');
  await field(offers, 'Terms').last().fill('A tenth off what waited');
  await experiments.goto(`${stage.merchant.url}/experiments`);
  await experiments.getByRole('button', { name: 'New experiment' }).click();
  await field(experiments, 'Id').fill('half-written');
  expect(await Promise.all([rules, offers, experiments].map((page) => page.evaluate(() => !dispatchEvent(new Event('beforeunload', { cancelable: true })))))).toEqual([true, true, true]); // leaving asks first

  stage.pair.clock.forward(13 * 3_600_000);
  await rules.getByRole('button', { name: 'Save the rules' }).click();
  const over = rules.getByRole('alert').filter({ hasText: 'Your session is over' });
  await field(rules, 'Sign-in link').fill(`${stage.merchant.url}/sign-in#${'0'.repeat(64)}`);
  await over.getByRole('button', { name: 'Sign in' }).click();
  await over.getByText('A link works once').waitFor();
  await field(rules, 'Sign-in link').fill(`${stage.merchant.url}/sign-in#${await stage.merchant.link()}`);
  await over.getByRole('button', { name: 'Sign in' }).click();
  await over.waitFor({ state: 'detached' });
  await rules.getByRole('button', { name: 'Save the rules' }).click();
  await rules.getByText('Saved and published').waitFor();
  await offers.getByRole('button', { name: 'Publish the offers' }).click(); // this tab has the old session's token
  await offers.getByText('Published: devices take it over').waitFor();
  expect(offersNow(stage.pair.leader.store.tables)?.set.coupons.map(({ code }) => code)).toContain('WAITED');
  await experiments.getByRole('button', { name: 'Start it' }).click();
  await experiments.getByText('half-written').first().waitFor();
  expect(keptExperiments(stage.pair.leader.store.tables).map(({ id }) => id)).toContain('half-written');
  await rules.context().close();
});

test('taking out a creative or a coupon moves nothing of the others, nor the focus far away', async () => {
  await keepDraft('rows');
  const { page } = await stage.open();
  await page.goto(`${stage.merchant.url}/campaigns/rows`);
  await page.getByRole('button', { name: 'Add a creative' }).click();
  const other = page.getByLabel('Another size, such as 468 x 60');
  await other.nth(1).fill('468 x 6');
  await page.getByRole('button', { name: 'Take out creative 1' }).click();
  expect([await other.count(), await other.inputValue(), await page.evaluate(() => document.activeElement?.textContent)]).toEqual([1, '468 x 6', 'Creative 1']);
  const search = field(page, 'Product it shows');
  const hasFocus = (): Promise<boolean> => search.evaluate((element) => element === document.activeElement);
  await search.fill('backpack');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  const chosen = page.getByRole('list', { name: 'Product, chosen' }).getByRole('button');
  expect([await chosen.count(), await hasFocus()]).toEqual([1, true]);
  await chosen.press('Enter');
  expect([await chosen.count(), await hasFocus()]).toEqual([0, true]);

  await page.goto(`${stage.merchant.url}/offers`);
  for (const code of ['FIRST', 'SECOND', 'THIRD']) {
    await page.getByRole('button', { name: 'Add a coupon' }).click();
    await field(page, 'Code').last().fill(code);
  }
  const second = await page.getByRole('region', { name: 'Coupon SECOND' }).elementHandle();
  await page.getByRole('region', { name: 'Coupon FIRST' }).getByRole('button', { name: 'Take this coupon out' }).click();
  expect(await second?.evaluate((element) => [element.isConnected, element.querySelector('h2')?.textContent, element === document.activeElement])).toEqual([true, 'Coupon SECOND', true]);
  await page.context().close();
});
