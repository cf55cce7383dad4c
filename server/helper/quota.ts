import { fail, ok, type Fault, type Result } from '#core/units';

/** What one shop may make its helper keep: a hostile or broken leader must not fill a disk that other shops use too. */
export interface Quota {
  /** Bytes of the shop's whole store; from there on nothing new is taken, and what is begun can still be ended. */
  readonly storeBytes: number;
  /** Bytes of the copy of its log, within the store. */
  readonly logBytes: number;
  /** Tasks open at a time. */
  readonly openTasks: number;
}

const GIB = 2 ** 30;

/**
 * Room for 30 million reports (100 bytes each are kept for good) beside a log of 300,000 rounds (about 3 kB each), and for a task
 * of every model: `mix`, `t11` and the 37 blocks that a table of pairs may have, some being summed while the next are open.
 */
export const DEFAULT_QUOTA: Quota = { storeBytes: 4 * GIB, logBytes: GIB, openTasks: 64 };

/** Reads a shop's `quota.json`: an object with any of the three numbers; what it does not name has its default. */
export function parseQuota(text: string): Result<Quota, Fault<'bad-quota'>> {
  const bad = (why: string): Result<Quota, Fault<'bad-quota'>> => fail('bad-quota', `Cannot read the quota: ${why}, wanted {"storeBytes": N, "logBytes": N, "openTasks": N}, each of which may be left out`);
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    return bad('it is no JSON');
  }
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return bad('it is no object');
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(DEFAULT_QUOTA, name)) return bad(`it has "${name.slice(0, 40)}"`);
    if (!Number.isSafeInteger(value) || (value as number) < 1) return bad(`${name} is no whole number above 0`);
  }
  return ok({ ...DEFAULT_QUOTA, ...(given as Partial<Quota>) });
}
