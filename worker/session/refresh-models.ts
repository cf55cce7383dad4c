import { SHOP_KINDS, type ReportFault } from '#core/protocol';
import { ok, parseContentHash, type ContentHash, type Result } from '#core/units';
import { loadModel, type Deployment, type DeploymentPorts } from '#worker/federation';
import type { DeviceParts } from './options.ts';

/** Takes over what the deployment publishes now, and lets go of files that nothing names any more. @param others - to keep beside models and tasks */
export async function refreshModels({ models, stores }: Pick<DeviceParts, 'models' | 'stores'>, ports: DeploymentPorts, deployment: Deployment, others: readonly ContentHash[]): Promise<Result<void, ReportFault>> {
  for (const kind of SHOP_KINDS) {
    if (models.get(kind)?.hash === deployment.manifest.models[kind]) continue;
    const model = await loadModel(ports, deployment, kind);
    if (!model.ok) return model;
    models.adopt(model.value);
  }
  const used = models.all();
  await stores.settings.write('verifiedModels', Object.fromEntries(used.map(({ kind, hash, round }) => [kind, { hash, round }])));
  const tasks = deployment.manifest.tasks.map(({ id }) => parseContentHash(id));
  await stores.files.keepOnly([parseContentHash(ports.policyHash), ...used.map(({ hash }) => hash), ...tasks, ...others]);
  return ok(undefined);
}
