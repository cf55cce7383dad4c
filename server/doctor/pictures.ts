import { ABORTED, FIRST_ERROR_STATUS, type Answer, type Found } from './facts.ts';

/** A picture of a shelf that did not come. */
export interface DeadPicture {
  readonly url: string;
  /** What its server did, as a sentence goes on. */
  readonly reason: string;
}

/** Why a picture that was asked for is not there; undefined for one that came. A page that is left aborts what it waits for. */
function reasonOf({ status, failure, headers }: Answer, isDrawn: boolean): string | undefined {
  if (failure === ABORTED) return undefined;
  if (status === 0) return `did not arrive: ${failure}`;
  if (status >= FIRST_ERROR_STATUS) return `answers ${status}`;
  return isDrawn ? `is no picture (${headers['content-type'] ?? 'of unknown type'})` : undefined;
}

/** Pictures of the first page's shelves that were asked for by the feed's address and did not come. What came from a pack has no address. */
export function deadPictures({ page, catalogue, answers }: Found): readonly DeadPicture[] {
  if (!page || !catalogue || 'failure' in catalogue) return [];
  const dead = new Map<string, string>();
  for (const { id, isDrawn } of page.shelves.flatMap(({ cards }) => cards)) {
    const image = catalogue.images.get(id) ?? '';
    const url = image !== '' && URL.canParse(image, page.url) ? new URL(image, page.url).href : undefined;
    const answer = answers.findLast((one) => one.url === url);
    const reason = answer && reasonOf(answer, isDrawn);
    if (url !== undefined && reason !== undefined) dead.set(url, reason);
  }
  return [...dead].map(([url, reason]) => ({ url, reason }));
}
