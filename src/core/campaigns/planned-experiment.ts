import { decodeJson, encodeJson, readFields, type FieldFault, type Fields } from '#core/fields';
import { ok, type Result } from '#core/units';
import { readExperiment, type Experiment } from './delivery.ts';

/** Most experiments kept, those that are over too: their results are looked up again. */
export const MAX_KEPT_EXPERIMENTS = 200;
/** Largest plan: more devices than any shop's visitors. */
const MAX_PLANNED_DEVICES = 1_000_000_000;

/** An experiment as the merchant keeps it. */
export interface PlannedExperiment extends Experiment {
  /** Devices of all arms for which it was planned; fixed before the first look, because the always-valid interval is narrowest there. */
  readonly plannedDevices: number;
  /** Whether devices are counted apart by their life cycle. Absent: all together. */
  readonly byLifeCycle?: true;
}

/** What the owner says of a new experiment; who starts it gives the salt. */
export type ExperimentRequest = Omit<PlannedExperiment, 'salt'>;

const readPlan = (fields: Fields): Pick<PlannedExperiment, 'plannedDevices' | 'byLifeCycle'> => ({
  plannedDevices: fields.integer('plannedDevices', 1, MAX_PLANNED_DEVICES),
  ...(fields.has('byLifeCycle') && fields.flag('byLifeCycle') && { byLifeCycle: true }),
});

/** Reads what a stranger asks to be started. */
export function parseExperimentRequest(value: unknown): Result<ExperimentRequest, FieldFault> {
  return readFields('experiment', value, (fields) => {
    const { salt: _, ...experiment } = readExperiment(fields, '0'.repeat(32));
    return { ...experiment, ...readPlan(fields) };
  });
}

/** The one text of the experiments that are kept. */
export function encodeExperiments(experiments: readonly PlannedExperiment[]): Uint8Array<ArrayBuffer> {
  return encodeJson({ experiments });
}

/** Reads experiments that were kept. */
export function decodeExperiments(bytes: Uint8Array): Result<readonly PlannedExperiment[], FieldFault> {
  const read = decodeJson('experiments', bytes, (fields) => ({
    experiments: fields.list('experiments', MAX_KEPT_EXPERIMENTS, (entry): PlannedExperiment => ({ ...readExperiment(entry), ...readPlan(entry) })),
  }));
  return read.ok ? ok(read.value.experiments) : read;
}
