import type { Product } from '#core/catalogue';
import { COLOURS } from './kind.ts';

/** The colours one drawing uses. */
export interface Ink {
  /** The product's own colour. */
  readonly main: string;
  readonly light: string;
  readonly pale: string;
  readonly dark: string;
  readonly deep: string;
  /** A second colour that goes with the first. */
  readonly accent: string;
  /** Picks one of `count` small differences, the same for the same product. */
  readonly pick: (count: number, salt?: number) => number;
}

/** Draws one kind of product on the 400 × 400 picture; it stands on y = 330. */
export type Motif = (ink: Ink, product: Product) => string;

/** Materials that look the same in every colour of product. */
export const PAPER = '#fbf7ee';
export const TIMBER = '#b98d60';
export const TIMBER_DARK = '#8d6642';
export const STEEL = '#aab4bb';
export const STEEL_DARK = '#7c878f';
export const INK = '#33363a';
export const LEAF = '#5f8f5a';
export const LEAF_DARK = '#3f6b45';

const ACCENTS = ['#e9b44c', '#e4785f', '#5aa0a0', '#f1efe9', '#7d8fc2', '#c98aa0'] as const;
/** Backgrounds: pale enough for every product colour to stand out on. */
const TINTS = ['#f6f1e9', '#eef3f1', '#f3eff6', '#f7efec', '#edf2f7', '#f4f4ea'] as const;

/** Brightness of 0 to 255 above which a product needs a darker ground: cream stays below, white is above. */
const PALE_LUMA = 225;

/** 32-bit FNV-1a of `text`: spreads ids over small choices; no defence against anybody. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** Ink of a product: the first colour its title names, else one that follows from its id. */
export function inkOf(title: string, id: string): Ink {
  const hash = hashOf(id);
  const main = colourIn(title) ?? pickFrom(Object.values(COLOURS), hash) ?? '#888888';
  return {
    main,
    light: mix(main, '#ffffff', 0.3),
    pale: mix(main, '#ffffff', 0.68),
    dark: mix(main, '#1d2024', 0.22),
    deep: mix(main, '#1d2024', 0.45),
    accent: pickFrom(ACCENTS, hash >>> 3) ?? '#e9b44c',
    pick: (count, salt = 0) => (hash >>> (5 + salt)) % count,
  };
}

/** Background of a product's drawing. */
export function tintOf(id: string): string {
  return pickFrom(TINTS, hashOf(id) >>> 11) ?? TINTS[0];
}

/** Whether colour #rrggbb would vanish on a white ground. */
export function isPale(colour: string): boolean {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((i) => Number.parseInt(colour.slice(i, i + 2), 16));
  return 0.3 * red + 0.59 * green + 0.11 * blue > PALE_LUMA;
}

/** `share` of the way from colour `from` to colour `to`, both #rrggbb. */
function mix(from: string, to: string, share: number): string {
  let out = '#';
  for (let i = 1; i < 7; i += 2) {
    const a = Number.parseInt(from.slice(i, i + 2), 16);
    const b = Number.parseInt(to.slice(i, i + 2), 16);
    out += Math.round(a + (b - a) * share).toString(16).padStart(2, '0');
  }
  return out;
}

/** Colour words of real feeds beside the shop's own. */
const COMMON: Readonly<Record<string, string>> = {
  blue: '#4a74a8', green: '#5c8a5a', yellow: '#e6c547', orange: '#e08a3c', purple: '#7c5a96', pink: '#e39bb0', brown: '#86603f', grey: '#8b9196', gray: '#8b9196',
  gold: '#c9a44a', silver: '#b4bcc2', beige: '#dcc9a6', maroon: '#7d2f3b', turquoise: '#46a7a5', burgundy: '#7b2d40', khaki: '#9a9566', mauve: '#b08ea8', ivory: '#efe7d6', multicolor: '#d9784f',
};
const COLOUR_BY_WORD = new Map([...Object.entries(COMMON), ...Object.entries(COLOURS).map(([name, hex]) => [name.toLowerCase(), hex] as const)]);

/** The last colour word of the title: shops put the colour at the end. */
function colourIn(title: string): string | undefined {
  let found: string | undefined;
  for (const word of title.toLowerCase().split(/[^a-z]+/)) found = COLOUR_BY_WORD.get(word) ?? found;
  return found;
}

function pickFrom<T>(from: readonly T[], index: number): T | undefined {
  return from[index % from.length];
}
