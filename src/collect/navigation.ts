import { lastingQuery, withoutEndSlashes } from '#core/catalogue';
import { quiet } from './quiet.ts';

/** The part of the Navigation API this needs; TypeScript's DOM does not know it in every version. */
interface NavigationLike {
  addEventListener(type: 'currententrychange', listener: () => void): void;
  removeEventListener(type: 'currententrychange', listener: () => void): void;
}

type Place = Pick<Location, 'pathname' | 'search' | 'hash'>;

/** The fragment where it is a route and no anchor: `#/p/1`, `#!/p/1`, `#p/1`. */
export function hashRoute({ hash }: Pick<Place, 'hash'>): string {
  return /^#[/!]|^#[^=]*\//.test(hash) ? hash : '';
}

/**
 * Address of a view in a single-page shop: path, query and the fragment where it is a route. Without a slash at the end,
 * campaign parameters and the picked variant: a router that tidies those up shows no other page.
 */
export function routeOf(place: Place): string {
  return `${withoutEndSlashes(place.pathname)}?${lastingQuery(place.search)}${hashRoute(place)}`;
}

/** Whether the page has not gone to another route since it was loaded, by itself or before anybody followed it. */
export function isAsLoaded(page: Window): boolean {
  const [load] = page.performance.getEntriesByType('navigation');
  return load !== undefined && URL.canParse(load.name) && routeOf(new URL(load.name)) === routeOf(page.location);
}

/** How a page came to show something else. `restored`: the back-forward cache brought the whole page back. */
export type Arrival = 'navigated' | 'restored';

/** Wraps `history[name]` so that `onChange` runs after the page's call. */
function wrapHistory(page: Window, name: 'pushState' | 'replaceState', onChange: () => void): void {
  const original = page.history[name];
  page.history[name] = function wrapped(this: History, ...parts: Parameters<History['pushState']>): void {
    original.apply(this, parts);
    onChange();
  };
}

/** Follows one page from address to address. */
export interface Navigation {
  /** Looks again, for changes that told nobody: a router that kept the history's own functions from before us. */
  look(): void;
  stop(): void;
}

/**
 * Tells when the page shows another route: through the Navigation API where there is one, else by push, replace, popstate
 * and hashchange; the back-forward cache always. The same route again is told once.
 */
export function followNavigation(page: Window, onArrival: (arrival: Arrival) => void): Navigation {
  let route = routeOf(page.location);
  let isStopped = false;
  const look = quiet((): void => {
    if (isStopped) return;
    const now = routeOf(page.location);
    if (now === route) return;
    route = now;
    onArrival('navigated');
  });
  const onShow = quiet((event: PageTransitionEvent): void => {
    if (!event.persisted || isStopped) return;
    route = routeOf(page.location);
    onArrival('restored');
  });
  page.addEventListener('pageshow', onShow);
  const navigation = (page as Window & { readonly navigation?: NavigationLike }).navigation;
  if (navigation) {
    navigation.addEventListener('currententrychange', look);
  } else {
    wrapHistory(page, 'pushState', look);
    wrapHistory(page, 'replaceState', look);
    page.addEventListener('popstate', look);
    page.addEventListener('hashchange', look);
  }
  return {
    look,
    stop() {
      // Wrappers stay, because another script may have wrapped them in turn; they do nothing any more.
      isStopped = true;
      page.removeEventListener('pageshow', onShow);
      navigation?.removeEventListener('currententrychange', look);
      page.removeEventListener('popstate', look);
      page.removeEventListener('hashchange', look);
    },
  };
}
