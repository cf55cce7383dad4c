import { decodeAdCatalogue } from '#core/campaigns';
import { decodeModel } from '#core/fedavg';
import { decodeManifest, encodePolicy, kindsOf, MODEL_KINDS, policyHashOf, PUBLIC_FILES, type Manifest } from '#core/protocol';
import { decodeCheckpoint } from '#core/tlog';
import { contentHash, type Fault, type Result } from '#core/units';
import type { AuditOptions, Chain, Notebook, PlacedEntry } from './check.ts';
import { loadText, openWith } from './read.ts';

/** Where each public file is served, and what an auditor reads of it. */
const PUBLIC = {
  ads: { folder: 'ads', what: 'campaigns' }, delivery: { folder: 'deliveries', what: 'their delivery' }, offers: { folder: 'offers', what: 'coupons and bands' }, prices: { folder: 'prices', what: 'prices' },
} as const;

/** The audited log, and what its leader shows after it was read. */
interface Audited {
  readonly size: number;
  readonly entries: readonly PlacedEntry[];
  readonly chain: Chain;
  /** Who may have a newer checkpoint by now: the log that was read may be a copy that is behind. */
  readonly newestCheckpoints: readonly AuditOptions['load'][];
}

/** What devices are offered now against what the log ends with. */
export async function auditManifest(options: AuditOptions, audited: Audited, notes: Notebook): Promise<void> {
  const note = await loadText(options, '/v1/manifest');
  const opened = note.ok ? await openWith(options, note.value, options.policy.logKey) : note;
  const manifest: Result<Manifest, Fault> = opened.ok ? decodeManifest(opened.value) : opened;
  const wrong = manifest.ok ? (manifestWrong(options, manifest.value, audited) ?? await aheadWrong(options, manifest.value, audited)) : manifest.fault.message;
  notes.note({ id: 'manifest', title: 'What devices are offered now, against the end of the log', ok: wrong === undefined, detail: wrong ?? 'models, open tasks and configuration agree' });
  if (!manifest.ok) return;
  await auditOfferedModels(options, manifest.value, notes);
  await auditOfferedAds(options, manifest.value, notes);
}

/** Ads and offers are chosen from these files on every device that agreed to ads: each must be there and be the one that is named. */
async function auditOfferedAds({ load }: AuditOptions, manifest: Manifest, notes: Notebook): Promise<void> {
  for (const type of PUBLIC_FILES) {
    const file = manifest[type];
    if (!file) continue;
    const bytes = await load(`/v1/${PUBLIC[type].folder}/${file.hash}`);
    const good = bytes.ok && contentHash(bytes.value) === file.hash;
    notes.note({ id: 'offered', title: `File of ${PUBLIC[type].what} that devices are offered`, ok: good, detail: good ? file.hash.slice(0, 12) : `The ${type} file ${file.hash.slice(0, 12)} is missing or holds other bytes` });
    if (type === 'ads' && good) await auditPictures({ load }, bytes.value, notes);
  }
}

/** Every device loads every pack, whatever is shown on it. */
async function auditPictures({ load }: Pick<AuditOptions, 'load'>, ads: Uint8Array, notes: Notebook): Promise<void> {
  const title = 'Pictures of campaigns that devices are offered';
  const catalogue = decodeAdCatalogue(ads);
  if (!catalogue.ok) {
    notes.note({ id: 'offered', title, ok: false, detail: catalogue.fault.message });
    return;
  }
  for (const pack of catalogue.value.packs) {
    const bytes = await load(`/v1/packs/${pack}`);
    const good = bytes.ok && contentHash(bytes.value) === pack;
    notes.note({ id: 'offered', title, ok: good, detail: good ? pack.slice(0, 12) : `The pack ${pack.slice(0, 12)} is missing or holds other bytes` });
  }
}

/** No round may have used a model yet, but devices rank with it: its file must be there and be the one that is named. */
async function auditOfferedModels({ load }: AuditOptions, manifest: Manifest, notes: Notebook): Promise<void> {
  for (const kind of kindsOf(manifest.models)) {
    const { [kind]: hash = '' } = manifest.models;
    const bytes = await load(`/v1/models/${hash}`);
    const model = bytes.ok && contentHash(bytes.value) === hash ? decodeModel(bytes.value) : undefined;
    const good = model?.ok === true && model.value.kind === kind;
    const round = manifest.modelLeaves[kind]?.round ?? 0;
    notes.note({
      id: 'offered', ...(round === 0 ? {} : { round }), title: `File of the ${kind} model that devices are offered`, ok: good,
      detail: good ? hash.slice(0, 12) : `The file of model ${hash.slice(0, 12)} is missing or holds other bytes`,
    });
  }
}

/** The manifest is loaded after the checkpoint: a leaf beyond the audited tree is new only if a newer signed checkpoint holds it. */
async function aheadWrong(options: AuditOptions, manifest: Manifest, { size, newestCheckpoints }: Audited): Promise<string | undefined> {
  const last = Math.max(...MODEL_KINDS.map((kind) => manifest.modelLeaves[kind]?.leaf ?? 0), manifest.configLeaf, ...manifest.tasks.map(({ leaf }) => leaf), ...PUBLIC_FILES.map((type) => manifest[type]?.leaf ?? 0));
  if (last < size) return undefined;
  let newSize = size;
  for (const load of newestCheckpoints) {
    const note = await loadText({ load }, '/log/checkpoint');
    const opened = note.ok ? await openWith(options, note.value, options.policy.logKey) : note;
    const checkpoint = opened.ok ? decodeCheckpoint(opened.value) : opened;
    if (checkpoint.ok && checkpoint.value.origin === options.policy.logOrigin) newSize = Math.max(newSize, checkpoint.value.size);
  }
  return last < newSize ? undefined : `The manifest offers entry ${last}, the signed log ends at ${newSize}`;
}

/** What the manifest says beside models, tasks and the time must be the newest configuration, under the policy of this audit. */
function configurationWrong({ policy }: Pick<AuditOptions, 'policy'>, manifest: Manifest, { size, entries }: Audited): string | undefined {
  if (manifest.configLeaf >= size) return undefined;
  const newest = entries.findLast(({ entry }) => entry.type === 'config');
  if (newest?.leaf !== manifest.configLeaf || newest.entry.type !== 'config') return `The manifest names entry ${manifest.configLeaf} as its configuration, the log's newest is ${newest ? `entry ${newest.leaf}` : 'none'}`;
  const { entry } = newest;
  const isSame = entry.policy === policyHashOf(encodePolicy(policy)) && entry.catalogue === manifest.catalogue && entry.retryWindowMs === manifest.retryWindowMs && entry.simulated === manifest.simulated;
  return isSame && manifest.shop === policy.shop ? undefined : `The manifest's shop, policy, catalogue, retry window or label is not that of entry ${newest.leaf}`;
}

function manifestWrong(options: Pick<AuditOptions, 'policy'>, manifest: Manifest, audited: Audited): string | undefined {
  const { size, entries, chain } = audited;
  for (const kind of MODEL_KINDS) {
    const [hash, place] = [manifest.models[kind], manifest.modelLeaves[kind]];
    if (hash === undefined || !place) {
      if (chain[kind]) return `The log has a ${kind} model, the manifest names none`;
      continue;
    }
    const { leaf, round } = place;
    if (leaf >= size) continue;
    const entry = entries.find((placed) => placed.leaf === leaf)?.entry;
    if (entry?.type !== 'model' || entry.model !== kind || entry.hash !== hash || entry.round !== round) return `Entry ${leaf} is not the offered ${kind} model`;
    if (chain[kind]?.model !== hash) return `The manifest offers ${kind} model ${hash.slice(0, 12)}, the log ends with ${chain[kind]?.model.slice(0, 12) ?? 'none'}`;
  }
  for (const { id, leaf } of manifest.tasks) {
    if (leaf >= size) continue;
    const entry = entries.find((placed) => placed.leaf === leaf)?.entry;
    if (entry?.type !== 'task' || entry.task !== id) return `Entry ${leaf} is not the offered task ${id.slice(0, 12)}`;
  }
  for (const type of PUBLIC_FILES) {
    const file = manifest[type];
    if (!file || file.leaf >= size) continue;
    const newest = entries.findLast(({ entry }) => entry.type === type);
    if (newest?.leaf !== file.leaf || newest.entry.type !== type || newest.entry.hash !== file.hash) return `Entry ${file.leaf} is not the log's newest ${type} file, which the manifest names`;
  }
  return configurationWrong(options, manifest, audited);
}
