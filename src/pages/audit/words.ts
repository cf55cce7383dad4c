import type { ModelKind } from '#core/protocol';
import { formatMoment } from '#page/frame';

/** What each model is called, as in the merchant's console. */
export const MODEL_NAMES: Readonly<Record<ModelKind, string>> = { mix: 'Mix', t11: 'Encoder', pairs: 'What goes with what' };

/** From when to when, with the day once where both are of one day. */
export function spanText(fromMs: number, toMs: number): string {
  const [from, to] = [formatMoment(fromMs), formatMoment(toMs)];
  const [day = '', time = ''] = to.split(', ');
  return time !== '' && from.startsWith(`${day}, `) ? `${from} to ${time}` : `${from} to ${to}`;
}
