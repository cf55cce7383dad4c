import type { Brand, ContentHash } from '#core/units';
import { SHOP_KINDS, type ShopKind } from './shop-kinds.ts';

/** SHA-256 of a task's canonical bytes, 64 hex digits. */
export type TaskId = Brand<string, 'TaskId'>;

/** Counts up from 1 for the life of a deployment; never reused. */
export type RoundId = Brand<number, 'RoundId'>;

/**
 * Kinds of a shop that runs ads, and of no other: `ctr`, the chance that an ad is followed, and `cvr`, that its follower
 * buys, ≤ 13,000 weights each; `portraits`, the clusters of shoppers' tastes, means of sums.
 */
export const ADS_KINDS = ['ctr', 'cvr', 'portraits'] as const;
export type AdsKind = (typeof ADS_KINDS)[number];
/** All of them, in the order of their numbers in model files. */
export const MODEL_KINDS = [...SHOP_KINDS, ...ADS_KINDS] as const;
export type ModelKind = (typeof MODEL_KINDS)[number];
/** Kinds whose weights are trained and moved in steps that the next batch judges; the others are sums. */
export type WeightsKind = Exclude<ModelKind, 'pairs' | 'portraits'>;
/** Kinds that may begin as a given file, such as another shop's model. */
export const GIVEN_KINDS = ['mix', 't11'] as const satisfies readonly WeightsKind[];
export type GivenKind = (typeof GIVEN_KINDS)[number];

/** A value for each kind of a deployment: those of every shop, and those of ads where it runs any. */
export type ByKind<Value> = Readonly<Record<ShopKind, Value> & Partial<Record<AdsKind, Value>>>;

/** Kinds that `values` has something for. */
export function kindsOf(values: ByKind<unknown>): readonly ModelKind[] {
  return MODEL_KINDS.filter((kind) => values[kind] !== undefined);
}

/** Entries of a report behind its update: the device's verdict on a candidate, for kinds that have candidates. */
export const VERDICT_ENTRIES: Readonly<Record<ModelKind, 0 | 1>> = { mix: 1, t11: 1, pairs: 0, ctr: 1, cvr: 1, portraits: 0 };

/** Entries of the update in a report to `task`: all but the verdict. */
export function updateLength({ model, length }: Pick<ModelTask, 'model' | 'length'>): number {
  return length - VERDICT_ENTRIES[model];
}

/** An aggregator as a task names it. */
export interface TaskParty {
  /** Origin and path prefix, without a trailing slash. */
  readonly url: string;
  /** HPKE configuration id, 0 to 255. */
  readonly hpkeConfigId: number;
  /** P-256 public key, uncompressed, 65 bytes (DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-128-GCM). */
  readonly hpkePublicKey: Uint8Array;
}

/** The verifiable function behind a task: PINE and what its draft leaves open. `length` and `integerNorm` of the task are its dimension and bound. */
export interface TaskVdaf {
  /** As the draft names it: `Pine32HmacSha256Aes128`. */
  readonly name: string;
  readonly chunkLength: number;
  readonly chunkLengthNormEquality: number;
  readonly numProofs: number;
  readonly numProofsNormEquality: number;
}

/** Verifiable functions of a measurement: a vector of bounded L1 norm, or one bucket of a histogram. */
export const MEASURE_VDAFS = ['Prio3L1BoundSum', 'Prio3Histogram'] as const;

/** The verifiable function behind a measurement: Prio3 and what VDAF-20 leaves open. `length` and `bound` of the task are its dimension and bound. */
export interface MeasureVdaf {
  /** As its draft names it. */
  readonly name: (typeof MEASURE_VDAFS)[number];
  readonly chunkLength: number;
}

/** A positive rational number of two integers, so that nothing that privacy rests on is rounded. */
export interface ExactRatio {
  readonly numerator: number;
  readonly denominator: number;
}

/** What every task promises, whatever it is about. */
export interface TaskPromise {
  readonly version: 2;
  readonly leader: TaskParty;
  readonly helper: TaskParty;
  /** k, fewest reports whose sum may be opened. */
  readonly minBatch: number;
  readonly adjacency: 'zero-out';
  /** ms since 1970. */
  readonly opensMs: number;
  readonly closesMs: number;
  /** True where the devices of this deployment are simulated too; shown wherever the task appears. */
  readonly simulated: boolean;
}

/** A task that moves a model. */
export interface ModelTask extends TaskPromise {
  readonly kind: 'model';
  readonly model: ModelKind;
  readonly vdaf: TaskVdaf;
  /** Entries of a report: those of an update, and a verdict behind them for kinds that have candidates. */
  readonly length: number;
  readonly baseModel: ContentHash;
  /** Which block of a model larger than one report, as `pairs` may be; 0 where there is one. */
  readonly block: number;
  /** C, L2 bound of an update in model units; maps to the integer norm B. */
  readonly clipNorm: number;
  /** B, L2 bound of the integer vector a device shares: 256. */
  readonly integerNorm: number;
  /** σ² that EACH server adds, as an exact rational of integers, in squared integer units. */
  readonly noiseVariance: ExactRatio;
  readonly dpDelta: number;
}

/** A task that counts: its sum is published with noise and moves no model. */
export interface MeasureTask extends TaskPromise {
  readonly kind: 'measure';
  readonly vdaf: MeasureVdaf;
  /** Entries of a report: the cells of the layout. */
  readonly length: number;
  /** Content address of the layout file: what each entry counts (`#core/measurement`). */
  readonly layout: ContentHash;
  /** L1 bound of the whole numbers, 0 or more, that a device shares; 1 for a histogram. */
  readonly bound: number;
  /** ε of one report, with no δ: pure differential privacy. */
  readonly epsilon: ExactRatio;
  /** Scale of the discrete Laplace noise that EACH server adds to every entry, at least bound / ε. */
  readonly noiseScale: ExactRatio;
}

/** A promise to devices: in the log before a device uses it, and bound into every share by its id. */
export type Task = ModelTask | MeasureTask;

/**
 * What no two open tasks may share, because their batches could be subtracted from each other: the base model and its block,
 * or the layout.
 */
export function scopeOf(task: Task): { readonly base: ContentHash; readonly block: number } {
  return task.kind === 'model' ? { base: task.baseModel, block: task.block } : { base: task.layout, block: 0 };
}
