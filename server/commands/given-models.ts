import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeModel } from '#core/fedavg';
import { GIVEN_KINDS, type GivenKind } from '#core/protocol';
import { contentHash, fail, ok, type ContentHash, type Fault, type Result } from '#core/units';
import { firstModelOf } from '#server/leader';
import { openLeaderStore } from '#server/libsql';
import { T11_PARAMETERS } from '#worker/models';
import { MIX_PARAMETERS } from '#worker/recommender';

/** A model file that the operator gave, read and found fit to begin with. */
export interface GivenModel {
  readonly kind: GivenKind;
  readonly path: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly hash: ContentHash;
}

type GivenFault = Fault<'bad-model' | 'has-models' | 'in-use' | 'unreadable'>;

/** Weights that this program's models have. */
const WEIGHTS: Readonly<Record<GivenKind, number>> = { mix: MIX_PARAMETERS, t11: T11_PARAMETERS };

function readGivenModel(path: string): Result<GivenModel, GivenFault> {
  const bytes = new Uint8Array(readFileSync(path));
  const model = decodeModel(bytes);
  if (!model.ok) return fail('bad-model', `Cannot begin with ${path}: ${model.fault.message}`);
  if (model.value.kind === 'pairs') return fail('bad-model', `Cannot begin with ${path}: it is a table of pairs, whose cells are items of another shop's catalogue`);
  const { weights } = model.value;
  const kind = GIVEN_KINDS.find((each) => each === model.value.kind);
  if (!kind) return fail('bad-model', `Cannot begin with ${path}: it is a ${model.value.kind} model, which begins with the shop's first campaign`);
  if (weights.length !== WEIGHTS[kind]) return fail('bad-model', `Cannot begin with ${path}: its ${kind} model has ${weights.length} weights, this version of Homebird wants ${WEIGHTS[kind]}`);
  return ok({ kind, path, bytes, hash: contentHash(bytes) });
}

/** Reads the files of `--model`: one of each kind at most, of this version, every weight finite. */
export function readGivenModels(paths: readonly string[]): Result<readonly GivenModel[], GivenFault> {
  const given: GivenModel[] = [];
  for (const path of paths) {
    const read = readGivenModel(path);
    if (!read.ok) return read;
    const same = given.find(({ kind }) => kind === read.value.kind);
    if (same) return fail('bad-model', `Cannot begin with ${path}: ${same.path} is a ${same.kind} model too`);
    given.push(read.value);
  }
  return ok(given);
}

/**
 * Whether a deployment in `data` may begin with `given`: it is fresh, or began with these very files. Anything else would
 * throw away what its shoppers have taught it, or promise what is not done.
 */
export async function mayBeginWith(given: readonly GivenModel[], data: string): Promise<Result<void, GivenFault>> {
  const path = join(data, 'leader', 'leader.db');
  if (given.length === 0 || !existsSync(path)) return ok(undefined);
  const store = openLeaderStore(path);
  if (!store.ok) return store;
  const { tables } = store.value;
  const rounds = tables.rounds.last();
  const other = given.find(({ kind, hash }) => (firstModelOf(tables, kind) ?? hash) !== hash);
  await store.value.close();
  if (!other) return ok(undefined);
  return fail('has-models', `Cannot begin with ${other.path}: ${data} has a ${other.kind} model of its own already, and ${rounds} rounds. Leave --model out to go on with it, or name a fresh folder with --data`);
}
