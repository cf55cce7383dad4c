import { EVENT_TYPES } from '#core/events';
import { MAX_SEQUENCE, type Interaction, type SequenceInput } from './history.ts';

/** Buckets of the time since the interaction before. */
export const GAP_BUCKETS = 8;

/** Bucket of a pause: 0 at the same moment, as lines of one basket are; else 1 + ⌊log2(1 + minutes)⌋, at most 7 (an hour and longer). */
export function gapBucket(gapMs: number): number {
  return gapMs > 0 ? Math.min(GAP_BUCKETS - 1, 1 + Math.floor(Math.log2(1 + gapMs / 60_000))) : 0;
}

/**
 * The last MAX_SEQUENCE steps before `end`, oldest first. Neighbouring interactions with one item (view, then cart) are
 * one step that carries the strongest type, or the last one where the shopper took it back; it keeps that one's event.
 *
 * @param end - interactions from here on are not looked at; all are by default
 */
export function stepsOf(interactions: readonly Interaction[], end: number = interactions.length): Interaction[] {
  const steps: Interaction[] = []; // newest first
  for (let i = end - 1; i >= 0; i--) {
    const next = interactions[i];
    if (next === undefined) continue;
    const step = steps.at(-1);
    if (step?.item === next.item) steps[steps.length - 1] = merged(next, step);
    else if (steps.length === MAX_SEQUENCE) break;
    else steps.push(next);
  }
  return steps.reverse();
}

/** {@link stepsOf} as an encoder reads them. */
export function sequenceOf(interactions: readonly Interaction[], end?: number): SequenceInput {
  const steps = stepsOf(interactions, end);
  return {
    items: Int32Array.from(steps, (step) => step.item),
    types: Uint8Array.from(steps, (step) => EVENT_TYPES.indexOf(step.type)),
    gaps: Uint8Array.from(steps, (step, t) => gapBucket(step.atMs - (steps[t - 1]?.atMs ?? step.atMs))),
  };
}

/** One step from an older and a newer interaction with the same item; dated by the older, so that gaps stay between items. */
function merged(older: Interaction, newer: Interaction): Interaction {
  const decides = newer.weight < 0 || newer.weight >= older.weight ? newer : older;
  return { ...decides, atMs: older.atMs };
}
