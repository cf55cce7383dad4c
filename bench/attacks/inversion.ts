import { seededChance, shuffled, type Chance } from '#core/units';
import { dot, norm } from './algebra.ts';
import { mostTruePositives } from './bounds.ts';
import { rateInterval, type Interval } from './intervals.ts';
import type { Stage, Target } from './shadow.ts';
import { NOISES, rhoUnder, type View } from './views.ts';

/** Histories the attacker chooses from; one of them is the shopper's. */
export const CANDIDATES = 20;

/** What is looked for: which history made the report, or which item is in it. */
export type Question = 'history' | 'item';

/** How often the attack was right. */
export interface InversionResult {
  readonly kind: Stage['kind'];
  readonly question: Question;
  readonly view: View;
  readonly trials: number;
  readonly successes: number;
  readonly rate: number;
  readonly interval: Interval;
  /** 1 / CANDIDATES. */
  readonly chance: number;
  /** Most that the noise allows anyone, whatever she knows; undefined where the view has none. */
  readonly bound: number | undefined;
}

/**
 * Gradient inversion by matching: which of CANDIDATES real histories is behind what a party sees? The attacker trains every
 * candidate with the client's own code on the same public model and takes the likeliest. Under noise that is the best test
 * there is, if the guesses are exact; it needs no decoder, so it fails for no other reason than that the report says nothing.
 *
 * @param trials - each with a target, decoys, shares and noise of its own
 */
export async function invertHistories(stage: Stage, view: View, { trials, seed }: Trials): Promise<InversionResult> {
  const { kind, targets, observer } = stage;
  const matchOf = matcherFor(stage, view);
  const chance = seededChance(seed);
  let successes = 0;
  for (let trial = 0; trial < trials; trial++) {
    const target = targets[trial % targets.length];
    if (!target || targets.length < CANDIDATES) throw new RangeError(`Cannot hide a history among ${targets.length}: wanted ${CANDIDATES}`);
    const candidates = [target, ...decoysOf(targets, target, chance).slice(0, CANDIDATES - 1)];
    const seen = await observer.observe(view, target.report, seed * 7919 + 2 * trial);
    if (likeliest(candidates, (candidate) => matchOf(seen, candidate), chance) === target) successes += 1;
  }
  return resultOf({ kind, question: 'history', view, trials, successes });
}

/** Of one measurement. */
export interface Trials {
  readonly trials: number;
  readonly seed: number;
}

/** Log-likelihood of a candidate's guess under Gaussian noise, less what all candidates share; its cosine where the scale is not known. */
function matcherFor({ population, targets }: Stage, view: View): (seen: Float64Array, candidate: Target) => number {
  // A share is as long as the field is wide, whatever it hides.
  if (view === 'leader-share' || view === 'helper-share') return (seen, { guess }) => dot(seen, guess) / norm(guess);
  if (view !== 'bare-sum') return (seen, { guess }) => dot(seen, guess) - dot(guess, guess) / 2;
  const whitened = new Map(targets.map((target) => [target, population.whiten(target.guess)]));
  return (seen, target) => {
    const direction = whitened.get(target) ?? target.guess;
    return dot(seen, direction) - dot(target.guess, direction) / 2;
  };
}

/** The element of the highest score, one of them by chance where several have it. */
export function likeliest<T>(of: readonly T[], scoreOf: (element: T) => number, chance: Chance): T | undefined {
  let [best, highest] = [undefined as T | undefined, Number.NEGATIVE_INFINITY];
  let ties = 0;
  for (const element of of) {
    const score = scoreOf(element);
    ties = score === highest ? ties + 1 : 1;
    if (score > highest || (score === highest && chance.below(ties) === 0)) best = element;
    highest = Math.max(highest, score);
  }
  return best;
}

/** Adds interval, chance and bound to a count. */
export function resultOf(counted: Pick<InversionResult, 'kind' | 'question' | 'view' | 'trials' | 'successes'>): InversionResult {
  const { view, trials, successes } = counted;
  const noises = NOISES[view];
  return {
    ...counted, rate: successes / trials, interval: rateInterval(successes, trials), chance: 1 / CANDIDATES,
    bound: noises === undefined ? undefined : mostTruePositives(rhoUnder(noises), 1 / CANDIDATES),
  };
}

/** Histories other than the target's. */
export function decoysOf(targets: readonly Target[], target: Target, chance: Chance): readonly Target[] {
  return shuffled(targets.filter((other) => other !== target), chance);
}
