/** Cells of one block: with 4 bytes each and their proof a sealed report stays below the 65,536 bytes that `keepalive` carries. */
export const PAIR_BLOCK_CELLS = 13_000;
/** Blocks at most: a device that reports twice a week has told of every block once after 19 weeks. Decision 0007 measures 480,000 cells. */
export const MAX_PAIR_BLOCKS = 37;
/** Blocks of the table where nobody says: few, so that every one is filled soon. A real shop takes up to MAX_PAIR_BLOCKS. */
export const DEFAULT_PAIR_BLOCKS = 2;
/** Users an item needs for nine tenths of the quality of its pairs without noise, at ε 8: measured on Beauty (RECOMMENDER §1.5). */
export const PAIR_USERS_PER_ITEM = 20;
/** Which cell a pair has, by this version of `pairLayout`: counts up whenever any pair gets another one. 0 had no categories, 1 had blocks of 16,000. */
export const PAIR_LAYOUT = 2;
/** Categories the table tells of at most (RECOMMENDER §2). */
export const MAX_CATEGORIES = 200;
/** Cells that pairs of categories take at most, of a table with all its room. */
export const MAX_CATEGORY_CELLS = MAX_CATEGORIES ** 2;
/** Cells of a table with all its room, whatever the catalogue. */
export const MAX_PAIR_CELLS = PAIR_BLOCK_CELLS * MAX_PAIR_BLOCKS;
