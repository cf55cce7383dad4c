import type { DeviceStores } from '#core/contract';
import { MODEL_KINDS, type ModelKind, type ReportFault } from '#core/protocol';
import { ok, parseContentHash, type Result } from '#core/units';
import { loadModel, modelFile, type Deployment, type DeploymentPorts, type PublishedModel } from '#worker/federation';
import { T11_PARAMETERS } from '#worker/models';
import { MIX_PARAMETERS } from '#worker/recommender';

/** Weights this program can run; a deployment on another version offers another number, and is not used. */
const LENGTHS: Readonly<Record<ModelKind, number>> = { mix: MIX_PARAMETERS, t11: T11_PARAMETERS };

/** The models this device ranks with: always ones it has verified, at first those of its last visit. */
export interface DeviceModels {
  get(kind: ModelKind): PublishedModel | undefined;
  /** Models of the last visit, from the device's own files. */
  restore(ports: DeploymentPorts): Promise<void>;
  /** Takes over what the deployment publishes now, and lets go of files that nothing names any more. */
  refresh(ports: DeploymentPorts, deployment: Deployment): Promise<Result<void, ReportFault>>;
  forget(): void;
}

/** @param onChange - called for each model that is taken over */
export function deviceModels(stores: Pick<DeviceStores, 'files' | 'settings'>, onChange: (model: PublishedModel) => void): DeviceModels {
  const models = new Map<ModelKind, PublishedModel>();
  const adopt = (model: PublishedModel): void => {
    if (model.weights.length !== LENGTHS[model.kind] || models.get(model.kind)?.hash === model.hash) return;
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
        const weights = await modelFile(ports, kind, kept.hash);
        if (weights.ok) adopt({ kind, ...kept, weights: weights.value });
      }
    },
    async refresh(ports, deployment) {
      for (const kind of MODEL_KINDS) {
        if (models.get(kind)?.hash === deployment.manifest.models[kind]) continue;
        const model = await loadModel(ports, deployment, kind);
        if (!model.ok) return model;
        adopt(model.value);
      }
      const verified = Object.fromEntries([...models.values()].map(({ kind, hash, round }) => [kind, { hash, round }]));
      await stores.settings.write('verifiedModels', verified);
      const tasks = deployment.manifest.tasks.map(({ id }) => parseContentHash(id));
      await stores.files.keepOnly([parseContentHash(ports.policyHash), ...[...models.values()].map(({ hash }) => hash), ...tasks]);
      return ok(undefined);
    },
    forget: () => models.clear(),
  };
}
