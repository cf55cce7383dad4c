/** Longest shop name: it becomes part of a database's name. */
const MAX_SHOP = 64;

/** Whether `data-shop` may say that: 1 to 64 letters, digits, dots, dashes or underscores. */
export function isShopName(text: string): boolean {
  return /^[\p{L}\p{N}._-]+$/u.test(text) && text.length <= MAX_SHOP;
}

/** What an embed line says. */
export interface EmbedOptions {
  /** Address of the folder above that of the build, with or without its slash. */
  readonly tagFolder: string;
  /** Name of the build's folder; absent for the file that moves on to each next build. */
  readonly build?: string;
  /** Subresource Integrity of the build's `homebird.js`. */
  readonly integrity?: string;
  /** `data-*` attributes by name without `data-`, in their order; those without a value are left out. */
  readonly data: Readonly<Record<string, string | undefined>>;
}

/** Line between two attributes of a line that a person reads. */
const BREAK = '\n  ';

/** The line to paste. @param isBroken - a line for each attribute; else all in one */
export function embedLine({ tagFolder, build, integrity, data }: EmbedOptions, isBroken = false): string {
  const source = [tagFolder.replace(/\/$/, ''), ...(build === undefined ? [] : [build]), 'homebird.js'].join('/');
  const given = Object.entries({ src: source, integrity, crossorigin: integrity && 'anonymous', ...Object.fromEntries(Object.entries(data).map(([name, value]) => [`data-${name}`, value])) });
  const attributes = given.flatMap(([name, value]) => (value === undefined || value === '' ? [] : [`${name}="${escapeAttribute(value)}"`]));
  return `<script async ${attributes.join(isBroken ? BREAK : ' ')}></script>`;
}

function escapeAttribute(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
