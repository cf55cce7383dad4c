import { MODEL_KINDS, type ModelKind } from '#core/protocol';

/** Quality of one served model, measured on simulated shoppers who never train. */
export interface QualityPoint {
  /** 0: before the first round. */
  readonly round: number;
  readonly model: ModelKind;
  /** Share of held-out next choices among the top 10, 0 to 1. */
  readonly quality: number;
  /** The same share for popularity alone; undefined where it was not measured. */
  readonly baseline: number | undefined;
  readonly shoppers: number | undefined;
}

type Fields = Readonly<Record<string, unknown>>;

function listIn(json: unknown, name: string): Fields[] | undefined {
  const list: unknown = Array.isArray(json) ? json : typeof json === 'object' && json !== null ? (json as Fields)[name] : undefined;
  return Array.isArray(list) ? list.filter((entry): entry is Fields => typeof entry === 'object' && entry !== null) : undefined;
}

function numberOr<Other>(value: unknown, other: Other): number | Other {
  return typeof value === 'number' && Number.isFinite(value) ? value : other;
}

/** Reads `/demo/quality.json`: `{simulated: true, points: [{round, model, quality, baseline?, shoppers?}]}`. */
export function parseQuality(json: unknown): QualityPoint[] | undefined {
  return listIn(json, 'points')?.flatMap((entry) => {
    const model = MODEL_KINDS.find((kind) => kind === entry['model']);
    const round = numberOr(entry['round'], undefined);
    const quality = numberOr(entry['quality'], numberOr(entry['hr'], undefined));
    if (!model || round === undefined || quality === undefined) return [];
    return [{ round, model, quality, baseline: numberOr(entry['baseline'], undefined), shoppers: numberOr(entry['shoppers'], undefined) }];
  });
}
