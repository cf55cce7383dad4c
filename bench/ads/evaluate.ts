import { epsilonOf, FLOORS, noiseMultiplierFor, noiseVarianceFor, rhoOfReport } from '#core/privacy';
import { seededChance } from '#core/units';
import { DataError } from '#bench/data';
import { seededRandomness } from '#bench/lanes';
import { baselines } from './baselines.ts';
import { centralHeads } from './central-lane.ts';
import { encode, type Encoding, type EncodingRoom } from './encode.ts';
import { federatedHeads } from './federated-lane.ts';
import { planRounds } from './federated.ts';
import type { LaneHeads } from './lane.ts';
import { localPredictions } from './local-lane.ts';
import { adMetrics, type AdMetrics } from './metrics.ts';
import { mixHeads } from './mix.ts';
import { partRows, type AdSplit, type Parts } from './parts.ts';
import { plainSums, reportedSums, rowsByUser, type Reporting, type Summation } from './sums.ts';
import { readAdLog, type AdLog, type Roles } from './table.ts';

/** Where shared weights and sums come from. */
export type AdLane = 'central' | 'federated' | 'local';

/** What one run over a log is asked to do. */
export interface AdOptions extends Roles {
  readonly train: string;
  readonly split: AdSplit;
  readonly lane: AdLane;
  readonly seed: number;
  /** Federated lane: user-level privacy over the whole training; undefined: no noise. */
  readonly epsilon: number | undefined;
  readonly delta: number;
}

/** What a run gives. All of it stands in the JSON. */
export interface AdResult {
  readonly dataset: string;
  readonly split: AdSplit;
  readonly lane: AdLane;
  readonly seed: number;
  readonly rows: number;
  readonly users: number;
  readonly metrics: Readonly<Record<'lr' | 'fm' | 'dnn' | 'mix', AdMetrics>>;
  readonly [more: string]: unknown;
}

/** Room of the central lane: what memory allows. */
const CENTRAL_CELLS = 1 << 18;
/** Room of the federated lane: 16 and 8 reports of 6,500 cells, told once by every device. */
const FEDERATED: EncodingRoom = { facts: { total: 104_000, most: 104_000 }, crosses: { total: 52_000, most: 52_000 }, dense: 80 };
/** Under noise: one report of facts, none of crosses. */
const NOISED: EncodingRoom = { facts: { total: 6_500, most: 6_500 }, crosses: { total: 0, most: 0 }, dense: 40 };
/** Plain numbers of a row in the central lane. */
const CENTRAL_DENSE = 96;
/** Most reports of a device for everything but the rounds, which noise is made for: two looks at numbers, the sketch, counts, lines, bins and the mix's Newton rounds. */
const SUM_REPORTS = 70;

/** Reads, parts, trains in its lane, judges. @throws DataError where the file cannot be used as asked */
export async function evaluateAds(options: AdOptions, { say, progress }: { readonly say: (line: string) => void; readonly progress: (line: string) => void }): Promise<AdResult> {
  const log = await readAdLog(options.train, options, progress);
  const parts = partRows(log, options.split, options.seed);
  const bad = Object.entries(log.skipped).map(([reason, rows]) => `${rows} × ${reason}`).join(', ');
  say(`${log.name}: ${log.rows} rows of ${log.userCount} users, ${log.columns.length} columns; ${bad ? `left out: ${bad}` : 'no bad rows'}; ${log.timeColumn ? `time is column ${log.timeColumn}` : 'no time column'}`);
  const isTrain = new Uint8Array(log.rows);
  for (const row of parts.train) isTrain[row] = 1;
  const { predicted, extra } = options.lane === 'local' ? { predicted: localPredictions(log, parts.train, parts.test, options.seed), extra: {} } : sharedPredictions({ log, parts, isTrain, options, say });
  const [labels, users] = [Uint8Array.from(parts.test, (row) => log.labels[row] ?? 0), Int32Array.from(parts.test, (row) => log.users[row] ?? 0)];
  const figures = (all: Readonly<Record<string, Float64Array>>): Record<string, AdMetrics> => Object.fromEntries(Object.entries(all).map(([name, chances]) => [name, adMetrics(chances, labels, users)]));
  return {
    dataset: log.name, split: options.split, lane: options.lane, seed: options.seed, rows: log.rows, users: log.userCount, epsilon: options.epsilon ?? null,
    metrics: figures(predicted) as AdResult['metrics'], baselines: figures(baselines(log, parts.train, parts.test)),
    trainRows: parts.train.length, testRows: parts.test.length, trainRate: rateOf(log, parts.train), testRate: rateOf(log, parts.test),
    skippedRows: log.skipped, timeColumn: log.timeColumn ?? null, ...extra,
  };
}

const rateOf = ({ labels }: AdLog, rows: Int32Array): number => rows.reduce((sum, row) => sum + (labels[row] ?? 0), 0) / rows.length;

interface Sharing {
  readonly log: AdLog;
  readonly parts: Parts;
  readonly isTrain: Uint8Array;
  readonly options: AdOptions;
  readonly say: (line: string) => void;
}

function sharedPredictions({ log, parts: { train, test }, isTrain, options: { lane, seed, epsilon, delta }, say }: Sharing): { readonly predicted: Readonly<Record<string, Float64Array>>; readonly extra: object } {
  const isFederated = lane === 'federated';
  const plan = planRounds(log.userCount);
  if (isFederated && log.userCount < FLOORS.minBatch) throw new DataError(`Cannot federate ${log.userCount} users: a batch opens from ${FLOORS.minBatch} on; choose --lane central or local`);
  const reports = SUM_REPORTS + 3 * plan.mostReports;
  const noiseMultiplier = epsilon === undefined ? 0 : noiseMultiplierFor(epsilon, delta, reports);
  if (noiseMultiplier === undefined) throw new DataError(`Cannot keep ${reports} reports of a device within epsilon ${epsilon}: no noise is that large; choose a larger --epsilon`);
  const reporting: Reporting = { noiseMultiplier, chance: seededChance(seed + 2), randomness: seededRandomness(seed + 3) };
  const over = (rows: Int32Array): Summation => {
    const byUser = rowsByUser(rows, log.users, log.userCount);
    return isFederated ? reportedSums(byUser, reporting) : plainSums(byUser);
  };
  const facts = over(train);
  const encoding = encode({ log, train, isTrain, room: roomOf(log, { isFederated, isNoised: noiseMultiplier > 0 }) }, facts);
  say(`features: ${encoding.rows.denseWidth} plain numbers, ${encoding.slotValues} values of ${encoding.rows.slotWidth} facts, ${encoding.crossValues} of ${encoding.rows.crossWidth} crosses; ${(100 * encoding.collisions).toFixed(1)} % of the values share a cell`);
  const heads: LaneHeads = isFederated
    ? federatedHeads({ log, encoding, train, plan, noiseMultiplier, randomness: reporting.randomness, seed, say })
    : centralHeads({ encoding, labels: log.labels, train, test, seed, say });
  const stacking = over(heads.clean);
  const mixed = mixHeads({ log, train, isTrain, test, heads, sums: stacking, followed: encoding.followed });
  const told = facts.reports() + stacking.reports();
  if (noiseMultiplier > 0 && told > SUM_REPORTS) throw new DataError(`Cannot promise epsilon ${epsilon}: sums took ${told} reports of a device, the noise was made for ${SUM_REPORTS}; leave columns out by --without`);
  const privacy = noiseMultiplier > 0 ? privacyOf(noiseMultiplier, reports, delta) : null;
  return {
    predicted: mixed.predicted,
    extra: { features: featuresOf(encoding), heads: heads.record, mix: mixed.weights, ...(isFederated ? { sumReports: told, privacy } : {}) },
  };
}

function roomOf({ rows }: AdLog, { isFederated, isNoised }: { readonly isFederated: boolean; readonly isNoised: boolean }): EncodingRoom {
  if (isNoised) return NOISED;
  if (isFederated) return FEDERATED;
  const most = Math.min(CENTRAL_CELLS, 2 * rows);
  return { facts: { total: 32 * CENTRAL_CELLS, most }, crosses: { total: 16 * CENTRAL_CELLS, most }, dense: CENTRAL_DENSE };
}

function featuresOf({ rows, denseNames, crosses, slotValues, crossValues, collisions }: Encoding): object {
  return { dense: denseNames, facts: rows.slotWidth, crosses, slotValues, crossValues, collisions };
}

/** What all reports of the most active device cost it. */
function privacyOf(noiseMultiplier: number, reports: number, delta: number): object {
  const { integerNorm } = FLOORS;
  const rho = reports * rhoOfReport({ integerNorm, noiseVariance: noiseVarianceFor(noiseMultiplier, integerNorm) });
  return { unit: 'one browser profile in one shop', epsilon: epsilonOf(rho, delta), delta, rho, noiseMultiplier, reports };
}
