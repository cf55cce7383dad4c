import { DataError, FORMATS, parseFormat, parseOptions, parseSplit, SPLITS, type FormatName, type SplitName } from '#bench/data';
import { HEADS, type HeadName } from '#bench/heads';
import { ADS_KINDS } from '#core/protocol';
import { ENCODERS, type EncoderName } from './encoder.ts';
import { LOSSES, type LossName } from './loss.ts';
import { TIERS, type Tier } from './tiers.ts';
import { VECTORS, type VectorsName } from './vectors.ts';

/** What one run is asked to do. Encoders × tiers × losses × vectors are all trained. */
export interface ModelsOptions {
  readonly train: string;
  readonly test: string | undefined;
  readonly format: FormatName;
  readonly catalogue: string | undefined;
  readonly split: SplitName;
  readonly encoders: readonly EncoderName[];
  readonly tiers: readonly Tier[];
  readonly losses: readonly LossName[];
  readonly vectors: readonly VectorsName[];
  readonly heads: readonly HeadName[];
  /** Also compress the first model. */
  readonly compresses: boolean;
  /** Published T11 file of another shop, begun with beside model 0; rows of T11 alone then. */
  readonly transfer: string | undefined;
  /** Where T11 trained here is written as such a file; rows of T11 alone then. */
  readonly save: string | undefined;
  /** Rank the test cases instead of the validation ones. */
  readonly asksTest: boolean;
  /** Also learn from targets the shopper had seen already. */
  readonly repeats: boolean;
  /** Share of T11's default budget of examples that every training gets. */
  readonly effort: number;
  readonly sample: number;
  readonly seed: number;
  readonly json: string | undefined;
}

/** Cases by default: the standard error of a rate of .1 is then .007, and a table of ten models takes minutes. */
const DEFAULT_CASES = 2000;

export const USAGE = `npm run models -- --train FILE --format F --split S [options]

  --train FILE        interactions to learn from, plain or .gz
  --test FILE         with --split given: what is asked; tune with the source's own tuning files
  --format F          ${FORMATS.join(' | ')}
  --split S           ${SPLITS.join(' | ')}
  --catalogue FILE    product feed with the items' text, or JSON lists of attributes by item id
  --encoders LIST     of ${ENCODERS.join(',')}; default attention
  --tiers LIST        of ${TIERS.join(',')}; default T11
  --losses LIST       of ${LOSSES.join(',')}; default sampled
  --vectors LIST      of ${VECTORS.join(',')}: where item vectors come from; default content
  --heads LIST        of ${HEADS.join(',')}: re-rank the first model's best 200; default none
  --compress          int8, stochastic rounding, pruning and distillation of the first encoder
  --save FILE         train the product's T11 over content and write it as a model file, as a shop publishes it
  --transfer FILE     begin with such a file of another shop, beside model 0
  --cases C           validation | test; default validation, which --split given lacks
  --repeats           learn from targets seen before too
  --effort X          examples of every training, 1 by default
  --sample N          cases asked at most, drawn by the seed; default ${DEFAULT_CASES}
  --seed S            default 1
  --json OUT          write the result there as JSON

Models of ads (${ADS_KINDS.join(', ')}) are not made here: a shop that runs ads begins all of them by itself, and they learn
from its devices alone. npm run evaluate -- --format ctr judges chances of clicks on a log of ads.
`;

const OPTIONS = {
  train: { type: 'string' }, test: { type: 'string' }, format: { type: 'string' }, split: { type: 'string' }, catalogue: { type: 'string' }, encoders: { type: 'string' }, tiers: { type: 'string' },
  losses: { type: 'string' }, vectors: { type: 'string' }, heads: { type: 'string' }, compress: { type: 'boolean' }, save: { type: 'string' }, transfer: { type: 'string' }, cases: { type: 'string' }, repeats: { type: 'boolean' }, effort: { type: 'string' },
  sample: { type: 'string' }, seed: { type: 'string' }, json: { type: 'string' }, help: { type: 'boolean' },
} as const;

/** Reads the command line; 'help' where help is asked for. @throws DataError naming the choices */
export function parseArguments(argv: readonly string[]): ModelsOptions | 'help' {
  const values = parseOptions(argv, OPTIONS);
  if (values.help === true) return 'help';
  const { train, format, split } = values;
  if (!train || !format || !split) throw new DataError('Cannot train the zoo without --train, --format and --split: wanted a file, its format and a split');
  const options = {
    train, test: values.test, catalogue: values.catalogue, json: values.json, save: values.save, transfer: values.transfer,
    format: parseFormat(format), split: parseSplit(split),
    encoders: listOf('encoder', values.encoders ?? 'attention', ENCODERS),
    tiers: listOf('tier', values.tiers ?? 'T11', TIERS),
    losses: listOf('loss', values.losses ?? 'sampled', LOSSES),
    vectors: listOf('source of vectors', values.vectors ?? 'content', VECTORS),
    heads: values.heads ? listOf('head', values.heads, HEADS) : [],
    compresses: values.compress === true,
    asksTest: (listOf('cases', values.cases ?? (split === 'given' ? 'test' : 'validation'), ['validation', 'test'] as const)[0] ?? 'validation') === 'test',
    repeats: values.repeats === true,
    effort: numberOf('effort', values.effort ?? '1', (x) => x > 0),
    sample: numberOf('sample', values.sample ?? String(DEFAULT_CASES), (x) => Number.isSafeInteger(x) && x > 0),
    seed: numberOf('seed', values.seed ?? '1', (x) => Number.isSafeInteger(x) && x >= 0),
  };
  if (options.split === 'given' && !options.test) throw new DataError('Cannot split as given without --test: wanted the file with the test sessions');
  if (options.split === 'given' && !options.asksTest) throw new DataError('Cannot ask validation cases of --split given: give the tuning files as --train and --test');
  return options;
}

function listOf<const T extends string>(what: string, text: string, choices: readonly T[]): T[] {
  return text.split(',').map((part) => {
    const choice = choices.find((name) => name === part.trim());
    if (ADS_KINDS.some((kind) => kind === part.trim())) throw new DataError(`Cannot train ${part.trim()} here: a shop that runs ads begins its models by itself. npm run evaluate -- --format ctr judges chances of clicks on a log of ads`);
    if (!choice) throw new DataError(`Cannot use ${what} "${part}": choose of ${choices.join(', ')}`);
    return choice;
  });
}

function numberOf(name: string, text: string, holds: (value: number) => boolean): number {
  const value = Number(text);
  if (text.trim() === '' || !holds(value)) throw new DataError(`Cannot use --${name} ${text}: wanted a number above 0`);
  return value;
}
