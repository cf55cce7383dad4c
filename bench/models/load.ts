import { datasetCatalogue, readDataset, readGivenCases, readItemTexts, splitByLastDay, splitByTime, splitGivenCases, splitGivenSessions, splitLeaveOneOut, type Dataset, type Split, type TestCase } from '#bench/data';
import { interactionsOf, trainCounts } from '#bench/lanes';
import { CONTENT_DIMS, VECTOR_SCALE, type Catalogue } from '#core/catalogue';
import { sequenceOf, trainingExamples, type Interaction, type TrainingExample } from '#core/features';
import { seededChance } from '#core/units';
import { itemTable } from '#worker/models';
import type { ZooItems } from './model.ts';
import type { ModelsOptions } from './options.ts';
import { constant } from './tape.ts';
import { companyVectors, type VectorsName } from './vectors.ts';

/** What all models of a run share. */
export interface ZooData {
  readonly dataset: Dataset;
  readonly split: Split;
  readonly catalogue: Catalogue;
  /** What is asked: validation or test, drawn by the seed where `--sample` is less. */
  readonly cases: readonly TestCase[];
  readonly examples: readonly TrainingExample[];
  /** The same by train user. */
  readonly examplesByDevice: readonly (readonly TrainingExample[])[];
  /** By train user too, with targets seen before: what a head must weigh against new ones. */
  readonly choicesByDevice: readonly (readonly TrainingExample[])[];
}

/** Newest examples of one user, as a device would use: a wholesaler must not outvote a hundred shoppers. */
const EXAMPLES_PER_USER = 64;

/** Reads and splits a data set, and makes the examples of its train part. */
export async function loadZooData(options: ModelsOptions): Promise<ZooData> {
  const train = await readDataset(options.train, options.format);
  const { dataset, split } = await splitOf(train, options);
  const texts = options.catalogue ? await readItemTexts(options.catalogue) : undefined;
  const catalogue = datasetCatalogue(dataset, trainCounts(split.train, dataset.itemIds.length), texts);
  const devices = split.train.map(({ events }) => interactionsOf(events, dataset, catalogue));
  const choicesByDevice = devices.map((interactions) => examplesWithRepeats(interactions).slice(-EXAMPLES_PER_USER));
  const examplesByDevice = options.repeats ? choicesByDevice : devices.map((interactions) => trainingExamples({ interactions }).slice(-EXAMPLES_PER_USER));
  return { dataset, split, catalogue, examples: examplesByDevice.flat(), examplesByDevice, choicesByDevice, cases: drawn(options.asksTest ? split.test : split.validation, options) };
}

async function splitOf(train: Dataset, { split, test, format, seed }: ModelsOptions): Promise<{ readonly dataset: Dataset; readonly split: Split }> {
  switch (split) {
    case 'time': return { dataset: train, split: splitByTime(train, { seed }) };
    case 'last-day': return { dataset: train, split: splitByLastDay(train, { seed }) };
    case 'loo': return { dataset: train, split: splitLeaveOneOut(train) };
    case 'given': {
      if (format === 'sessions') {
        const { cases, dataset } = await readGivenCases(test ?? '', train);
        return { dataset, split: splitGivenCases(dataset, cases) };
      }
      const asked = await readDataset(test ?? '', format, train);
      return { dataset: { ...asked, name: train.name, users: train.users }, split: splitGivenSessions(train, asked) };
    }
  }
}

function drawn(cases: readonly TestCase[], { sample, seed }: ModelsOptions): readonly TestCase[] {
  if (cases.length <= sample) return cases;
  const chance = seededChance(seed);
  const keys = cases.map(() => chance.next());
  const bound = Float64Array.from(keys).sort()[sample] ?? 1;
  return cases.filter((_, index) => (keys[index] ?? 1) < bound);
}

/** Next-item examples like the product's, but of every target, seen or not, the last item again too: sessions are full of second looks. */
function examplesWithRepeats(interactions: readonly Interaction[]): TrainingExample[] {
  const examples: TrainingExample[] = [];
  let moment = 0; // first interaction at the time of the target
  for (const [end, target] of interactions.entries()) {
    if (interactions[moment]?.atMs !== target.atMs) moment = end;
    if (moment === 0 || end < interactions.length - 2 * EXAMPLES_PER_USER) continue; // the caller keeps the newest, and older ones take time
    if (target.weight > 0) examples.push({ input: sequenceOf(interactions, moment), target: target.item });
  }
  return examples;
}

/** Items of a run with vectors from one source. */
export function zooItems({ dataset, split, catalogue }: ZooData, source: VectorsName): ZooItems {
  const vectors = vectorsFrom();
  return {
    ids: dataset.itemIds,
    vectors: constant(dataset.itemIds.length, CONTENT_DIMS, Float32Array.from(vectors, (x) => x / VECTOR_SCALE)),
    popularity: itemTable(catalogue).popularity,
  };

  function vectorsFrom(): Int8Array {
    switch (source) {
      case 'content':
      case 'hashed': return catalogue.vectors;
      case 'behaviour': return companyVectors(split.train.map(({ events }) => interactionsOf(events, dataset, catalogue)), dataset.itemIds.length);
    }
  }
}
