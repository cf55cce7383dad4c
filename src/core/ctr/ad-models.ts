import type { Chance } from '#core/units';
import { calibratedLogit, type Calibration } from './calibration.ts';
import { factorHead } from './factors.ts';
import { newSlopes, sigmoid, type Head } from './head.ts';
import { linearHead } from './linear.ts';
import { MOMENT_NUMBERS, momentRows, type AdMoment, type MomentTables } from './moment.ts';
import { networkHead } from './network.ts';
import { orderSlopes } from './order.ts';
import { ownShift, type OwnPast } from './personal.ts';
import { plainSteps } from './steps.ts';

/** Chances that are learnt: of a click on a showing, and of a purchase after a click. */
export const AD_MODEL_KINDS = ['ctr', 'cvr'] as const;
export type AdModelKind = (typeof AD_MODEL_KINDS)[number];

interface AdModel {
  readonly tables: MomentTables;
  /** One after the other in the flat vector, of which a model has the first or more. */
  readonly heads: readonly Head[];
}

const CTR_TABLES: MomentTables = { slots: 768, crosses: 1024 };
const CVR_TABLES: MomentTables = { slots: 112, crosses: 0 };
const FACTORS = 4;
/** Share of hidden units dropped (as `#bench/heads` has it, decision 0028). */
const DROPOUT = 0.2;

/**
 * `ctr`: logistic regression with crosses, alone or with a factorisation machine, or with that and a network of 64 and 32; their
 * mean logit counts.
 * `cvr`: a network of 128 and 64.
 *
 * | kind | head | weights | from |
 * |---|---|---|---|
 * | ctr | linear: bias, 24 numbers, 768 slots, 1,024 crosses | 1,817 | 0 |
 * | ctr | factors: bias, 24 numbers, 768 slots of weight and 4 factors | 3,865 | 1,817 |
 * | ctr | network: [32, 64], [64], [64, 32], [32], [32, 1], [1], 768 slots of 4 factors | 7,297 | 5,682 |
 * | cvr | network: [32, 128], [128], [128, 64], [64], [64, 1], [1], 112 slots of 4 factors | 12,993 | 0 |
 */
const MODELS: Readonly<Record<AdModelKind, AdModel>> = {
  ctr: {
    tables: CTR_TABLES,
    heads: [
      linearHead({ denseWidth: MOMENT_NUMBERS, ...CTR_TABLES }),
      factorHead({ denseWidth: MOMENT_NUMBERS, slots: CTR_TABLES.slots, factors: FACTORS }),
      networkHead({ denseWidth: MOMENT_NUMBERS, slots: CTR_TABLES.slots, factors: FACTORS, hidden: [64, 32], dropout: DROPOUT }),
    ],
  },
  cvr: { tables: CVR_TABLES, heads: [networkHead({ denseWidth: MOMENT_NUMBERS, slots: CVR_TABLES.slots, factors: FACTORS, hidden: [128, 64], dropout: 0 })] },
};

/** P that a model of a kind may have, by how many heads it has: 1,817, 5,682 and 12,979 of `ctr`, 12,993 of `cvr`. */
export function adModelSizes(kind: AdModelKind): readonly number[] {
  let sum = 0;
  return MODELS[kind].heads.map(({ parameters }) => (sum += parameters));
}

/** P of a kind with so many heads: shops begin with one. @throws RangeError where it has no so many */
export function adModelParameters(kind: AdModelKind, heads = 1): number {
  const size = adModelSizes(kind)[heads - 1];
  if (size === undefined) throw new RangeError(`Cannot make ${heads} heads of ${kind}: wanted 1 to ${MODELS[kind].heads.length}`);
  return size;
}

/** Parts of a flat vector, a head each. */
function partsOf<W extends Float32Array>(kind: AdModelKind, weights: W): readonly { readonly head: Head; readonly own: W }[] {
  const sizes = adModelSizes(kind);
  if (!sizes.includes(weights.length)) throw new RangeError(`Cannot read ${weights.length} weights as ${kind}: wanted ${sizes.join(' or ')}`);
  let from = 0;
  return MODELS[kind].heads.slice(0, sizes.indexOf(weights.length) + 1).map((head) => {
    from += head.parameters;
    return { head, own: weights.subarray(from - head.parameters, from) as W };
  });
}

/** First weights: every chance near `base`. @param base - 0 to 1, what a shop without figures starts from. @param heads - how many, from the first on */
export function initialAdModel(kind: AdModelKind, chance: Chance, base: number, heads = 1): Float32Array<ArrayBuffer> {
  const weights = new Float32Array(adModelParameters(kind, heads));
  for (const { head, own } of partsOf(kind, weights)) {
    own.set(head.start(chance));
    own[head.biasAt] = Math.log(base / (1 - base));
  }
  return weights;
}

/** The logit of one moment: the mean of the heads'. */
export function adLogit(kind: AdModelKind, weights: Float32Array, moment: AdMoment): number {
  const rows = momentRows([moment], MODELS[kind].tables);
  const parts = partsOf(kind, weights);
  return parts.reduce((sum, { head, own }) => sum + head.logit(own, rows, 0), 0) / parts.length;
}

/** A moment and what came of it: a click for `ctr`, a purchase after the click for `cvr`. */
export interface AdExample {
  readonly moment: AdMoment;
  readonly label: 0 | 1;
}

/** Length of a device's step by order. What it is does not matter beside the bound that it is cut to: it is above it, so that each device says as much as it may. */
const ORDER_RATE = 0.05;
/** The same for weights that every ad moves. The 24 numbers differ by some .3 between ads where thirteen facts differ by 1: of a report of bounded length they would have a tenth. */
const NUMBERS_RATE = 0.2;

/**
 * One step of a device by order: each pair of an example of label 1 and one of label 0, every head by its own loss; zeros
 * without a pair. Not the log loss of each: where few ads are followed its slopes are about the level, and noise hides the rest.
 * The level is the calibration's (decision 0054).
 *
 * @returns shape [P], weights after less weights before
 */
export function localAdUpdate(kind: AdModelKind, weights: Float32Array, { examples, chance }: { readonly examples: readonly AdExample[]; readonly chance: Chance }): Float32Array<ArrayBuffer> {
  const delta = new Float32Array(weights.length);
  const labels = examples.map(({ label }) => label);
  if (new Set(labels).size < 2) return delta;
  const rows = momentRows(examples.map(({ moment }) => moment), MODELS[kind].tables);
  for (const [i, { head, own }] of partsOf(kind, weights).entries()) {
    const slopes = newSlopes(head.parameters);
    const slopeOf = orderSlopes({ logits: labels.map((_, row) => head.logit(own, rows, row)), labels });
    for (const row of labels.keys()) head.learn(own, { rows, row, slope: () => slopeOf[row] ?? 0, chance }, slopes);
    const moved = partsOf(kind, delta)[i];
    if (moved) plainSteps(head, ORDER_RATE, NUMBERS_RATE)(moved.own, slopes);
  }
  return delta;
}

/** Weights of both kinds. */
export type AdModels = Readonly<Record<AdModelKind, Float32Array>>;

/** Chances of one ad at one moment, 0 to 1: of a click, and of a purchase after it. Their product is that of both. */
export interface AdPrediction {
  readonly pctr: number;
  readonly pcvr: number;
}

/**
 * What an ad is worth showing for: heads, then the public calibration, then the shopper's own past, which stays on the device.
 *
 * @param own - of clicks; absent: nothing is known of her
 */
export function predictAd(models: AdModels, calibration: Calibration, moment: AdMoment, own?: OwnPast): AdPrediction {
  const logit = (kind: AdModelKind): number => calibratedLogit(calibration[kind], adLogit(kind, models[kind], moment));
  return { pctr: sigmoid(logit('ctr') + (own ? ownShift(own) : 0)), pcvr: sigmoid(logit('cvr')) };
}
