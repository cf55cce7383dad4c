/** Name of the database that holds what `shop` spent, and outlives an erasure. */
export function ledgerName(shop: string): string {
  return `homebird-ledger:${shop}`;
}
