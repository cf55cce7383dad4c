import { signal } from '@preact/signals';
import type { PlannedExperiment } from '#core/campaigns';
import { ask } from './api.ts';

/** Experiments as the console keeps them, oldest first; undefined before they came. */
export const experimentsNow = signal<{ readonly experiments: readonly PlannedExperiment[] | undefined; readonly failure: string }>({ experiments: undefined, failure: '' });

/** Asks for the experiments once. */
export async function lookAtExperiments(): Promise<void> {
  const all = await ask<{ readonly experiments: readonly PlannedExperiment[] }>('GET', '/api/experiments');
  experimentsNow.value = all.ok ? { experiments: all.value.experiments, failure: '' } : { ...experimentsNow.value, failure: all.fault.message };
}
