import { pageTitle, type ShopEvent } from '#core/events';
import type { Clock } from '#core/units';
import { quiet } from './quiet.ts';

/** A title that replaces one already told, or was there before its page, has stood this long: one that is newer may be the next page's, drawn ahead of its address, or still the last one's, ms. */
const STANDS_MS = 1_500;
/** A page has found its title by then; later ones count messages or call her back, ms. */
const FOUND_MS = 10_000;

/** Which title belongs to which visit: a single-page shop has one before its script runs, and changes it before or after the address. */
export interface Titles {
  /** `visited` is where she is now. Tells it, with the title where that is known. */
  visit(visited: ShopEvent): void;
  /** The page was read: its title may be another. */
  look(): void;
  /** The address changed. */
  leave(): void;
  /** Forgets without a word: consent is gone. */
  drop(): void;
}

/** @param emit - told of a visit, again under the same id when its title is known or corrected */
export function titles(page: Document, clock: Clock, emit: (visit: ShopEvent) => void): Titles {
  let visited: ShopEvent | undefined;
  /** The title that says nothing new: told of this visit, or left behind by the page before. */
  let known = '';
  /** One that was new when its page was left: drawn ahead for the page that comes, which has it still once it has stood there. */
  let carried: string | undefined;
  let isTold = false;
  /** One that has come in its place, since when. */
  let next: { readonly title: string; readonly sinceMs: number } | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tell = (visit: ShopEvent): void => {
    known = page.title;
    isTold = true;
    const title = pageTitle(known, visit.page);
    emit(title === undefined ? visit : { ...visit, title });
  };
  const look = quiet((): void => {
    const { title } = page;
    if (!visited || title === known) return void (next = undefined);
    if (!isTold && title !== carried) return tell(visited);
    const nowMs = clock.nowMs();
    if (next?.title !== title) {
      next = { title, sinceMs: nowMs };
      clearTimeout(timer);
      timer = setTimeout(look, STANDS_MS + 1);
    } else if (nowMs - next.sinceMs >= STANDS_MS && nowMs - visited.atMs < FOUND_MS) {
      tell(visited);
    }
  });
  return {
    visit(now) {
      // Without having left: the same page again, whose title is its own.
      const isNew = visited !== undefined || page.title !== known;
      visited = now;
      isTold = false;
      if (isNew && page.title !== carried) return tell(now);
      emit(now);
      look();
    },
    look,
    leave() {
      if (visited) {
        const stood = next?.title === page.title && clock.nowMs() - next.sinceMs >= STANDS_MS;
        // The page that comes may have what was drawn for it, but never what a page of her own was called.
        if (stood || pageTitle(page.title, visited.page) === undefined) known = page.title;
        carried = page.title === known ? undefined : page.title;
      }
      visited = undefined;
      next = undefined;
    },
    drop() {
      visited = undefined;
      known = '';
      carried = undefined;
      clearTimeout(timer);
    },
  };
}
