import { ADS_KINDS, SHOP_KINDS, type ByKind, type ModelKind } from '#core/protocol';
import { parseContentHash, utf8Decode, utf8Encode, type ContentHash } from '#core/units';
import type { LeaderTables } from '#server/store';

/** The newest model of one kind and where it stands. */
export interface CurrentModel {
  readonly model: ContentHash;
  readonly state: ContentHash;
  /** Leaf of the model in the log. */
  readonly leaf: number;
  /** Round it came from, 0 for the first. */
  readonly round: number;
  /** Rounds of this model that closed, kept ones too. */
  readonly closedRounds: number;
}

const settingOf = (kind: ModelKind): string => `model-${kind}`;

/** The newest model of `kind`, undefined before the first start is complete. */
export function currentModel({ settings }: Pick<LeaderTables, 'settings'>, kind: ModelKind): CurrentModel | undefined {
  const kept = settings.get(settingOf(kind));
  if (!kept) return undefined;
  const { model, state, leaf, round, closedRounds } = JSON.parse(utf8Decode(kept)) as Record<string, unknown>;
  return { model: parseContentHash(String(model)), state: parseContentHash(String(state)), leaf: Number(leaf), round: Number(round), closedRounds: Number(closedRounds) };
}

/** Makes `current` the newest model of `kind`. Call inside the transaction that logs it. */
export function setCurrentModel({ settings }: Pick<LeaderTables, 'settings'>, kind: ModelKind, current: CurrentModel): void {
  settings.set(settingOf(kind), utf8Encode(JSON.stringify(current)));
}

/** Newest models of all kinds that have begun. @throws TypeError before the first start is complete */
export function currentModels(tables: Pick<LeaderTables, 'settings'>): ByKind<CurrentModel> {
  const entries = SHOP_KINDS.map((kind) => {
    const current = currentModel(tables, kind);
    if (!current) throw new TypeError(`There is no ${kind} model yet`);
    return [kind, current] as const;
  });
  const ofAds = ADS_KINDS.flatMap((kind) => {
    const current = currentModel(tables, kind);
    return current ? [[kind, current] as const] : [];
  });
  return Object.fromEntries([...entries, ...ofAds]) as ByKind<CurrentModel>;
}
