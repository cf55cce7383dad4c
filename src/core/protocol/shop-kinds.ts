/**
 * Kinds that every shop has. `mix`: ≤ 40 weights over scorer outputs, one set within a session and one at its start. `t11`:
 * the sequence encoder, ≤ 11,000 parameters. `pairs`: the table of what goes with what, sums in blocks of 13,000 cells.
 */
export const SHOP_KINDS = ['mix', 't11', 'pairs'] as const;
export type ShopKind = (typeof SHOP_KINDS)[number];
