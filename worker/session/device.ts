import type { Catalogue, ItemIndex, ProductCard } from '#core/catalogue';
import { grantFor } from '#core/consent';
import type { Profile, Recommendations, RecommendRequest, WorkerConfig, WorkerFault } from '#core/contract';
import { sequenceOf, type Interaction } from '#core/features';
import { isStorageError, type ModelKind, type ReportFault } from '#core/protocol';
import type { Fault, Result } from '#core/units';
import { createRecommender, type Recommender, type ShopperState } from '#worker/recommender';
import { createCards } from './cards.ts';
import { deviceModels } from './device-models.ts';
import { guardedStores } from './guarded-stores.ts';
import { lazyArrays } from './lazy-arrays.ts';
import type { DeviceOptions, DeviceParts } from './options.ts';
import { createPairLane } from './pair-lane.ts';
import type { ReportSource } from './profile.ts';
import { createShopper, type Shopper } from './shopper.ts';
import { steadyEncoder } from './steady-encoder.ts';
import { createTending } from './tending.ts';

/** Quiet time before what shelves show of products is loaded ahead of need, ms: the page's own requests come first. */
const KEEP_CARDS_AFTER_MS = 2000;

/** One shop on one device, from the loaded catalogue on. */
export interface Device {
  readonly config: WorkerConfig;
  readonly catalogue: Catalogue;
  /** False where it was made without consent or without content vectors: it shows what is popular, whatever is allowed later. */
  readonly mayKnow: boolean;
  readonly shopper: Shopper;
  backend(): string;
  /** `local` was granted: read what is there, start tending. Safe to call again. */
  wake(): void;
  /** `local` was taken back: everything stops, nothing is deleted. */
  sleep(): void;
  tendSoon(): void;
  recommend(request: RecommendRequest): Promise<Omit<Recommendations, 'recId'>>;
  /** What shelves show of these items, in the order asked. */
  cards(items: readonly ItemIndex[]): Promise<Result<readonly ProductCard[], WorkerFault>>;
  reportSource(): Promise<ReportSource>;
  status(): Promise<Pick<Profile, 'backend' | 'models' | 'pausedUntilMs' | 'leaderFault'>>;
  isPaused(): Promise<boolean>;
  pause(untilMs: number | 'resumed' | null): Promise<void>;
  erase(): Promise<{ readonly deletedEvents: number; readonly verifiedEmpty: boolean }>;
  contribute(): Promise<Result<{ readonly uploads: number }, Fault<ReportFault['kind']>>>;
}

/** Wires the rooms for one catalogue. Opens no store before `local` is granted. */
export function createDevice(options: DeviceOptions): Device {
  const { ports, config, catalogue, grants, notify } = options;
  const hasLocal = (): boolean => options.mayKnow && grantFor(grants(), 'local') !== undefined;
  let epoch = 0; // counts erasures and withdrawals: work that began before one may not write after it
  const openStores = ports.stores(config.shop);
  const recommender = createRecommender(catalogue);
  const encoder = steadyEncoder(lazyArrays(catalogue), () => notify({ kind: 'fault', fault: { kind: 'gpu-lost', message: 'The GPU went away: typed arrays take over' } }));
  const partsNow = (): DeviceParts => {
    const began = epoch;
    const stores = guardedStores(openStores, () => epoch === began && hasLocal());
    const models = deviceModels({
      stores, hash: ports.hash, catalogue: catalogue.hash, onChange: (model) => tellModel(model.kind, model.hash, notify), onUnfit: (message) => notify({ kind: 'fault', fault: { kind: 'unverified-model', message } }),
    });
    const pairs = createPairLane({ models, catalogue, stores, notify, ports });
    return { ...options, stores, shopper: createShopper(stores, catalogue, ports.clock), models, encoder, pairs };
  };
  let parts = partsNow();
  const cards = createCards({
    source: { load: ports.load, hash: ports.hash, url: config.catalogueUrl }, loaded: options.loaded, cache: () => (hasLocal() ? parts.stores.catalogue : undefined),
  });
  let tending = createTending(parts);
  let takeBackKeeping: (() => void) | undefined;
  const restart = (): void => {
    epoch += 1;
    takeBackKeeping?.();
    takeBackKeeping = undefined;
    tending.stop();
    parts = partsNow();
    tending = createTending(parts);
  };

  return {
    config,
    catalogue,
    get shopper() {
      return parts.shopper;
    },
    backend: () => encoder.name,
    mayKnow: options.mayKnow,
    wake() {
      if (!hasLocal()) return;
      tending.start();
      takeBackKeeping ??= ports.after(KEEP_CARDS_AFTER_MS, () => void cards.keepAll());
    },
    sleep: restart, // what was read into memory goes too
    tendSoon() {
      tending.start(); // after an erasure nothing runs until there is a history again
      tending.soon();
    },
    async recommend(request) {
      const known = hasLocal() ? await orEmpty(() => knownFor(request, recommender, parts, tending.head()), notify) : {};
      const round = (kind: ModelKind): number => parts.models.get(kind)?.round ?? 0;
      const items = recommender.recommend(request, known);
      if (isNobody(known)) cards.allow(items.map(({ item }) => item));
      return { items, scorers: recommender.scorers(known), modelRound: { mix: round('mix'), t11: round('t11'), pairs: round('pairs') } };
    },
    cards: cards.read,
    reportSource: async () => ({ catalogue, cards: cards.read, stores: parts.stores, events: await parts.shopper.events(), history: await parts.shopper.history(), nowMs: ports.clock.nowMs(), policyHash: config.policy }),
    async status() {
      const shown = (kind: ModelKind): { hash: string; round: number } | null => {
        const model = parts.models.get(kind);
        return model ? { hash: model.hash, round: model.round } : null;
      };
      return { backend: encoder.description(), models: { mix: shown('mix'), t11: shown('t11'), pairs: shown('pairs') }, pausedUntilMs: await tending.pausedUntilMs(), leaderFault: tending.leaderFault() };
    },
    isPaused: () => tending.isPaused(),
    pause: (untilMs) => tending.pause(untilMs),
    async erase() {
      restart();
      return openStores.erase();
    },
    contribute: () => tending.contributeNow(),
  };
}

function tellModel(model: ModelKind, hash: string, notify: DeviceOptions['notify']): void {
  notify({ kind: 'model-changed', model, hash });
  if (model === 't11') notify({ kind: 'scorers-ready', scorers: ['popularity', 'content', 'model', 'on-device', 'mix'] });
}

/** Whether a shelf made from this is the one that everybody sees. */
function isNobody({ interactions, hidden, disliked }: ShopperState): boolean {
  return !interactions?.length && !hidden?.size && !disliked?.length;
}

/** What this device knows of its shopper, as a shelf needs it. */
async function knownFor(request: RecommendRequest, recommender: Recommender, parts: DeviceParts, head: Float32Array | undefined): Promise<ShopperState> {
  const { shopper, models, pairs, ports } = parts;
  const coOccurrence = pairs.current();
  const [{ interactions }, hidden, disliked] = await Promise.all([shopper.history(), shopper.hidden(), shopper.disliked()]);
  const mix = models.get('mix');
  const encoded = await encodedBy(parts, recommender.interactionsFor(request, interactions));
  return { interactions, hidden, disliked, nowMs: ports.clock.nowMs(), ...(mix && { mix: mix.weights }), ...(head && { head }), ...(coOccurrence && { coOccurrence }), ...encoded };
}

/** The encoder's view of a history, once there is a model for it. */
async function encodedBy({ models, encoder }: DeviceParts, interactions: readonly Interaction[]): Promise<Pick<ShopperState, 'modelScores' | 'attention'>> {
  const t11 = models.get('t11');
  if (!t11 || interactions.length === 0) return {};
  const input = sequenceOf(interactions);
  const [modelScores, weights] = await Promise.all([encoder.scoreAll(t11.weights, input), encoder.attention(t11.weights, input)]);
  return { modelScores, attention: { input, weights } };
}

/** A shelf is drawn even where the history cannot be read: with what is popular. */
async function orEmpty(read: () => Promise<ShopperState>, notify: DeviceOptions['notify']): Promise<ShopperState> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    notify({ kind: 'fault', fault: { kind: isStorageError(error) ? 'storage' : 'crashed', message: error.message } });
    return {};
  }
}
