import { NATURE_NAMES, type AdOptions, type MadeUp } from '#bench/ads';
import { DataError, FORMATS, parseFormat, parseOptions, parseSplit, SPLITS, type FormatName, type SplitName } from '#bench/data';

/** Where shared weights come from. */
const LANES = ['central', 'federated', 'local'] as const;
export type Lane = (typeof LANES)[number];

/** What one run is asked to do. */
export interface EvaluateOptions {
  readonly train: string;
  readonly test: string | undefined;
  readonly format: FormatName;
  readonly catalogue: string | undefined;
  readonly split: SplitName;
  readonly lane: Lane;
  /** Undefined: no noise. */
  readonly epsilon: number | undefined;
  readonly delta: number;
  readonly seed: number;
  /** Runs, with the seeds from `seed` on. */
  readonly seeds: number;
  /** Drawn negatives of the sampled figures; undefined: full ranking only. */
  readonly negatives: number | undefined;
  /** File the result is written to; undefined prints the table only. */
  readonly json: string | undefined;
  /** Most test cases, drawn by the seed; undefined: what fits the time. */
  readonly sample: number | undefined;
  readonly refit: boolean;
  /** Federated lane: whether the next round judges a step before it is served, as in the product. */
  readonly isGated: boolean;
  /** Also rank as a shelf does: prior and personal head over the shared mix. */
  readonly shelf: boolean;
  /** Judge each case by the targets of another: must come out at chance. */
  readonly permute: boolean;
  /** Many runs instead of one. */
  readonly sweep: Sweep | undefined;
}

/** `curve`: the federated lane over users and ε. `growth`: time and memory at once, twice and four times the users. */
export type Sweep =
  | { readonly kind: 'curve'; readonly users: readonly number[]; /** Undefined: no noise. */ readonly epsilons: readonly (number | undefined)[]; readonly svg: string | undefined }
  | { readonly kind: 'growth' };

/** Numbers of users and ε of a curve by default. */
const DEFAULT_CURVE_USERS: readonly number[] = [250, 1000, 4000, 16_000];
const DEFAULT_CURVE_EPSILONS: readonly (number | undefined)[] = [8, 4, 2, undefined];

export const USAGE = `npm run evaluate -- --train FILE --format F --split S --lane L [options]

  --train FILE      interactions to learn from, plain or .gz
  --test FILE       with --split given: what is asked
  --format F        ${FORMATS.join(' | ')}
  --split S         ${SPLITS.join(' | ')}
  --lane L          ${LANES.join(' | ')}: where the shared weights come from
  --catalogue FILE  product feed with the items' text, or JSON lists of attributes by item id
  --epsilon E       federated lane: user-level differential privacy over the whole training; omitted: no noise
  --delta D         default 1e-6
  --ungated         federated lane: serve every step at once, to see what the holdout gate costs
  --seed S          default 1
  --seeds N         run seeds S to S + N − 1 and print mean and spread; default 1
  --sample N        ask at most N cases, drawn by the seed; default: as many as a few minutes allow
  --negatives N     also print figures among N drawn items (labelled; for papers that sample)
  --refit           train on the tuning part too: the item before the last, or all up to the test moment
  --shelf           also print mix-shelf: with the prior and personal head a shelf adds on the device (slow)
  --permute         judge each case by another's targets: every scorer must fall to chance
  --json OUT        write the result there as JSON

npm run evaluate -- --train … --lane federated --curve [--users N,N,…] [--epsilons E,E,none] [--svg OUT] [--json OUT]

  trains the federated lane for every number of users (default ${DEFAULT_CURVE_USERS.join(',')}; more than there are: replicated and labelled so)
  and every ε (default ${DEFAULT_CURVE_EPSILONS.map((epsilon) => epsilon ?? 'none').join(',')}), asks the same cases of each, and draws HR@20 as SVG

npm run evaluate -- --train … --lane L --growth [--json OUT]

  processor time and memory of fitting, training and ranking with the train users once, twice and four times over

npm run evaluate -- --train FILE --format ctr --label COLUMN --user COLUMN --lane L [--split random|time] [options]

  predicts a column of 0 and 1 from all others, of any delimited file with a header, plain or .gz; one device a user
  --label COLUMN    what is predicted; --positive MIN counts numbers from MIN on as 1
  --user COLUMN     whose row it is: no feature, it keys devices and the personal head
  --split S         random (default) or time: 80 % of the rows are learnt, 20 % asked
  --time COLUMN     orders the rows; default: found by its name (timestamp, time, date, hour, …)
  --without A,B     columns that are no features, such as those that are known only afterwards
  --epsilon, --delta, --seed, --seeds, --json as above

npm run evaluate -- --made-up NATURE --out FILE [--rows N] [--seed S]

  writes a log of made-up clicks, and says how good the chances are that they were drawn from
  --made-up NATURE  ${NATURE_NAMES.join(' | ')}
  --rows N          default 20,000

npm run evaluate -- --reproduce [--data FOLDER]

  prints the known scores of simple methods beside ours; FOLDER is ../shared/data without --data
`;

/** Recompute the known scores of simple methods. */
export interface ReproduceOptions {
  readonly reproduce: true;
  /** Folder of the public data sets. */
  readonly data: string;
}

/** Write a log of made-up clicks. */
export interface MadeUpOptions extends MadeUp {
  readonly out: string;
}

const MADE_UP_ROWS = 20_000;

/** Where the data sets lie, beside the checkout. */
const DATA_FOLDER = '../shared/data';

const OPTIONS = {
  train: { type: 'string' }, test: { type: 'string' }, format: { type: 'string' }, catalogue: { type: 'string' }, split: { type: 'string' }, lane: { type: 'string' },
  epsilon: { type: 'string' }, delta: { type: 'string' }, ungated: { type: 'boolean' }, seed: { type: 'string' }, json: { type: 'string' }, sample: { type: 'string' },
  seeds: { type: 'string' }, negatives: { type: 'string' }, data: { type: 'string' }, reproduce: { type: 'boolean' },
  curve: { type: 'boolean' }, growth: { type: 'boolean' }, users: { type: 'string' }, epsilons: { type: 'string' }, svg: { type: 'string' },
  label: { type: 'string' }, user: { type: 'string' }, time: { type: 'string' }, without: { type: 'string' }, positive: { type: 'string' },
  'made-up': { type: 'string' }, rows: { type: 'string' }, out: { type: 'string' },
  refit: { type: 'boolean' }, shelf: { type: 'boolean' }, permute: { type: 'boolean' }, help: { type: 'boolean' },
} as const;

/** Reads the command line; 'help' where help is asked for. @throws DataError naming the choices */
export function parseArguments(argv: readonly string[]): EvaluateOptions | AdRun | ReproduceOptions | MadeUpOptions | 'help' {
  const values = parseOptions(argv, OPTIONS);
  if (values.help === true) return 'help';
  if (values.reproduce === true) return { reproduce: true, data: values.data ?? DATA_FOLDER };
  const seed = numberOf('seed', values.seed, (x) => Number.isSafeInteger(x) && x >= 0, 'a whole number') ?? 1;
  if (values['made-up'] !== undefined) return madeUpOf(values['made-up'], values, seed);
  const foreignToRuns = (['rows', 'out'] as const).find((name) => values[name] !== undefined);
  if (foreignToRuns) throw new DataError(`Cannot use --${foreignToRuns} without --made-up`);
  const needed = (name: 'train' | 'format' | 'split' | 'lane' | 'label' | 'user', choices: string): string => {
    const value = values[name];
    if (!value) throw new DataError(`Cannot evaluate without --${name}: wanted ${choices}`);
    return value;
  };
  const general = {
    train: needed('train', 'a file'),
    lane: parseLane(needed('lane', `one of ${LANES.join(', ')}`)),
    json: values.json,
    epsilon: numberOf('epsilon', values.epsilon, (x) => x > 0, 'a number above 0'),
    delta: numberOf('delta', values.delta, (x) => x > 0 && x < 1, 'a number between 0 and 1') ?? 1e-6,
    seed,
    seeds: numberOf('seeds', values.seeds, (x) => Number.isSafeInteger(x) && x > 0, 'a whole number above 0') ?? 1,
  };
  if (general.epsilon !== undefined && general.lane !== 'federated') throw new DataError(`Cannot add noise in the ${general.lane} lane: choose --lane federated`);
  if (values.format === AD_FORMAT) {
    const foreign = FOREIGN.find((name) => values[name] !== undefined);
    if (foreign) throw new DataError(`Cannot use --${foreign} with --format ${AD_FORMAT}`);
    return {
      ...general, label: needed('label', 'the name of a column of 0 and 1'), user: needed('user', 'the name of the column that says whose row it is'),
      split: adSplitOf(values.split), time: values.time, without: values.without?.split(',').map((name) => name.trim()).filter((name) => name !== '') ?? [],
      positive: numberOf('positive', values.positive, Number.isFinite, 'a number'),
    };
  }
  const own = AD_ONLY.find((name) => values[name] !== undefined);
  if (own) throw new DataError(`Cannot use --${own} without --format ${AD_FORMAT}`);
  const options = {
    ...general,
    format: parseFormat(needed('format', `one of ${FORMATS.join(', ')}, ${AD_FORMAT}`)),
    split: parseSplit(needed('split', `one of ${SPLITS.join(', ')}`)),
    test: values.test, catalogue: values.catalogue,
    negatives: numberOf('negatives', values.negatives, (x) => Number.isSafeInteger(x) && x > 0, 'a whole number above 0'),
    sample: numberOf('sample', values.sample, (x) => Number.isSafeInteger(x) && x > 0, 'a whole number above 0'),
    refit: values.refit === true, isGated: values.ungated !== true, shelf: values.shelf === true, permute: values.permute === true,
    sweep: sweepOf(values),
  };
  if (options.split === 'given' && !options.test) throw new DataError('Cannot split as given without --test: wanted the file with the test sessions');
  if (options.split !== 'given' && options.test) throw new DataError(`Cannot use --test with --split ${options.split}: choose --split given`);
  if (!options.isGated && options.lane !== 'federated') throw new DataError(`Cannot leave out the gate of the ${options.lane} lane: choose --lane federated`);
  if (options.sweep?.kind === 'curve' && options.lane !== 'federated') throw new DataError(`Cannot draw a curve of the ${options.lane} lane: choose --lane federated`);
  return options;
}

function madeUpOf(nature: string, { out, rows }: { readonly out?: string | undefined; readonly rows?: string | undefined }, seed: number): MadeUpOptions {
  if (!out) throw new DataError('Cannot write a made-up log without --out: wanted a file');
  return { nature, out, seed, rows: numberOf('rows', rows, (x) => Number.isSafeInteger(x) && x > 0, 'a whole number above 0') ?? MADE_UP_ROWS };
}

/** A log of clicks judged: no catalogue, no lists. */
export type AdRun = AdOptions & Pick<EvaluateOptions, 'json' | 'seeds'>;

const AD_FORMAT = 'ctr';
/** Options of the one kind of run that mean nothing to the other. */
const AD_ONLY = ['label', 'user', 'time', 'without', 'positive'] as const;
const FOREIGN = ['test', 'catalogue', 'ungated', 'sample', 'negatives', 'curve', 'growth', 'users', 'epsilons', 'svg', 'refit', 'shelf', 'permute'] as const;

function adSplitOf(text: string | undefined): AdOptions['split'] {
  if (text === undefined || text === 'random' || text === 'time') return text ?? 'random';
  throw new DataError(`Cannot split as "${text}" with --format ${AD_FORMAT}: choose one of random, time`);
}

interface SweepValues {
  readonly curve?: boolean | undefined;
  readonly growth?: boolean | undefined;
  readonly users?: string | undefined;
  readonly epsilons?: string | undefined;
  readonly svg?: string | undefined;
}

function sweepOf({ curve, growth, users, epsilons, svg }: SweepValues): Sweep | undefined {
  if (curve !== true) {
    const given = Object.entries({ users, epsilons, svg }).find(([, value]) => value !== undefined);
    if (given) throw new DataError(`Cannot use --${given[0]} without --curve`);
    return growth === true ? { kind: 'growth' } : undefined;
  }
  if (growth === true) throw new DataError('Cannot draw a curve and measure growth at once: choose --curve or --growth');
  const parts = (text: string): string[] => text.split(',').map((part) => part.trim());
  const isCount = (x: number): boolean => Number.isSafeInteger(x) && x > 0;
  return {
    kind: 'curve', svg,
    users: users === undefined ? DEFAULT_CURVE_USERS : parts(users).map((part) => numberOf('users', part, isCount, 'whole numbers above 0 with commas between') ?? 0),
    epsilons: epsilons === undefined ? DEFAULT_CURVE_EPSILONS : parts(epsilons).map((part) => (part === 'none' ? undefined : numberOf('epsilons', part, (x) => x > 0, 'numbers above 0, or none, with commas between'))),
  };
}

function parseLane(text: string): Lane {
  const lane = LANES.find((name) => name === text);
  if (!lane) throw new DataError(`Cannot use lane "${text}": choose one of ${LANES.join(', ')}`);
  return lane;
}

function numberOf(name: string, text: string | undefined, holds: (value: number) => boolean, wanted: string): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() === '' || !holds(value)) throw new DataError(`Cannot use --${name} ${text}: wanted ${wanted}`);
  return value;
}
