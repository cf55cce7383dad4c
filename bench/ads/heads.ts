import { adagradSteps, factorHead, ftrlSteps, linearHead, networkHead, type Head, type Step } from '#core/ctr';
import type { Encoding } from './encode.ts';

/** Heads that every lane trains. */
export const HEAD_NAMES = ['lr', 'fm', 'dnn'] as const;
export type HeadName = (typeof HEAD_NAMES)[number];

/** One way to train a head in one place. */
export interface Recipe {
  readonly head: Head;
  readonly steps: () => Step;
  /** What tells it from the head's other recipes. */
  readonly rate: number;
  /** Rows a step. */
  readonly batch: number;
  readonly epochs: number;
}

/** Slots with weights of their own where nothing has to fit a report: what memory and time allow. */
const MOST_SLOTS = 1 << 20;
const MOST_FACTORED = 1 << 18;

/** Widths of the network's hidden layers. */
const HIDDEN = [64, 32] as const;

/** Ways to train a head centrally; the one that held-out rows like best is kept. */
export function recipesOf(name: HeadName, { rows: { denseWidth }, slotValues, crossValues }: Encoding): readonly Recipe[] {
  const slots = Math.min(slotValues, MOST_FACTORED);
  switch (name) {
    case 'lr': {
      const head = linearHead({ denseWidth, slots: Math.min(slotValues, MOST_SLOTS), crosses: Math.min(crossValues, MOST_SLOTS) });
      return [0.02, 0.1].map((alpha) => ({ head, rate: alpha, steps: () => ftrlSteps(head, { alpha, beta: 1, lambda1: 0.5, lambda2: 1 }), batch: 1, epochs: 6 }));
    }
    case 'fm': {
      const head = factorHead({ denseWidth, slots, factors: 8 });
      return [0.01, 0.04].map((rate) => ({ head, rate, steps: () => adagradSteps(head, { rate, decay: 1e-5 }), batch: 4, epochs: 8 }));
    }
    case 'dnn': {
      const head = networkHead({ denseWidth, slots, factors: 8, hidden: HIDDEN, dropout: 0.2 });
      return [0.02].map((rate) => ({ head, rate, steps: () => adagradSteps(head, { rate, decay: 1e-5 }), batch: 32, epochs: 8 }));
    }
  }
}

/** Numbers that a value has in federated heads; FM has fewer than centrally, so that more values fit a report. */
const [FM_FACTORS, DNN_FACTORS] = [4, 8];
/** Most weights of a federated head: one report carries them, and a verdict behind them. */
const MOST_WEIGHTS = 12_999;

/** The head that fits a report: as many of the most frequent values have slots of their own as there is room. */
export function federatedHead(name: HeadName, { rows: { denseWidth, slotWidth, crossWidth }, slotValues, crossValues }: Encoding): Head {
  switch (name) {
    case 'lr': {
      const room = MOST_WEIGHTS - 1 - denseWidth;
      const crosses = crossWidth === 0 ? 0 : Math.max(crossWidth, Math.min(crossValues, Math.floor(room / 4)));
      return linearHead({ denseWidth, slots: Math.max(slotWidth, Math.min(slotValues, room - crosses)), crosses });
    }
    case 'fm': return factorHead({ denseWidth, slots: Math.max(slotWidth, Math.min(slotValues, Math.floor((MOST_WEIGHTS - 1 - denseWidth) / (1 + FM_FACTORS)))), factors: FM_FACTORS });
    case 'dnn': {
      const [wide, narrow] = HIDDEN;
      const layers = (denseWidth + 2 * DNN_FACTORS + 1) * wide + (wide + 1) * narrow + narrow + 1;
      return networkHead({ denseWidth, slots: Math.max(slotWidth, Math.min(slotValues, Math.floor((MOST_WEIGHTS - layers) / DNN_FACTORS))), factors: DNN_FACTORS, hidden: HIDDEN, dropout: 0.1 });
    }
  }
}
