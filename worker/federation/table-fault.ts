import type { Catalogue } from '#core/catalogue';
import { PAIR_LAYOUT, type PairLayout } from '#core/cooccurrence';
import type { PairTable } from '#core/fedavg';

/** Why a table does not belong to this device's catalogue; undefined where it does. */
export function tableFault(table: PairTable, catalogue: Pick<Catalogue, 'hash'>, layout?: PairLayout): string | undefined {
  if (table.catalogue !== catalogue.hash) return 'The table of pairs is of another catalogue';
  if (table.layout !== PAIR_LAYOUT) return `The table of pairs is laid out by version ${table.layout}, this device's is ${PAIR_LAYOUT}: load the page again`;
  return layout && layout.cells !== table.weights.length ? `The table of pairs has ${table.weights.length} cells, this device lays out ${layout.cells}` : undefined;
}
