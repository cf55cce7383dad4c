import { DataError, FORMATS, parseFormat, parseOptions, type FormatName } from '#bench/data';
import { MODEL_KINDS, SHOP_KINDS, type ModelKind } from '#core/protocol';
import { STRATEGIES, type Strategy } from './poison.ts';

/** What `--attack` takes. */
export const ATTACKS = ['inversion', 'membership', 'distinguishing', 'poisoning'] as const;
export type Attack = (typeof ATTACKS)[number];

/** What `--models` takes. */
const POISONED = ['mix', 't11'] as const;
export type Poisoned = (typeof POISONED)[number];

/** Malicious devices in a hundred by default: three in ten are more than the gate promises to bear. */
const MALICIOUS: readonly number[] = [0, 1, 5, 10, 30];

/** What one run is asked to do. */
export interface AttackOptions {
  readonly train: string;
  readonly format: FormatName;
  readonly attacks: readonly Attack[];
  /** Whose reports inversion and membership look at. */
  readonly kinds: readonly ModelKind[];
  /** Of each row of inversion, membership and distinguishing. */
  readonly trials: number;
  readonly seed: number;
  /** Rounds of each poisoned training. */
  readonly rounds: number;
  /** What is poisoned, and by how many in a hundred. */
  readonly models: readonly Poisoned[];
  readonly malicious: readonly number[];
  /** What they send. */
  readonly strategies: readonly Strategy[];
  readonly json: string | undefined;
  readonly svg: string | undefined;
}

/** Trials of a row by default: a rate of .05 is then known to .02, and all rows together take a quarter of an hour. */
const DEFAULT_TRIALS = 500;
const DEFAULT_ROUNDS = 10;
const DEFAULT_STRATEGIES: readonly Strategy[] = ['ruin'];

export const USAGE = `npm run attacks -- --train FILE --format F [options]

  --train FILE    interactions whose users are attacked, plain or .gz
  --format F      ${FORMATS.join(' | ')}
  --attack LIST   of ${ATTACKS.join(',')}; default all
  --kinds LIST    of ${MODEL_KINDS.join(',')}: reports of inversion and membership; default ${SHOP_KINDS.join(',')}, those of
                  every shop. No log of a shop holds ads: for the others each device is shown made-up ones
  --trials N      of each row of inversion, membership and distinguishing; default ${DEFAULT_TRIALS}
  --rounds N      of each poisoned training; default ${DEFAULT_ROUNDS}
  --models LIST   of ${POISONED.join(',')}: what is poisoned; default both
  --malicious LIST   devices in a hundred; default ${MALICIOUS.join(',')}
  --strategies LIST  of ${STRATEGIES.join(',')}: what malicious devices send; default ${DEFAULT_STRATEGIES.join(',')}
  --seed S        default 1
  --svg OUT       draw the ROC curves of membership inference
  --json OUT      write the result there as JSON
`;

const OPTIONS = {
  train: { type: 'string' }, format: { type: 'string' }, attack: { type: 'string' }, kinds: { type: 'string' }, trials: { type: 'string' }, rounds: { type: 'string' }, models: { type: 'string' }, malicious: { type: 'string' }, strategies: { type: 'string' }, seed: { type: 'string' },
  svg: { type: 'string' }, json: { type: 'string' }, help: { type: 'boolean' },
} as const;

/** Reads the command line; 'help' where help is asked for. @throws DataError naming the choices */
export function parseArguments(argv: readonly string[]): AttackOptions | 'help' {
  const values = parseOptions(argv, OPTIONS);
  if (values.help === true) return 'help';
  const { train, format, svg, json } = values;
  if (!train || !format) throw new DataError(`Cannot attack without --train and --format: wanted a file and one of ${FORMATS.join(', ')}`);
  const attacks = values.attack === undefined ? ATTACKS : chosen('attack', values.attack, ATTACKS);
  if (svg && !attacks.includes('membership')) throw new DataError('Cannot draw curves without membership inference: add it to --attack');
  return {
    train, format: parseFormat(format), attacks, svg, json,
    kinds: values.kinds === undefined ? SHOP_KINDS : chosen('kinds', values.kinds, MODEL_KINDS),
    models: values.models === undefined ? POISONED : chosen('models', values.models, POISONED),
    malicious: values.malicious === undefined ? MALICIOUS : values.malicious.split(',').map(percentOf),
    strategies: values.strategies === undefined ? DEFAULT_STRATEGIES : chosen('strategies', values.strategies, STRATEGIES),
    trials: countOf('trials', values.trials, DEFAULT_TRIALS), rounds: countOf('rounds', values.rounds, DEFAULT_ROUNDS), seed: countOf('seed', values.seed, 1),
  };
}

function chosen<Name extends string>(option: string, text: string, names: readonly Name[]): readonly Name[] {
  return text.split(',').map((part) => {
    const name = names.find((known) => known === part.trim());
    if (!name) throw new DataError(`Cannot use --${option} ${part}: choose of ${names.join(', ')}`);
    return name;
  });
}

function percentOf(text: string): number {
  const percent = Number(text);
  if (!(text.trim() !== '' && percent >= 0 && percent < 50)) throw new DataError(`Cannot use --malicious ${text}: wanted numbers from 0 to 49 with commas between`);
  return percent;
}

function countOf(name: string, text: string | undefined, otherwise: number): number {
  const value = text === undefined ? otherwise : Number(text);
  if (!(Number.isSafeInteger(value) && value > 0)) throw new DataError(`Cannot use --${name} ${text ?? ''}: wanted a whole number above 0`);
  return value;
}
