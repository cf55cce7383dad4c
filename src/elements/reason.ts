import type { ItemId } from '#core/catalogue';
import type { Reason } from '#core/ranking';
import type { Strings } from './strings.ts';

/** Longest title inside a reason line; the whole title stands in the evidence. */
const MAX_TITLE = 38;

function shorten(title: string): string {
  if (title.length <= MAX_TITLE) return title;
  const cut = title.slice(0, MAX_TITLE);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), MAX_TITLE / 2)).replace(/[\s,;:]+$/u, '')}…`;
}

/** What a reason line is written from. */
export interface ReasonContext {
  readonly strings: Strings['reason'];
  /** The product the page shows, whatever she did before. */
  readonly pageItem: ItemId | undefined;
  titleOf(id: ItemId): string | undefined;
}

/** Whether the reason is the page's own product and nothing she did. */
function isAboutPage({ evidence }: Reason, pageItem: ItemId | undefined): boolean {
  return pageItem !== undefined && evidence.length > 0 && evidence.every((id) => id === pageItem);
}

/** One line that says why, from the scorer that decided. */
export function reasonLine(reason: Reason, { strings, pageItem, titleOf }: ReasonContext): string {
  if (isAboutPage(reason, pageItem)) return strings.thisPage;
  const titles = reason.evidence.map(titleOf).filter((title) => title !== undefined);
  const [first] = titles;
  switch (reason.kind) {
    case 'popular': return strings.popular;
    case 'similar-to-viewed': return first === undefined ? strings.viewedSomething : strings.viewed(shorten(first), titles.length - 1);
    case 'interest': return reason.about === '' ? strings.interestSomething : strings.interest(reason.about);
    case 'viewed-again': return strings.again;
    case 'goes-with': return first === undefined ? strings.goesWithSomething : strings.goesWith(shorten(first));
    case 'explore': return strings.explore;
  }
}

/** Whether the reason says anything about this shopper. */
export function isPersonal(reason: Reason, pageItem?: ItemId): boolean {
  return reason.kind !== 'popular' && reason.kind !== 'explore' && !isAboutPage(reason, pageItem);
}
