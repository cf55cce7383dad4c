import { DEFAULT_PORTRAITS, PORTRAIT_DIMS, portraitsLayout } from '#core/audience';
import { adModelParameters } from '#core/ctr';
import { FLOORS, rhoOfPureEpsilon } from '#core/privacy';
import { ADS_KINDS, type AdsKind } from '#core/protocol';
import { lasts, sizesOf, sizeTable, WEEK_DAYS, type Tier } from './plan-sizes.ts';
import { measuresFor, plansFor } from './plans.ts';

/** What a plan of ads is told. */
export interface AdsAsked {
  /** Browsers that report in a day. */
  readonly browsers: number;
  readonly noiseMultiplier: number;
  /** Reports to models that a week's budget pays for, and ρ of one. */
  readonly weekly: number;
  readonly modelRho: number;
}

const PARAMETERS: Readonly<Record<AdsKind, number>> = { ctr: adModelParameters('ctr'), cvr: adModelParameters('cvr'), portraits: portraitsLayout(DEFAULT_PORTRAITS, PORTRAIT_DIMS).length };
/** A deployment for real shoppers, which `homebird serve --shoppers 0` runs; how long its rounds are is not asked here. */
const REAL = { shoppers: 0, crowd: 0, rounds: undefined, pairBlocks: 1, roundMs: 0, laterRoundMs: 0 };

/** Lines: what models of ads take of a shop of this size. */
export function adModelsPlan({ browsers, noiseMultiplier }: AdsAsked): string[] {
  const plans = plansFor(REAL);
  const each = Math.floor(browsers / plans.length);
  const tiers = ADS_KINDS.map((model): Tier => ({ name: model, parameters: PARAMETERS[model], model, blocks: 1, minBatch: plans.find((plan) => plan.model === model)?.minBatch ?? FLOORS.minBatch }));
  const sizes = sizesOf(tiers, noiseMultiplier);
  const fitting = sizes.filter(({ useful }) => useful <= WEEK_DAYS * each);
  const rounds = fitting.map(({ tier: { name }, good }) => `${name} every ${lasts(Math.min(good, WEEK_DAYS * each), each)}`);
  return [
    `ads: reports are shared among ${plans.map(({ model }) => model).join(', ')}, about ${each} a day for each; those of ads begin once a round had ${Math.max(...plans.map(({ fromReports = 0 }) => fromReports))} reports, and open from ${tiers.map(({ minBatch, name }) => `${minBatch} (${name})`).join(', ')}`,
    ...sizeTable(sizes, each),
    rounds.length > 0
      ? `Models of ads that learn with rounds of a week or less: ${rounds.join(', ')}; where few ads are followed ctr wants more (docs/decisions/0054)`
      : 'Too few visitors for models of ads with rounds of a week: ads are then chosen by measured clicks and by what each device knows',
  ];
}

/** Lines: what measurements of ads cost a shopper, and how many reports each has. */
export function measuresPlan({ browsers, weekly, modelRho }: AdsAsked): string[] {
  const measures = measuresFor(REAL);
  const epsilon = Math.max(...measures.map((measure) => measure.epsilon.numerator / measure.epsilon.denominator));
  const weekRho = WEEK_DAYS * rhoOfPureEpsilon(epsilon) + weekly * modelRho;
  return [`measurements: one report a day at most costs a shopper epsilon ${epsilon} with no delta; it goes to one of ${measures.length} (${measures.map(({ measure }) => measure).join(', ')}), about ${Math.floor(browsers / measures.length)} a day each; one every day, and ${weekly} to models a week, spend a year's budget in ${Math.floor(FLOORS.yearRho / weekRho)} weeks`];
}
