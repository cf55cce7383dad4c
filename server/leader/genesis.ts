import { decodeModel, decodePortraitsState, firstState, sharesLayout, type ModelFile } from '#core/fedavg';
import { ADS_KINDS, decodeLogEntry, encodePolicy, kindsOf, policyHashOf, type ModelKind, type PolicyFile } from '#core/protocol';
import { keyLine } from '#core/tlog';
import { contentHash, fail, ok, toHex, utf8Decode, utf8Encode, type ContentHash, type Fault, type Result } from '#core/units';
import { appendLeaf } from '#server/log';
import type { Identity } from '#server/pair';
import type { LeaderStore, LeaderTables } from '#server/store';
import type { HelperPeer, PeerFault } from './helper-peer.ts';
import type { Deployment } from './leader.ts';
import { currentModel, setCurrentModel } from './models.ts';

/** The helper's public keys, pinned by the first start. */
export interface HelperPins {
  readonly hpkeConfigId: number;
  /** Hex. */
  readonly hpkePublicKey: string;
  /** Verifier key line of its cosignatures. */
  readonly keyLine: string;
}

const PINS = 'helper-pins';
const LOGGED_CONFIG = 'logged-config';
const CONFIG_LEAF = 'config-leaf';
const LOGGED_BUILD = 'logged-build';
/** Leaves that are looked through for first models: above what {@link writeGenesis} writes at once, build, configuration and two for each model. */
const FIRST_LEAVES = 16;

function pinnedHelper({ settings }: LeaderTables): HelperPins | undefined {
  const kept = settings.get(PINS);
  return kept && (JSON.parse(utf8Decode(kept)) as HelperPins);
}

async function askHelper(peer: HelperPeer): Promise<Result<HelperPins, PeerFault>> {
  const config = await peer.hpkeConfig();
  if (!config.ok) return config;
  const line = await peer.keyLine();
  if (!line.ok) return line;
  return ok({ hpkeConfigId: config.value.id, hpkePublicKey: toHex(config.value.publicKey), keyLine: line.value });
}

/** A helper that answers and will never work with this leader: why, for who started it. */
function refused({ problem, message }: PeerFault): { readonly ok: false; readonly fault: Fault<'helper-refuses'> } {
  return fail('helper-refuses', `Cannot start with this helper: ${refusalText(problem) ?? message}`);
}

function refusalText(problem: PeerFault['problem']): string | undefined {
  if (problem === 'unauthorised') return 'it does not accept this leader\'s secret. Give --secret the file with the 64 hex digits that the helper has';
  if (problem === 'not-found') return 'nothing of this shop is there. Give --helper the address whole, with the shop\'s name at its end where the helper serves several';
  if (problem === 'conflict') return 'it cosigns the log of another leader. Give each leader a helper of its own, or a place in homebird helper --shops';
  return undefined;
}

/**
 * The helper's keys: what it says now must be what it said first. A helper that is away is taken at its earlier word;
 * one whose keys changed is another helper, and devices that pinned the first would refuse every task. One that refuses
 * this leader, whose log has the key `logKey`, is found out here and not rounds later; nothing of it is kept.
 */
export async function helperPins(store: LeaderStore, peer: HelperPeer, logKey: string): Promise<Result<HelperPins, Fault<'helper-away' | 'helper-changed' | 'helper-refuses'>>> {
  const pinned = pinnedHelper(store.tables);
  const now = await askHelper(peer);
  if (!now.ok) {
    if (pinned) return ok(pinned);
    const isElsewhere = now.fault.problem === 'not-found'; // asking again would not help
    return isElsewhere ? refused(now.fault) : fail('helper-away', `Cannot start without the helper's keys: ${now.fault.message}`);
  }
  if (pinned && (pinned.hpkePublicKey !== now.value.hpkePublicKey || pinned.keyLine !== now.value.keyLine)) {
    return fail('helper-changed', 'The helper has other keys than at the first start of this data folder: give it back its own data folder, or start a new deployment with a fresh --data');
  }
  const known = await peer.pinLogKey(logKey);
  if (!known.ok && known.fault.kind === 'refused') return refused(known.fault);
  if (!pinned) await store.transact(({ settings }) => settings.set(PINS, utf8Encode(JSON.stringify(now.value))));
  return now;
}

/** The pins devices and auditors get under `data-policy`. */
export function policyOf(identity: Identity, deployment: Deployment, pins: HelperPins): PolicyFile {
  const { witnesses } = deployment;
  return {
    version: 1,
    shop: deployment.shop,
    leaderUrl: deployment.url,
    helperUrl: deployment.helperUrl,
    logOrigin: identity.signer.name,
    logKey: keyLine(identity.signer.name, identity.signer.publicKey),
    helperKey: pins.keyLine,
    ...(witnesses && { witnesses: { keys: witnesses.each.map(({ key }) => key), quorum: witnesses.quorum } }),
    helperHpkeKey: pins.hpkePublicKey,
  };
}

/** Logs the first model of `kind`, inside the caller's transaction. @throws TypeError where the deployment has none that can be read */
export function addFirstModel(tables: LeaderTables, kind: ModelKind, { firstModels, catalogue, given = [] }: Deployment): void {
  const bytes = firstModels[kind];
  if (!bytes) throw new TypeError(`There is no first ${kind} model`);
  const model = decodeModel(bytes);
  if (!model.ok || model.value.kind !== kind) throw new TypeError(`The first ${kind} model cannot be read: ${model.ok ? `it is a ${model.value.kind} model` : model.fault.message}`);
  if ('catalogue' in model.value && model.value.catalogue !== catalogue) throw new TypeError(`The first ${kind} model is that of another catalogue`);
  const state = firstState(model.value);
  const hash = contentHash(bytes);
  tables.files.add('model', hash, bytes);
  tables.files.add('state', contentHash(state), state);
  for (const model of given) if (model === kind) appendLeaf(tables.log, { type: 'given', model, hash });
  const leaf = appendLeaf(tables.log, { type: 'model', model: kind, hash, round: 0 });
  setCurrentModel(tables, kind, { model: hash, state: contentHash(state), leaf, round: 0, closedRounds: 0 });
}

/** Hash of the model of `kind` that a leader's log begins with; undefined before its first start. */
export function firstModelOf({ log }: Pick<LeaderTables, 'log'>, kind: ModelKind): ContentHash | undefined {
  for (const bytes of log.leaves(0, FIRST_LEAVES)) {
    const entry = decodeLogEntry(bytes);
    if (entry.ok && entry.value.type === 'model' && entry.value.model === kind) return entry.value.hash;
  }
  return undefined;
}

/**
 * Whether there is no model of `kind` to go on with: before the first start, and for tables of pairs and portraits once the shop
 * has another catalogue or another layout, where their entries mean something else, for heads of ads of another size, and for
 * portraits whose state is of an earlier version. Sums of the old one end with it. Models of ads begin with the first campaign and not here.
 *
 * @throws TypeError for a file that cannot be read and for weights of an earlier version: no round could move them
 */
function startsAnew(tables: LeaderTables, kind: ModelKind, { firstModels }: Deployment): boolean {
  const current = currentModel(tables, kind);
  if (!current) return !ADS_KINDS.some((ofAds) => ofAds === kind);
  const [kept, first] = [modelIn(tables.files.get('model', current.model)), modelIn(firstModels[kind])];
  if (!first) return false; // which addFirstModel refuses where it is needed
  if (!kept) throw new TypeError(`The ${kind} model of this data folder cannot be read: start with another folder`);
  if ('catalogue' in kept) return !sharesLayout(kept, first) || (kind === 'portraits' && !decodePortraitsState(tables.files.get('state', current.state) ?? new Uint8Array()).ok);
  const [has, wants] = [kept.weights.length, first.weights.length];
  if (ADS_KINDS.some((ofAds) => ofAds === kind)) return has !== wants;
  if (has !== wants) throw new TypeError(`The ${kind} model of this data folder has ${has} weights and this version wants ${wants}: start with another folder`);
  return false;
}

function modelIn(bytes: Uint8Array | undefined): ModelFile | undefined {
  const model = bytes && decodeModel(bytes);
  return model?.ok === true ? model.value : undefined;
}

function logIfChanged(tables: LeaderTables, setting: string, value: string, log: () => void): void {
  const before = tables.settings.get(setting);
  if (before && utf8Decode(before) === value) return;
  log();
  tables.settings.set(setting, utf8Encode(value));
}

/** Writes what the log must hold before anything is offered: build, configuration, first models. A second start adds only what changed. */
export function writeGenesis(store: LeaderStore, deployment: Deployment, policy: PolicyFile): Promise<void> {
  const policyHash = policyHashOf(encodePolicy(policy));
  const { catalogue, build, retryWindowMs, simulated } = deployment;
  return store.transact((tables) => {
    tables.files.add('policy', policyHash, encodePolicy(policy)); // old ones stay: an auditor shows what a configuration changed
    logIfChanged(tables, LOGGED_BUILD, JSON.stringify(build), () => appendLeaf(tables.log, { type: 'build', files: build }));
    logIfChanged(tables, LOGGED_CONFIG, `${policyHash} ${catalogue} ${retryWindowMs} ${simulated}`, () => {
      tables.settings.set(CONFIG_LEAF, utf8Encode(String(appendLeaf(tables.log, { type: 'config', policy: policyHash, catalogue, retryWindowMs, simulated }))));
    });
    for (const kind of kindsOf(deployment.firstModels)) if (startsAnew(tables, kind, deployment)) addFirstModel(tables, kind, deployment);
  });
}

/** Leaf of the configuration that holds now. @throws TypeError before {@link writeGenesis} */
export function configLeafOf({ settings }: Pick<LeaderTables, 'settings'>): number {
  const kept = settings.get(CONFIG_LEAF);
  if (!kept) throw new TypeError('There is no configuration in the log yet');
  return Number(utf8Decode(kept));
}
