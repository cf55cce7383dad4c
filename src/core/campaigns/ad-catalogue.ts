import { decodeJson, encodeJson, type FieldFault } from '#core/fields';
import { HASH_PATTERN, type ContentHash, type Result } from '#core/units';
import { readBrandRules, type BrandRules } from './brand-rules.ts';
import type { Campaign } from './campaign.ts';
import { readCampaign } from './campaign-codec.ts';
import { MAX_CAMPAIGNS } from './limits.ts';

/** Most packs of creatives' pictures: 200 campaigns of 20 creatives fill no more. */
const MAX_PACKS = 64;

/** The file of campaigns, the same for everyone: loaded whole by every device that shows ads, never asked by interest. */
export interface AdCatalogue {
  readonly version: 1;
  readonly shop: string;
  /** ISO 4217, of every amount in it. */
  readonly currency: string;
  readonly campaigns: readonly Campaign[];
  /** What the merchant asks of every text; absent where she wrote no rules: then templates are held to `DEFAULT_RULES`, and texts were when they went live. */
  readonly rules?: BrandRules;
  /** Picture packs that hold what creatives show, by content address; fetched whole by every device that shows ads. */
  readonly packs: readonly ContentHash[];
  /** Hash of every picture in them, pack after pack, 64 a pack: `assets.image` names one of these. */
  readonly pictures: readonly ContentHash[];
}

/** The one text of an ad catalogue: canonical JSON, so that its hash names it. */
export function encodeAdCatalogue(catalogue: AdCatalogue): Uint8Array<ArrayBuffer> {
  return encodeJson(catalogue);
}

/** Reads an ad catalogue from hostile bytes; a wrong campaign makes the whole file wrong, for no server of ours writes one. */
export function decodeAdCatalogue(bytes: Uint8Array): Result<AdCatalogue, FieldFault> {
  return decodeJson('ad catalogue', bytes, (fields): AdCatalogue => {
    const rules = fields.optional('rules', readBrandRules);
    return {
      version: fields.oneOf('version', [1]),
      shop: fields.text('shop', 200),
      currency: fields.pattern('currency', /^[A-Z]{3}$/),
      campaigns: fields.list('campaigns', MAX_CAMPAIGNS, readCampaign),
      ...(rules && { rules }),
      packs: fields.patterns('packs', MAX_PACKS, HASH_PATTERN) as ContentHash[],
      pictures: fields.patterns('pictures', 64 * MAX_PACKS, HASH_PATTERN) as ContentHash[],
    };
  });
}
