import type { Catalogue, ItemId } from '#core/catalogue';
import type { EventId, ShopEvent } from '#core/events';
import { historyOf, trainingExamples, type Interaction, type TrainingExample } from '#core/features';
import type { DataEvent, Dataset, Split } from '#bench/data';
import { arraysEncoder, initialT11, type ArraysEncoder } from '#worker/models';

/** One train user as a device: its own history, nothing else. */
export interface Device {
  readonly interactions: readonly Interaction[];
}

/** What all lanes share: the catalogue, model 0, and train users as devices. */
export interface Subject {
  readonly dataset: Dataset;
  readonly split: Split;
  readonly catalogue: Catalogue;
  readonly encoder: ArraysEncoder;
  readonly devices: readonly Device[];
  /** Model 0 of T11, from public content alone. */
  readonly t11: Float32Array;
  readonly seed: number;
}

/** Puts a run's subject together; training of model 0 takes most of the time. */
export function subjectOf(dataset: Dataset, split: Split, catalogue: Catalogue, seed: number): Subject {
  return {
    dataset, split, catalogue, seed,
    encoder: arraysEncoder(catalogue),
    devices: split.train.map(({ events }) => ({ interactions: interactionsOf(events, dataset, catalogue) })),
    t11: initialT11(catalogue, { seed }),
  };
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
export function examplesOf(device: Device): TrainingExample[] {
  return trainingExamples(device);
}
