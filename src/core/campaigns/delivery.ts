import { decodeJson, encodeJson, type FieldFault, type Fields } from '#core/fields';
import { HASH_PATTERN, type ContentHash, type Result } from '#core/units';
import type { CampaignId } from './campaign.ts';
import { AD_ID_PATTERN, MAX_CAMPAIGNS } from './limits.ts';

/** Experiments that run at once; each costs cells of a measurement. */
export const MAX_EXPERIMENTS = 16;
const MAX_ARMS = 8;
/** Thousandths of all devices. */
const WHOLE = 1000;
/** Last instant a date can express, ms. */
const LAST_MS = 8_640_000_000_000_000;
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
    return {
      version: fields.oneOf('version', [1]),
      ads: fields.pattern('ads', HASH_PATTERN) as ContentHash,
      issuedMs: fields.integer('issuedMs', 0, LAST_MS),
      campaigns: fields.entries('campaigns', MAX_CAMPAIGNS, (entry, id) => entry.object(id, (campaign) => ({ passThrough: campaign.number('passThrough', 0, 1), isTargeted: campaign.flag('isTargeted') }))),
      ...(bandit && { bandit }),
      experiments: fields.list('experiments', MAX_EXPERIMENTS, (entry) => readExperiment(entry)),
    };
  });
  const why = read.ok ? inconsistency(read.value) : undefined;
  return why === undefined ? read : { ok: false, fault: { kind: 'malformed', message: `Cannot read delivery.${why}` } };
}

/** What its fields, each fine, do not fit together in. */
function inconsistency({ bandit, experiments }: Delivery): string | undefined {
  if (bandit && (bandit.b.length !== BANDIT_DIMS || bandit.precision.length !== BANDIT_TRIANGLE)) return `bandit: wanted ${BANDIT_DIMS} and ${BANDIT_TRIANGLE} numbers`;
  const partial = experiments.findIndex(({ arms }) => arms.reduce((sum, { thousandths }) => sum + thousandths, 0) !== WHOLE);
  return partial < 0 ? undefined : `experiments[${partial}].arms: their thousandths do not sum to ${WHOLE}`;
}

function readPosterior(fields: Fields): LinearPosterior {
  const limit = 1e12;
  return { b: fields.numbers('b', BANDIT_DIMS, -limit, limit), precision: fields.numbers('precision', BANDIT_TRIANGLE, -limit, limit) };
}

/** Reads an experiment. @param salt - of one that is asked for and has none yet */
export function readExperiment(fields: Fields, salt?: string): Experiment {
  return {
    id: fields.pattern('id', AD_ID_PATTERN),
    kind: fields.oneOf('kind', ['holdout', 'ab']),
    ...(fields.has('campaign') && { campaign: fields.pattern('campaign', AD_ID_PATTERN) as CampaignId }),
    salt: salt ?? fields.pattern('salt', /^[0-9a-f]{32}$/),
    arms: fields.list('arms', MAX_ARMS, (arm) => ({ name: arm.pattern('name', AD_ID_PATTERN), thousandths: arm.integer('thousandths', 0, 1000) })),
    startMs: fields.integer('startMs', 0, LAST_MS),
    endMs: fields.integer('endMs', 0, LAST_MS),
  };
}
