import { contentWords, coverage, type ProductQuestion } from '#core/assistant';
import type { ItemId, ProductCard } from '#core/catalogue';
import type { SearchAnswer, SearchRequest, WorkerFault } from '#core/contract';
import { ok, type Result } from '#core/units';

/** Products looked at for one answer, and shown of them. */
const LOOKED_AT = 60;
const SHOWN = 4;
/** Share of the words asked for that a product must hold: half, or "hotel room" would find every lamp for a room. */
const LEAST_COVERED = 0.6;

/** What answers about products are made of. */
export interface ProductSource {
  search(request: SearchRequest): Promise<Result<SearchAnswer, WorkerFault>>;
  /** In the order asked; one that the catalogue does not know is left out. */
  cards(ids: readonly ItemId[]): Promise<Result<readonly ProductCard[], WorkerFault>>;
  /** What a shelf of the home page shows now. */
  recommend(count: number): Promise<Result<readonly { readonly id: ItemId; readonly isPersonal: boolean }[], WorkerFault>>;
}

/** Products that a question is about; none where the shop has none such. */
export interface FoundProducts {
  readonly cards: readonly ProductCard[];
  readonly isPersonal: boolean;
}

const NOTHING: FoundProducts = { cards: [], isPersonal: false };

/** Products of the page or of earlier answers that "it" may mean, nearest first. */
export interface Pointed {
  readonly items: readonly ItemId[];
  /** Words of the question before, where that was about products. */
  readonly words: string;
}

function textOf({ title, brand, category }: ProductCard): string {
  return [title, brand, ...category].join(' ');
}

/** Products that hold the words, as search orders them. */
async function matching(source: ProductSource, words: string): Promise<Result<FoundProducts, WorkerFault>> {
  const wanted = contentWords(words);
  const answer = await source.search({ query: words, count: LOOKED_AT });
  if (!answer.ok) return answer;
  const cards = await source.cards(answer.value.items.map(({ id }) => id));
  if (!cards.ok) return cards;
  const covered = cards.value.map((card) => ({ card, share: coverage(wanted, textOf(card)) }));
  const most = Math.max(0, ...covered.map(({ share }) => share));
  const fitting = covered.filter(({ share }) => share >= LEAST_COVERED && share >= most - 0.01);
  return ok({ cards: fitting.map(({ card }) => card), isPersonal: answer.value.isPersonal });
}

/** The one product that words name best. */
async function named(source: ProductSource, words: string): Promise<Result<readonly ProductCard[], WorkerFault>> {
  const found = await matching(source, words);
  return found.ok ? ok(found.value.cards.slice(0, 1)) : found;
}

function isWithin({ priceCents, listPriceCents, available }: ProductCard, { minCents = 0, maxCents = Infinity, isOnSale, about }: ProductQuestion): boolean {
  const hasBound = minCents > 0 || maxCents < Infinity;
  return (!hasBound || (priceCents > 0 && priceCents >= minCents && priceCents <= maxCents)) && (isOnSale !== true || listPriceCents !== undefined) && (available || about !== 'list');
}

function ordered(cards: readonly ProductCard[], order: ProductQuestion['order']): readonly ProductCard[] {
  const priced = cards.filter(({ priceCents }) => priceCents > 0);
  switch (order) {
    case 'cheapest': return priced.toSorted((a, b) => a.priceCents - b.priceCents);
    case 'dearest': return priced.toSorted((a, b) => b.priceCents - a.priceCents);
    case 'rated': return cards.filter(({ rating }) => rating !== undefined).toSorted((a, b) => (b.rating ?? 0) - (a.rating ?? 0) || (b.ratingCount ?? 0) - (a.ratingCount ?? 0));
    case undefined: return cards;
  }
}

/** Finds what a question about products is about: bounds, order and comparisons by the catalogue's facts. */
export async function findProducts(source: ProductSource, asked: ProductQuestion, pointed: Pointed): Promise<Result<FoundProducts, WorkerFault>> {
  if (asked.about === 'compare') {
    const sides = await Promise.all(asked.others.map((words) => named(source, words)));
    const failed = sides.find((side) => !side.ok);
    if (failed && !failed.ok) return failed;
    const cards = sides.flatMap((side) => (side.ok ? side.value : []));
    return ok(cards.length === asked.others.length ? { cards, isPersonal: false } : NOTHING);
  }
  let bounded = asked;
  const [other] = asked.others;
  if (other !== undefined) {
    const measure = /^(?:it|this|that|这个|那个|它)?$/i.test(other) ? await source.cards(pointed.items.slice(0, 1)) : await named(source, other);
    if (!measure.ok) return measure;
    const [product] = measure.value;
    if (!product || product.priceCents === 0) return ok(NOTHING);
    bounded = { ...asked, maxCents: product.priceCents - 1, words: asked.words === '' ? (product.category.at(-1) ?? '') : asked.words };
  } else if (asked.words === '' && asked.order === 'cheapest' && pointed.items.length > 0) {
    return cheaperThan(source, asked, pointed);
  }
  if (bounded.words === '' && pointed.items.length > 0 && (asked.about !== 'list' || asked.leansBack) && bounded.maxCents === undefined && bounded.minCents === undefined) {
    const cards = await source.cards(pointed.items.slice(0, 1));
    return cards.ok ? ok({ cards: cards.value, isPersonal: false }) : cards;
  }
  for (const words of triesOf(bounded, pointed)) {
    const found = words === '' ? await ofHers(source) : await matching(source, words);
    if (!found.ok) return found;
    const fitting = ordered(found.value.cards.filter((card) => isWithin(card, bounded)), bounded.order);
    const cards = bounded.words === '' && bounded.order === undefined && bounded.departments.length > 0 ? varied(fitting) : fitting;
    if (cards.length > 0) return ok({ cards: cards.slice(0, asked.about === 'list' ? SHOWN : 1), isPersonal: found.value.isPersonal && bounded.order === undefined });
  }
  return ok(NOTHING);
}

/** One of each kind first, then a second of each: of a whole department nobody wants four toy cars. */
function varied(cards: readonly ProductCard[]): readonly ProductCard[] {
  const seenByKind = new Map<string, number>();
  const turns = cards.map((card) => {
    const kind = card.category.join('/');
    const turn = seenByKind.get(kind) ?? 0;
    seenByKind.set(kind, turn + 1);
    return { card, turn };
  });
  return turns.toSorted((a, b) => a.turn - b.turn).map(({ card }) => card);
}

/** What to look for, in turn until something is found: for whom it is wanted first; '' for what shelves would show. */
function triesOf({ words, minCents, maxCents, departments, isGift }: ProductQuestion, pointed: Pointed): readonly string[] {
  const forWhom = departments.map((department) => `${words} ${department}`.trim());
  if (words === '' && departments.length > 0) return isGift ? [...forWhom, ''] : forWhom;
  return [...forWhom, words === '' && !isGift && (maxCents !== undefined || minCents !== undefined) ? pointed.words : words];
}

/** What shelves would show, where no words say what. */
async function ofHers(source: ProductSource): Promise<Result<FoundProducts, WorkerFault>> {
  const hers = await source.recommend(LOOKED_AT);
  if (!hers.ok) return hers;
  const cards = await source.cards(hers.value.map(({ id }) => id));
  return cards.ok ? ok({ cards: cards.value, isPersonal: hers.value.some(({ isPersonal }) => isPersonal) }) : cards;
}

/** "Cheaper ones": of the same kind as what was shown, below the cheapest of it. */
async function cheaperThan(source: ProductSource, asked: ProductQuestion, { items, words }: Pointed): Promise<Result<FoundProducts, WorkerFault>> {
  const shown = await source.cards(items);
  if (!shown.ok) return shown;
  const prices = shown.value.map(({ priceCents }) => priceCents).filter((price) => price > 0);
  const found = await matching(source, words === '' ? (shown.value[0]?.category.at(-1) ?? '') : words);
  if (!found.ok || prices.length === 0) return found;
  const cheaper = found.value.cards.filter((card) => card.priceCents < Math.min(...prices) && isWithin(card, asked));
  return ok({ cards: ordered(cheaper, 'cheapest').slice(0, SHOWN), isPersonal: false });
}
