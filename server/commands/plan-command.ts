import { epsilonOf, FLOORS, noiseToSignal, noiseVarianceFor, rhoOfReport } from '#core/privacy';
import type { ModelKind } from '#core/protocol';
import { MIX_PARAMETERS } from '#worker/recommender';
import { integerOption, readArguments } from './options.ts';
import type { Streams } from './output.ts';

/** Help of `homebird plan`. */
const PLAN_HELP = `homebird plan --daily-visitors N [--consent PERCENT] [--z Z]

Says which model a shop of this size can train privately, how long a round takes, and what it costs a shopper.

  --daily-visitors N   different browsers a day
  --consent PERCENT    how many of them allow federated learning (default 30)
  --z Z                noise multiplier of each server, 4 or more (default 4)
  -h, --help           this text

R is the expected noise-to-signal of a round (docs/PRIVACY.md): at 1 learning is near what it is without noise, at 6 to 9
it was still seen with a smaller step, above 10 the gate keeps the old model. The numbers assume that every device that
allows it reports when it visits, at most twice a week; they come from a formula, not from your shop.
`;

/** A model size that can be federated. */
interface Tier {
  readonly name: string;
  readonly parameters: number;
  readonly model: ModelKind;
  readonly blocks: number;
}

/** Entries of one report: above it a model is split, and a device trains one block at random. */
const REPORT_ENTRIES = FLOORS.maxLength.t11;

const TIERS: readonly Tier[] = [
  { name: 'mix', parameters: MIX_PARAMETERS, model: 'mix', blocks: 1 },
  { name: 'T11', parameters: 11_000, model: 't11', blocks: 1 },
  { name: 'T64', parameters: 60_000, model: 't11', blocks: Math.ceil(60_000 / REPORT_ENTRIES) },
  { name: 'T256', parameters: 235_000, model: 't11', blocks: Math.ceil(235_000 / REPORT_ENTRIES) },
];

/** R worth waiting for, and the R at which learning was last seen. */
const GOOD_RATIO = 1;
const USEFUL_RATIO = 6;

/** Devices a round of `tier` needs for noise-to-signal `ratio`, all blocks together. */
function devicesFor({ parameters, model, blocks }: Tier, noiseMultiplier: number, ratio: number): number {
  const length = Math.ceil(parameters / blocks);
  const ofOne = noiseToSignal({ integerNorm: FLOORS.integerNorm, noiseVariance: noiseVarianceFor(noiseMultiplier, FLOORS.integerNorm), length, model }, 1);
  return blocks * Math.max(FLOORS.minBatch, Math.ceil(ofOne / ratio));
}

function duration(days: number): string {
  if (days < 1 / 24) return `${Math.ceil(days * 24 * 60)} min`;
  return days < 2 ? `${(days * 24).toFixed(1)} h` : `${days.toFixed(1)} days`;
}

/** Runs `homebird plan`. */
export function runPlan(argv: readonly string[], { out, err }: Streams): number {
  const args = readArguments(argv, { 'daily-visitors': { type: 'string' }, consent: { type: 'string' }, z: { type: 'string' } });
  if (args.ok && args.value.values['help'] === true) {
    out.write(PLAN_HELP);
    return 0;
  }
  const daily = args.ok ? integerOption(args.value, 'daily-visitors', { min: 1, max: 1e9, fallback: 0 }) : args;
  const consent = args.ok ? integerOption(args.value, 'consent', { min: 1, max: 100, fallback: 30 }) : args;
  const z = args.ok ? integerOption(args.value, 'z', { min: FLOORS.minNoiseMultiplier, max: 64, fallback: FLOORS.minNoiseMultiplier }) : args;
  if (!daily.ok || !consent.ok || !z.ok || daily.value === 0) {
    const fault = [daily, consent, z].find((value) => !value.ok);
    err.write(`${fault && !fault.ok ? fault.fault.message : 'Wanted --daily-visitors N'}\n\n${PLAN_HELP}`);
    return 2;
  }
  const reportsADay = (daily.value * consent.value) / 100;
  const rho = rhoOfReport({ integerNorm: FLOORS.integerNorm, noiseVariance: noiseVarianceFor(z.value, FLOORS.integerNorm) });
  const epsilon = (reports: number): string => epsilonOf(reports * rho, FLOORS.maxDelta).toFixed(2);
  const weekly = Math.floor(FLOORS.weekRho / rho);
  const yearly = Math.floor(FLOORS.yearRho / rho);
  out.write(`${daily.value} visitors a day, ${consent.value} % take part: about ${Math.floor(reportsADay)} reports a day; z = ${z.value}, k >= ${FLOORS.minBatch}\n`);
  out.write(`one report costs a shopper epsilon ${epsilon(1)}; at most ${weekly} a week (${epsilon(weekly)}) and ${yearly} a year (${epsilon(yearly)}), delta ${FLOORS.maxDelta}\n\n`);
  out.write(`${'model'.padEnd(6)}${'parameters'.padStart(11)}${'devices, R = 6'.padStart(16)}${'a round takes'.padStart(15)}${'devices, R = 1'.padStart(16)}${'a round takes'.padStart(15)}\n`);
  for (const tier of TIERS) {
    const [useful, good] = [devicesFor(tier, z.value, USEFUL_RATIO), devicesFor(tier, z.value, GOOD_RATIO)];
    out.write(`${tier.name.padEnd(6)}${String(tier.parameters).padStart(11)}${String(useful).padStart(16)}${duration(useful / reportsADay).padStart(15)}${String(good).padStart(16)}${duration(good / reportsADay).padStart(15)}\n`);
  }
  const best = TIERS.filter((tier) => devicesFor(tier, z.value, USEFUL_RATIO) <= 7 * reportsADay).at(-1);
  out.write(best ? `\nLargest model that learns with rounds of a week or less: ${best.name}\n` : '\nToo few visitors for any federated model with rounds of a week: recommendations then come from content and from each device alone\n');
  return 0;
}
