import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeAdCatalogue } from '#core/campaigns';
import { canonicalJson } from '#core/fields';
import { adFigures } from '#core/figures';
import { publishedSumOf, totalsOf, type PublishedSum, type Subject } from '#core/measurement';
import { decodeManifest, decodePolicy, decodeRound, decodeTask, isModelRound, type MeasureTask } from '#core/protocol';
import { openNote, parseKeyLine } from '#core/tlog';
import { utf8Decode, utf8Encode } from '#core/units';
import { ed25519 } from '#page/crypto';
import { startServing, until, type Serving } from '#support/serving';
import { valueOf } from '#support/result';

/** Devices answer one of three measurements a week; rounds close once most of a third of them have reported, so that a week of them takes less than a minute on a machine of its own. */
const ARGUMENTS = ['--shoppers', '240', '--rounds', '100', '--pair-blocks', '0'];
/** Measured rounds that are waited for: quality says most about all that is common to them, because its reports have the smallest bound for what they tell. */
const WANTED: Readonly<Partial<Record<Subject, number>>> = { ads: 1, quality: 1 };
/** Longest wait for them, ms: on cores that many others share. */
const PATIENCE_MS = 900_000;
/** Chance of a false alarm of each statistic, whatever the servers draw: the whole test fails by chance once in 300,000 runs. */
const FALSE_ALARM = 1e-6;

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
    const files = { task, record, layout: await bytesOf(`/v1/layouts/${record.layout}`), sum: await bytesOf(`/v1/sums/${record.sum}`) };
    return [{ task, sum: valueOf(publishedSumOf(files)), truth }];
  }))).flat();
}

beforeAll(async () => {
  serving = await startServing(ARGUMENTS);
  await serving.printed(/^helper http/m);
  measured = await until(async () => {
    const rounds = await measuredRounds();
    return Object.entries(WANTED).every(([subject, wanted]) => rounds.filter(({ truth }) => truth.subject === subject).length >= wanted) ? rounds : undefined;
  }, 500);
}, PATIENCE_MS);
afterAll(() => serving?.stop());

/** Every cell: steps as published, steps as told, and the scale of the noise that each server says it added. */
function cells(): readonly { readonly off: number; readonly told: number; readonly scale: number }[] {
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
    expect(factorFound).toBeLessThan(2.5); // 1.8 where all went as planned: numbers three or four times too large are found, a smaller fault may hide
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
        if (!cell.endsWith('/value')) expect([cell, (told[cell] ?? 0) > (counts[cell] ?? 0) - rounding]).toEqual([cell, true]); // a grand piano is more than a report holds
      }
      expect(Object.keys(counts).length).toBeGreaterThan(0);
    }
  });

  test('what the console draws of a campaign lies around the truth', async () => {
    const policy = valueOf(decodePolicy(await bytesOf('/v1/policy')));
    const manifest = valueOf(decodeManifest(valueOf(await openNote(utf8Decode(await bytesOf('/v1/manifest')), valueOf(parseKeyLine(policy.logKey)), ed25519))));
    const catalogue = valueOf(decodeAdCatalogue(await bytesOf(`/v1/ads/${manifest.ads?.hash}`)));
    const ads = measured.filter(({ truth }) => truth.subject === 'ads');
    const totals = totalsOf(ads.map(({ sum }) => sum));
    expect(catalogue.campaigns).toHaveLength(3);
    for (const campaign of catalogue.campaigns) {
      const figures = adFigures(totals, campaign.id, campaign);
      for (const name of ['impressions', 'viewables', 'clicks', 'conversions', 'value'] as const) {
        const truth = ads.reduce((sum, { truth: { counts: own } }) => sum + Object.entries(own).reduce((all, [cell, amount]) => all + (cell.startsWith(`${campaign.id}/`) && cell.endsWith(`/${name}`) ? amount : 0), 0), 0);
        // 15 figures, each a sum of 6 draws of Laplace or more, left by 8 of their deviations with a chance below 10⁻⁸ each.
        expect([campaign.id, name, Math.abs(figures[name].value - truth) < 8 * figures[name].stdError]).toEqual([campaign.id, name, true]);
      }
    }
  });
});
