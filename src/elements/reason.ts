import type { ItemId } from '#core/catalogue';
import type { Reason } from '#core/ranking';
import { counted, type Translation } from '#page/words';
import type { SHELF_ENGLISH } from './shelf-words.ts';

/** Longest title inside a reason line; the whole title stands in the evidence. */
const MAX_TITLE = 38;

function shorten(title: string): string {
  if (title.length <= MAX_TITLE) return title;
  const cut = title.slice(0, MAX_TITLE);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), MAX_TITLE / 2)).replace(/[\s,;:]+$/u, '')}…`;
}

/** What a reason line is written from. */
export interface ReasonContext {
  readonly words: Translation<typeof SHELF_ENGLISH>['reason'];
  /** For the digits. */
  readonly locale: string;
  /** The product the page shows, whatever she did before. */
  readonly pageItem: ItemId | undefined;
  titleOf(id: ItemId): string | undefined;
}

/** Whether the reason is the page's own product and nothing she did. */
function isAboutPage({ evidence }: Reason, pageItem: ItemId | undefined): boolean {
  return pageItem !== undefined && evidence.length > 0 && evidence.every((id) => id === pageItem);
}

/** One line that says why, from the scorer that decided. */
export function reasonLine(reason: Reason, { words, locale, pageItem, titleOf }: ReasonContext): string {
  if (isAboutPage(reason, pageItem)) return reason.kind === 'goes-with' ? words.goesWithPage : words.thisPage;
  const titles = reason.evidence.map(titleOf).filter((title) => title !== undefined);
  const [first] = titles;
  switch (reason.kind) {
    case 'popular': return words.popular;
    case 'popular-lately': return words.popularLately;
    case 'pinned': return words.pinned(reason.about);
    case 'similar-to-viewed': return first === undefined ? words.viewedSomething : viewedLine(shorten(first), titles.length - 1, { words, locale, act: reason.act });
    case 'interest': return reason.about === '' ? words.interestSomething : words.interest(reason.about);
    case 'viewed-again': return againLine(reason, words, locale);
    case 'goes-with': return first === undefined ? words.goesWithSomething : goesWithLine(shorten(first), reason, words);
    case 'explore': return words.explore;
  }
}

type Words = ReasonContext['words'];

function viewedLine(title: string, more: number, { words, locale, act }: { readonly words: Words; readonly locale: string; readonly act: Reason['act'] }): string {
  if (act?.kind === 'in-cart') return words.inCart(title);
  if (act?.kind === 'bought') return words.bought(title);
  return more === 0 && act && act.views > 1 ? words.viewedOften(title, counted(act.views, locale)) : words.viewed(title, counted(more, locale));
}

function againLine({ act }: Reason, words: Words, locale: string): string {
  if (act?.kind === 'in-cart') return words.againInCart;
  if (act?.kind === 'bought') return words.againBought;
  return act && act.views > 1 ? words.againOften(counted(act.views, locale)) : words.again;
}

/** The table of pairs holds what shoppers turned to within a few moments; whether they bought it, it does not say. */
function goesWithLine(title: string, { scorer, act }: Reason, words: Words): string {
  if (scorer !== 'co-occurrence') return words.goesWith(title);
  if (act?.kind === 'in-cart') return words.togetherInCart(title);
  return act?.kind === 'bought' ? words.togetherBought(title) : words.together(title);
}

/** Whether the reason says anything about this shopper. */
export function isPersonal(reason: Reason, pageItem?: ItemId): boolean {
  return reason.kind !== 'popular' && reason.kind !== 'popular-lately' && reason.kind !== 'explore' && !isAboutPage(reason, pageItem);
}
