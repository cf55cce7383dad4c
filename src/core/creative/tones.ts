import type { LifeCycle } from '#core/campaigns';
import { isCalledNew, praiseOf, savingOf, type AdFacts } from './facts.ts';
import { TONES, type Tone } from './template.ts';

/** What a device knows of its shopper that bears on wording; it stays there. Elsewhere all of it is empty. */
export interface Leaning {
  /** How she looks at prices: `low` for the lower third of what she compares. */
  readonly prices?: 'low' | 'middle' | 'high';
  readonly lifeCycle?: LifeCycle;
  /** Tags and categories that she likes, strongest first. */
  readonly interests: readonly string[];
}

export const NO_LEANING: Leaning = { interests: [] };

/** Tones that the catalogue has something to say in, the one that suits `leaning` first. */
export function tonesFor(facts: AdFacts, { prices, lifeCycle }: Leaning): readonly Tone[] {
  const has: Readonly<Record<Tone, boolean>> = { plain: true, value: facts.priceCents > 0, quality: praiseOf(facts) !== undefined, new: isCalledNew(facts) };
  const weight = (tone: Tone): number => {
    switch (tone) {
      case 'plain': return 1;
      case 'value': return (savingOf(facts) === undefined ? 0.5 : 1.5) + (prices === 'low' ? 2 : prices === 'high' ? -1 : 0) + (lifeCycle === 'lapsing' ? 0.5 : 0);
      case 'quality': return 1.2 + (prices === 'high' ? 1 : 0) + (lifeCycle === 'new' || lifeCycle === 'potential' ? 0.5 : 0);
      case 'new': return 1.1 + (lifeCycle === 'loyal' ? 1 : 0);
    }
  };
  return TONES.filter((tone) => has[tone]).sort((a, b) => weight(b) - weight(a));
}
