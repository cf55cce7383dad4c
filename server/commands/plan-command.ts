import { MAX_CATEGORY_CELLS, MAX_PAIR_BLOCKS, MAX_PAIR_CELLS, PAIR_BLOCK_CELLS, PAIR_UNIT, PAIR_USERS_PER_ITEM } from '#core/cooccurrence';
import { LEAST_DEVIATIONS } from '#core/fedavg';
import { epsilonOf, FLOORS, noiseMultiplierFor, noiseVarianceFor, rhoOfReport } from '#core/privacy';
import { VERDICT_ENTRIES } from '#core/protocol';
import { fail, ok, type Result } from '#core/units';
import { T11_PARAMETERS } from '#worker/models';
import { MIX_PARAMETERS } from '#worker/recommender';
import { expectedQuality, reportsOfTraining } from './expected-quality.ts';
import { MEASURED_CURVE } from './measured-curve.ts';
import { integerOption, readArguments, refuseUsage, textOption, type Arguments, type UsageFault } from './options.ts';
import { countText, type Streams } from './output.ts';
import { adModelsPlan, measuresPlan } from './plan-ads.ts';
import { lasts, sizesOf, sizeTable, WEEK_DAYS, type Tier } from './plan-sizes.ts';

/** Largest --z: above it not even a million reports teach the smallest model. */
const MAX_Z = 64;

/** Help of `homebird plan`. */
const PLAN_HELP = `homebird plan --daily-visitors N [--items M] [--epsilon E | --z Z] [--consent PERCENT] [--ads]

Says which model a shop of this size can train privately, how long a round takes, what it costs a shopper, and what
quality to expect, as measured; with --ads also what its models and measurements of ads take.

  --daily-visitors N   different browsers a day
  --items M            products of the shop: also says what the table of pairs takes
  --epsilon E          most that one training may cost a shopper: picks Z
  --z Z                noise multiplier of each server, in quarters from ${FLOORS.minNoiseMultiplier} to ${MAX_Z} (default ${FLOORS.minNoiseMultiplier})
  --consent PERCENT    how many visitors allow federated learning (default 30)
  --ads                the shop runs ads: also says what chances of clicks and purchases (ctr, cvr), portraits and
                       measurements take
  -h, --help           this text

R is the expected noise-to-signal of a round (docs/PRIVACY.md): at 1 learning is near what it is without noise, at 6 to 9
it was still seen with a smaller step, above 12 the gate keeps the old model. The numbers assume that every device that
allows it reports when it visits, at most as often as its weekly budget pays for; they come from formulas, and the
expected quality from one public data set, not from your shop.
`;

/** A size of T11, or the mix. */
interface ShopTier extends Tier {
  /** Whether devices train it today; the others are printed so that a shop can see what they would take. */
  readonly isFederated: boolean;
}

/** Weights that one report has room for beside its verdict: above it a model is split, and a device trains one block at random. */
const REPORT_ENTRIES = FLOORS.maxLength.t11 - VERDICT_ENTRIES.t11;

const TIERS: readonly ShopTier[] = [
  { name: 'mix', parameters: MIX_PARAMETERS, model: 'mix', blocks: 1, minBatch: FLOORS.minBatch, isFederated: true },
  { name: 'T11', parameters: T11_PARAMETERS, model: 't11', blocks: 1, minBatch: FLOORS.minBatch, isFederated: true },
  { name: 'T64', parameters: 60_000, model: 't11', blocks: Math.ceil(60_000 / REPORT_ENTRIES), minBatch: FLOORS.minBatch, isFederated: false },
  { name: 'T256', parameters: 235_000, model: 't11', blocks: Math.ceil(235_000 / REPORT_ENTRIES), minBatch: FLOORS.minBatch, isFederated: false },
];

/** Users an item needs for pairs, by the least ε that this holds at; 60 as PAIR_USERS_PER_ITEM was measured. */
const USERS_PER_ITEM = [{ epsilon: 8, users: PAIR_USERS_PER_ITEM }, { epsilon: 4, users: 60 }] as const;

/** What the command line asked for. */
interface Asked {
  readonly daily: number;
  readonly consent: number;
  readonly items: number | undefined;
  /** Whether the shop runs ads. */
  readonly hasAds: boolean;
  readonly epsilon: number | undefined;
  readonly noiseMultiplier: number;
  /** Browsers of one day that take part: the fewest that can be behind a training. */
  readonly browsers: number;
  /** Most reports of one of them in a training. */
  readonly reports: number;
}

/** Runs `homebird plan`. */
export function runPlan(argv: readonly string[], { out, err }: Streams): number {
  const args = readArguments(argv, { 'daily-visitors': { type: 'string' }, items: { type: 'string' }, epsilon: { type: 'string' }, consent: { type: 'string' }, z: { type: 'string' }, ads: { type: 'boolean' } });
  if (args.ok && args.value.values['help'] === true) {
    out.write(PLAN_HELP);
    return 0;
  }
  const asked = args.ok ? readAsked(args.value) : args;
  if (!asked.ok) return refuseUsage(err, 'plan', asked.fault);
  for (const paragraph of [costs(asked.value), rounds(asked.value), pairs(asked.value), ...ads(asked.value), quality(asked.value)]) out.write(`${paragraph.join('\n')}\n\n`);
  return 0;
}

/** Tasks carry z in quarters (`noiseVarianceFor`). */
function noiseMultiplierOption(args: Arguments): Result<number, UsageFault> {
  const text = textOption(args, 'z');
  if (text === undefined) return ok(FLOORS.minNoiseMultiplier);
  const z = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && Number.isInteger(4 * z) && z >= FLOORS.minNoiseMultiplier && z <= MAX_Z) return ok(z);
  return fail('usage', `Cannot use --z ${text}: wanted a number from ${FLOORS.minNoiseMultiplier} to ${MAX_Z} in quarters, such as 4.25`);
}

function readAsked(args: Arguments): Result<Asked, UsageFault> {
  if (textOption(args, 'daily-visitors') === undefined) return fail('usage', 'Wanted --daily-visitors N');
  const daily = integerOption(args, 'daily-visitors', { min: 1, max: 1e9, fallback: 1 });
  if (!daily.ok) return daily;
  const consent = integerOption(args, 'consent', { min: 1, max: 100, fallback: 30 });
  if (!consent.ok) return consent;
  const items = integerOption(args, 'items', { min: 1, max: 1e7, fallback: 0 });
  if (!items.ok) return items;
  const z = noiseMultiplierOption(args);
  if (!z.ok) return z;
  const browsers = Math.floor((daily.value * consent.value) / 100);
  const reports = reportsOfTraining(MEASURED_CURVE, browsers);
  const common = { daily: daily.value, consent: consent.value, items: items.value === 0 ? undefined : items.value, hasAds: args.values['ads'] === true, browsers, reports };
  const text = textOption(args, 'epsilon');
  if (text === undefined) return ok({ ...common, epsilon: undefined, noiseMultiplier: z.value });
  if (textOption(args, 'z') !== undefined) return fail('usage', 'Cannot use --z with --epsilon: one follows from the other');
  const epsilon = Number(text);
  if (text.trim() === '' || !(epsilon > 0 && epsilon < Infinity)) return fail('usage', `Cannot use --epsilon ${text}: wanted a number above 0`);
  const noiseMultiplier = noiseMultiplierFor(epsilon, FLOORS.maxDelta, reports);
  if (noiseMultiplier === undefined) return fail('usage', `Cannot use --epsilon ${text}: no noise that can be drawn keeps ${reports} reports within it`);
  return ok({ ...common, epsilon, noiseMultiplier });
}

/** ρ of a report at z. */
function rhoAt(noiseMultiplier: number): number {
  return rhoOfReport({ integerNorm: FLOORS.integerNorm, noiseVariance: noiseVarianceFor(noiseMultiplier, FLOORS.integerNorm) });
}

/** ε of so many reports of one device. */
function epsilonAt(noiseMultiplier: number, reports: number): number {
  return epsilonOf(reports * rhoAt(noiseMultiplier), FLOORS.maxDelta);
}

/** Reports a week's budget pays for. */
const weeklyReports = (noiseMultiplier: number): number => Math.floor(FLOORS.weekRho / rhoAt(noiseMultiplier) + 1e-9); // 1/16 ÷ 1/32 in floats

function costs({ daily, consent, epsilon, noiseMultiplier, browsers, reports }: Asked): string[] {
  const cost = (count: number): string => epsilonAt(noiseMultiplier, count).toFixed(2);
  const weekly = weeklyReports(noiseMultiplier);
  const yearly = Math.floor(FLOORS.yearRho / rhoAt(noiseMultiplier));
  const asked = epsilon === undefined ? '' : `, the least that keeps a training within epsilon ${epsilon}`;
  return [
    `${daily} visitors a day, ${consent} % take part: about ${browsers} reports a day; z = ${noiseMultiplier}${asked}, k >= ${FLOORS.minBatch}`,
    `one report costs a shopper epsilon ${cost(1)}; a training of ${reports} reports ${cost(reports)}; at most ${weekly} a week (${cost(weekly)}) and ${yearly} a year (${cost(yearly)}), delta ${FLOORS.maxDelta}`,
  ];
}

function rounds({ browsers, noiseMultiplier }: Asked): string[] {
  const sizes = sizesOf(TIERS, noiseMultiplier);
  const fitting = sizes.filter(({ useful }) => useful <= WEEK_DAYS * browsers);
  const best = fitting.filter(({ tier }) => tier.isFederated).at(-1);
  const larger = fitting.filter(({ tier }) => !tier.isFederated).at(-1);
  const cohort = best && Math.min(best.good, WEEK_DAYS * browsers);
  return [
    ...sizeTable(sizes, browsers),
    '',
    best && cohort !== undefined
      ? `Largest model that learns with rounds of a week or less: ${best.tier.name}, ${cohort} devices a round, a round every ${lasts(cohort, browsers)}`
      : 'Too few visitors for any federated model with rounds of a week: recommendations then come from content and from each device alone',
    ...(larger ? [`(visitors would do for ${larger.tier.name}, but no device trains models above T11 today: docs/MODEL.md)`] : []),
  ];
}

/** What ads take; no lines for a shop that runs none. */
function ads({ hasAds, browsers, noiseMultiplier }: Asked): readonly string[][] {
  if (!hasAds) return [];
  const asked = { browsers, noiseMultiplier, weekly: weeklyReports(noiseMultiplier), modelRho: rhoAt(noiseMultiplier) };
  return [adModelsPlan(asked), measuresPlan(asked)];
}

/** What the table takes; all pairs of items have a cell where N² cells fit beside those of categories, of which only a catalogue knows how many. */
function roomOf(items: number): { readonly blocks: number; readonly said: string } {
  const [own, all] = [items * items, items * items + MAX_CATEGORY_CELLS].map((cells) => Math.ceil(cells / PAIR_BLOCK_CELLS));
  const blocks = Math.min(MAX_PAIR_BLOCKS, all ?? 0);
  const taken = `those of ${items} items take ${countText(own ?? 0, 'block')}`;
  if (items * items > MAX_PAIR_CELLS) return { blocks, said: `${items} items have more pairs than the table holds, so alike and popular ones take its ${blocks} blocks` };
  if (items * items + MAX_CATEGORY_CELLS > MAX_PAIR_CELLS) return { blocks, said: `${taken} where categories are few; beside many, alike and popular ones share ${blocks} with them` };
  return { blocks, said: `${taken}, those of categories up to ${(all ?? 0) - (own ?? 0)} more` };
}

function pairs(asked: Asked): string[] {
  const { items, browsers, noiseMultiplier } = asked;
  if (items === undefined) return ['pairs: --items M says what the table of pairs takes'];
  const { blocks, said } = roomOf(items);
  const weeks = Math.ceil(blocks / weeklyReports(noiseMultiplier));
  const deviation = (noiseMultiplier * FLOORS.integerNorm * Math.SQRT2) / PAIR_UNIT;
  const wanted = USERS_PER_ITEM.find(({ epsilon }) => epsilon <= trainingEpsilon(asked));
  return [
    `pairs: ${said}; a device that reports of nothing else has told of all in at most ${countText(weeks, 'week')}; a pair shows from ${Math.ceil(LEAST_DEVIATIONS * deviation)} times in one round on`,
    wanted
      ? `wanted: ${wanted.users} users an item, ${wanted.users * items} browsers in all; with ${browsers} a day that is ${browsers === 0 ? 'never' : countText(Math.ceil((wanted.users * items) / browsers), 'day')} if none comes twice`
      : `how many users an item wants is not known below epsilon ${USERS_PER_ITEM.at(-1)?.epsilon ?? 0}`,
  ];
}

/** ε that a training is allowed, or costs where only z was given. */
const trainingEpsilon = ({ epsilon, noiseMultiplier, reports }: Asked): number => epsilon ?? epsilonAt(noiseMultiplier, reports);

function quality(asked: Asked): string[] {
  const { browsers } = asked;
  const within = trainingEpsilon(asked);
  const expected = expectedQuality(MEASURED_CURVE, { users: browsers, epsilon: within });
  const { dataset, items, realUsers } = MEASURED_CURVE;
  switch (expected.kind) {
    case 'outside': return [`Expected quality: not known for ${browsers} browsers within epsilon ${within.toFixed(2)}: ${expected.why}`];
    case 'measured': return [
      `Expected quality with ${browsers} browsers, a training within epsilon ${within.toFixed(2)}: HR@20 ${expected.ratio.toFixed(1)} times that of popularity`,
      `as measured at epsilon ${expected.epsilon} on ${dataset} (${items} items${expected.isReplicated ? `; above ${realUsers} users they are replicated` : ''}): a public data set, not your shop`,
    ];
  }
}
