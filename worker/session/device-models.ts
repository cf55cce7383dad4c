import type { DeviceStores } from '#core/contract';
import { MODEL_KINDS, type ModelKind, type ReportFault, type WeightsKind } from '#core/protocol';
import { ok, parseContentHash, type ContentHash, type Result } from '#core/units';
import { loadModel, modelFile, tableFault, type Deployment, type DeploymentPorts, type PublishedModel } from '#worker/federation';
import { T11_PARAMETERS } from '#worker/models';
import { MIX_PARAMETERS } from '#worker/recommender';

/** Weights this program can run; a deployment on another version offers another number, and is not used. */
const LENGTHS: Readonly<Record<WeightsKind, number>> = { mix: MIX_PARAMETERS, t11: T11_PARAMETERS };

/** The models this device ranks with: always ones it has verified, at first those of its last visit. */
export interface DeviceModels {
  get(kind: ModelKind): PublishedModel | undefined;
  /** Models of the last visit, from the device's own files. */
  restore(ports: DeploymentPorts): Promise<void>;
  /** Takes over what the deployment publishes now, and lets go of files that nothing names any more. @param others - to keep beside models and tasks */
  refresh(ports: DeploymentPorts, deployment: Deployment, others: readonly ContentHash[]): Promise<Result<void, ReportFault>>;
  forget(): void;
}

export interface DeviceModelsOptions {
  readonly stores: Pick<DeviceStores, 'files' | 'settings'>;
  /** The catalogue this device ranks: a table of pairs of another one is not used. */
  readonly catalogue: ContentHash;
  /** Called for each model that is taken over. */
  readonly onChange: (model: PublishedModel) => void;
  /** Called once for each model that cannot be used, with the reason. */
  readonly onUnfit: (why: string) => void;
}

/** Why this program cannot use `model`, verified or not; undefined where it can. */
function unfitness(model: PublishedModel, catalogue: ContentHash): string | undefined {
  if (model.kind === 'pairs') return tableFault(model, { hash: catalogue });
  return model.weights.length === LENGTHS[model.kind] ? undefined : `The ${model.kind} model has ${model.weights.length} weights, this version runs ${LENGTHS[model.kind]}`;
}

export function deviceModels({ stores, catalogue, onChange, onUnfit }: DeviceModelsOptions): DeviceModels {
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
  return {
    get: (kind) => models.get(kind),
    async restore(ports) {
      const verified = (await stores.settings.read('verifiedModels')) ?? {};
      for (const kind of MODEL_KINDS) {
        const kept = verified[kind];
        if (!kept || models.has(kind)) continue;
        const file = await modelFile(ports, kind, kept.hash);
        if (file.ok) adopt({ ...file.value, ...kept });
      }
    },
    async refresh(ports, deployment, others) {
      for (const kind of MODEL_KINDS) {
        if (models.get(kind)?.hash === deployment.manifest.models[kind]) continue;
        const model = await loadModel(ports, deployment, kind);
        if (!model.ok) return model;
        adopt(model.value);
      }
      const verified = Object.fromEntries([...models.values()].map(({ kind, hash, round }) => [kind, { hash, round }]));
      await stores.settings.write('verifiedModels', verified);
      const tasks = deployment.manifest.tasks.map(({ id }) => parseContentHash(id));
      await stores.files.keepOnly([parseContentHash(ports.policyHash), ...[...models.values()].map(({ hash }) => hash), ...tasks, ...others]);
      return ok(undefined);
    },
    forget: () => models.clear(),
  };
}
