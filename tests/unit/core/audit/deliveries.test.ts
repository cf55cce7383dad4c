import fc from 'fast-check';
import { expect, test } from 'vitest';
import { REACH_BOUND, reachLayout } from '#core/audience';
import { encodeAdCatalogue, encodeDelivery, type AdCatalogue, type Campaign, type Delivery } from '#core/campaigns';
import { SUMS_MS } from '#core/measurement';
import { DAY_MS } from '#core/units';
import { auditDeliveries } from '../../../../src/core/audit/deliveries.ts';
import { AuditStory } from '#support/audit-story';
import { aCampaign, aDelivery, anAdCatalogue } from '#support/campaigns';
import { aHash } from '#support/federation';

const TAXONOMY = { tags: [{ kind: 'category' as const, name: 'Boots', items: 9 }, { kind: 'category' as const, name: 'Tents', items: 5 }] };
const LAYOUT = reachLayout(TAXONOMY, 4);
const START_MS = 100 * DAY_MS;
const aimedAt = (...tags: readonly string[]): Campaign => aCampaign('boots', { audience: { tags, categories: [], clusters: [], lifeCycles: [] } });

/** Reach of boots as a round of `day` counted it, noise included: both servers' noise has a deviation of 56, so 274 are needed for 50. */
function count(story: AuditStory, devices: number, day = 0): void {
  story.measure(LAYOUT, START_MS + day * DAY_MS, (cell) => (cell.startsWith('category/boots') ? devices : 0), REACH_BOUND);
}

/** Publishes a catalogue, and a delivery of it in which the first campaign is aimed. */
function aim(story: AuditStory, catalogue: AdCatalogue, change: Partial<Delivery> = {}): Delivery {
  const ads = story.publish('ads', encodeAdCatalogue(catalogue));
  const campaigns = Object.fromEntries(catalogue.campaigns.map(({ id }, i) => [id, { passThrough: 1, isTargeted: i === 0 }]));
  const delivery = aDelivery(catalogue.campaigns, { ads, issuedMs: START_MS + DAY_MS, campaigns, ...change });
  story.publish('delivery', encodeDelivery(delivery));
  return delivery;
}

const detailsOf = async (story: AuditStory): Promise<readonly (readonly [boolean, string])[]> => (await story.audited(auditDeliveries)).checks.map(({ ok, detail }) => [ok, detail]);

test('a campaign aimed where published sums show k devices beyond the noise holds, and the report says what ads go by now', async () => {
  const story = new AuditStory();
  count(story, 280);
  const delivery = aim(story, anAdCatalogue([aimedAt('Boots'), aCampaign('coats')]));
  const { checks, found } = await story.audited(auditDeliveries);
  expect(checks).toMatchObject([{ id: 'aimed', ok: true, detail: '1 delivery; of the newest 1 of 2 campaigns aimed' }]);
  expect(found).toEqual({ catalogue: anAdCatalogue([aimedAt('Boots'), aCampaign('coats')]), delivery });
});

test('deliveries that hold are one line together, however many there are; one that does not has its own', async () => {
  const story = new AuditStory();
  count(story, 280);
  for (let hour = 0; hour < 3; hour++) aim(story, anAdCatalogue([aimedAt('Boots')]), { issuedMs: START_MS + hour });
  aim(story, anAdCatalogue([aimedAt('Tents')]));
  expect(await detailsOf(story)).toEqual([[false, 'entry 8: “boots” is aimed at an audience that no published sum shows to hold 50 devices'], [true, '3 deliveries; of the newest 1 of 1 campaigns aimed']]);
});

test('files of ads are asked for before they are due: after the first, no delivery waits for an answer of its own', async () => {
  const story = new AuditStory();
  for (let hour = 0; hour < 6; hour++) aim(story, anAdCatalogue([aCampaign(`boots-${hour}`)]), { issuedMs: START_MS + hour, campaigns: {} });
  const order: string[] = [];
  await story.audited(async ({ load, ...options }, own, notes) => auditDeliveries({ ...options, load: (path) => (order.push(path), load(path)), pause: async () => void order.push('judged') }, own, notes));
  expect(new Set(order.slice(0, order.indexOf('judged'))).size).toBe(10); // the first two of twelve files, and eight ahead of the second
});

test('law: no count of devices that may be fewer than k lets a campaign be aimed, whoever it is aimed at', async () => {
  await fc.assert(fc.asyncProperty(fc.integer({ min: -200, max: 600 }), fc.constantFrom('Boots', 'Tents', 'Hats'), async (devices, tag) => {
    const story = new AuditStory();
    count(story, devices);
    aim(story, anAdCatalogue([aimedAt(tag)]));
    expect((await detailsOf(story)).map(([holds]) => holds)).toEqual([tag === 'Boots' && devices >= 274]);
  }), { numRuns: 60 });
});

const FEW = 'entry 2: “boots” is aimed at an audience that no published sum shows to hold 50 devices';
test.each<[string, (story: AuditStory) => void, string]>([
  ['everybody, which is nobody’s audience', (story) => { count(story, 280); aim(story, anAdCatalogue([aCampaign('boots')])); }, FEW],
  ['a sum that came into the log after it', (story) => { aim(story, anAdCatalogue([aimedAt('Boots')])); count(story, 280); }, FEW.replace('2', '1')],
  ['a sum that was too old by then', (story) => { count(story, 280); aim(story, anAdCatalogue([aimedAt('Boots')]), { issuedMs: START_MS + SUMS_MS + 1 }); }, FEW],
  ['a campaign that its catalogue does not hold', (story) => { count(story, 280); aim(story, anAdCatalogue([]), { campaigns: { ['coats' as Campaign['id']]: { passThrough: 1, isTargeted: true } } }); }, FEW.replace('boots', 'coats')],
  ['another catalogue than the log’s newest', (story) => { count(story, 280); aim(story, anAdCatalogue([aimedAt('Boots')]), { ads: aHash('other') }); }, `entry 2: it speaks of campaigns ${aHash('other').slice(0, 12)}, the log's newest are `],
  ['no catalogue at all', (story) => { story.publish('delivery', encodeDelivery(aDelivery())); }, 'entry 0: no campaigns stand before it'],
  ['a catalogue that is missing', (story) => { aim(story, anAdCatalogue()); story.files.delete([...story.files.keys()][0] ?? ''); }, 'entry 1: /v1/ads/'],
  ['bytes that are not its own', (story) => { aim(story, anAdCatalogue()); const [, path = ''] = story.files.keys(); story.files.set(path, Uint8Array.of(1)); }, 'entry 1: /v1/deliveries/'],
])('a delivery that rests on %s is named', async (_, tell, detail) => {
  const story = new AuditStory();
  tell(story);
  const [[holds, found] = [true, ''], ...others] = await detailsOf(story);
  expect([holds, found.startsWith(detail), others]).toEqual([false, true, []]);
});

test('without the leader’s files it is a note, where there is anything to note', async () => {
  const story = new AuditStory();
  expect((await story.audited(auditDeliveries, 'away')).checks).toEqual([]);
  aim(story, anAdCatalogue());
  expect((await story.audited(auditDeliveries, 'away')).checks).toMatchObject([{ id: 'aimed', ok: false, advisory: true }]);
});
