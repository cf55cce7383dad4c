import type { Catalogue } from '#core/catalogue';
import { grantFor } from '#core/consent';
import type { Profile, Recommendations, RecommendRequest, WorkerConfig } from '#core/contract';
import { sequenceOf, type Interaction } from '#core/features';
import type { ReportFault } from '#core/protocol';
import type { Fault, Result } from '#core/units';
import { arraysEncoder } from '#worker/models';
import { createRecommender, type ShopperState } from '#worker/recommender';
import { deviceModels } from './device-models.ts';
import { guardedStores } from './guarded-stores.ts';
import type { DeviceOptions } from './options.ts';
import type { ReportSource } from './report.ts';
import { createShopper, type Shopper } from './shopper.ts';
import { steadyEncoder } from './steady-encoder.ts';
import { createTending } from './tending.ts';

/** One shop on one device, from the loaded catalogue on. */
export interface Device {
  readonly config: WorkerConfig;
  readonly catalogue: Catalogue;
  readonly shopper: Shopper;
  backend(): string;
  /** `local` was granted: read what is there, start tending. Safe to call again. */
  wake(): void;
  /** `local` was taken back: everything stops, nothing is deleted. */
  sleep(): void;
  tendSoon(): void;
  recommend(request: RecommendRequest): Promise<Omit<Recommendations, 'recId'>>;
  reportSource(): Promise<ReportSource>;
  status(): Promise<Pick<Profile, 'backend' | 'models' | 'pausedUntilMs'>>;
  isPaused(): Promise<boolean>;
  pause(untilMs: number | 'resumed' | null): Promise<void>;
  erase(): Promise<{ readonly deletedEvents: number; readonly verifiedEmpty: boolean }>;
  contribute(): Promise<Result<{ readonly uploads: number }, Fault<ReportFault['kind']>>>;
}

/** Wires the rooms for one catalogue. Opens no store before `local` is granted. */
export function createDevice(options: DeviceOptions): Device {
  const { ports, config, catalogue, grants, notify } = options;
  const hasLocal = (): boolean => grantFor(grants(), 'local') !== undefined;
  let epoch = 0; // counts erasures and withdrawals: work that began before one may not write after it
  const openStores = ports.stores(config.shop);
  const storesNow = (): ReturnType<typeof guardedStores> => {
    const began = epoch;
    return guardedStores(openStores, () => epoch === began && hasLocal());
  };
  let stores = storesNow();
  let shopper = createShopper(stores, catalogue, ports.clock);
  const recommender = createRecommender(catalogue);
  const encoder = steadyEncoder(arraysEncoder(catalogue), () => notify({ kind: 'fault', fault: { kind: 'gpu-lost', message: 'The GPU went away: typed arrays take over' } }));
  const onModel = (kind: 'mix' | 't11', hash: string): void => {
    notify({ kind: 'model-changed', model: kind, hash });
    if (kind === 't11') notify({ kind: 'scorers-ready', scorers: ['popularity', 'content', 'model', 'on-device', 'mix'] });
  };
  let models = deviceModels(stores, (model) => onModel(model.kind, model.hash));
  const tendingOver = (): ReturnType<typeof createTending> => createTending({ ...options, stores, shopper, models, encoder });
  let tending = tendingOver();

  /** The encoder's view of a shelf, if there is an encoder; an answer that fails costs the shelf one scorer, not the shelf. */
  const encoded = async (interactions: readonly Interaction[]): Promise<Pick<ShopperState, 'modelScores' | 'attention'>> => {
    const t11 = models.get('t11');
    if (!t11 || interactions.length === 0) return {};
    const input = sequenceOf(interactions);
    const [modelScores, weights] = await Promise.all([encoder.scoreAll(t11.weights, input), encoder.attention(t11.weights, input)]);
    return { modelScores, attention: { input, weights } };
  };
  const stateFor = async (request: RecommendRequest): Promise<ShopperState> => {
    const [history, hidden, disliked] = await Promise.all([shopper.history(), shopper.hidden(), shopper.disliked()]);
    const { interactions } = history;
    const mix = models.get('mix');
    const head = tending.head();
    return { interactions, hidden, disliked, ...(mix && { mix: mix.weights }), ...(head && { head }), ...(await encoded(recommender.interactionsFor(request, interactions))) };
  };
  const restart = (): void => {
    epoch += 1;
    tending.stop();
    stores = storesNow();
    shopper = createShopper(stores, catalogue, ports.clock);
    models = deviceModels(stores, (model) => onModel(model.kind, model.hash));
    tending = tendingOver();
  };

  return {
    config,
    catalogue,
    get shopper() {
      return shopper;
    },
    backend: () => encoder.name,
    wake: () => tending.start(),
    sleep: restart, // what was read into memory goes too
    tendSoon() {
      tending.start(); // after an erasure nothing runs until there is a history again
      tending.soon();
    },
    async recommend(request) {
      const state = hasLocal() ? await orEmpty(() => stateFor(request), notify) : {};
      const round = (kind: 'mix' | 't11'): number => models.get(kind)?.round ?? 0;
      return { items: recommender.recommend(request, state), scorers: recommender.scorers(state), modelRound: { mix: round('mix'), t11: round('t11') } };
    },
    reportSource: async () => ({ catalogue, stores, events: await shopper.events(), history: await shopper.history(), nowMs: ports.clock.nowMs() }),
    async status() {
      const shown = (kind: 'mix' | 't11'): { hash: string; round: number } | null => {
        const model = models.get(kind);
        return model ? { hash: model.hash, round: model.round } : null;
      };
      return { backend: encoder.name, models: { mix: shown('mix'), t11: shown('t11') }, pausedUntilMs: await tending.pausedUntilMs() };
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

/** A shelf is drawn even where the history cannot be read: with what is popular. */
async function orEmpty(read: () => Promise<ShopperState>, notify: DeviceOptions['notify']): Promise<ShopperState> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    notify({ kind: 'fault', fault: { kind: error.name === 'StorageError' ? 'storage' : 'crashed', message: error.message } });
    return {};
  }
}
