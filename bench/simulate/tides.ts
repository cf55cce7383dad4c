import type { Tide } from '#bench/shoppers';

/** Measurements of demand from one crest to the next: prices are to be seen to rise and to fall again within half an hour. */
const TIDE_ROUNDS = 6;
/** How many times as often as usual a department is gone to at its crest: demand then stands out of the noise of some two thousand reports. */
const CREST = 3.5;

/**
 * How often the departments whose prices follow demand are gone to in the `round`-th measurement of it, from 0. All of them rise and
 * fall together: were one dear while another is cheap, groups of other tastes would meet raised prices unlike, and the parity
 * gate would rightly stop the prices.
 */
export function tideOf(departments: readonly string[], round: number): Tide {
  const pull = CREST ** Math.sin((2 * Math.PI * round) / TIDE_ROUNDS);
  return Object.fromEntries(departments.map((name) => [name, pull]));
}
