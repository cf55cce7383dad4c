import type { AdSize, AdStyle } from '#core/campaigns';
import type { AdFacts } from './facts.ts';
import type { Tone } from './template.ts';
import { tonesFor, type Leaning } from './tones.ts';

/** Text that a size has room for, UTF-16 units: a strip shows one short line, a box a title and a sentence (OpenRTB Native 1.2: titles of 25 to 90). */
export interface TextRoom {
  readonly title: number;
  readonly desc: number;
}
export const STRIP: TextRoom = { title: 40, desc: 0 };
export const SMALL_BOX: TextRoom = { title: 60, desc: 90 };
export const BOX: TextRoom = { title: 90, desc: 140 };
/** Height of a strip, and area of a small box, CSS pixels: 320 × 50 to 728 × 90, and below 300 × 250. */
const STRIP_HEIGHT = 100;
const SMALL_AREA = 300 * 250;

/** The room of a size. */
export function roomOf({ width, height }: AdSize): TextRoom {
  return height <= STRIP_HEIGHT ? STRIP : width * height < SMALL_AREA ? SMALL_BOX : BOX;
}

/** How a tone is drawn in a box; strips are `banner`. */
export const STYLE_BY_TONE: Readonly<Record<Tone, AdStyle>> = { plain: 'card', value: 'price', quality: 'card', new: 'banner' };
/** The style of the tone that suits a product and her best; a strip has no room for any but `banner`. */
export function styleBy(facts: AdFacts, leaning: Leaning, sizes: readonly AdSize[]): AdStyle {
  const [tone = 'plain'] = tonesFor(facts, leaning);
  return sizes.some((size) => roomOf(size) === STRIP) ? 'banner' : STYLE_BY_TONE[tone];
}
