import type { TaskId } from '#core/protocol';
import type { Measured } from './lane.ts';

/** What a report will say, which waits in memory for its time: nothing is spent, sealed or stored before it leaves. */
export interface Draft extends Measured {
  readonly sendMs: number;
}

/** Updates trained ahead of their time, so that the gap between a look and a report does not tell how long training took. */
export interface Drafts {
  /** Distance of two times at which a report may leave, and the least between a look and its report, ms. 0 sends at once. */
  readonly slotMs: number;
  readonly held: Map<TaskId, Draft>;
}

/** @param slotMs - longer than training takes; 0 where nobody watches one device, as in simulation */
export function createDrafts(slotMs: number): Drafts {
  return { slotMs, held: new Map() };
}

/** The first of the times `fromMs`, `fromMs + stepMs`, … that is not before `earliestMs`; `earliestMs` where there are no steps. */
export function gridTimeMs(fromMs: number, earliestMs: number, stepMs: number): number {
  if (earliestMs <= fromMs) return fromMs;
  return stepMs > 0 ? fromMs + stepMs * Math.ceil((earliestMs - fromMs) / stepMs) : earliestMs;
}

/** Moves every draft whose time passed while another was trained to its next slot. */
export function postponeMissed({ held, slotMs }: Drafts, nowMs: number): void {
  for (const [id, draft] of held) held.set(id, { ...draft, sendMs: gridTimeMs(draft.sendMs, nowMs, slotMs) });
}
