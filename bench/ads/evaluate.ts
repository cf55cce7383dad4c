import { epsilonOf, FLOORS, noiseMultiplierFor, noiseVarianceFor, rhoOfReport } from '#core/privacy';
import { seededChance } from '#core/units';
import { DataError } from '#bench/data';
import { seededRandomness } from '#bench/lanes';
import { baselines } from './baselines.ts';
import { rowsByUser } from './by-user.ts';
import { centralHeads } from './central-lane.ts';
import { encode, featureLine, leakLines, type Encoding, type EncodingRoom } from './encode.ts';
import { federatedHeads, type FederatedHeads, type FederatedInput } from './federated-lane.ts';
import { planRounds } from './federated.ts';
import { foldsOf, type Folds } from './folds.ts';
import type { Roles } from './header.ts';
import { localPredictions } from './local-lane.ts';
import { adMetrics, type AdMetrics } from './metrics.ts';
import { mixHeads, type TasteSums, type Trial } from './mix.ts';
import { heldByChance, heldByTime, partRows, type AdSplit, type Parts } from './parts.ts';
import { within, type Progress } from './progress.ts';
import { foldsFor, plainSums, reportedSums, type Reporting, type Summation } from './sums.ts';
import { readAdLog, type AdLog } from './table.ts';

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

/** Room of the federated lane: 16 and 8 reports of 6,500 cells, told once by every device. */
const FEDERATED: EncodingRoom = { facts: { total: 104_000, most: 104_000 }, crosses: { total: 52_000, most: 52_000 }, dense: 80 };
/** Under noise: one report of facts, none of crosses. */
const NOISED: EncodingRoom = { facts: { total: 6_500, most: 6_500 }, crosses: { total: 0, most: 0 }, dense: 40 };
/** Most reports of a device for everything but the rounds, which noise is made for: two looks at numbers, the sketch, counts, lines, bins and the mix's Newton rounds. */
const SUM_REPORTS = 130;

/** Reads, parts, trains in its lane, judges. @throws DataError where the file cannot be used as asked */
export async function evaluateAds(options: AdOptions, { say, progress }: { readonly say: (line: string) => void; readonly progress: Progress }): Promise<AdResult> {
  const log = await readAdLog(options.train, { ...options, needsTime: options.split === 'time' }, progress);
  const parts = partRows(log, options.split, options.seed);
  const bad = Object.entries(log.skipped).map(([reason, rows]) => `${rows} × ${reason}`).join(', ');
  say(`${log.name}: ${log.rows} rows of ${log.userCount} users, ${log.columns.length} columns; ${bad ? `left out: ${bad}` : 'no bad rows'}; ${log.timeColumn ? `time is column ${log.timeColumn}` : 'no time column'}`);
  for (const note of log.notes) say(`note: ${note}`);
  const predictions = { central: centralPredictions, federated: federatedPredictions, local: localOnly }[options.lane];
  const { predicted, extra } = predictions({ log, parts, options, say, progress });
  const [labels, users] = [Uint8Array.from(parts.test, (row) => log.labels[row] ?? 0), Int32Array.from(parts.test, (row) => log.users[row] ?? 0)];
  const figures = (all: Readonly<Record<string, Float64Array>>): Record<string, AdMetrics> => Object.fromEntries(Object.entries(all).map(([name, chances]) => [name, adMetrics(chances, labels, users)]));
  return {
    dataset: log.name, split: options.split, lane: options.lane, seed: options.seed, rows: log.rows, users: log.userCount, epsilon: options.epsilon ?? null,
    metrics: figures(predicted) as AdResult['metrics'], baselines: figures(baselines(log, parts.train, parts.test)),
    trainRows: parts.train.length, testRows: parts.test.length, trainRate: rateOf(log, parts.train), testRate: rateOf(log, parts.test),
    skippedRows: log.skipped, notes: log.notes, timeColumn: log.timeColumn ?? null, ...extra,
  };
}

const rateOf = ({ labels }: AdLog, rows: Int32Array): number => rows.reduce((sum, row) => sum + (labels[row] ?? 0), 0) / rows.length;

interface Sharing {
  readonly log: AdLog;
  readonly parts: Parts;
  readonly options: AdOptions;
  readonly say: (line: string) => void;
  readonly progress: Progress;
}

/** Share of a lane's time that its heads take; the rest is the mix's. */
const HEADS_SHARE = 0.8;

/** Values of a fact that have a taste: their pairs are what memory allows, or three reports. */
const TASTE_VALUES = { central: 1000, federated: 256 } as const;

/** Sums that no fold is asked of. */
const NO_FOLDS: Folds = { count: 0, ofRow: new Int8Array() };

interface Predicted {
  readonly predicted: Readonly<Record<string, Float64Array>>;
  readonly extra: object;
}

function localOnly({ log, parts: { train, test }, options: { seed }, progress }: Sharing): Predicted {
  return { predicted: localPredictions({ log, train, test, base: rateOf(log, train), seed, progress }), extra: {} };
}

function centralPredictions({ log, parts: { train, test }, options: { split, seed }, say, progress }: Sharing): Predicted {
  const later = split === 'time' ? heldByTime(log, train) : undefined;
  const heads = centralHeads({ log, train, test, later, seed, say, progress: within(progress, 0, HEADS_SHARE) });
  const over = (rows: Int32Array): Summation => plainSums(rowsByUser(rows, log.users, log.userCount), NO_FOLDS);
  const tastes: TasteSums = { most: TASTE_VALUES.central, over: (rows, folds) => plainSums(rowsByUser(rows, log.users, log.userCount), folds) };
  const mixed = mixHeads({ log, train, test, heads, progress: within(progress, HEADS_SHARE, 1), sums: over(heads.clean), followed: heads.encoding.followed, trial: trialOf(later, over), tastes });
  return { predicted: mixed.predicted, extra: { features: featuresOf(heads.encoding), heads: heads.record, mix: mixed.weights, served: mixed.served } };
}

/** The clean rows in two by time, where they are the latest of train. */
function trialOf(later: Parts | undefined, over: (rows: Int32Array) => Summation): Trial | undefined {
  if (!later) return undefined;
  const half = later.test.length >> 1;
  return { before: later.train, fit: over(later.test.subarray(0, half)), check: over(later.test.subarray(half)) };
}

function federatedPredictions({ log, parts: { train, test }, options: { split, seed, epsilon, delta }, say, progress }: Sharing): Predicted {
  const plan = planRounds(log.userCount);
  if (log.userCount < FLOORS.minBatch) throw new DataError(`Cannot federate ${log.userCount} users: a batch opens from ${FLOORS.minBatch} on; choose --lane central or local`);
  const reports = SUM_REPORTS + 3 * plan.mostReports;
  const noiseMultiplier = epsilon === undefined ? 0 : noiseMultiplierFor(epsilon, delta, reports);
  if (noiseMultiplier === undefined) throw new DataError(`Cannot keep ${reports} reports of a device within epsilon ${epsilon}: no noise is that large; choose a larger --epsilon`);
  const reporting: Reporting = { noiseMultiplier, chance: seededChance(seed + 2), randomness: seededRandomness(seed + 3) };
  const later = split === 'time' ? heldByTime(log, train) : undefined;
  const held = later ?? heldByChance(train, seed + 11);
  const summations: Summation[] = [];
  const encodingOf = (rows: Int32Array): Encoding => {
    const folds = foldsOf(log, rows, { count: foldsFor(log.userCount, noiseMultiplier > 0), dealsLarge: false });
    const facts = reportedSums(rowsByUser(rows, log.users, log.userCount), folds, reporting);
    summations.push(facts);
    return encode({ log, folds, room: noiseMultiplier > 0 ? NOISED : FEDERATED }, facts);
  };
  const encoding = encodingOf(held.train);
  say(featureLine(encoding));
  for (const line of leakLines(encoding)) say(line);
  const isTwice = later !== undefined && noiseMultiplier === 0;
  const firstShare = isTwice ? HEADS_SHARE / 2 : HEADS_SHARE;
  const training = { log, plan, noiseMultiplier, randomness: reporting.randomness, seed, say };
  const heads = federatedHeads({ ...training, progress: within(progress, 0, firstShare), encoding, parts: held, until: undefined });
  if (isTwice) retrained(heads, { test, encoding: encodingOf(train) }, { ...training, progress: within(progress, firstShare, HEADS_SHARE), parts: { train, test: held.test } });
  const over = (rows: Int32Array, by: Folds = NO_FOLDS): Summation => {
    const sums = reportedSums(rowsByUser(rows, log.users, log.userCount), by, reporting);
    summations.push(sums);
    return sums;
  };
  const tastes = noiseMultiplier > 0 ? undefined : { most: TASTE_VALUES.federated, over };
  const mixed = mixHeads({ log, train, test, heads, progress: within(progress, HEADS_SHARE, 1), sums: over(heads.clean), followed: encoding.followed, trial: trialOf(later, over), tastes });
  const told = summations.reduce((sum, own) => sum + own.reports(), 0);
  if (noiseMultiplier > 0 && told > SUM_REPORTS) throw new DataError(`Cannot promise epsilon ${epsilon}: sums took ${told} reports of a device, the noise was made for ${SUM_REPORTS}; leave columns out by --without`);
  const privacy = noiseMultiplier > 0 ? privacyOf(noiseMultiplier, reports, delta) : null;
  return { predicted: mixed.predicted, extra: { features: featuresOf(encoding), heads: heads.record, mix: mixed.weights, served: mixed.served, sumReports: told, privacy } };
}

/** Split by time, what is asked comes after the held-out rows: heads are trained once more on all of train, as many rounds as were best, and predict it. */
function retrained({ heads, record }: FederatedHeads, { test, encoding }: { readonly test: Int32Array; readonly encoding: Encoding }, training: Omit<FederatedInput, 'encoding' | 'until'>): void {
  const until = { lr: record.lr.bestRound, fm: record.fm.bestRound, dnn: record.dnn.bestRound };
  for (const { name, logits } of federatedHeads({ ...training, encoding, until }).heads) {
    const own = heads.find((head) => head.name === name);
    if (own) for (const row of test) own.logits[row] = logits[row] as number;
  }
}

function featuresOf({ rows, denseNames, crosses, slotValues, crossValues, collisions, leaks }: Encoding): object {
  return { suspected: leaks, dense: denseNames, facts: rows.slotWidth, crosses, slotValues, crossValues, collisions };
}

/** What all reports of the most active device cost it. */
function privacyOf(noiseMultiplier: number, reports: number, delta: number): object {
  const { integerNorm } = FLOORS;
  const rho = reports * rhoOfReport({ integerNorm, noiseVariance: noiseVarianceFor(noiseMultiplier, integerNorm) });
  return { unit: 'one browser profile in one shop', epsilon: epsilonOf(rho, delta), delta, rho, noiseMultiplier, reports };
}
