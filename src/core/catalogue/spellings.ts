/** Barcodes are written with and without the zeros that fill them up to 8, 12, 13 or 14 digits. */
const BARCODE = /^0*(\d{6,14})$/;
/** Numbers inside ids that shop systems and their feeds put words around: Shopify's gids, WooCommerce's and Meta's feed plugins. */
const WRAPPED = /^(?:gid:\/\/shopify\/\w+\/|gla_|wc_post_id_|woocommerce_gpf_|#)(\d+)(?:\?.*)?$/i;
/** `shopify_CA_PRODUCT_VARIANT`, as Shopify's Google channel names a variant. */
const SHOPIFY_FEED = /^shopify_[a-z]{2,3}_(\d+)_(\d+)$/i;
/** `online:en:US:SKU`, as Google's Content API names an offer. */
const OFFER = /^(?:online|local):[a-z]{2}:[a-z]{2}:(.+)$/i;

/**
 * Other ways in which the same product is named: without what a system or feed puts around an id, without leading zeros,
 * in lower case. Most special first, the name itself never among them: `shopify_CA_7_42` is variant 42 of product 7.
 */
export function spellingsOf(name: string): readonly string[] {
  const plain = name.trim().replace(OFFER, '$1');
  const [, product, variant] = SHOPIFY_FEED.exec(plain) ?? [];
  const bare = (WRAPPED.exec(plain)?.[1] ?? BARCODE.exec(plain)?.[1] ?? plain).toLowerCase();
  const spellings = product !== undefined && variant !== undefined ? [variant, product] : [bare];
  return spellings.filter((spelling) => spelling !== name && spelling !== '');
}

/** The one spelling that most names of a product share: two names with the same one mean one product. */
export function plainSpelling(name: string): string {
  return spellingsOf(name)[0] ?? name;
}
