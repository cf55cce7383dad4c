/** Where the parts of one deployment are. A value is '' where the server left it out. */
export interface PageConfig {
  readonly shop: string;
  /** The shop as the embed line names it, `data-shop`. */
  readonly shopId: string;
  readonly shopUrl: string;
  readonly consoleUrl: string;
  readonly auditUrl: string;
  /** Address of the catalogue that the embed line names, absolute or below `shopUrl`. */
  readonly catalogueUrl: string;
  readonly leaderUrl: string;
  readonly helperUrl: string;
  /** Hash of the policy file that this deployment's embed line names. */
  readonly policy: string;
}

/** A variable the site server did not fill in still stands between percent signs. */
const UNFILLED = /^%\w+%$/;

function meta(name: string): string {
  const content = document.querySelector<HTMLMetaElement>(`meta[name="homebird-${name}"]`)?.content.trim() ?? '';
  return UNFILLED.test(content) ? '' : content.replace(/\/$/, '');
}

/** Reads what the site server wrote into this page's `<meta name="homebird-…">` elements. */
export function readPageConfig(): PageConfig {
  return {
    shop: meta('shop'),
    shopId: meta('shop-id'),
    shopUrl: meta('shop-url'),
    consoleUrl: meta('console-url'),
    auditUrl: meta('audit-url'),
    catalogueUrl: meta('catalogue'),
    leaderUrl: meta('leader'),
    helperUrl: meta('helper'),
    policy: meta('policy'),
  };
}
