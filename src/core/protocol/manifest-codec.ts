import { canonicalJson, decodeJson, encodeJson, type Fields } from '#core/fields';
import { contentHash, fail, HASH_PATTERN, utf8Encode, WEEK_MS, type ContentHash, type Result } from '#core/units';
import type { ProtocolFault } from './fault.ts';
import { MAX_WITNESSES, PUBLIC_FILES, type Manifest, type PolicyFile, type PublicFile, type PublicFileType } from './manifest.ts';
import { SHOP_KINDS } from './shop-kinds.ts';
import { ADS_KINDS, type ByKind, type ModelKind, type TaskId } from './task.ts';
import { hashField, MAX_TIME_MS, urlField } from './task-codec.ts';

/** One open task a model kind and block; more would be a mistake or an attack. */
const MAX_OPEN_TASKS = 64;
/** Leaves a log can hold here: what a tile path of five groups of digits can name. */
const MAX_LEAF = 2 ** 48;
/** `name+8 hex digits+base64`, C2SP signed-note verifier key. */
const KEY_PATTERN = /^[^\s+]+\+[0-9a-f]{8}\+[A-Za-z0-9+/]+={0,2}$/;

/** The text of a manifest: canonical JSON and a newline, the body of the signed note that the leader serves. */
export function encodeManifest(manifest: Manifest): string {
  return `${canonicalJson(manifest)}\n`;
}

/** Reads the body of an opened manifest note; see {@link encodeManifest}. */
export function decodeManifest(text: string): Result<Manifest, ProtocolFault> {
  if (!text.endsWith('\n')) return fail('malformed', 'Cannot decode the manifest: wanted a final newline');
  return decodeJson('manifest', utf8Encode(text.slice(0, -1)), (fields): Manifest => {
    const models = fields.object('models', (named) => byKind((kind) => named.has(kind), (kind) => hashField(named, kind)));
    return {
      version: fields.oneOf('version', [1]),
      shop: fields.text('shop', 200),
      issuedMs: fields.integer('issuedMs', 0, MAX_TIME_MS),
      catalogue: hashField(fields, 'catalogue'),
      models,
      modelLeaves: fields.object('modelLeaves', (leaves) => byKind((kind) => models[kind] !== undefined, (kind) => leaves.object(kind, (leaf) => ({
        leaf: leaf.integer('leaf', 0, MAX_LEAF),
        round: leaf.integer('round', 0, 2 ** 31),
      })))),
      configLeaf: fields.integer('configLeaf', 0, MAX_LEAF),
      ...publicFiles(fields),
      tasks: fields.list('tasks', MAX_OPEN_TASKS, (task) => ({ id: task.pattern('id', HASH_PATTERN) as TaskId, leaf: task.integer('leaf', 0, MAX_LEAF) })),
      retryWindowMs: fields.integer('retryWindowMs', 0, WEEK_MS),
      simulated: fields.flag('simulated'),
    };
  });
}

/** The one text of a policy file; {@link policyHashOf} of it stands in the embed line. */
export function encodePolicy(policy: PolicyFile): Uint8Array<ArrayBuffer> {
  return encodeJson(policy);
}

/** What `data-policy` names: SHA-256 of the policy file's bytes. */
export function policyHashOf(bytes: Uint8Array): ContentHash {
  return contentHash(bytes);
}

/** Reads a policy file from hostile bytes. The caller compares {@link policyHashOf} with the embed line first. */
export function decodePolicy(bytes: Uint8Array): Result<PolicyFile, ProtocolFault> {
  return decodeJson('policy', bytes, (fields): PolicyFile => {
    const floors = fields.optional('floors', (floor) => ({
      minBatch: floor.integer('minBatch', 1, 2 ** 31 - 1),
      minNoiseMultiplier: floor.number('minNoiseMultiplier', 0, 1e6),
      weekRho: floor.number('weekRho', 0, 1e6),
      yearRho: floor.number('yearRho', 0, 1e6),
    }));
    const witnesses = fields.optional('witnesses', (named) => ({
      keys: named.patterns('keys', MAX_WITNESSES, KEY_PATTERN),
      quorum: named.integer('quorum', 1, MAX_WITNESSES),
    }));
    return {
      version: fields.oneOf('version', [1]),
      shop: fields.text('shop', 200),
      leaderUrl: urlField(fields, 'leaderUrl'),
      helperUrl: urlField(fields, 'helperUrl'),
      logOrigin: fields.text('logOrigin', 200),
      logKey: fields.pattern('logKey', KEY_PATTERN),
      helperKey: fields.pattern('helperKey', KEY_PATTERN),
      ...(witnesses && { witnesses }),
      helperHpkeKey: fields.pattern('helperHpkeKey', /^04[0-9a-f]{128}$/),
      ...(floors && { floors }),
    };
  });
}

/** Those that are named: a manifest of a shop without one has no field for it. */
function publicFiles(fields: Fields): Pick<Manifest, PublicFileType> {
  return Object.fromEntries(PUBLIC_FILES.flatMap((type) => {
    const named = fields.optional(type, (file): PublicFile => ({ hash: hashField(file, 'hash'), leaf: file.integer('leaf', 0, MAX_LEAF) }));
    return named ? [[type, named]] : [];
  }));
}

/** @param isNamed - whether there is one of this kind of ads; a shop without ads names none */
function byKind<Value>(isNamed: (kind: ModelKind) => boolean, read: (kind: ModelKind) => Value): ByKind<Value> {
  return Object.fromEntries([...SHOP_KINDS, ...ADS_KINDS.filter(isNamed)].map((kind) => [kind, read(kind)])) as ByKind<Value>;
}

