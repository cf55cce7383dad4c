type Fields = Readonly<Record<string, unknown>>;

/** Deepest nesting read: `@graph` → ProductGroup → variant → offer stays below it. */
const MAX_DEPTH = 6;
/** Longest script read, in characters: larger ones are lists, not product pages. */
const MAX_SCRIPT_LENGTH = 200_000;

function fieldsOf(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}

function isType(fields: Fields, wanted: string): boolean {
  const type = fields['@type'];
  const types: readonly unknown[] = Array.isArray(type) ? type : [type];
  return types.some((each) => typeof each === 'string' && each.replace(/^https?:\/\/schema\.org\//, '') === wanted);
}

function idOf(fields: Fields): string | undefined {
  for (const key of ['sku', 'productID', 'mpn', 'gtin13', 'gtin', 'gtin12', 'gtin14', 'gtin8']) {
    const value = fields[key];
    if ((typeof value === 'string' || typeof value === 'number') && String(value).trim() !== '') {
      return String(value).trim().replace(/^(?:sku|mpn|gtin\d*|isbn):/i, '');
    }
  }
  return undefined;
}

/** Products that are the page's own subject: not those inside lists, offers or "related" fields. */
function subjects(value: unknown, depth: number): readonly Fields[] {
  if (depth > MAX_DEPTH) return [];
  if (Array.isArray(value)) return value.flatMap((each) => subjects(each, depth + 1));
  const fields = fieldsOf(value);
  if (!fields) return [];
  if (isType(fields, 'Product') || isType(fields, 'ProductGroup')) return [fields];
  return [fields['@graph'], fields['mainEntity'], fields['mainEntityOfPage']].flatMap((each) => subjects(each, depth + 1));
}

/**
 * Id of the one product a page is about, from the texts of its JSON-LD scripts; undefined for list pages, pages without
 * products and broken JSON.
 */
export function productInJsonLd(scripts: readonly string[]): string | undefined {
  const ids = new Set<string>();
  for (const text of scripts) {
    if (text.length > MAX_SCRIPT_LENGTH) continue;
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      continue;
    }
    for (const product of subjects(value, 0)) {
      const variants: unknown = product['hasVariant'];
      const first: unknown = Array.isArray(variants) ? variants[0] : variants;
      const id = idOf(product) ?? idOf(fieldsOf(first) ?? {});
      if (id !== undefined) ids.add(id);
    }
  }
  const [only] = ids;
  return ids.size === 1 ? only : undefined;
}
