import { computed, signal } from '@preact/signals';
import type { Product } from '#core/catalogue';
import { keepWithEntries } from './router.ts';

/** Most pieces of one product in one order. */
export const MAX_PIECES = 20;

export interface BasketLine {
  readonly product: Product;
  readonly pieces: number;
}

/** A placed order, without anything about who placed it. */
export interface Order {
  readonly id: string;
  readonly lines: readonly (readonly [id: string, pieces: number])[];
  readonly totalCents: number;
}

/**
 * What this visit remembers. It lives in the history entry of the tab and nowhere else: a shop that promises to keep
 * nothing before a choice must not put a basket into storage either, and a history entry survives a reload.
 */
interface Remembered {
  readonly basket: readonly (readonly [id: string, pieces: number])[];
  readonly favourites: readonly string[];
  readonly order: Order | null;
}

const NOTHING: Remembered = { basket: [], favourites: [], order: null };

function readRemembered(): Remembered {
  const state: unknown = history.state;
  const held = typeof state === 'object' && state !== null && 'larkfield' in state ? (state.larkfield as Partial<Remembered>) : undefined;
  return Array.isArray(held?.basket) && Array.isArray(held.favourites) ? { ...NOTHING, ...held } : NOTHING;
}

const remembered = signal<Remembered>(readRemembered());
const productById = signal<ReadonlyMap<string, Product>>(new Map());

function remember(change: Partial<Remembered>): void {
  remembered.value = { ...remembered.value, ...change };
  history.replaceState(entryState(), '');
}

function entryState(): unknown {
  return { larkfield: remembered.value };
}

/** Connects the basket to the catalogue, once it is there: a line whose product is gone is not shown. */
export function openBasket(products: ReadonlyMap<string, Product>): void {
  productById.value = products;
  keepWithEntries(entryState);
}

function linesOf(pairs: Remembered['basket']): BasketLine[] {
  return pairs.flatMap(([id, pieces]) => {
    const product = productById.value.get(id);
    return product ? [{ product, pieces }] : [];
  });
}

export const lines = computed(() => linesOf(remembered.value.basket));
export const pieceCount = computed(() => lines.value.reduce((sum, line) => sum + line.pieces, 0));
export const totalCents = computed(() => totalOf(lines.value));
export const favourites = computed(() => new Set(remembered.value.favourites));
export const lastOrder = computed(() => remembered.value.order);

/** Price of all lines, in hundredths. */
export function totalOf(of: readonly BasketLine[]): number {
  return of.reduce((sum, { product, pieces }) => sum + product.priceCents * pieces, 0);
}

/** Lines of a placed order. */
export function linesOfOrder(order: Order): readonly BasketLine[] {
  return linesOf(order.lines);
}

/** Sets how many pieces of a product are in the basket; 0 takes it out. */
export function setPieces(product: Product, pieces: number): void {
  const bounded = Math.max(0, Math.min(MAX_PIECES, Math.round(pieces)));
  const { basket } = remembered.value;
  const isThere = basket.some(([id]) => id === product.id);
  const changed = isThere ? basket.map((pair) => (pair[0] === product.id ? ([product.id, bounded] as const) : pair)) : [...basket, [product.id, bounded] as const];
  remember({ basket: changed.filter(([, count]) => count > 0) });
}

/** Pieces of `product` in the basket now. */
export function piecesOf(product: Product): number {
  return remembered.value.basket.find(([id]) => id === product.id)?.[1] ?? 0;
}

/** Adds a product to the favourites or takes it out; true when it was added. */
export function toggleFavourite(product: Product): boolean {
  const isAdded = !favourites.value.has(product.id);
  const { favourites: before } = remembered.value;
  remember({ favourites: isAdded ? [...before, product.id] : before.filter((id) => id !== product.id) });
  return isAdded;
}

/** Turns the basket into an order for what was paid, and empties it. */
export function placeOrder(id: string, paidCents: number): Order {
  const order: Order = { id, lines: remembered.value.basket, totalCents: paidCents };
  remember({ order, basket: [] });
  return order;
}
