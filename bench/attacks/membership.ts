import { seededChance } from '#core/units';
import { dot, norm } from './algebra.ts';
import { areaUnder, mostTruePositives } from './bounds.ts';
import { areaInterval, rateInterval, type Interval } from './intervals.ts';
import type { Trials } from './inversion.ts';
import { above, areaOf, falling, type Roc } from './roc.ts';
import type { Stage, Target } from './shadow.ts';
import { NOISES, rhoUnder, type View } from './views.ts';

/** False positives a test may make where its true ones are reported: what an accuser could afford. */
export const FALSE_POSITIVES = 0.01;

/** How well a test tells batches with her report from batches without. */
export interface MembershipResult {
  readonly kind: Stage['kind'];
  readonly view: View;
  /** `exact`: the attacker knows her very report. `guessed`: only the history it may come from. */
  readonly knowledge: Knowledge;
  /** Reports of one device that are put together. */
  readonly reports: number;
  /** Batches with her, and as many without. */
  readonly trials: number;
  readonly area: number;
  readonly areaInterval: Interval;
  /** True positives at FALSE_POSITIVES. */
  readonly truePositives: number;
  readonly truePositivesInterval: Interval;
  /** What the rate may be where FALSE_POSITIVES of the trials without her are above the threshold. */
  readonly falsePositivesInterval: Interval;
  /** Most that the noise allows anyone, true positives at the most false ones that were within `falsePositivesInterval`; undefined where the view has none. */
  readonly bound: { readonly area: number; readonly truePositives: number } | undefined;
  readonly roc: Roc;
}

export type Knowledge = 'exact' | 'guessed';

/**
 * Membership inference by likelihood ratio, for zero-out neighbours: half of the batches hold the target's report, in the
 * other half she sends zeros. Under Gaussian noise ln(p₁/p₀) rises with ⟨seen, report⟩, so with the very report in hand this is
 * the best test there is (Neyman and Pearson); with a guess in its place it is LiRA with the client's own code as shadow model
 * (Carlini et al. 2022). Where no noise covers the others, their spread is what hides her, and the test is turned away from it.
 *
 * @returns for an attacker who knows the very report, then for one who guesses it
 */
export async function tellMembers(stage: Stage, view: View, { trials, seed, reports = 1 }: MembershipTrials): Promise<readonly [MembershipResult, MembershipResult]> {
  const { kind, targets, observer } = stage;
  const chance = seededChance(seed);
  const silence = new Int32Array(stage.population.mean.length);
  const directionsOf = new Map<Target, readonly Float64Array[]>();
  const rocs = [newRoc(trials), newRoc(trials)] as const;
  let draw = seed * 1_000_033; // the same in both servers' views: they come of one sharing
  for (const side of ['present', 'absent'] as const) {
    for (let trial = 0; trial < trials; trial++) {
      const target = targets[chance.below(targets.length)];
      if (!target) throw new RangeError('Cannot look for members without a target');
      const directions = directionsOf.get(target) ?? directionsTo(stage, target, view);
      directionsOf.set(target, directions);
      const sent = side === 'present' ? target.report : silence;
      for (let report = 0; report < reports; report++) {
        const seen = await observer.observe(view, sent, (draw += 2));
        for (const [knowledge, direction] of directions.entries()) {
          const column = rocs[knowledge as 0 | 1][side];
          column[trial] = (column[trial] ?? 0) + dot(seen, direction);
        }
      }
    }
  }
  const judged = (knowledge: Knowledge, { present, absent }: Roc): MembershipResult => judgedRoc({ kind, view, knowledge, reports }, { present: falling(present), absent: falling(absent) });
  return [judged('exact', rocs[0]), judged('guessed', rocs[1])];
}

/** Of one membership measurement; `reports` of one device, all of the same update, are put together. */
export interface MembershipTrials extends Trials {
  readonly reports?: number;
}

/** Along what is seen for a known and for a guessed report: of length 1, or where the spread of others hides it, so that this spread is 1. */
function directionsTo({ population }: Stage, { report, guess }: Target, view: View): readonly Float64Array[] {
  return [report, guess].map((wanted) => {
    if (view !== 'bare-sum') return scaled(wanted, norm(wanted));
    const whitened = population.whiten(wanted);
    return scaled(whitened, Math.sqrt(Math.max(Number.MIN_VALUE, dot(whitened, wanted))));
  });
}

const scaled = (values: ArrayLike<number>, length: number): Float64Array => Float64Array.from(values, (x) => x / length);
const newRoc = (trials: number): Roc => ({ present: new Float64Array(trials), absent: new Float64Array(trials) });

function judgedRoc(what: Pick<MembershipResult, 'kind' | 'view' | 'knowledge' | 'reports'>, roc: Roc): MembershipResult {
  const trials = roc.present.length;
  const area = areaOf(roc);
  const threshold = roc.absent[Math.floor(FALSE_POSITIVES * trials)] ?? Number.NEGATIVE_INFINITY;
  const found = above(roc.present, threshold);
  const falsePositivesInterval = rateInterval(above(roc.absent, threshold), trials);
  const noises = NOISES[what.view];
  const rho = noises === undefined ? undefined : what.reports * rhoUnder(noises);
  return {
    ...what, trials, area, areaInterval: areaInterval(area, trials, trials), roc,
    truePositives: found / trials, truePositivesInterval: rateInterval(found, trials), falsePositivesInterval,
    bound: rho === undefined ? undefined : { area: areaUnder((rate) => mostTruePositives(rho, rate)), truePositives: mostTruePositives(rho, falsePositivesInterval.high) },
  };
}
