import type { Problem } from '#core/protocol';
import { fail, type Fault } from '#core/units';

/** Which part of its quota a shop has used up. `task-reports`: one task holds as many reports as any does. */
export type UsedUp = 'store' | 'log' | 'open-tasks' | 'task-reports';

/** A problem as the failed side of a result, and what is used up where that is the reason. */
export type Refusal = { readonly ok: false; readonly fault: Fault & { readonly problem: Problem; readonly usedUp?: UsedUp } };

/** What a step of the helper gives back: a value, or the problem to answer with. */
export type Answer<Value> = { readonly ok: true; readonly value: Value } | Refusal;

/** Refuses with `value`. */
export function refuse(value: Problem, usedUp?: UsedUp): Refusal {
  return { ok: false, fault: { ...fail(value.type, value.detail).fault, problem: value, ...(usedUp && { usedUp }) } };
}
