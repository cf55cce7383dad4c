import type { ItemId, ProductCard } from '#core/catalogue';
import { DEFAULT_COUNT, placementOf, type Recommendations, type RecommendRequest } from '#core/contract';
import { claimRecommendations } from './claims.ts';
import type { ElementHost } from './host.ts';

/** A shelf's content, complete: each recommendation has its product, each reason its evidence. */
export interface ShelfContent {
  readonly recommendations: Recommendations;
  readonly productById: ReadonlyMap<ItemId, ProductCard>;
}

/** Asks for recommendations and for every product they name; undefined where there is nothing to show. @param shelf - who asks: two shelves of a page show no product twice */
export async function loadShelf(host: ElementHost, request: RecommendRequest, shelf: object): Promise<ShelfContent | undefined> {
  const recommendations = await claimRecommendations(host, request, shelf);
  if (!recommendations.ok || recommendations.value.items.length === 0) return undefined;
  const ids = new Set(recommendations.value.items.flatMap((item) => [item.id, ...item.reason.evidence]));
  const products = await host.products([...ids]);
  if (!products.ok) return undefined;
  const productById = new Map<ItemId, ProductCard>();
  for (const product of products.value) productById.set(product.id, product);
  return { recommendations: recommendations.value, productById };
}

/** Fewest and most cards of a shelf. */
const FEWEST = 1;
const MOST = 40;

/** The request that a shelf's attributes make; what is misspelled falls back to a home shelf of eight. */
export function requestOf(attribute: (name: string) => string | null): RecommendRequest {
  const placement = placementOf(attribute('placement'));
  const wished = Number.parseInt(attribute('count') ?? '', 10);
  const count = Number.isFinite(wished) ? Math.max(FEWEST, Math.min(MOST, wished)) : DEFAULT_COUNT;
  const item = attribute('item') ?? '';
  const category = attribute('category') ?? '';
  return { placement, count, ...(item === '' ? {} : { itemId: item as ItemId }), ...(category === '' ? {} : { category }) };
}
