import type { Catalogue, ItemIndex, ProductCard } from '#core/catalogue';
import type { Recommendations, RecommendRequest, WorkerConfig, WorkerFault } from '#core/contract';
import { sequenceOf, type Interaction } from '#core/features';
import { isStorageError, type ShopKind } from '#core/protocol';
import type { Result } from '#core/units';
import { createRecommender, type Recommender, type ShopperState } from '#worker/recommender';
import { createCards } from './cards.ts';
import { EncoderAway, lazyArrays } from './lazy-arrays.ts';
import type { DeviceOptions, DeviceParts } from './options.ts';
import { lazyPictures } from './lazy-pictures.ts';
import { createLives } from './lives.ts';
import type { Moment } from './explain.ts';
import type { Shopper } from './shopper.ts';
import { steadyEncoder } from './steady-encoder.ts';
import type { Tending } from './tending.ts';

/** Quiet time before what shelves show of products is loaded ahead of need, ms: the page's own requests come first. */
const KEEP_CARDS_AFTER_MS = 2000;

/** One shop on one device, from the loaded catalogue on. */
export interface Device {
  readonly config: WorkerConfig;
  readonly catalogue: Catalogue;
  /** False where it was made without consent or without content vectors: it shows what is popular, whatever is allowed later. */
  readonly mayKnow: boolean;
  readonly shopper: Shopper;
  /** What it works with in this life, and its idle work. */
  readonly parts: DeviceParts;
  readonly tending: Tending;
  backend(): string;
  /** `local` was granted: read what is there, start tending. Safe to call again. */
  wake(): void;
  /** `local` was taken back: everything stops, nothing is deleted. */
  sleep(): void;
  tendSoon(): void;
  recommend(request: RecommendRequest): Promise<Omit<Recommendations, 'recId'>>;
  /** What an explanation takes apart: the moment as a shelf of `request` would find it. */
  momentFor(request: RecommendRequest): Promise<Moment>;
  /** What shelves show of these items, in the order asked. @param isHers - as of `Bundles.read` */
  cards(items: readonly ItemIndex[], isHers?: boolean): Promise<Result<readonly ProductCard[], WorkerFault>>;
  /** Their picture files, in the order asked; null where the catalogue has no packs. @param isHers - as of `Bundles.read` */
  pictures(items: readonly ItemIndex[], isHers?: boolean): Promise<Result<readonly (Uint8Array | null)[] | null, WorkerFault>>;
  erase(): Promise<{ readonly deletedEvents: number; readonly verifiedEmpty: boolean }>;
}

/** Wires the rooms for one catalogue. Opens no store before `local` is granted. */
export function createDevice(options: DeviceOptions): Device {
  const { ports, config, catalogue, notify } = options;
  const openStores = ports.stores(config.shop);
  const recommender = createRecommender(catalogue);
  const encoder = steadyEncoder(lazyArrays(catalogue), () => notify({ kind: 'fault', fault: { kind: 'gpu-lost', message: 'The GPU went away: typed arrays take over' } }));
  const { hasLocal, parts, tending, next } = createLives({ ...options, encoder, openStores });
  /** Items of shelves that everybody would see. */
  const publicItems = new Set<ItemIndex>();
  const shared = {
    source: { load: ports.load, hash: ports.hash, url: config.catalogueUrl }, loaded: options.loaded, isPublic: (item: ItemIndex) => publicItems.has(item),
    cache: () => (hasLocal() ? parts().stores.catalogue : undefined),
  };
  const cards = createCards(shared);
  const pictures = lazyPictures({ ...shared, popularity: catalogue.popularity });
  let takeBackKeeping: (() => void) | undefined;
  const restart = (): void => {
    takeBackKeeping?.();
    takeBackKeeping = undefined;
    next();
  };
  /** What is worked with now, and whether it still may be: what was read under a yes is not shown after a no. */
  const lifeNow = () => {
    const own = parts();
    return { own, isCurrent: (): boolean => parts() === own && hasLocal() };
  };

  return {
    config,
    catalogue,
    get parts() {
      return parts();
    },
    get tending() {
      return tending();
    },
    get shopper() {
      return parts().shopper;
    },
    backend: () => encoder.name,
    mayKnow: options.mayKnow,
    wake() {
      if (!hasLocal()) return;
      tending().start();
      takeBackKeeping ??= ports.after(KEEP_CARDS_AFTER_MS, () => void cards.keepAll());
    },
    sleep: restart,
    tendSoon() {
      tending().start(); // after an erasure nothing runs until there is a history again
      tending().soon();
    },
    async recommend(request) {
      const { own, isCurrent } = lifeNow();
      const read: Known = isCurrent() ? await orEmpty(() => knownFor(request, recommender, own, tending().head()), (notice) => { if (isCurrent()) notify(notice); }) : {};
      const known = isCurrent() ? read : {};
      const round = (kind: ShopKind): number => parts().models.get(kind)?.round ?? 0;
      const items = recommender.recommend(request, known);
      if (!known.isSteered && !known.interactions?.length) for (const { item } of items) publicItems.add(item);
      return { items, scorers: recommender.scorers(known), modelRound: { mix: round('mix'), t11: round('t11'), pairs: round('pairs') } };
    },
    async momentFor(request) {
      const { own, isCurrent } = lifeNow();
      const known = isCurrent() ? await knownFor(request, recommender, own, tending().head()) : undefined;
      const events = known ? await own.shopper.events() : [];
      const wishes = known ? await own.shopper.wishes() : { hidden: new Set<ItemIndex>(), isNever: undefined };
      return { catalogue, known: known && isCurrent() ? known : {}, events, wishes, encodedBy: (interactions) => encodedBy(own, interactions), isCurrent, elapsedMs: ports.elapsedMs, idle: ports.idle };
    },
    cards: cards.read,
    pictures,
    async erase() {
      restart();
      return openStores.erase();
    },
  };
}

interface Known extends ShopperState {
  /** With neither a history nor a wish the shelf is the one that everybody sees. */
  readonly isSteered?: boolean;
}

/** What this device knows of its shopper, as a shelf needs it. */
async function knownFor(request: RecommendRequest, recommender: Recommender, parts: DeviceParts, head: Float32Array | undefined): Promise<Known> {
  const { shopper, models, pairs, ports } = parts;
  const coOccurrence = pairs.current();
  const { interactions } = await shopper.history();
  const { hidden, disliked, isNever, pinnedAs, isNone } = await shopper.wishes();
  const mix = models.get('mix');
  const encoded = await encodedBy(parts, recommender.interactionsFor(request, interactions));
  return { interactions, hidden, disliked, isNever, pinnedAs, isSteered: !isNone, nowMs: ports.clock.nowMs(), ...(mix && { mix: mix.weights }), ...(head && { head }), ...(coOccurrence && { coOccurrence }), ...encoded };
}

/** The encoder's view of a history, once there are a model and code for it. */
async function encodedBy({ models, encoder }: DeviceParts, interactions: readonly Interaction[]): Promise<Pick<ShopperState, 'modelScores' | 'attention'>> {
  const t11 = models.get('t11');
  if (!t11 || interactions.length === 0) return {};
  const input = sequenceOf(interactions);
  try {
    const [modelScores, weights] = await Promise.all([encoder.scoreAll(t11.weights, input), encoder.attention(t11.weights, input)]);
    return { modelScores, attention: { input, weights } };
  } catch (error) {
    if (error instanceof EncoderAway) return {}; // the other scorers answer
    throw error;
  }
}

/** A shelf is drawn even where the history cannot be read: with what is popular. */
async function orEmpty(read: () => Promise<Known>, notify: DeviceOptions['notify']): Promise<Known> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    notify({ kind: 'fault', fault: { kind: isStorageError(error) ? 'storage' : 'crashed', message: error.message } });
    return {};
  }
}
