import type { ItemId } from '#core/catalogue';

/** What an assistant is asked within. Kept by whoever asks, in memory only: the worker remembers no question. */
export interface AskContext {
  /** BCP 47, of the page. */
  readonly language: string;
  /** Product of the page. */
  readonly itemId?: ItemId;
  /** What was asked before, oldest first, and the products that were shown. */
  readonly turns: readonly { readonly question: string; readonly items: readonly ItemId[] }[];
}

/** Where an answer stands: a place on a page of the shop, and what is written there. */
export interface AnswerSource {
  readonly title: string;
  readonly address: string;
  readonly passage: string;
}

/** What was asked of the products in an answer. */
export type ProductAsk = 'list' | 'price' | 'stock' | 'compare';

/**
 * An answer. `page`: `text` stands in its source, word by word. `products`: the catalogue answers, its facts are drawn from
 * `items`. `greeting` and `opening`: nothing was asked. `unknown`: neither pages nor catalogue say.
 */
export interface AssistantAnswer {
  readonly kind: 'page' | 'products' | 'greeting' | 'opening' | 'unknown';
  /** Sentences of the first source; '' where `kind` is not `page`. */
  readonly text: string;
  /** At least one for `page` and `products`. */
  readonly sources: readonly AnswerSource[];
  /** 0 to 1. */
  readonly confidence: number;
  readonly about: ProductAsk;
  readonly items: readonly ItemId[];
  /** Whether the shopper's own history had a say in the order of `items`. */
  readonly isPersonal: boolean;
  /** What it took the question for. */
  readonly intent: string;
  /** Whether a person should be offered: she asked for one, complains, or got no answer. */
  readonly wantsPerson: boolean;
  /** Questions that the pages answer, near this one. */
  readonly suggestions: readonly string[];
  /** Languages of the pages, where the question is in letters that none of them has; else empty. */
  readonly pagesIn: readonly string[];
}
