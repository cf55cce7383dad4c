/** Attributes of the embed line that the tag reads (docs/shops/embed.md), by their names in a `dataset`: whoever verifies an installation takes any other for a slip. */
export const EMBED_ATTRIBUTES: readonly string[] = [
  'shop', 'catalogue', 'endpoint', 'policy', 'pictures', 'consent', 'federate', 'ads', 'auto', 'worker', 'locale', 'nonce', 'debug', 'defaults', 'beforeStore',
];

/** A name in a `dataset` as the attribute is written: `beforeStore` → `data-before-store`. */
export function attributeName(name: string): string {
  return `data-${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
