import type { LifeCycle } from '#core/campaigns';
import type { ShopEventType } from '#core/events';
import type { FactName, InterestName } from './steering.ts';

/** What the shop's page takes her for, as far as ads may be chosen by it; worked out on the device, and kept nowhere. */
export interface AudienceView {
  /** Interests that anything speaks for, pinned ones first, then strongest first, at most 30. */
  readonly tags: readonly (InterestName & {
    /** Above 0 to 1; 1/2 is three looks of today. */
    readonly strength: number;
    /** Whether a campaign aimed at it reaches her. */
    readonly isHeld: boolean;
    readonly isPinned: boolean;
    /** What speaks for it, strongest first, at most 3: what she did, and with what. */
    readonly evidence: readonly { readonly type: ShopEventType; readonly title: string }[];
  })[];
  /** Interests of the shop that are not among them: what she may add. */
  readonly others: readonly InterestName[];
  /** Words that tell what she turns to from the rest of the shop, strongest first; empty where too little was seen. */
  readonly words: readonly string[];
  /** Where she stands among the prices of each category, 0 the cheapest to 1 the dearest, with the middle half of her things; `wanted` items where fewer were seen. */
  readonly price: { readonly position: number; readonly low: number; readonly high: number; readonly items: number } | { readonly items: number; readonly wanted: number };
  /** Null where she has it off. */
  readonly lifeCycle: { readonly segment: LifeCycle; readonly purchases: number; readonly visits: number } | null;
  /** Her portrait among `of`, with what it is made of; null where nothing is known of her. */
  readonly portrait: { readonly cluster: number; readonly of: number; readonly tags: readonly string[] } | null;
  /** The product she looked at last, and the chance that such a look ends in a purchase here; null where the shop has measured none, or she looked at nothing. */
  readonly buying: { readonly title: string; readonly chance: number } | null;
  /** What she does not want to be taken for. */
  readonly off: readonly FactName['name'][];
}
