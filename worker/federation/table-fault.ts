import type { Catalogue } from '#core/catalogue';
import type { PairLayout } from '#core/cooccurrence';
import type { PairTable } from '#core/fedavg';

/** Why a table does not belong to this device's catalogue; undefined where it does. */
export function tableFault(table: PairTable, catalogue: Pick<Catalogue, 'hash'>, layout?: PairLayout): string | undefined {
  if (table.catalogue !== catalogue.hash) return 'The table of pairs is that of another catalogue than this device has';
  return layout && layout.cells !== table.weights.length ? `The table of pairs has ${table.weights.length} cells, this device lays out ${layout.cells}` : undefined;
}
