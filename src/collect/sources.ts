/** What `data-auto` switches on. */
export const COLLECT_SOURCES = ['pageview', 'clicks', 'datalayer', 'jsonld'] as const;
/** One of {@link COLLECT_SOURCES}. */
export type CollectSource = (typeof COLLECT_SOURCES)[number];
