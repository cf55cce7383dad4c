import type { NativeAssets } from '#core/campaigns';
import type { PluralForm } from './wording.ts';

/** What an ad leads with. `plain`: the product itself. `value`: its price. `quality`: what buyers gave it. `new`: that it is new here. */
export const TONES = ['plain', 'value', 'quality', 'new'] as const;
export type Tone = (typeof TONES)[number];

/**
 * Templates of one language. A template is words and slots: `{title}` `{phrase}` (a name of the product in its description's words)
 * `{brand}` `{category}` `{benefit}` `{price}` `{was}` `{saving}` `{rating}` `{ratings}` (how many, with the noun)
 * `{available}`. Words of templates hold no digits, so that every number is a fact.
 */
export interface Phrases {
  readonly headlines: Readonly<Record<Tone, readonly string[]>>;
  readonly lines: Readonly<Record<Tone, readonly string[]>>;
  /** `#` stands for the number; a form without one says it in words. */
  readonly ratings: Partial<Readonly<Record<PluralForm, string>>> & { readonly other: string };
  /** What a button says, at most 15 characters. */
  readonly buttons: Readonly<Record<Tone, readonly string[]>>;
  /** That a product can be had now. */
  readonly available: string;
  /** Stands between a line and words that the merchant's rules require. */
  readonly between: string;
}

/** Names of slots. */
export const SLOTS = ['title', 'phrase', 'brand', 'category', 'benefit', 'price', 'was', 'saving', 'rating', 'ratings', 'available'] as const;
export type Slot = (typeof SLOTS)[number];
/** Slots whose facts change from day to day: a text that is kept leaves them out. */
export const PASSING_SLOTS: ReadonlySet<Slot> = new Set(['price', 'was', 'saving', 'rating', 'ratings', 'available']);

/** A template as words and slots in turn. */
export type Template = readonly (string | { readonly slot: Slot })[];

const SLOT = /\{([a-z]+)\}/;

/** Reads a template; undefined where it names a slot that there is not. */
export function parseTemplate(text: string): Template | undefined {
  const parts = text.split(SLOT).map((part, i) => (i % 2 === 0 ? part : SLOTS.find((slot) => slot === part) && { slot: part as Slot }));
  return parts.includes(undefined) ? undefined : (parts.filter((part) => part !== '') as Template);
}

/** Slots that a template asks for. */
export function slotsOf(template: Template): readonly Slot[] {
  return template.flatMap((part) => (typeof part === 'string' ? [] : [part.slot]));
}

/** Whether the merchant wrote a template: a title or text with a slot, such as `New in: {title}`, to be filled with the product that suits. */
export function isDynamic({ assets }: { readonly assets: Pick<NativeAssets, 'title' | 'desc' | 'ctatext'> }): boolean {
  return [assets.title, assets.desc, assets.ctatext].some((text) => text !== undefined && slotsOf(parseTemplate(text) ?? []).length > 0);
}
