import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { datasetCatalogue, readDataset, readItemTexts, type FormatName } from '#bench/data';
import { shoppersOf } from '#bench/shoppers';
import { catalogueOf, contentVectors, type Catalogue, type Product } from '#core/catalogue';
import { historyOf, type Interaction } from '#core/features';
import { contentHash, utf8Encode } from '#core/units';

/** Shoppers of one data set, each as her device would see her. */
export interface Crowd {
  readonly name: string;
  readonly catalogue: Catalogue;
  /** Oldest first, of one shopper each. */
  readonly users: readonly (readonly Interaction[])[];
  /** Whether shoppers are made up: then nothing about quality follows. */
  readonly isMadeUp: boolean;
}

/** Files by data set. */
const SETS: readonly { readonly name: string; readonly path: string; readonly format: FormatName }[] = [
  { name: 'uci', path: 'uci_online_retail/online_retail_visible.csv.gz', format: 'uci' },
  { name: 'taobao', path: 'taobao_userbehavior/events_visible.csv.gz', format: 'taobao' },
  { name: 'rees46', path: 'rees46_oct2019_slice/events.csv.gz', format: 'rees46' },
];
/** Shoppers made up over the one catalogue that comes without any. */
const MADE_UP = { name: 'retail', path: 'retail_demo_store/products.json.gz', shoppers: 3_000, seed: 7, startMs: 1_800_000_000_000 };

/** The crowds whose files lie in `data`. */
export async function crowdsIn(data: string): Promise<readonly Crowd[]> {
  const found: Crowd[] = [];
  for (const { name, path, format } of SETS) if (existsSync(join(data, path))) found.push(await realCrowd(name, join(data, path), format));
  if (existsSync(join(data, MADE_UP.path))) found.push(await madeUpCrowd(join(data, MADE_UP.path)));
  return found;
}

async function realCrowd(name: string, path: string, format: FormatName): Promise<Crowd> {
  const dataset = await readDataset(path, format);
  const counts = new Float64Array(dataset.itemIds.length);
  for (const { events } of dataset.users) for (const { item } of events) counts[item] = (counts[item] ?? 0) + 1;
  const catalogue = datasetCatalogue(dataset, counts);
  const users = dataset.users.map(({ events }) => historyOf(events.map(({ item, type, atMs, basket }, i) => ({
    id: `${i}` as never, type, atMs, page: '/', items: [{ itemId: catalogue.products[item]?.id ?? ('' as never) }], ...(type === 'purchase' && { transactionId: `${basket} ${item}` }),
  })), catalogue).interactions);
  return { name, catalogue, users: users.filter(({ length }) => length > 0), isMadeUp: false };
}

async function madeUpCrowd(path: string): Promise<Crowd> {
  const products = [...new Set((await readItemTexts(path)).values())] as readonly Product[];
  const catalogue = catalogueOf(contentHash(utf8Encode(path)), products, contentVectors(products));
  const shopper = shoppersOf(products, MADE_UP.seed);
  const users = Array.from({ length: MADE_UP.shoppers }, (_, i) => historyOf(shopper(i).week(0, MADE_UP.startMs), catalogue).interactions);
  return { name: MADE_UP.name, catalogue, users: users.filter(({ length }) => length > 0), isMadeUp: true };
}
