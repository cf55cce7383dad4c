import { afterEach, describe, expect, test } from 'vitest';
import { adTotal, countAds } from '#core/ads';
import { auditDeployment, type AuditReport } from '#core/audit';
import { decodeDelivery } from '#core/campaigns';
import { decodeLayout, noiseVarianceOf, totalsOf } from '#core/measurement';
import { decodeRound, encodeRound, type MeasureRound } from '#core/protocol';
import { fail, HOUR_MS, ok, seededChance, utf8Encode, WEEK_MS } from '#core/units';
import { ed25519, webSymmetric } from '#page/crypto';
import { countedInTurn, countedShopOf, publishAds, refreshDelivery } from '#server/leader';
import { aCatalogue } from '#support/a-shop';
import { anAdEvent } from '#support/ad-facts';
import { aCampaign, aManagedCampaign } from '#support/campaigns';
import { A_MEASURE, aCountsBody, aLayout, aMeasureTask, openMeasure } from '#support/measure';
import { measuredSums } from '#support/measured';
import { A_PLAN, post, sendReports, startPair, type TestPair } from '#support/pair';
import { valueOf } from '#support/result';

let pair: TestPair | undefined;
afterEach(async () => {
  await pair?.close();
  pair = undefined;
});

const REPORTS = 55;
/** Each report: two events where both hit, one where only what was served did. */
const COUNTS = [2, 1, 0, 5];
/** Both servers' Laplace of scale 64 on one cell has a deviation of 128; beyond 16 scales lies one draw in e^16. */
const FAR = 2 * 16 * 64;

async function roundsOf({ leaderUrl }: TestPair): Promise<readonly MeasureRound[]> {
  const { rounds } = (await (await fetch(`${leaderUrl}/v1/rounds`)).json()) as { rounds: readonly { readonly record: MeasureRound }[] };
  return rounds.map(({ record }) => record).filter(({ outcome }) => outcome === 'measured');
}

async function audit({ leaderUrl, policy, clock }: TestPair, bend = (_path: string, bytes: Uint8Array): Uint8Array => bytes): Promise<AuditReport> {
  return auditDeployment({
    policy, nowMs: clock.nowMs(), symmetric: webSymmetric, ed25519,
    async load(path) {
      const response = await fetch(`${leaderUrl}${path}`);
      return response.ok ? ok(bend(path, new Uint8Array(await response.arrayBuffer()))) : fail('missing', `${path}: ${response.status}`);
    },
  });
}

const broken = ({ checks }: AuditReport): readonly string[] => checks.filter((check) => !check.ok && check.advisory !== true).map(({ id }) => id);

async function sendCounts(running: TestPair, count = REPORTS): Promise<readonly number[]> {
  const { id, task } = await openMeasure(running);
  const statuses: number[] = [];
  for (let i = 0; i < count; i++) statuses.push((await post(running.leaderUrl, await aCountsBody(task, id, COUNTS, running.clock))).status);
  return statuses;
}

async function close(running: TestPair): Promise<void> {
  running.clock.forward(A_MEASURE.windowMs);
  await running.turns(3);
}

describe('a measurement', () => {
  test('goes from reports to a published, audited sum with the noise of both servers, and moves no model', async () => {
    pair = await startPair({ plans: [], measures: [A_MEASURE] });
    await pair.turns();
    const { models } = await pair.manifest();
    expect(new Set(await sendCounts(pair))).toEqual(new Set([201]));
    await close(pair);
    const [round] = await roundsOf(pair);
    expect(round).toMatchObject({ round: 1, outcome: 'measured', leaderReports: REPORTS, helperReports: REPORTS, rho: 1 / 32 });
    expect(valueOf(decodeRound(encodeRound(round as MeasureRound)))).toEqual(round);
    await pair.turns(1);
    expect((await pair.manifest()).models).toEqual(models);
    const report = await audit(pair);
    expect(broken(report)).toEqual([]);
    const [audited] = report.rounds;
    if (audited?.kind !== 'measure' || !audited.measured) throw new Error('The round was not replayed');
    expect(audited.measured.layout).toEqual(aLayout());
    expect(audited.epsilon).toBe(1 / 4);
    const { sum } = audited.measured;
    for (const [i, cell] of sum.entries()) expect(Math.abs(cell - REPORTS * (COUNTS[i] ?? 0)), `cell ${i}`).toBeLessThan(FAR);
    expect(sum.some((cell, i) => cell !== REPORTS * (COUNTS[i] ?? 0))).toBe(true); // noised
    const { tables } = pair.leader.store;
    expect(measuredSums(tables, 'quality').map((each) => ({ ...each, sum: Array.from(each.sum) }))).toEqual([{ layout: aLayout(), sum: [...sum], reports: REPORTS, closedMs: round?.closedMs, noiseVariance: noiseVarianceOf(aMeasureTask()) }]);
    expect([measuredSums(tables, 'ads'), measuredSums(tables, 'quality', (round?.closedMs ?? 0) + 1)]).toEqual([[], []]);
  });

  test('of ads goes from devices’ logs to a budget that is held: a delivery passes the campaign by what the noised sum says, and the audit follows', async () => {
    pair = await startPair({ plans: [], measures: [{ ...A_MEASURE, measure: 'ads', counts: countedInTurn(['ads'], countedShopOf(aCatalogue({ items: 20 }))) }] });
    const startMs = pair.clock.nowMs();
    const campaign = aCampaign('boots', { bid: { kind: 'cpc', cents: 1_000 }, startMs, endMs: startMs + WEEK_MS });
    const managed = aManagedCampaign({ campaign, budget: { totalCents: 10_000 } });
    const { store } = pair.leader;
    const rules = { everyMs: 0, tellMs: 1 };
    await pair.turns();
    expect((await pair.manifest()).tasks).toEqual([]); // nothing is advertised yet
    await store.transact((tables) => {
      tables.campaigns.add({ id: campaign.id, bytes: utf8Encode(JSON.stringify(managed)), changedBy: 'ann', changedMs: startMs });
      publishAds(tables, { shop: 'test', currency: 'EUR' }, startMs);
      refreshDelivery(tables, rules, startMs);
    });
    await pair.turns();
    const { id, task } = await openMeasure(pair);
    const layout = valueOf(decodeLayout(new Uint8Array(await (await fetch(`${pair.leaderUrl}/v1/layouts/${task.layout}`)).arrayBuffer())));
    // Each device saw the ad and followed it four times: 220 clicks at 1,000 cents against a noise of 136.
    const events = Array.from({ length: 4 }, (_, i) => (['ad_impression', 'ad_viewable', 'ad_click'] as const).map((type) => anAdEvent(type, { atMs: startMs + i + 1, recId: `${i}`.repeat(32) }))).flat();
    pair.clock.forward(1_000);
    for (let device = 0; device < REPORTS; device++) {
      const counts = countAds(layout, { events, campaigns: [campaign], categoriesOf: () => [], sinceMs: startMs, nowMs: pair.clock.nowMs(), chance: seededChance(device) });
      expect((await post(pair.leaderUrl, await aCountsBody(task, id, [...counts], pair.clock))).status).toBe(201);
    }
    await close(pair);
    const [sum] = measuredSums(store.tables, 'ads');
    const { value, stdError } = adTotal(totalsOf(sum ? [sum] : []), 'boots', 'clicks');
    expect(stdError).toBeCloseTo(136, 0);
    expect(Math.abs(value - 4 * REPORTS)).toBeLessThan(FAR);
    pair.clock.forward(HOUR_MS);
    expect(await store.transact((tables) => refreshDelivery(tables, rules, (pair as TestPair).clock.nowMs()))).toBe(true);
    await pair.turns();
    const { delivery, ads } = await pair.manifest();
    const read = valueOf(decodeDelivery(new Uint8Array(await (await fetch(`${pair.leaderUrl}/v1/deliveries/${delivery?.hash}`)).arrayBuffer())));
    expect(read.ads).toBe(ads?.hash);
    // The budget is ten clicks: it is gone, unless noise of 1.6 deviations hid them, and then the delivery says what the sum says.
    expect(read.campaigns[campaign.id]?.passThrough === 0).toBe(value >= 10);
    expect(broken(await audit(pair))).toEqual([]);
  });

  test('runs beside a model, several at a time, each its own layout', async () => {
    const other = { ...A_MEASURE, measure: 'other', counts: () => ({ layout: aLayout({ subject: 'policy' }), bound: 16 }) };
    pair = await startPair({ measures: [A_MEASURE, other] });
    await pair.turns();
    expect((await pair.manifest()).tasks.length).toBe(3);
    await sendReports(pair, 50);
    await sendCounts(pair);
    pair.clock.forward(Math.max(A_PLAN.windowMs(0), A_MEASURE.windowMs));
    await pair.turns(3);
    const report = await audit(pair);
    expect(broken(report)).toEqual([]);
    expect(report.rounds.map(({ kind }) => kind).sort()).toEqual(['measure', 'model']); // of the other nobody reported: it is given up
  });

  test('below k is never opened: both servers delete it', async () => {
    pair = await startPair({ plans: [], measures: [A_MEASURE] });
    await pair.turns();
    const { id, task } = await openMeasure(pair);
    await sendCounts(pair, 49);
    await close(pair);
    expect(await roundsOf(pair)).toEqual([]);
    for (const { store } of [pair.leader, pair.helper]) expect(store.tables.batches.sum(id, task.length).reports).toBe(0);
  });

  test('a plan with nothing to count opens no task', async () => {
    pair = await startPair({ plans: [], measures: [{ ...A_MEASURE, counts: () => undefined }] });
    await pair.turns();
    expect((await pair.manifest()).tasks).toEqual([]);
  });

  test('a device that shares more than the bound is left out of the sum', async () => {
    pair = await startPair({ plans: [], measures: [A_MEASURE] });
    await pair.turns();
    const { id, task } = await openMeasure(pair);
    await sendCounts(pair);
    const over = await aCountsBody({ ...task, bound: 31 }, id, [15, 15], pair.clock); // each takes 5 bits as under a bound of 16, and their sum is above it
    expect((await post(pair.leaderUrl, over)).status).toBe(201); // what it proves is looked at with the helper
    await close(pair);
    const [round] = await roundsOf(pair);
    expect(round).toMatchObject({ leaderReports: REPORTS, rejects: { 'invalid-proof': 1 } });
  });

  test('the helper refuses an ε above its floor, and the leader opens nothing', async () => {
    pair = await startPair({ plans: [], measures: [{ ...A_MEASURE, epsilon: { numerator: 1, denominator: 3 } }] });
    await pair.turns();
    expect((await pair.manifest()).tasks).toEqual([]);
    expect(pair.lines.join('\n')).toContain('the helper does not agree to a task');
  });
});

describe('crashes of a measurement', () => {
  test('either server killed between its stages gives one round of every acknowledged report', async () => {
    pair = await startPair({ plans: [], measures: [A_MEASURE] });
    await pair.turns();
    await sendCounts(pair);
    await pair.restartLeader(); // before any job
    await pair.turns(1);
    await pair.restartHelper(); // after it summed
    pair.clock.forward(A_MEASURE.windowMs);
    pair.setHelperAway(true);
    await pair.turns(2); // closed; its share cannot be asked for
    pair.setHelperAway(false);
    await pair.restartLeader();
    pair.clock.forward(5_000);
    await pair.turns(4);
    expect((await roundsOf(pair)).map(({ leaderReports }) => leaderReports)).toEqual([REPORTS]);
    expect(broken(await audit(pair))).toEqual([]);
  });
});

describe('an audit of a measurement', () => {
  test('names the round whose sum, layout or share was changed', async () => {
    pair = await startPair({ plans: [], measures: [A_MEASURE] });
    await pair.turns();
    await sendCounts(pair);
    await close(pair);
    const [round] = await roundsOf(pair);
    for (const path of [`/v1/sums/${round?.sum}`, `/v1/layouts/${round?.layout}`, `/v1/shares/${round?.leaderShare}`]) {
      const report = await audit(pair, (asked, bytes) => (asked === path ? bytes.map((byte, i) => (i === 3 ? byte ^ 1 : byte)) : bytes));
      expect(broken(report), path).toEqual(['sum']);
      expect(report.rounds[0]?.ok).toBe(false);
    }
  });
});
