import { expect, test } from 'vitest';
import { PORTRAIT_DIMS, portraitsLayout, portraitUpdate, profileFor, startPortraits } from '#core/audience';
import type { ItemId } from '#core/catalogue';
import type { DeviceStores } from '#core/contract';
import type { ShopEvent } from '#core/events';
import { decodeModel, encodeModel, encodePortraits, type PortraitsFile } from '#core/fedavg';
import { historyOf, interestsOf } from '#core/features';
import { contentHash, HOUR_MS, seededChance, WEEK_MS } from '#core/units';
import { SESSION_NOW_MS } from '#support/a-session';
import { aCatalogue } from '#support/a-shop';
import { anAdEvent, aPurchase, someFacts } from '#support/ad-facts';
import { storesWithAds } from '#support/ads';
import { aCampaign, aCreative, aDelivery } from '#support/campaigns';
import { valueOf } from '#support/result';
import { AD_CLIP_NORM, arraysEncoder, firstAdModel } from '#worker/models';
import { lazyLayout, trainLocally } from '#worker/federation';
import { adLessonsOf } from '#worker/session';
import { chancesOf } from '../../../../worker/session/ad-chances.ts';
import { audienceNow } from '../../../../worker/session/audience.ts';

const NOW_MS = SESSION_NOW_MS;
const catalogue = aCatalogue({ items: 60 });
const ITEM = catalogue.idByIndex.at(3) as ItemId;
const CAMPAIGN = aCampaign('boots', { startMs: 0, endMs: NOW_MS + WEEK_MS, creatives: [aCreative('boots-a', { itemId: ITEM })] });
const pause = () => Promise.resolve();

/** Events of one showing. */
function showing(recId: string, beforeMs: number, fates: readonly ('ad_viewable' | 'ad_click')[]): readonly ShopEvent[] {
  return (['ad_impression', ...fates] as const).map((type, i) => anAdEvent(type, { recId: recId.padEnd(32, '0'), atMs: NOW_MS - beforeMs + i }));
}
const looked = (beforeMs: number): ShopEvent => aPurchase([ITEM], { type: 'view_item', atMs: NOW_MS - beforeMs });

async function lessons(events: readonly ShopEvent[], stores?: DeviceStores) {
  const own = stores ?? (await storesWithAds([CAMPAIGN]));
  await own.events.put(events);
  const history = historyOf(await own.events.all(), catalogue);
  return { stores: own, history, lessons: await adLessonsOf({ stores: own, catalogue, history, nowMs: NOW_MS, pause }) };
}

test('adLessonsOf() teaches what was seen, and what was followed once its end is certain; nothing of ads that are gone', async () => {
  const { lessons: { clicks, purchases } } = await lessons([
    ...showing('a', 5 * HOUR_MS, ['ad_viewable', 'ad_click']), ...showing('b', 4 * HOUR_MS, ['ad_viewable']), ...showing('c', 3 * HOUR_MS, []), ...showing('d', HOUR_MS / 2, ['ad_viewable']),
    ...showing('e', 5 * WEEK_MS, ['ad_viewable', 'ad_click']), aPurchase([ITEM], { atMs: NOW_MS - HOUR_MS, transactionId: 't1' }),
    ...showing('f', 4 * HOUR_MS, ['ad_viewable']).map((event) => ({ ...event, campaignId: 'gone' })),
  ]);
  expect(clicks.map(({ label }) => label)).toEqual([1, 1, 0]); // e, a, b: c was never seen, d may still be followed
  expect(purchases.map(({ label }) => label)).toEqual([0, 1]); // e's window is over, a's purchase came
});

test('a moment is told as it was: later events change nothing of it, earlier ones do', async () => {
  const shown = showing('a', 5 * HOUR_MS, ['ad_viewable', 'ad_click']);
  const [plain, later, earlier] = [await lessons(shown), await lessons([...shown, looked(HOUR_MS)]), await lessons([...shown, looked(6 * HOUR_MS)])];
  const moments = [plain, later, earlier].map((each) => each.lessons.clicks[0]?.moment);
  expect(moments[1]).toEqual(moments[0]);
  expect(moments[0]).toMatchObject({ past: { events: 0, purchases: 0 }, item: { viewed: 0 }, liking: { category: 0, content: 0 }, facts: { campaign: 'boots', creative: 'boots-a', slot: 'list-top' } });
  expect(moments[2]).toMatchObject({ past: { events: 1 }, item: { viewed: 1 } });
  expect(moments[2]?.liking.content).toBeCloseTo(1, 2); // she looked at the very item: int8 vectors are a hundredth off unit length
});

test('a device reports within C on a head, its verdict behind the update; zeros where nothing was seen, and nothing without ads', async () => {
  const own = await lessons([...showing('a', 5 * HOUR_MS, ['ad_viewable', 'ad_click']), ...showing('b', 4 * HOUR_MS, ['ad_viewable'])]);
  const none = await lessons([]);
  const weights = firstAdModel('ctr');
  const task = { block: 0, clipNorm: AD_CLIP_NORM, integerNorm: 256 };
  const train = ({ lessons: taught, history }: typeof own, candidate?: Float32Array<ArrayBuffer>, clipNorm = AD_CLIP_NORM) => trainLocally({ kind: 'ctr', weights, ...(candidate && { candidate }) }, { ...task, clipNorm }, {
    history, catalogue, encoder: arraysEncoder(catalogue), layoutOf: lazyLayout(catalogue), chance: seededChance(4), pause, adLessons: () => Promise.resolve(taught),
  });
  const report = await train(own);
  expect(report).toHaveLength(weights.length + 1);
  expect(Math.hypot(...report)).toBeLessThanOrEqual(AD_CLIP_NORM * (1 + 1e-6)); // float32
  expect(report.some((x) => x !== 0)).toBe(true);
  expect(await train(own)).toEqual(report);
  expect((await train(none)).every((x) => x === 0)).toBe(true);
  // Many of its own steps along, and against: the order of what she followed and what not.
  const moved = (times: number): Float32Array<ArrayBuffer> => weights.map((weight, i) => weight + times * (report[i] ?? 0));
  expect([(await train(own, moved(20))).at(-1), (await train(own, moved(-20))).at(-1)]).toEqual([AD_CLIP_NORM / 2, -AD_CLIP_NORM / 2].map(Math.fround));
  await expect(trainLocally({ kind: 'ctr', weights }, task, { history: own.history, catalogue, encoder: arraysEncoder(catalogue), layoutOf: lazyLayout(catalogue), chance: seededChance(4), pause })).rejects.toThrow('Ads are not allowed');
});

test('portraitIn() is the membership of what she turns to, and nothing where she has portraits off or is not known', async () => {
  const layout = portraitsLayout(3, PORTRAIT_DIMS);
  const file: PortraitsFile = { kind: 'portraits', weights: startPortraits(catalogue, layout), clusters: 3, dims: PORTRAIT_DIMS, mode: 'kmeans', catalogue: catalogue.hash };
  const known = await lessons([looked(HOUR_MS)]);
  const profile = profileFor(interestsOf(known.history, catalogue, NOW_MS).profile, PORTRAIT_DIMS);
  expect(known.lessons.portraitIn(file)).toEqual(profile && portraitUpdate(profile, file.weights, layout));
  expect((await lessons([])).lessons.portraitIn(file).every((x) => x === 0)).toBe(true);
  const off = await storesWithAds([CAMPAIGN]);
  await off.settings.write('interestWishes', [{ kind: 'fact', name: 'portrait', wish: 'never' }]);
  expect((await lessons([looked(HOUR_MS)], off)).lessons.portraitIn(file).every((x) => x === 0)).toBe(true);
});

test('portraits that devices fitted are what she is held for; those of another catalogue are not', async () => {
  const { stores, history } = await lessons([looked(HOUR_MS)]);
  const clusterNow = async () => (await audienceNow({ catalogue, stores, events: await stores.events.all(), history, nowMs: NOW_MS })).shop.layout.clusters;
  const own = encodePortraits({ weights: startPortraits(catalogue, portraitsLayout(3, PORTRAIT_DIMS)), clusters: 3, dims: PORTRAIT_DIMS, mode: 'kmeans', catalogue: catalogue.hash });
  const other = encodePortraits({ ...(valueOf(decodeModel(own)) as PortraitsFile), catalogue: contentHash(own) });
  const verified = await stores.settings.read('verifiedAds');
  for (const [bytes, clusters] of [[own, 3], [other, 12]] as const) {
    await stores.files.write(contentHash(bytes), bytes);
    if (verified) await stores.settings.write('verifiedAds', { ...verified, models: { portraits: { hash: contentHash(bytes), round: 1 } } });
    expect(await clusterNow()).toBe(clusters);
  }
});

test('chancesOf() says nothing before a trained model, then what it predicts: calibrated, and by her own past', async () => {
  const { stores, history } = await lessons([looked(HOUR_MS)]);
  const ask = (showings = someFacts([CAMPAIGN]).showings) => chancesOf({ stores, catalogue, history }, someFacts([CAMPAIGN], { nowMs: NOW_MS, showings }));
  const first = firstAdModel('ctr');
  const lively = first.map((weight, i) => (i === 0 ? weight + 6 : weight));
  const of = { campaign: CAMPAIGN, creative: CAMPAIGN.creatives[0] ?? aCreative(), slot: 'list-top', size: { width: 300, height: 250 } };
  const verified = await stores.settings.read('verifiedAds');
  const adopt = async (weights: Float32Array) => {
    const bytes = encodeModel('ctr', weights);
    await stores.files.write(contentHash(bytes), bytes);
    if (verified) await stores.settings.write('verifiedAds', { ...verified, models: { ctr: { hash: contentHash(bytes), round: 1 } } });
  };
  expect(await ask()).toBeUndefined();
  await adopt(first);
  expect(await ask()).toBeUndefined(); // round 0, or a candidate that nobody has judged yet
  await adopt(lively);
  const predict = await ask();
  const plain = predict?.plain(of);
  expect(plain?.clickChance).toBeGreaterThan(0.05);
  expect(predict?.clickChance(of)).toBeCloseTo(plain?.clickChance ?? 0, 12);
  const keen = await ask([{ recId: 'x', campaignId: CAMPAIGN.id, creativeId: of.creative.id, slot: 'list-top', shownMs: 0, viewedMs: 1, clickedMs: 2, clickChance: 0.1 }]);
  expect(keen?.clickChance(of)).toBeGreaterThan(plain?.clickChance ?? 1);
  expect(keen?.plain(of)).toEqual(plain);

  const odds = (chance = 0): number => Math.log(chance / (1 - chance));
  const delivery = aDelivery([CAMPAIGN], { calibration: { ctr: { from: [0], to: [-1] }, cvr: { from: [0], to: [0.5] } } });
  const measured = await chancesOf({ stores, catalogue, history }, someFacts([CAMPAIGN], { nowMs: NOW_MS, delivery }));
  expect(odds(measured?.clickChance(of))).toBeCloseTo(odds(plain?.clickChance) - 1, 6);
  expect(odds(measured?.buyChance(of))).toBeCloseTo(odds(plain?.buyChance) + 0.5, 6);
  expect(measured?.plain(of)).toEqual(plain);
});
