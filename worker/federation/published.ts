import { decodeModel, type ModelFile } from '#core/fedavg';
import { decodeTask, taskIdOf, type Manifest, type ModelKind, type PublicFile, type PublicFileType, type ReportFault, type Task, type TaskId } from '#core/protocol';
import { fail, ok, parseContentHash, sha256Bytes, utf8Encode, type ContentHash, type Result } from '#core/units';
import { checkInclusion, loadFile, type Deployment } from './deployment.ts';
import type { DeploymentPorts } from './ports.ts';

/** A model whose hash the log holds. */
export type PublishedModel = ModelFile & {
  readonly hash: ContentHash;
  /** Round it came from; 0 is model 0. */
  readonly round: number;
};

/** The newest published model of `kind`, its inclusion in the log verified, its bytes checked against its hash. */
export async function loadModel(ports: DeploymentPorts, deployment: Deployment, kind: ModelKind): Promise<Result<PublishedModel, ReportFault>> {
  const [hash, place] = [deployment.manifest.models[kind], deployment.manifest.modelLeaves[kind]];
  if (hash === undefined || !place) return fail('unverified-model', `The manifest names no ${kind} model`);
  const { leaf, round } = place;
  const included = await checkInclusion(deployment, { type: 'model', model: kind, hash, round }, leaf);
  if (!included.ok) return included;
  const file = await modelFile(ports, kind, hash);
  return file.ok ? ok({ ...file.value, hash, round }) : file;
}

async function modelFile(ports: DeploymentPorts, kind: ModelKind, hash: ContentHash): Promise<Result<ModelFile, ReportFault>> {
  const bytes = await loadFile(ports, hash, `/v1/models/${hash}`);
  if (!bytes.ok) return bytes;
  const model = decodeModel(bytes.value);
  if (!model.ok) return fail('unverified-model', model.fault.message);
  return model.value.kind === kind ? ok(model.value) : fail('unverified-model', `The file of the ${kind} model holds a ${model.value.kind} model`);
}

/** Where each is served. */
const FOLDERS: Readonly<Record<PublicFileType, string>> = { ads: 'ads', delivery: 'deliveries', offers: 'offers', prices: 'prices' };

/** A file that is the same for everyone, its leaf in the log verified. */
export async function loadPublicFile(ports: DeploymentPorts, deployment: Deployment, type: PublicFileType, { hash, leaf }: PublicFile): Promise<Result<Uint8Array, ReportFault>> {
  const included = await checkInclusion(deployment, { type, hash }, leaf);
  return included.ok ? loadFile(ports, hash, `/v1/${FOLDERS[type]}/${hash}`) : included;
}

/** A pack of creatives' pictures, by the hash that a verified ad catalogue names. */
export function loadAdPack(ports: DeploymentPorts, hash: ContentHash): Promise<Result<Uint8Array, ReportFault>> {
  return loadFile(ports, hash, `/v1/packs/${hash}`);
}

/** An open task: bytes of its id, in the log. Floors and budget are checked by `checkTask`. */
export async function loadTask(ports: DeploymentPorts, deployment: Deployment, offer: Manifest['tasks'][number]): Promise<Result<Task, ReportFault>> {
  const bytes = await loadFile(ports, parseContentHash(offer.id), `/v1/tasks/${offer.id}`);
  if (!bytes.ok) return bytes;
  const task = decodeTask(bytes.value);
  if (!task.ok) return fail('task-refused', task.fault.message);
  if (taskIdOf(bytes.value) !== offer.id) return fail('task-refused', 'The task has another id than the manifest says');
  const included = await checkInclusion(deployment, { type: 'task', task: offer.id }, offer.leaf);
  return included.ok ? task : included;
}

/**
 * When this device reports to `task`: spread over the retry window by its one stored draw, anew for every task. Hashed,
 * because a leader that subtracts public task ids from arrival times must not find the same draw behind two reports.
 */
export function reportTimeMs(task: Pick<Task, 'opensMs' | 'closesMs'>, taskId: TaskId, draw: number, retryWindowMs: number): number {
  const digest = sha256Bytes(utf8Encode(`homebird report time ${draw} ${taskId}`));
  const share = new DataView(digest.buffer, digest.byteOffset).getUint32(0) / 2 ** 32;
  const window = Math.min(retryWindowMs, LATEST_SHARE * (task.closesMs - task.opensMs));
  return task.opensMs + Math.floor(share * window);
}

/**
 * `offers` in this device's own order, drawn anew for every set of tasks: a week's budget pays for two reports, and which
 * tasks get them must follow from nothing that the shopper did. Hashed for the same reason as the time of a report.
 */
export function inDrawnOrder(offers: Manifest['tasks'], draw: number): Manifest['tasks'] {
  const keyOf = (id: TaskId): number => {
    const digest = sha256Bytes(utf8Encode(`homebird task order ${draw} ${id}`));
    return new DataView(digest.buffer, digest.byteOffset).getUint32(0);
  };
  return offers.map((offer) => ({ offer, key: keyOf(offer.id) })).sort((a, b) => a.key - b.key).map(({ offer }) => offer);
}

/** Part of a task's time in which devices report, so that retries fit before it closes. */
const LATEST_SHARE = 0.8;
