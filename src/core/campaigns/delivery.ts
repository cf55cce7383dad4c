import { decodeJson, encodeJson, type FieldFault, type Fields } from '#core/fields';
import { HASH_PATTERN, type ContentHash, type Result } from '#core/units';
import type { CampaignId } from './campaign.ts';
import { AD_ID_PATTERN, LAST_DATE_MS, MAX_CAMPAIGNS } from './limits.ts';

/** Experiments that run at once; each costs cells of a measurement. */
export const MAX_EXPERIMENTS = 16;
const MAX_ARMS = 8;
/** Thousandths of all devices. */
const WHOLE = 1000;
/** Largest number of a sum that is read. */
const LARGEST = 1e12;
/** Knots of one map: no more bins are measured. */
const MAX_KNOTS = 64;
/** Logits beyond this are chances of 0 and 1. */
const MOST_LOGIT = 64;
/** Cells of a purchase table: what the longest measurement holds. */
const MAX_PURCHASE_CELLS = 256;
/** Width of the context a bandit's linear model sees (RECOMMENDER.md §4). */
export const BANDIT_DIMS = 16;
/** Entries of the upper triangle of a symmetric matrix of {@link BANDIT_DIMS}, row after row. */
export const BANDIT_TRIANGLE = (BANDIT_DIMS * (BANDIT_DIMS + 1)) / 2;

/** What the servers decided of one campaign. */
export interface CampaignDelivery {
  /** Chance that an eligible device serves it, 0 to 1: how its budget is spread over the day. */
  readonly passThrough: number;
  /** Whether its audience is known to hold at least k devices. Otherwise it runs untargeted. */
  readonly isTargeted: boolean;
}

/** Normal posterior over a linear model's weights: precision A, and b = A·mean. */
export interface LinearPosterior {
  /** shape [BANDIT_DIMS]. */
  readonly b: readonly number[];
  /** shape [BANDIT_TRIANGLE], upper triangle of A by rows, positive definite. */
  readonly precision: readonly number[];
}

/** Ascending knots of a monotone map of logits, as `#core/ctr` fits one; none changes nothing. */
export interface CalibrationKnots {
  readonly from: readonly number[];
  /** As many. */
  readonly to: readonly number[];
}

/** What measured predictions came to, for each of them. */
export type DeliveredCalibration = Readonly<Record<'ctr' | 'cvr', CalibrationKnots>>;

/** Sums of measured looks, as `#core/audience` reads them. */
export interface DeliveredPurchases {
  /** shape [cells of the layout that was measured]. */
  readonly counts: readonly number[];
  /** Standard deviation of the noise in each count. */
  readonly noiseStdDev: number;
}

/** A posterior on trial. */
export interface PolicyCandidate {
  /** Spelled as a campaign's id; another for every trial. */
  readonly id: string;
  readonly bandit: LinearPosterior;
}

/** One arm and its share of devices in thousandths. */
export interface ExperimentArm {
  readonly name: string;
  readonly thousandths: number;
}

/**
 * An experiment every device takes part in by its own hash. `holdout`: the arm `held` sees no ads of the campaign but
 * notes what it would have seen (ghost ads). `ab`: arms are named after creatives of the campaign, and
 * each shows, of those that an arm is named after, its own; creatives that none is named after are for every arm.
 */
export interface Experiment {
  /** Spelled as a campaign's id. */
  readonly id: string;
  readonly kind: 'holdout' | 'ab';
  /** Absent: all campaigns. */
  readonly campaign?: CampaignId;
  /** Hashed with the device's own secret draw: two experiments split devices independently. */
  readonly salt: string;
  /** Thousandths sum to 1000. */
  readonly arms: readonly ExperimentArm[];
  readonly startMs: number;
  readonly endMs: number;
}

/** The file of what the servers worked out about an ad catalogue: the same for everyone, replaced as figures come in. */
export interface Delivery {
  readonly version: 1;
  /** The ad catalogue it speaks of. */
  readonly ads: ContentHash;
  /** ms since 1970. A device goes by it for `MAX_DELIVERY_AGE_MS` (`#core/ads`). */
  readonly issuedMs: number;
  /** By campaign; one that is left out is not served. */
  readonly campaigns: Readonly<Record<CampaignId, CampaignDelivery>>;
  /** Absent before the first batch: then the prior holds. */
  readonly bandit?: LinearPosterior;
  /** Absent before any was measured: predictions hold as they are. */
  readonly calibration?: DeliveredCalibration;
  /** Absent before any were measured. */
  readonly purchases?: DeliveredPurchases;
  /** On trial before it takes the place of `bandit`: devices draw by that one, and count what this one would have drawn (subject `policy`). */
  readonly candidate?: PolicyCandidate;
  readonly experiments: readonly Experiment[];
}

/** The one text of a delivery file: canonical JSON. */
export function encodeDelivery(delivery: Delivery): Uint8Array<ArrayBuffer> {
  return encodeJson(delivery);
}

/** Reads a delivery file from hostile bytes. */
export function decodeDelivery(bytes: Uint8Array): Result<Delivery, FieldFault> {
  const read = decodeJson('delivery', bytes, (fields): Delivery => {
    const bandit = fields.optional('bandit', readPosterior);
    const calibration = fields.optional('calibration', (maps) => ({ ctr: maps.object('ctr', readKnots), cvr: maps.object('cvr', readKnots) }));
    const purchases = fields.optional('purchases', (table) => ({ counts: table.numbers('counts', MAX_PURCHASE_CELLS, -LARGEST, LARGEST), noiseStdDev: table.number('noiseStdDev', 0, LARGEST) }));
    const candidate = fields.optional('candidate', (trial): PolicyCandidate => ({ id: trial.pattern('id', AD_ID_PATTERN), bandit: trial.object('bandit', readPosterior) }));
    return {
      version: fields.oneOf('version', [1]),
      ads: fields.pattern('ads', HASH_PATTERN) as ContentHash,
      issuedMs: fields.integer('issuedMs', 0, LAST_DATE_MS),
      campaigns: fields.entries('campaigns', MAX_CAMPAIGNS, (entry, id) => entry.object(id, (campaign) => ({ passThrough: campaign.number('passThrough', 0, 1), isTargeted: campaign.flag('isTargeted') }))),
      ...(bandit && { bandit }),
      ...(calibration && { calibration }),
      ...(purchases && { purchases }),
      ...(candidate && { candidate }),
      experiments: fields.list('experiments', MAX_EXPERIMENTS, (entry) => readExperiment(entry)),
    };
  });
  const why = read.ok ? inconsistency(read.value) : undefined;
  return why === undefined ? read : { ok: false, fault: { kind: 'malformed', message: `Cannot read delivery.${why}` } };
}

/** What its fields, each fine, do not fit together in. */
function inconsistency({ bandit, candidate, calibration, experiments }: Delivery): string | undefined {
  const isMap = ({ from, to }: CalibrationKnots): boolean => from.length === to.length && [from, to].every((knots) => knots.every((knot, i) => i === 0 || knot > (knots[i - 1] ?? knot)));
  if (calibration && !(isMap(calibration.ctr) && isMap(calibration.cvr))) return 'calibration: its knots are no ascending map';
  const isPosterior = ({ b, precision }: LinearPosterior): boolean => b.length === BANDIT_DIMS && precision.length === BANDIT_TRIANGLE;
  const wrong = bandit && !isPosterior(bandit) ? 'bandit' : candidate && !isPosterior(candidate.bandit) ? 'candidate.bandit' : undefined;
  if (wrong !== undefined) return `${wrong}: wanted ${BANDIT_DIMS} and ${BANDIT_TRIANGLE} numbers`;
  const partial = experiments.findIndex(({ arms }) => arms.reduce((sum, { thousandths }) => sum + thousandths, 0) !== WHOLE);
  return partial < 0 ? undefined : `experiments[${partial}].arms: their thousandths do not sum to ${WHOLE}`;
}

function readPosterior(fields: Fields): LinearPosterior {
  return { b: fields.numbers('b', BANDIT_DIMS, -LARGEST, LARGEST), precision: fields.numbers('precision', BANDIT_TRIANGLE, -LARGEST, LARGEST) };
}

function readKnots(fields: Fields): CalibrationKnots {
  return { from: fields.numbers('from', MAX_KNOTS, -MOST_LOGIT, MOST_LOGIT), to: fields.numbers('to', MAX_KNOTS, -MOST_LOGIT, MOST_LOGIT) };
}

/** Reads an experiment. @param salt - of one that is asked for and has none yet */
export function readExperiment(fields: Fields, salt?: string): Experiment {
  return {
    id: fields.pattern('id', AD_ID_PATTERN),
    kind: fields.oneOf('kind', ['holdout', 'ab']),
    ...(fields.has('campaign') && { campaign: fields.pattern('campaign', AD_ID_PATTERN) as CampaignId }),
    salt: salt ?? fields.pattern('salt', /^[0-9a-f]{32}$/),
    arms: fields.list('arms', MAX_ARMS, (arm) => ({ name: arm.pattern('name', AD_ID_PATTERN), thousandths: arm.integer('thousandths', 0, 1000) })),
    startMs: fields.integer('startMs', 0, LAST_DATE_MS),
    endMs: fields.integer('endMs', 0, LAST_DATE_MS),
  };
}
