import type { ModelKind } from '#core/protocol';
import { formatCount, formatMoment } from '#page/frame';

/** What each model is called, as in the merchant's console. */
export const MODEL_NAMES: Readonly<Record<ModelKind, string>> = { mix: 'Mix', t11: 'Encoder', pairs: 'What goes with what' };

/** A count with its noun, e.g. `1 round`, `2 rounds`; pass `many` where it is no plain plural. */
export function countText(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** From when to when, with the day once where both are of one day. */
export function spanText(fromMs: number, toMs: number): string {
  const [from, to] = [formatMoment(fromMs), formatMoment(toMs)];
  const [day = '', time = ''] = to.split(', ');
  return time !== '' && from.startsWith(`${day}, `) ? `${from} to ${time}` : `${from} to ${to}`;
}
