import { setTimeout as pause } from 'node:timers/promises';
import type { Chance } from '#core/units';
import type { Crowd } from './crowd.ts';
import type { Ground } from './ground.ts';
import type { Victim } from './process.ts';

/** What happened so far. */
export interface KillCount {
  leader: number;
  helper: number;
  /** Of those, kills of a process that did not answer yet. */
  starting: number;
  /** Of those, kills within the turn after a batch was full. */
  closing: number;
}

/** When the next kill comes. */
type Moment = 'any' | 'reports' | 'closing' | 'starting';

/** Longest that a moment is waited for: on a machine too busy for it, a kill comes all the same. */
const MOMENT_MS = 4_000;
/** A kill without another reason comes within this, ms. */
const ANY_MS = 500;
/** Reports acknowledged before a kill that waits for some. */
const MOST_REPORTS = 15;
/** A full batch is closed, released, stepped and published within about this, ms. */
const CLOSING_MS = 450;
/** A process answers after about this, ms. */
const STARTING_MS = 700;
const LOOK_MS = 4;

async function until(isThere: () => boolean): Promise<void> {
  const end = performance.now() + MOMENT_MS;
  while (!isThere() && performance.now() < end) await pause(LOOK_MS);
}

/** Half of the moments are near the closing of a batch, where most is at stake. */
function nextMoment(chance: Chance): Moment {
  return (['any', 'reports', 'closing', 'closing', 'starting'] as const)[chance.below(5)] ?? 'any';
}

async function wait(moment: Moment, crowd: Crowd, batch: number, chance: Chance): Promise<void> {
  const before = crowd.acknowledged();
  if (moment === 'any') await pause(chance.next() * ANY_MS);
  else if (moment === 'starting') await pause(chance.next() * STARTING_MS);
  else if (moment === 'reports') {
    const wanted = 1 + chance.below(MOST_REPORTS);
    await until(() => crowd.acknowledged() - before >= wanted);
  } else {
    const full = (): number => crowd.tasks().filter(({ id }) => crowd.acknowledgedOf(id) >= batch).length;
    const now = full();
    await until(() => full() > now);
    await pause(chance.next() * CLOSING_MS);
  }
}

/** Who dies: one of them, or now and then both at once. */
function victims({ leader, helper }: Ground, chance: Chance): readonly Victim[] {
  const drawn = chance.below(10);
  return drawn === 0 ? [leader, helper] : drawn < 6 ? [leader] : [helper];
}

/**
 * Kills servers with SIGKILL `wanted` times at random points and starts them again. The seed draws who and what for; what the
 * process was doing at that instant is the machine's.
 *
 * @param options.onKill - called after each
 * @returns the counts; both servers run again and answer
 */
export async function killAgainAndAgain(ground: Ground, crowd: Crowd, options: { readonly wanted: number; readonly batch: number; readonly chance: Chance; readonly onKill: (count: KillCount) => void }): Promise<KillCount> {
  const { wanted, batch, chance, onKill } = options;
  const count: KillCount = { leader: 0, helper: 0, starting: 0, closing: 0 };
  let starting: readonly Promise<unknown>[] = [];
  while (count.leader + count.helper < wanted) {
    const moment = nextMoment(chance);
    if (moment !== 'starting') await Promise.all(starting);
    await wait(moment, crowd, batch, chance);
    const dying = victims(ground, chance);
    await Promise.all(dying.map((victim) => victim.kill()));
    for (const { name } of dying) {
      count[name] += 1;
      if (moment === 'starting' || moment === 'closing') count[moment] += 1;
    }
    const begun = dying.map((victim) => victim.start());
    for (const start of begun) start.catch(() => undefined); // awaited below: a killed one resolves, one that ends by itself is a fault then
    starting = [...starting, ...begun];
    onKill(count);
  }
  await Promise.all(starting);
  return count;
}
