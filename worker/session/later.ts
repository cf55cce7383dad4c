import type { IdleWork, IdleWorkOptions } from './idle-work.ts';
import type { DeviceParts } from './options.ts';

/*
 * What comes after the first shelf, behind one door: digests of all parts were a twentieth of what a
 * first shelf needs. Idle work opens it, so that it is there when search or the panel ask.
 */
export { createAsked } from './asked.ts';

/** {@link IdleWork}, with its code. Rejects where that does not come. */
export async function loadIdleWork(): Promise<(parts: DeviceParts, options: IdleWorkOptions) => IdleWork> {
  return (await import('./idle-work.ts')).createIdleWork;
}
