import { fail, ok, type Fault, type Result } from '#core/units';
import type { PolicyEstimate } from './estimate.ts';

/** Fewest effective choices a release may rest on: below it the normal interval of a rare click means nothing. */
export const MIN_EFFECTIVE_CHOICES = 200;
/** Least share of choices that must be effective: below it the policies hardly meet, and what is unlogged decides. */
const MIN_EFFECTIVE_SHARE = 0.02;

/** Why a policy is not published. */
export type GateFault = Fault<'few-choices' | 'policies-apart' | 'not-better'>;

/**
 * The release gate: a policy goes out only where the lower end of its 95 % interval lies above `presentValue`, the value of the
 * policy that runs now in the same unit, on enough effective choices. A policy that is merely not known to be worse stays in.
 */
export function mayPublish(estimate: Pick<PolicyEstimate, 'value' | 'low' | 'choices' | 'effectiveChoices'>, presentValue: number): Result<{ readonly gainLow: number }, GateFault> {
  const { low, choices, effectiveChoices } = estimate;
  const effective = Math.round(effectiveChoices);
  if (!(effectiveChoices >= MIN_EFFECTIVE_CHOICES)) return fail('few-choices', `Cannot publish on ${effective} effective choices: wanted ${MIN_EFFECTIVE_CHOICES}`);
  if (effectiveChoices < MIN_EFFECTIVE_SHARE * choices) return fail('policies-apart', `Cannot publish on ${effective} effective of ${choices} choices: wanted a share of ${MIN_EFFECTIVE_SHARE}`);
  if (!(low > presentValue)) return fail('not-better', `Cannot publish a policy worth at least ${low} where the present one is worth ${presentValue}`);
  return ok({ gainLow: low - presentValue });
}
