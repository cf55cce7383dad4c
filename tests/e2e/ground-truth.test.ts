import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { adTotal, countAds } from '#core/ads';
import { decodeAdCatalogue } from '#core/campaigns';
import { canonicalJson } from '#core/fields';
import { adFigures, adTotalsOf } from '#core/figures';
import { decodeLayout, publishedSumOf, totalsOf, type PublishedSum, type Subject } from '#core/measurement';
import { decodeManifest, decodePolicy, decodeRound, decodeTask, isModelRound, type MeasureTask } from '#core/protocol';
import { openNote, parseKeyLine } from '#core/tlog';
import { seededChance, utf8Decode, utf8Encode, WEEK_MS } from '#core/units';
import { ed25519 } from '#page/crypto';
import { countedInTurn, countedShopOf, publishAds } from '#server/leader';
import { aCatalogue } from '#support/a-shop';
import { anAdEvent, aPurchase } from '#support/ad-facts';
import { aCampaign, aManagedCampaign } from '#support/campaigns';
import { A_MEASURE, aCountsBody, openMeasure } from '#support/measure';
import { measuredSums } from '#support/measured';
import { post, startPair, type TestPair } from '#support/pair';
import { valueOf } from '#support/result';
import { startServing, until, type Serving } from '#support/serving';

/** Devices answer one of three measurements a week; rounds close once most of a third of them have reported, so that a week of them takes less than a minute on a machine of its own. */
const ARGUMENTS = ['--shoppers', '180', '--rounds', '100', '--pair-blocks', '0'];
/** Measured rounds that are waited for: quality says most about all that is common to them, because its reports have the smallest bound for what they tell. */
const WANTED: Readonly<Partial<Record<Subject, number>>> = { ads: 1, quality: 1 };
/** Longest wait for them, ms: on cores that many others share. */
const PATIENCE_MS = 900_000;
/** Chance of a false alarm of each of six statistics, whatever the servers draw: the whole test fails by chance in less than one of a million runs. */
const FALSE_ALARM = 1.2e-7;
/** Cells that are waited for, too: of fewer the noise could not be told from that of one server. */
const CELLS_WANTED = 260;

type Counts = Readonly<Record<string, number>>;
interface Truth { readonly task: string; readonly subject: Subject; readonly reports: number; readonly told: Counts; readonly counts: Counts }
/** A round: what was published, and what its devices told before noise. */
interface Measured { readonly task: MeasureTask; readonly sum: PublishedSum; readonly truth: Truth }

let serving: Serving;
let measured: readonly Measured[];

const bytesOf = async (path: string): Promise<Uint8Array> => new Uint8Array(await (await fetch(`${serving.leader}${path}`)).arrayBuffer());

/** Every measured round of which all reports were told of. */
async function measuredRounds(): Promise<readonly Measured[]> {
  const { rounds } = (await (await fetch(`${serving.leader}/v1/rounds`)).json()) as { readonly rounds: readonly { readonly record: unknown }[] };
  const { rounds: truths } = (await (await fetch(`${serving.shop}/demo/truth.json`)).json()) as { readonly rounds: readonly Truth[] };
  return (await Promise.all(rounds.map(async ({ record: json }): Promise<readonly Measured[]> => {
    const record = valueOf(decodeRound(utf8Encode(canonicalJson(json))));
    const truth = truths.find(({ task }) => task === record.task);
    if (isModelRound(record) || !truth || truth.reports < record.leaderReports) return [];
    const task = valueOf(decodeTask(await bytesOf(`/v1/tasks/${record.task}`)));
    if (task.kind !== 'measure') return [];
    const files = { task, record, layout: valueOf(decodeLayout(await bytesOf(`/v1/layouts/${record.layout}`))), sum: await bytesOf(`/v1/sums/${record.sum}`) };
    return [{ task, sum: valueOf(publishedSumOf(files)), truth }];
  }))).flat();
}

beforeAll(async () => {
  serving = await startServing(ARGUMENTS);
  await serving.printed(/^helper http/m);
  measured = await until(async () => {
    const rounds = await measuredRounds();
    const cells = rounds.reduce((all, { sum }) => all + sum.layout.cells.length, 0);
    return cells >= CELLS_WANTED && Object.entries(WANTED).every(([subject, wanted]) => rounds.filter(({ truth }) => truth.subject === subject).length >= wanted) ? rounds : undefined;
  }, 500);
}, PATIENCE_MS);
afterAll(() => serving?.stop());

/** A cell of a published sum beside the truth, in steps. */
interface Cell {
  readonly off: number;
  readonly told: number;
  /** Of the noise of one server. */
  readonly scale: number;
}

/** Every cell: steps as published, steps as told, and the scale of the noise that each server says it added. */
function cells(): readonly Cell[] {
  return measured.flatMap(({ task, sum, truth }) => sum.layout.cells.map((cell, i) => {
    const told = Math.round((truth.told[cell] ?? 0) / (sum.layout.units[i] ?? 1));
    return { told, off: (sum.sum[i] ?? 0) - told, scale: task.noiseScale.numerator / task.noiseScale.denominator };
  }));
}

/** How far the sum of two Laplace draws of scale 1 falls with a chance of `level` at most: (1 + t/2)·e^(−t) = level. */
function tail(level: number): number {
  let t = 1;
  while ((1 + t / 2) * Math.exp(-t) > level) t += 0.01;
  return t;
}

/** How far Σ wᵢ·noiseᵢ falls with a chance of `level` at most, noise being two Laplace draws of scale sᵢ (Chernoff's bound, its best exponent by search). */
function weightedTail(all: readonly { readonly told: number; readonly scale: number }[], level: number): number {
  const sizes = all.map(({ told, scale }) => told * scale);
  const most = 1 / Math.max(...sizes);
  const bounds = Array.from({ length: 400 }, (_, i) => {
    const lambda = (most * (i + 1)) / 401;
    return (Math.log(2 / level) - 2 * sizes.reduce((sum, size) => sum + Math.log(1 - (lambda * size) ** 2), 0)) / lambda;
  });
  return Math.min(...bounds);
}

describe('what a deployment publishes, held against the truth of its simulation', () => {
  test('every report that devices told of was counted, once', () => {
    expect(measured.map(({ sum, truth }) => [truth.subject, sum.reports])).toEqual(measured.map(({ truth }) => [truth.subject, truth.reports]));
  });

  test('every number lies within its noise', () => {
    const all = cells();
    const limit = tail(FALSE_ALARM / all.length);
    expect(all.filter(({ off, scale }) => Math.abs(off) > limit * scale)).toEqual([]);
  });

  test('the numbers together follow the truth: none is counted in another unit, or several times over', () => {
    const all = cells();
    const weight = all.reduce((sum, { told, scale }) => sum + (told / scale) ** 2, 0);
    // Each cell by how much it can say: weights are told / scale².
    const weighted = all.map(({ told, off, scale }) => ({ told: told / scale ** 2, off, scale }));
    const limit = weightedTail(weighted, FALSE_ALARM);
    const factorFound = limit / weight; // by which all numbers may be too large or too small until that is seen
    expect(factorFound).toBeLessThan(3.5); // 2.5 where all went as planned: numbers four times too large are found; a smaller fault may hide here, and is found by full reports below
    expect(Math.abs(weighted.reduce((sum, { told, off }) => sum + told * off, 0))).toBeLessThan(limit);
  });

  test('the noise is as large as the tasks say: neither left out by a server, nor added twice', () => {
    const all = cells();
    const beyond = all.filter(({ off, scale }) => Math.abs(off) > tail(0.5) * scale).length / all.length;
    const limit = Math.sqrt(Math.log(2 / FALSE_ALARM) / (2 * all.length)); // Hoeffding's bound
    // Half of the cells lie beyond the median of two servers' noise; of one server's .32 would, of four servers' .68.
    expect(limit).toBeLessThan(0.18);
    expect(Math.abs(beyond - 0.5)).toBeLessThan(limit);
  });

  test('what devices told of ads is what happened, in the units that the layout says', () => {
    for (const { sum: { layout }, truth: { told, counts, reports } } of measured.filter(({ truth }) => truth.subject === 'ads')) {
      for (const [i, cell] of layout.cells.entries()) {
        if (cell.startsWith('spare-')) continue;
        // Each report rounds by less than a step, right on average (Hoeffding's bound); what is more than it holds is cut.
        const rounding = (layout.units[i] ?? 1) * Math.sqrt((reports * Math.log((2 * layout.cells.length) / FALSE_ALARM)) / 2);
        expect([cell, (told[cell] ?? 0) < (counts[cell] ?? 0) + rounding]).toEqual([cell, true]);
        if (!cell.endsWith('/value') && !cell.endsWith('/viewthroughs')) expect([cell, (told[cell] ?? 0) > (counts[cell] ?? 0) - rounding]).toEqual([cell, true]); // a grand piano is more than a report holds, and so is a second purchase after a view
      }
      expect(Object.keys(counts).length).toBeGreaterThan(0);
    }
  });

  test('what the console draws of a campaign lies around the truth', async () => {
    const policy = valueOf(decodePolicy(await bytesOf('/v1/policy')));
    const manifest = valueOf(decodeManifest(valueOf(await openNote(utf8Decode(await bytesOf('/v1/manifest')), valueOf(parseKeyLine(policy.logKey)), ed25519))));
    const catalogue = valueOf(decodeAdCatalogue(await bytesOf(`/v1/ads/${manifest.ads?.hash}`)));
    const ads = measured.filter(({ truth }) => truth.subject === 'ads');
    const totals = adTotalsOf(ads.map(({ sum }) => sum));
    expect(catalogue.campaigns).toHaveLength(5);
    const deviations = tail(FALSE_ALARM / 30) / 2; // of 30 figures, each a sum of two draws of Laplace, whose deviation is 2, or of more
    for (const campaign of catalogue.campaigns) {
      const figures = adFigures(totals, campaign.id, campaign);
      for (const name of ['impressions', 'viewables', 'clicks', 'conversions', 'value', 'viewthroughs'] as const) {
        const truth = ads.reduce((sum, { truth: { counts: own } }) => sum + Object.entries(own).reduce((all, [cell, amount]) => all + (cell.startsWith(`${campaign.id}/`) && cell.endsWith(`/${name}`) ? amount : 0), 0), 0);
        expect([campaign.id, name, Math.abs(figures[name].value - truth) < deviations * figures[name].stdError]).toEqual([campaign.id, name, true]);
      }
    }
  });
});

/** Devices whose reports are full: so many that twice what they told lies beyond all noise, and that noise cannot hide it. */
const FULL_DEVICES = 700;
/** What each of them did: as much as a report of ads holds. Its purchases come to three usual orders. */
const DONE = { impressions: 4, viewables: 4, clicks: 4, conversions: 2 } as const;
/** Reports under way at a time. */
const AT_ONCE = 8;
const MINUTE_MS = 60_000;

describe('what full reports tell', () => {
  let pair: TestPair | undefined;
  afterAll(() => pair?.close());

  test('a count of ads lies within its interval, and one that is doubled or left out does not: clicks, conversions and value', async () => {
    const catalogue = aCatalogue({ items: 20 });
    const shop = countedShopOf(catalogue);
    pair = await startPair({ plans: [], measures: [{ ...A_MEASURE, measure: 'ads', counts: countedInTurn(['ads'], shop) }] });
    const { clock, leaderUrl, leader: { store } } = pair;
    const startMs = clock.nowMs();
    const campaign = aCampaign('boots', { startMs, endMs: startMs + WEEK_MS });
    await store.transact((tables) => {
      tables.campaigns.add({ id: campaign.id, bytes: utf8Encode(JSON.stringify(aManagedCampaign({ campaign }))), changedBy: 'ann', changedMs: startMs });
      publishAds(tables, { shop: 'test', currency: 'EUR' }, startMs);
    });
    await pair.turns();
    const { id, task } = await openMeasure(pair);
    const layout = valueOf(decodeLayout(new Uint8Array(await (await fetch(`${leaderUrl}/v1/layouts/${task.layout}`)).arrayBuffer())));
    const valueCents = (3 * shop.orderCents) / DONE.conversions;
    const events = [
      ...Array.from({ length: DONE.clicks }, (_, i) => (['ad_impression', 'ad_viewable', 'ad_click'] as const).map((type) => anAdEvent(type, { atMs: startMs + i + 1, recId: `${i}`.repeat(32) }))).flat(),
      ...Array.from({ length: DONE.conversions }, (_, i) => aPurchase(['item-1'], { atMs: startMs + 100 + i, transactionId: `t${i}`, valueCents })),
    ];
    clock.forward(1_000);
    const report = async (device: number): Promise<number> => {
      const counts = countAds(layout, { events, campaigns: [campaign], categoriesOf: () => [], sinceMs: startMs, nowMs: clock.nowMs(), chance: seededChance(device) });
      return (await post(leaderUrl, await aCountsBody(task, id, [...counts], clock))).status;
    };
    for (let device = 0; device < FULL_DEVICES; device += AT_ONCE) expect(new Set(await Promise.all(Array.from({ length: AT_ONCE }, (_, i) => report(device + i))))).toEqual(new Set([201]));
    clock.forward(MINUTE_MS);
    await pair.turns(3);
    const [sum] = measuredSums(store.tables, 'ads');
    const totals = totalsOf(sum ? [sum] : []);
    const reports = AT_ONCE * Math.ceil(FULL_DEVICES / AT_ONCE);
    expect(sum?.reports).toBe(reports);
    const limit = tail(FALSE_ALARM / 6) * (task.noiseScale.numerator / task.noiseScale.denominator);
    for (const [count, each] of [['clicks', DONE.clicks], ['conversions', DONE.conversions], ['value', DONE.conversions * valueCents]] as const) {
      const truth = each * reports;
      const far = limit * (layout.units[layout.cells.indexOf(`boots/boots-a/${count}`)] ?? 0);
      const { value, stdError } = adTotal(totals, 'boots', count);
      expect([count, Math.abs(value - truth) < far]).toEqual([count, true]);
      // As if every report had been counted twice, or none: whatever noise was drawn, both are seen.
      expect([count, Math.abs(value + truth - truth) > far, Math.abs(value - truth - truth) > far]).toEqual([count, true, true]);
      // The interval that the console draws finds it too: truth stands further from the doubled figure than 4 deviations.
      expect([count, Math.abs(value + truth - truth) > 4 * stdError]).toEqual([count, true]);
    }
  }, PATIENCE_MS);
});
