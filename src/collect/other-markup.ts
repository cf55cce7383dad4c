// Loaded where a page says what it shows in other words than JSON-LD.
export { productInMicrodata } from './microdata.ts';
export { productInOpenGraph } from './open-graph.ts';

/** What this part gives. */
export type OtherMarkup = typeof import('./other-markup.ts');
