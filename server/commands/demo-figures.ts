import { isModelRound, MODEL_KINDS, type ModelKind, type RoundRecord } from '#core/protocol';
import { readIfThere, writeWhole } from './data-folder.ts';
import type { ChildNotice } from './output.ts';

/** Quality of one served model on simulated shoppers who never train. */
export interface QualityFigure {
  readonly model: ModelKind;
  readonly hash: string;
  /** Share of held-out next choices among the first ten, 0 to 1. */
  readonly quality: number;
  /** The same share for popularity alone, on the same choices; absent where an earlier version measured. */
  readonly baseline?: number;
  readonly shoppers?: number;
  readonly atMs: number;
}

/** The demonstration's live figures; all of them come from simulated shoppers and say so. */
export interface DemoFigures {
  /** Takes what the simulation says. */
  take(notice: ChildNotice): void;
  /** Quality of a model by its hash; undefined before it is measured. */
  qualityOf(model: ModelKind, hash: string): number | undefined;
  /** What `/demo/quality.json` holds. `rounds`: records so far, oldest first. */
  qualityJson(rounds: readonly RoundRecord[]): unknown;
  /** What `/demo/state.json` holds. */
  stateJson(rounds: readonly RoundRecord[]): unknown;
}

function finite(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function figureOf(notice: ChildNotice): QualityFigure | undefined {
  const model = MODEL_KINDS.find((kind) => kind === notice['model']);
  const quality = finite(notice['hr']) ?? finite(notice['quality']);
  if (!model || quality === undefined || typeof notice['hash'] !== 'string') return undefined;
  const baseline = finite(notice['baseline']);
  const shoppers = finite(notice['shoppers']);
  return { model, hash: notice['hash'], quality, atMs: Date.now(), ...(baseline === undefined ? {} : { baseline }), ...(shoppers === undefined ? {} : { shoppers }) };
}

function keptFigures(path: string): QualityFigure[] {
  try {
    return JSON.parse(readIfThere(path) ?? '[]') as QualityFigure[];
  } catch {
    return []; // half a file from another version: the simulation measures again
  }
}

/** Figures of one deployment, kept at `path` so that a restart still shows the curve. */
export function createDemoFigures(path: string, shoppers: number): DemoFigures {
  const byHash = new Map(keptFigures(path).map((figure) => [`${figure.model} ${figure.hash}`, figure]));
  let progress: ChildNotice | undefined;
  return {
    take(notice) {
      if (notice.kind === 'progress' || notice.kind === 'reported') progress = notice;
      const figure = notice.kind === 'quality' ? figureOf(notice) : undefined;
      if (!figure) return;
      byHash.set(`${figure.model} ${figure.hash}`, figure);
      writeWhole(path, JSON.stringify([...byHash.values()]));
    },
    qualityOf: (model, hash) => byHash.get(`${model} ${hash}`)?.quality,
    qualityJson: (rounds) => ({ simulated: true, metric: 'hr@10 of the next choice, simulated shoppers who never train', points: pointsOf(byHash, rounds) }),
    stateJson: (rounds) => ({ simulated: true, shoppers, weeks: Math.max(0, ...MODEL_KINDS.map((kind) => rounds.filter(isModelRound).filter(({ model }) => model === kind).length)), progress: progress ?? null }),
  };
}

/** One point for model 0 and one for each round, at the quality of the model that was served after it. */
function pointsOf(byHash: ReadonlyMap<string, QualityFigure>, rounds: readonly RoundRecord[]): unknown[] {
  const points: unknown[] = [];
  const add = (round: number, model: ModelKind, hash: string): void => {
    const figure = byHash.get(`${model} ${hash}`);
    if (figure) points.push({ round, ...figure });
  };
  for (const kind of MODEL_KINDS) {
    const own = rounds.filter(isModelRound).filter(({ model }) => model === kind);
    const [first] = own;
    if (first) add(0, kind, first.modelBefore);
    else for (const figure of byHash.values()) if (figure.model === kind) points.push({ round: 0, ...figure });
    for (const { round, modelAfter } of own) add(round, kind, modelAfter);
  }
  return points;
}
