import type { Chance } from '#core/units';
import { calibratedLogit, type Calibration } from './calibration.ts';
import { factorHead } from './factors.ts';
import { sigmoid, type Head } from './head.ts';
import { linearHead } from './linear.ts';
import { localHeadUpdate, type LocalUpdate } from './local.ts';
import { MOMENT_NUMBERS, momentRows, type AdMoment, type MomentTables } from './moment.ts';
import { networkHead } from './network.ts';
import { ownShift, type OwnPast } from './personal.ts';

/** Chances that are learnt: of a click on a showing, and of a purchase after a click. */
export const AD_MODEL_KINDS = ['ctr', 'cvr'] as const;
export type AdModelKind = (typeof AD_MODEL_KINDS)[number];

/** Most entries of a report of either kind, the verdict behind the weights among them. */
export const MAX_AD_MODEL_ENTRIES = 13_000;

interface AdModel {
  readonly tables: MomentTables;
  /** One after the other in the flat vector. */
  readonly heads: readonly Head[];
}

const CTR_TABLES: MomentTables = { slots: 768, crosses: 1024 };
const CVR_TABLES: MomentTables = { slots: 112, crosses: 0 };
const FACTORS = 4;
/** Share of hidden units dropped (as `#bench/heads` has it, decision 0028). */
const DROPOUT = 0.2;

/**
 * `ctr`: logistic regression with crosses, a factorisation machine, a network of 64 and 32; their mean logit counts.
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

/** P of a kind: 12,979 of `ctr`, 12,993 of `cvr`. */
export function adModelParameters(kind: AdModelKind): number {
  return MODELS[kind].heads.reduce((sum, { parameters }) => sum + parameters, 0);
}

/** Parts of a flat vector, a head each. */
function partsOf<W extends Float32Array>(kind: AdModelKind, weights: W): readonly { readonly head: Head; readonly own: W }[] {
  if (weights.length !== adModelParameters(kind)) throw new RangeError(`Cannot read ${weights.length} weights as ${kind}: wanted ${adModelParameters(kind)}`);
  let from = 0;
  return MODELS[kind].heads.map((head) => {
    from += head.parameters;
    return { head, own: weights.subarray(from - head.parameters, from) as W };
  });
}

/** First weights: every chance near `base`. @param base - 0 to 1, what a shop without figures starts from */
export function initialAdModel(kind: AdModelKind, chance: Chance, base: number): Float32Array<ArrayBuffer> {
  const weights = new Float32Array(adModelParameters(kind));
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

/** One local epoch over a device's own examples, every head by its own loss. @returns shape [P] and the mean loss of the heads before they learnt */
export function localAdUpdate(kind: AdModelKind, weights: Float32Array, { examples, chance }: { readonly examples: readonly AdExample[]; readonly chance: Chance }): LocalUpdate {
  const rows = momentRows(examples.map(({ moment }) => moment), MODELS[kind].tables);
  const labels = examples.map(({ label }) => label);
  const parts = partsOf(kind, weights);
  const updates = parts.map(({ head, own }) => localHeadUpdate(head, own, { rows, labels, own: labels.map((_, row) => row), chance }));
  const delta = new Float32Array(weights.length);
  let from = 0;
  for (const update of updates) {
    delta.set(update.delta, from);
    from += update.delta.length;
  }
  return { delta, loss: updates.reduce((sum, { loss }) => sum + loss / updates.length, 0) };
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
