import type { DeviceStores } from '#core/contract';
import type { ModelFile } from '#core/fedavg';
import { SHOP_KINDS, type GivenKind, type ModelKind, type ShopKind } from '#core/protocol';
import type { ContentHash } from '#core/units';
import { tableFault, type PublishedModel } from '#worker/federation';
import { T11_PARAMETERS } from '#worker/models';
import { MIX_PARAMETERS } from '#worker/recommender';
import { lazily } from './lazily.ts';

/** Weights this program can run; a deployment on another version offers another number, and is not used. */
const LENGTHS: Readonly<Record<GivenKind, number>> = { mix: MIX_PARAMETERS, t11: T11_PARAMETERS };

/** The models this device ranks with: always ones it has verified, at first those of its last visit. */
export interface DeviceModels {
  get(kind: ShopKind): PublishedModel | undefined;
  all(): readonly PublishedModel[];
  /** Takes a model that was verified, unless this program cannot use it. */
  adopt(model: PublishedModel): void;
  /** Models of the last visit, from the device's own files. One whose file is gone or damaged comes with the next look. */
  restore(): Promise<void>;
}

export interface DeviceModelsOptions {
  readonly stores: Pick<DeviceStores, 'files' | 'settings'>;
  /** As in `SessionPorts`. */
  readonly hash: (bytes: Uint8Array) => Promise<ContentHash>;
  /** The catalogue this device ranks: a table of pairs of another one is not used. */
  readonly catalogue: ContentHash;
  /** Called for each model that is taken over. */
  readonly onChange: (model: PublishedModel) => void;
  /** Called once for each model that cannot be used, with the reason. */
  readonly onUnfit: (why: string) => void;
}

export function deviceModels({ stores, hash: hashOf, catalogue, onChange, onUnfit }: DeviceModelsOptions): DeviceModels {
  const models = new Map<ModelKind, PublishedModel>();
  const unfit = new Set<ContentHash>();
  const adopt = (model: PublishedModel): void => {
    if (models.get(model.kind)?.hash === model.hash || unfit.has(model.hash)) return;
    const why = unfitness(model, catalogue);
    if (why !== undefined) {
      unfit.add(model.hash);
      onUnfit(why);
      return;
    }
    models.set(model.kind, model);
    onChange(model);
  };
  const keptModel = async (hash: ContentHash): Promise<ModelFile | undefined> => {
    const bytes = await stores.files.read(hash);
    if (!bytes || (await hashOf(bytes)) !== hash) return undefined;
    const part = await lazily(() => import('./kept-files.ts'));
    const model = part.ok ? part.value.decodeModel(bytes) : part;
    return model.ok ? model.value : undefined;
  };
  return {
    get: (kind) => models.get(kind),
    all: () => [...models.values()],
    adopt,
    async restore() {
      const verified = (await stores.settings.read('verifiedModels')) ?? {};
      for (const kind of SHOP_KINDS) {
        const kept = verified[kind];
        if (!kept || models.has(kind)) continue;
        const file = await keptModel(kept.hash);
        if (file?.kind === kind && !models.has(kind)) adopt({ ...file, ...kept }); // the leader may have given a newer one meanwhile
      }
    },
  };
}

/** Why this program cannot use `model`, verified or not; undefined where it can. */
function unfitness(model: PublishedModel, catalogue: ContentHash): string | undefined {
  if (model.kind === 'pairs') return tableFault(model, { hash: catalogue });
  const wanted = LENGTHS[model.kind as GivenKind]; // none for a model of ads, which shelves do not rank with
  return model.weights.length === wanted ? undefined : `The ${model.kind} model has ${model.weights.length} weights, this version runs ${wanted}`;
}
