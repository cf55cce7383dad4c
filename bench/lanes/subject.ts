import type { Catalogue, ItemId } from '#core/catalogue';
import type { EventId, ShopEvent } from '#core/events';
import { historyOf, trainingExamples, type Interaction, type TrainingExample } from '#core/features';
import type { DataEvent, Dataset, Split } from '#bench/data';
import { mixExamples, type MixExample } from '#worker/recommender';

/** One train user as a device: its own history, nothing else. */
export interface Device {
  readonly interactions: readonly Interaction[];
  /** Interactions when statistics were last told; what came later, they do not hold. */
  readonly told: number;
  /** Choices made after that: what the mix may learn from. */
  readonly choices: readonly MixExample[];
}

/** What all lanes share: the catalogue, and train users as devices. */
export interface Subject {
  readonly dataset: Dataset;
  readonly split: Split;
  readonly catalogue: Catalogue;
  /** The same with popularity as it was when statistics were told: counts that hold a choice would give it away. */
  readonly toldCatalogue: Catalogue;
  readonly devices: readonly Device[];
  readonly seed: number;
}

/** Share of train, by time, that statistics hold when the mix is taught: the rest are choices they could not know. */
const TOLD_SHARE = 0.9;

/** Puts a run's subject together. */
export function subjectOf(dataset: Dataset, split: Split, catalogue: Catalogue, seed: number): Subject {
  const toldMs = dataset.hasTimes ? toldUntilMs(split) : Number.NaN;
  const devices = split.train.map(({ events }) => deviceOf(interactionsOf(events, dataset, catalogue), toldMs));
  const counts = new Float32Array(catalogue.items);
  for (const { interactions, told } of devices) for (const { item } of interactions.slice(0, told)) counts[item] = (counts[item] ?? 0) + 1;
  return { dataset, split, catalogue, toldCatalogue: { ...catalogue, popularity: counts.map((count) => Math.log1p(count)) }, seed, devices };
}

function toldUntilMs({ train }: Split): number {
  const times = Float64Array.from(train.flatMap(({ events }) => events.map(({ atMs }) => atMs))).sort();
  return times[Math.floor(times.length * TOLD_SHARE)] ?? 0;
}

/** Without times, each user's newest choice is the one that statistics do not hold. */
function deviceOf(interactions: readonly Interaction[], toldMs: number): Device {
  const all = mixExamples(interactions);
  const first = Number.isNaN(toldMs) ? all.length - 1 : all.findIndex(({ end }) => (interactions[end]?.atMs ?? 0) > toldMs);
  const choices = first < 0 ? [] : all.slice(first);
  return { interactions, choices, told: choices[0]?.end ?? interactions.length };
}

/** The devices as they were when statistics were told. */
export function devicesBefore(devices: readonly Device[]): readonly Device[] {
  return devices.map(({ interactions, told }) => ({ interactions: interactions.slice(0, told), told, choices: [] }));
}

/** Data events as the device's own log would hold them, through the product's own cleaning. */
export function interactionsOf(events: readonly DataEvent[], dataset: Dataset, catalogue: Catalogue): readonly Interaction[] {
  const log = events.map(({ item, type, atMs }, index): ShopEvent => ({
    id: index.toString(16).padStart(32, '0') as EventId,
    type, atMs,
    items: [{ itemId: (dataset.itemIds[item] ?? '') as ItemId }],
    page: '',
  }));
  return historyOf(log, catalogue).interactions;
}

/** Next-item examples of a device, as the worker's trainer makes them. */
export function examplesOf(device: Pick<Device, 'interactions'>): TrainingExample[] {
  return trainingExamples(device);
}
