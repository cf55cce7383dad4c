import type { ModelKind, ModelRound } from '#core/protocol';
import type { AuditReport } from './check.ts';
import type { AuditedVerdict } from './verdict.ts';

/**
 * What happened to a model. `first`: the log begins with it, or begins it anew. `made`: a step made a candidate. `confirmed`: devices
 * found the candidate better, and shelves rank with it. `dropped`: they did not, and it is gone. `counted`: a table of pairs grew.
 */
export type ModelEvent = 'first' | 'made' | 'confirmed' | 'dropped' | 'counted';

/** One change of a model file in the log. */
export interface ModelStep {
  readonly event: ModelEvent;
  readonly model: ModelKind;
  readonly leaf: number;
  /** 0 for a first model. */
  readonly round: number;
  /** Hash of the file before; '' for a first model. */
  readonly before: string;
  readonly after: string;
  /** What decided, as recomputed by this audit; undefined where nothing was judged or nothing could be recomputed. */
  readonly verdict: AuditedVerdict | undefined;
}

function eventOf({ outcome, model, verdict }: ModelRound): ModelEvent {
  if (outcome === 'rolled-back') return 'dropped';
  if (model === 'pairs') return 'counted';
  return verdict ? 'confirmed' : 'made';
}

/** Every change of a model file, oldest first. Rounds that left the file as it was are not among them. */
export function modelHistoryOf({ log, rounds }: Pick<AuditReport, 'log' | 'rounds'>): readonly ModelStep[] {
  const first = (log?.entries ?? []).flatMap(({ leaf, entry }): readonly ModelStep[] =>
    (entry.type === 'model' && entry.round === 0 ? [{ event: 'first', model: entry.model, leaf, round: 0, before: '', after: entry.hash, verdict: undefined }] : []));
  const stepped = rounds.flatMap((audited): readonly ModelStep[] => {
    if (audited.kind !== 'model') return [];
    const { leaf, record, verdict } = audited;
    const { round, model, modelBefore: before, modelAfter: after } = record;
    if (before === after) return [];
    return [{ event: eventOf(record), model, leaf, round, before, after, verdict }];
  });
  return [...first, ...stepped].sort((a, b) => a.leaf - b.leaf);
}
