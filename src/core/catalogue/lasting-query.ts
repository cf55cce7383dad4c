/** Query parameters that say how a visitor came, or which of a product's variants is picked, not which page it is. */
const PASSING_PARAMETER = /^(?:utm_\w+|[a-z]*clid|srsltid|_g[al]|_pos|_sid|_ss|_psq|_fid|_v|pr_\w+|mc_\w+|variant)$/i;

/** `query` without its question mark and without parameters that do not say which page it is. */
export function lastingQuery(query: string): string {
  return query.replace(/^\?/, '').split('&').filter((pair) => pair !== '' && !PASSING_PARAMETER.test(pair.split('=', 1)[0] ?? '')).join('&');
}
