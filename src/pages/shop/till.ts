import { signal } from '@preact/signals';
import type { Product } from '#core/catalogue';
import type { Quote } from '#core/offers';
import { loadJson, type PageConfig } from '#page/frame';
import { totalOf, type BasketLine } from './basket.ts';

/** What the till charges, as its server says (`server/till`), over the page's own lines at the prices that are charged. */
export interface TillQuote extends Omit<Quote, 'lines'> {
  readonly lines: readonly BasketLine[];
}

/** Longest wait for the till, ms. */
const TILL_TIMEOUT_MS = 10_000;
/** Whether this shop publishes offers somewhere, so that its till goes by them. */
const hasTill = signal(false);

/** Opens the till, and gives the products at its prices: those by demand are the same for everyone, whatever she agreed to. */
export async function atTillPrices(products: readonly Product[], { leaderUrl }: Pick<PageConfig, 'leaderUrl'>): Promise<readonly Product[]> {
  hasTill.value = leaderUrl !== '';
  if (!hasTill.value) return products;
  const prices = await loadJson('/till/prices.json', (json) => (typeof json === 'object' && json !== null ? new Map(Object.entries(json)) : undefined));
  if (!prices.ok) return products; // the till itself still says what is charged
  return products.map((product) => {
    const cents: unknown = prices.value.get(product.id);
    if (typeof cents !== 'number') return product;
    const { listPriceCents, ...rest } = product;
    return { ...rest, priceCents: cents, ...(listPriceCents !== undefined && listPriceCents > cents && { listPriceCents }) };
  });
}

/** What a basket costs with a code, '' for none; undefined where the till cannot be reached. A shop without a leader has the catalogue's prices and no codes. */
export async function askTill(held: readonly BasketLine[], code: string): Promise<TillQuote | undefined> {
  const cents = totalOf(held);
  if (!hasTill.value) return { lines: held, totalCents: cents, reductionCents: 0, paidCents: cents, ...(code !== '' && { refused: 'unknown' }) };
  try {
    const response = await fetch('/till/quote', {
      method: 'POST', headers: { 'content-type': 'application/json' }, credentials: 'omit', signal: AbortSignal.timeout(TILL_TIMEOUT_MS),
      body: JSON.stringify({ code, lines: held.map(({ product, pieces }) => ({ itemId: product.id, pieces })) }),
    });
    if (!response.ok) return undefined;
    const { lines, ...quote } = (await response.json()) as Omit<TillQuote, 'lines'> & { readonly lines: readonly { readonly itemId: string; readonly priceCents: number }[] };
    const centsById = new Map(lines.map(({ itemId, priceCents }) => [itemId, priceCents]));
    return { ...quote, lines: held.map(({ product, pieces }) => ({ pieces, product: { ...product, priceCents: centsById.get(product.id) ?? product.priceCents } })) };
  } catch {
    return undefined;
  }
}
