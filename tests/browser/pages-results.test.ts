import { AxeBuilder } from '@axe-core/playwright';
import type { BrowserContextOptions } from 'playwright-core';
import { expect, test } from 'vitest';
import { AD_BOUND, adsLayout } from '#core/ads';
import { parseManagedCampaign, type Campaign, type PlannedExperiment } from '#core/campaigns';
import { experimentLayout, MOST_OUTCOME_CENTS } from '#core/experiment';
import { DAY_MS, HOUR_MS, seededChance, utf8Decode } from '#core/units';
import { refreshDelivery } from '#server/leader';
import { aCampaign, aCreative, aManagedCampaign, anAdCatalogue } from '#support/campaigns';
import { keepMeasured, type ExactRound } from '#support/measured';
import { looksWhenTold } from '#support/page-site';
import { SEED } from '#support/seed';
import { withConsole, type SignedIn } from '#support/with-console';

/** Hourly measurements that are there, and reports in each. */
const ROUNDS = 60;
const REPORTS = 2_000;
/** Rounds in which the click campaign spends five times as much. */
const BURST = 8;

/** What is true of each campaign in an ordinary hour, before noise. */
const TRUTH = {
  boots: { impressions: 12_000, viewables: 9_000, clicks: 270, conversions: 120, value: 1_200_000 },
  hats: { impressions: 15_000, viewables: 13_500, clicks: 180, conversions: 120, value: 1_200_000 },
  tiny: { impressions: 40, viewables: 30, clicks: 1, conversions: 0, value: 0 },
} as const;

function campaignsFrom(nowMs: number): readonly Campaign[] {
  const span = { startMs: nowMs - 7 * DAY_MS, endMs: nowMs + 21 * DAY_MS };
  const creative = (id: string, title: string): ReturnType<typeof aCreative> => aCreative(id, { assets: { title, sponsored: 'Fellworks' } });
  return [
    aCampaign('boots', { ...span, bid: { kind: 'cpc', cents: 40 }, creatives: [creative('boots-red', 'Boots for wet hills'), creative('boots-blue', 'Dry feet, wet hills')] }),
    aCampaign('hats', { ...span, bid: { kind: 'cpm', cents: 500 }, creatives: [creative('hats-a', 'Hats for wind')] }),
    aCampaign('tiny', { ...span, bid: { kind: 'cpc', cents: 30 }, creatives: [creative('tiny-a', 'A small thing')] }),
  ];
}

const HOLDOUT: Omit<PlannedExperiment, 'startMs' | 'endMs'> = { id: 'boots-worth', kind: 'holdout', campaign: 'boots' as never, salt: '', arms: [{ name: 'shown', thousandths: 900 }, { name: 'held', thousandths: 100 }], plannedDevices: 40_000, byLifeCycle: true };
/** What the ads move a device by, over the segments: a week's purchases over the most that count. */
const MOVED = { new: 0.3, potential: 0.1, loyal: 0, lapsing: -0.1 };

function roundsUntil(nowMs: number, campaigns: readonly Campaign[]): readonly ExactRound[] {
  const layout = adsLayout(anAdCatalogue(campaigns));
  const { layout: ofArms, bound } = experimentLayout([HOLDOUT]);
  const arm = (name: string, segment: string, n: number, mean: number): Readonly<Record<string, number>> => {
    const [y, x] = [n * mean, n * 0.1];
    return Object.fromEntries(Object.entries({ n, y, yy: 0.25 * y, x, xx: 0.25 * x, xy: 0.1 * y }).map(([moment, total]) => [`${HOLDOUT.id}/${name}/${segment}/${moment}`, total]));
  };
  const arms = Object.assign({}, ...Object.entries(MOVED).map(([segment, moved]) => ({ ...arm('shown', segment, 400, 0.3 + moved), ...arm('held', segment, 100, 0.3) }))) as Readonly<Record<string, number>>;
  return Array.from({ length: ROUNDS }, (_, i) => {
    const closedMs = nowMs - (ROUNDS - i) * HOUR_MS;
    const ads = Object.fromEntries(Object.entries(TRUTH).flatMap(([id, counts]) => Object.entries(counts).flatMap(([count, usual]) => {
      const now = id === 'boots' && i >= ROUNDS - BURST ? 5 * usual : usual;
      const parts = id === 'boots' ? [['boots-red', 0.7], ['boots-blue', 0.3]] as const : [[`${id}-a`, 1]] as const;
      return parts.map(([creative, share]) => [`${id}/${creative}/${count}`, share * now] as const);
    })));
    return [
      { layout, counts: ads, reports: REPORTS, closedMs, bound: AD_BOUND },
      { layout: ofArms, counts: arms, reports: REPORTS, closedMs: closedMs + 60_000, bound },
    ];
  }).flat();
}

const stage = withConsole();

/** A browser that came in by a link, at the hour of the pair. */
async function open(path: string, options: BrowserContextOptions = {}): Promise<SignedIn> {
  const { pair, merchant } = stage;
  const opened = await stage.open(options, async (page) => {
    await page.clock.setFixedTime(pair.clock.nowMs());
    await looksWhenTold(page);
  });
  await opened.page.goto(merchant.url + path);
  return opened;
}

test('before anything was measured the page says when it will be, and an experiment is planned, started and stopped', async () => {
  const nowMs = stage.pair.clock.nowMs();
  const owner = await stage.merchant.as('owner');
  const { page, complaints } = await open('/results');
  await page.getByText('There is no campaign to measure').waitFor();
  for (const campaign of campaignsFrom(nowMs)) expect((await owner.ask('POST', '/api/campaigns', aManagedCampaign({ campaign, name: `The ${campaign.id}`, budget: { dailyCents: 200_000, totalCents: 9_000_000 } }))).status).toBe(201);
  await stage.pair.turns();
  await page.goto(`${stage.merchant.url}/results`);
  await page.getByText('at least 50 shoppers').waitFor();

  await page.getByRole('link', { name: 'Experiments' }).click();
  await page.getByRole('button', { name: 'New experiment' }).click();
  await page.getByLabel('Id', { exact: true }).fill('Worth it?');
  await page.getByRole('button', { name: 'Start it' }).click();
  await page.getByText('Wanted small letters, digits and dashes').waitFor();
  await page.getByLabel('Id', { exact: true }).fill(HOLDOUT.id);
  await page.getByLabel('Devices kept from the ads').fill('900');
  await page.getByRole('button', { name: 'Start it' }).click();
  await page.getByText('A holdout keeps at most 500 thousandths').waitFor();
  await page.getByLabel('Devices kept from the ads').fill('100');
  await page.getByLabel('By life cycle').check();
  await page.getByText('carries twice the noise').waitFor();
  await page.getByRole('button', { name: 'Start it' }).click();
  await page.getByText('Nothing was told yet').waitFor();
  const kept = (await owner.ask('GET', '/api/experiments')).json['experiments'] as readonly PlannedExperiment[];
  // 2·(z.975 + z.80)²·30²/2² = 3,532 of each of two equal arms; 1/900 + 1/100 of a thousand instead, twice for looking all the time.
  expect(kept.map(({ id, kind, arms, plannedDevices, byLifeCycle }) => ({ id, kind, arms, plannedDevices, byLifeCycle }))).toEqual([{ id: HOLDOUT.id, kind: 'holdout', arms: HOLDOUT.arms, plannedDevices: 39_246, byLifeCycle: true }]);
  page.on('dialog', (dialog) => void dialog.accept());
  stage.pair.clock.forward(60_000);
  await page.clock.setFixedTime(stage.pair.clock.nowMs());
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.getByText('Over', { exact: true }).waitFor();
  expect(complaints).toEqual([expect.stringContaining('422')]); // the share of 900, refused
  expect((await owner.ask('POST', '/api/experiments', { id: 'colours', kind: 'ab', campaign: 'boots', arms: [{ name: 'boots-red', thousandths: 500 }, { name: 'boots-blue', thousandths: 500 }], startMs: nowMs, endMs: nowMs + DAY_MS, plannedDevices: 10 })).status).toBe(201);
  await page.context().close();
});

test('figures stand within their intervals of the truth, those that noise covers are said so, and a burst of spend is called', async () => {
  const nowMs = stage.pair.clock.nowMs();
  await keepMeasured(stage.pair.leader.store, roundsUntil(nowMs, campaignsFrom(nowMs)), seededChance(SEED));
  await (await stage.merchant.as('owner')).ask('POST', '/api/campaigns', aManagedCampaign({ campaign: aCampaign('later', { startMs: nowMs, endMs: nowMs + DAY_MS, creatives: [aCreative('later-a')] }), state: 'live' })); // the log grows, and with it the list of rounds
  await stage.pair.turns();
  expect(await stage.pair.leader.store.transact((tables) => refreshDelivery(tables, { everyMs: 0, tellMs: 6 * HOUR_MS }, stage.pair.clock.nowMs()))).toBe(true);
  await stage.pair.turns();
  const { page, complaints } = await open('/results');
  const row = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'The boots' }) }).first();
  await row.getByText('%').first().waitFor();
  const cells = await row.getByRole('cell').allTextContents();
  const hours = ROUNDS + 4 * BURST;
  const spent = /^€([\d,]+)€([\d,]+) to €([\d,]+)$/.exec(cells[4] ?? '')?.slice(1).map((text) => Number(text.replaceAll(',', ''))) ?? [];
  expect(spent[1]).toBeLessThanOrEqual((hours * TRUTH.boots.clicks * 40) / 100);
  expect(spent[2]).toBeGreaterThanOrEqual((hours * TRUTH.boots.clicks * 40) / 100);
  expect(cells.at(-1)).toMatch(/^[\d.]+ ×/); // the holdout gives iROAS
  expect((await page.getByRole('row').filter({ hasText: 'The tiny' }).first().getByRole('cell').allTextContents())[2]).toMatch(/Not yet known/);
  await page.getByRole('status').getByText('Spend a report of “The boots” rose above').waitFor();
  // Noise alone calls a figure of so many rounds in one run of ten, beside the burst: the head counts what the page lists.
  const called = await page.getByRole('status').getByText(/ (?:rose above|fell below) .*its level before/).count();
  expect(await page.getByRole('link', { name: /Results/ }).locator('.badge').textContent()).toContain(String(called));
  await page.getByLabel('Campaign', { exact: true }).selectOption('boots');
  await page.getByRole('region', { name: 'Over time' }).locator('canvas').waitFor();
  expect(await page.getByRole('region', { name: 'Over time' }).getByRole('row').count()).toBeGreaterThan(5);
  await page.getByLabel('Figure', { exact: true }).selectOption('iROAS');
  const drawn = page.getByRole('region', { name: 'Over time' }).getByRole('table', { name: 'iROAS of The boots over time' });
  await expect.poll(async () => (await drawn.getByRole('row').last().getByRole('cell').allTextContents()).join('')).toBe(cells.at(-1)); // the newest point is the table's own
  await page.getByRole('region', { name: 'Over time' }).locator('canvas').waitFor();
  await page.getByRole('region', { name: 'Pacing' }).getByRole('row').filter({ hasText: 'The boots' }).getByText(/^€[\d,]+ (\((€[\d,]+ to|at most) €[\d,]+\) )?of €[\d,]+$/).waitFor();
  await page.getByRole('button', { name: 'Take it over' }).click();
  await page.getByText('The budgets are taken over').waitFor();
  const budgets = ['boots', 'hats'].map((id) => parseManagedCampaign(JSON.parse(utf8Decode(stage.pair.leader.store.tables.campaigns.get(id)?.bytes ?? new Uint8Array())))).map((read) => (read.ok ? (read.value.budget.dailyCents ?? 0) : 0));
  expect(budgets[0]).not.toBe(200_000);
  expect((budgets[0] ?? 0) + (budgets[1] ?? 0)).toBeLessThanOrEqual(400_000);

  await page.getByRole('link', { name: 'Experiments' }).click();
  await page.getByText('Decided', { exact: true }).waitFor();
  await page.getByText(/A device of “shown” buys for €[\d.,]+ to €[\d.,]+ more/).waitFor();
  const moved = page.getByRole('region', { name: 'Whom “shown” moves' });
  await moved.locator('canvas').waitFor();
  await page.setViewportSize({ width: 1000, height: 900 }); // as a scroll bar does that comes later
  await expect.poll(() => moved.evaluate((section) => section.getBoundingClientRect().right - (section.closest('.panel')?.getBoundingClientRect().right ?? 0))).toBeLessThan(0);
  await expect.poll(() => moved.locator('canvas').evaluate((canvas) => canvas.getBoundingClientRect().right - (canvas.closest('.panel')?.getBoundingClientRect().right ?? 0))).toBeLessThan(0);
  expect((await moved.getByRole('rowheader').allTextContents())).toEqual(['none', ...Object.keys(MOVED)]);
  // Whoever is new first: half of the width of each quarter and all of it that follows, less half of the line.
  const area = Object.values(MOVED).reduce((sum, each, i) => sum + 0.25 * each * (0.5 - 0.25 * i - 0.125), 0) * MOST_OUTCOME_CENTS / 100;
  const [low, high] = (/\(\+€([\d.]+) to \+€([\d.]+), 95 %\)/.exec(await moved.locator('p').first().innerText()) ?? []).slice(1).map(Number);
  expect(low).toBeLessThan(area);
  expect(high).toBeGreaterThan(area);
  expect(low).toBeGreaterThan(0);
  const lapsing = await page.getByRole('row', { name: 'shown, segment lapsing' }).getByRole('cell').first().innerText();
  expect(lapsing).toMatch(/^−€\d+/);
  expect(complaints).toEqual([]);
  await page.context().close();
});

test('a leader that does not answer is said so', async () => {
  const { page } = await open('/people');
  await page.route('**/v1/rounds', (route) => route.abort());
  await page.goto(`${stage.merchant.url}/results`);
  await page.getByRole('alert').getByText('The leader does not answer').waitFor();
  await page.context().close();
});

test.each([
  ['dark', { colorScheme: 'dark' as const }],
  ['light, on a phone', { viewport: { width: 390, height: 844 } }],
])('results and experiments are free of axe violations and do not scroll sideways: %s', async (_, options) => {
  const { page } = await open('/results', options);
  for (const path of ['/results', '/experiments']) {
    if (path === '/experiments') await page.goto(stage.merchant.url + path);
    await page.locator('.panel').first().waitFor();
    if (path === '/experiments') await page.getByRole('button', { name: 'New experiment' }).click();
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${path} ${id} ${nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), path).toBeLessThanOrEqual(0);
  }
  await page.context().close();
});
