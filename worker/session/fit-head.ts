import { fitPersonalHead, initialMix } from '#worker/recommender';
import type { DeviceParts } from './options.ts';
import type { PersonalHead } from './personal-head.ts';

/** Fits `head` anew where history, mix or table have changed since. @returns to be called in idle time; `pause` is awaited between slices and may throw to abandon */
export function headFitting({ shopper, models, encoder, pairs, catalogue }: DeviceParts, head: PersonalHead): (pause: () => Promise<void>) => Promise<void> {
  let basis = ''; // history, mix and table the head was fitted over
  return async (pause) => {
    const history = await shopper.history();
    const newest = `${shopper.revision()} ${models.get('mix')?.hash ?? ''} ${models.get('pairs')?.hash ?? ''}`;
    if (basis === newest) return;
    const [t11, coOccurrence] = [models.get('t11'), pairs.current()];
    const fitted = await fitPersonalHead({
      weights: models.get('mix')?.weights ?? initialMix(), history, catalogue, pause,
      ...(t11 && { t11: { encoder, weights: t11.weights } }), ...(coOccurrence && { coOccurrence }),
    });
    basis = newest;
    await head.take(fitted);
  };
}
