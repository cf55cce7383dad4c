import { writeFile } from 'node:fs/promises';
import { seededChance, shuffled } from '#core/units';
import { MIX_INPUT_NAMES } from '#worker/recommender';
import { DataError, datasetCatalogue, readDataset, readGivenCases, readItemTexts, splitByLastDay, splitByTime, splitGivenCases, splitGivenSessions, splitLeaveOneOut, type Dataset, type Split, type TestCase } from '#bench/data';
import { localTeacher, noisedCounts, planFederation, seededRandomness, subjectOf, trainCentral, trainCounts, trainFederated, type FederatedResult, type FederationPlan, type Subject } from '#bench/lanes';
import { parseArguments, USAGE, type EvaluateOptions } from './arguments.ts';
import { evaluateClicks, makeUp } from './clicks.ts';
import { drawCurve } from './draw-curve.ts';
import { measureGrowth } from './growth.ts';
import { judged, type Judged } from './judged.ts';
import { ourRankers, type MixVariant } from './ours.ts';
import type { CaseRanker } from './rank.ts';
import { runReproduce } from './reproduce.ts';
import { mustBeWritable, peakRssBytes, secondsSince } from './running.ts';
import { overSeeds, spreadTable } from './seeds.ts';
import { simpleMethods } from './simple.ts';

/** Item scores a run may take by default, at about .25 µs each for all of ours together: under a minute on a free core. */
const MOST_ITEM_SCORES = 1.5e8;
/** Cases of the local lane by default: each is a training of its own. */
const MOST_LOCAL_CASES = 2000;

/** `npm run evaluate`: ranks a data set with every scorer, prints a table, writes JSON. @returns the exit code */
export async function runEvaluate(argv: readonly string[], out: NodeJS.WritableStream): Promise<number> {
  const say = (line: string): void => { out.write(`${line}\n`); };
  try {
    const options = parseArguments(argv);
    if (options === 'help') say(USAGE);
    else if ('reproduce' in options) return await runReproduce(options, say);
    else if ('nature' in options) await makeUp(options, say);
    else if ('label' in options) await evaluateClicks(options, say);
    else await evaluate(options, say);
    return 0;
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    say(`error: ${error.message}`);
    return 2;
  }
}

/** One run's JSON. */
type Result = Judged & Readonly<Record<string, unknown>>;

async function evaluate(options: EvaluateOptions, say: (line: string) => void): Promise<void> {
  const startMs = performance.now();
  for (const path of [options.json, options.sweep?.kind === 'curve' ? options.sweep.svg : undefined]) if (path) await mustBeWritable(path);
  if (options.sweep?.kind === 'growth') return measureGrowth({ options, load, prepare, say });
  if (options.sweep?.kind === 'curve') return drawCurve({ options, sweep: options.sweep, load, prepare, say });
  const runs: Result[] = [];
  for (let seed = options.seed; seed < options.seed + options.seeds; seed++) {
    if (options.seeds > 1) say(`\nseed ${seed}`);
    runs.push(await evaluateSeed({ ...options, seed }, say));
  }
  const result = { ...overSeeds(runs, options.seed), seconds: secondsSince(startMs), peakRssBytes: peakRssBytes() };
  if (options.seeds > 1) say(`\n${spreadTable(result)}`);
  if (options.json) await writeFile(options.json, `${JSON.stringify(result, undefined, 2)}\n`);
  say(`${result.seconds} s, ${Math.round(result.peakRssBytes / 1e6)} MB${options.json ? `, written to ${options.json}` : ''}`);
}

async function evaluateSeed(options: EvaluateOptions, say: (line: string) => void): Promise<Result> {
  const startMs = performance.now();
  const { dataset, split } = await load(options);
  const cases = sampled(split.test, options, dataset.itemIds.length);
  say(`${dataset.name}: ${split.train.length} train users, ${dataset.itemIds.length} items, ${split.test.length} test cases${cases.length < split.test.length ? `, of which ${cases.length} drawn by seed ${options.seed} are asked` : ''}${split.unseenTargets > 0 ? `; ${split.unseenTargets} targets unseen in train dropped` : ''}`);
  const { rankers, extra } = await prepare(options, dataset, split, say);
  const { metrics, slices, versusPopularity, ...measured } = await judged({ options, dataset, split, cases, rankers, say });
  return {
    dataset: dataset.name, split: options.split, lane: options.lane, users: split.train.length, items: dataset.itemIds.length, seed: options.seed, epsilon: options.epsilon ?? null,
    metrics, seconds: secondsSince(startMs), peakRssBytes: peakRssBytes(),
    cases: cases.length, casesInSplit: split.test.length, unseenTargets: split.unseenTargets, refit: options.refit, permuted: options.permute, skippedRows: dataset.skipped, slices, versusPopularity, ...measured, ...extra,
  };
}

async function load(options: EvaluateOptions): Promise<{ readonly dataset: Dataset; readonly split: Split }> {
  const train = await readDataset(options.train, options.format);
  switch (options.split) {
    case 'time': return { dataset: train, split: splitByTime(train, { seed: options.seed, refits: options.refit }) };
    case 'last-day': return { dataset: train, split: splitByLastDay(train, { seed: options.seed, refits: options.refit }) };
    case 'loo': return { dataset: train, split: splitLeaveOneOut(train, { refits: options.refit }) };
    case 'given': {
      const test = options.test ?? '';
      if (options.format === 'sessions') {
        const { cases, dataset } = await readGivenCases(test, train);
        return { dataset, split: splitGivenCases(dataset, cases) };
      }
      const asked = await readDataset(test, options.format, train);
      return { dataset: { ...asked, name: train.name, users: train.users }, split: splitGivenSessions(train, asked) };
    }
  }
}

/** Cases drawn by the seed where all would take too long; a run is then labelled with both numbers. */
function sampled(cases: readonly TestCase[], { sample, lane, seed }: EvaluateOptions, items: number): readonly TestCase[] {
  const affordable = Math.floor(MOST_ITEM_SCORES / items);
  const most = sample ?? (lane === 'local' ? Math.min(MOST_LOCAL_CASES, affordable) : affordable);
  if (cases.length <= most) return cases;
  const kept = new Set(shuffled([...cases.keys()], seededChance(seed)).slice(0, most));
  return cases.filter((_, index) => kept.has(index));
}

async function prepare(options: EvaluateOptions, dataset: Dataset, split: Split, say: (line: string) => void): Promise<{ readonly rankers: CaseRanker[]; readonly extra: object }> {
  const items = dataset.itemIds.length;
  const texts = options.catalogue ? await readItemTexts(options.catalogue) : undefined;
  if (texts) say(`catalogue: ${dataset.itemIds.filter((id) => texts.has(id)).length} of ${items} items have text in ${options.catalogue ?? ''}`);
  const exact = subjectOf(dataset, split, datasetCatalogue(dataset, trainCounts(split.train, items), texts), options.seed);
  const plan = options.lane === 'federated' ? planFederation(exact.devices, exact.catalogue, options) : undefined;
  const subject = plan && plan.noiseMultiplier > 0 ? withNoisedCounts(exact, plan.noiseMultiplier) : exact;
  const simple = simpleMethods(dataset, split);
  for (const remark of simple.remarks) say(remark);
  const baselines = simple.rankers.map((ranker) => (subject !== exact && ranker.name === 'popularity' ? { name: 'popularity', score: () => subject.catalogue.popularity } : ranker));
  const { sharedFor, federated } = await trainLane(subject, options, plan, say);
  const idealFor = federated && (async () => federated.ideal);
  const variants: MixVariant[] = [
    { name: 'mix', sharedFor, isPersonal: false },
    ...(options.shelf ? [{ name: 'mix-shelf', sharedFor, isPersonal: true }] : []),
    ...(idealFor ? [{ name: 'mix-ideal', sharedFor: idealFor, isPersonal: false }] : []),
  ];
  const extra = { remarks: simple.remarks, ...(federated ? { federation: federated.records, privacy: federated.privacy ?? null } : {}) };
  const ours = ourRankers(subject, variants).map((ranker) => ({ ...ranker, scale: 'log' as const })); // trained as logarithms of chances
  return { rankers: [...baselines, ...ours], extra };
}

/** Popularity as both of its tellings give it under noise; all else that shares it is then noised too. */
function withNoisedCounts(subject: Subject, noiseMultiplier: number): Subject {
  const randomness = seededRandomness(subject.seed + 3);
  const logCounts = (histories: Parameters<typeof noisedCounts>[0]): Float32Array => noisedCounts(histories, subject.catalogue.items, noiseMultiplier, randomness).map(Math.log1p);
  const catalogue = { ...subject.catalogue, popularity: logCounts(subject.split.train) };
  const told = subject.devices.map(({ interactions, told: end }) => ({ events: interactions.slice(0, end) }));
  return { ...subject, catalogue, toldCatalogue: { ...subject.toldCatalogue, popularity: logCounts(told) } };
}

interface TrainedLane {
  readonly sharedFor: MixVariant['sharedFor'];
  readonly federated?: FederatedResult;
}

async function trainLane(subject: Subject, { lane, delta, isGated }: EvaluateOptions, plan: FederationPlan | undefined, say: (line: string) => void): Promise<TrainedLane> {
  const showMix = (mix: Float32Array): void => say(`mix weights ${MIX_INPUT_NAMES.map((name, j) => `${name} ${(mix[j] ?? 0).toFixed(2)}/${(mix[MIX_INPUT_NAMES.length + j] ?? 0).toFixed(2)}`).join(', ')} (within a session / at its start)`);
  switch (lane) {
    case 'local': return { sharedFor: localTeacher(subject) };
    case 'central': {
      const shared = await trainCentral(subject, say);
      showMix(shared.mix);
      return { sharedFor: async () => shared };
    }
    case 'federated': {
      if (!plan) throw new RangeError('Cannot train the federated lane without its plan');
      const federated = await trainFederated(subject, { plan, delta, isGated, onProgress: say });
      showMix(federated.shared.mix);
      return { sharedFor: async () => federated.shared, federated };
    }
  }
}
