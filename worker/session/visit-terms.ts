import { grantFor, type Grants } from '#core/consent';
import type { LayoutOf } from '#worker/federation';
import type { DeviceParts } from './options.ts';
import type { Pausing } from './pausing.ts';

/** What a visit to the leader did: reports acknowledged. */
export interface Visited {
  readonly uploads: number;
}

/** What visits are made over. */
export interface VisitOptions extends DeviceParts {
  readonly layoutOf: LayoutOf;
  readonly pausing: Pausing;
  /** Awaited between slices of training; throws where the work may no longer go on. */
  readonly pause: () => Promise<void>;
  readonly isStopped: () => boolean;
}

/** Between two looks at the manifest after a fault, ms; between two turns where there is no leader. */
export const AFTER_FAULT_MS = 60_000;

/** Whether reports may be made: they are of a history, so that one must be allowed too. */
export function mayContribute(grants: Grants): boolean {
  return grantFor(grants, 'local') !== undefined && (grantFor(grants, 'federate') ?? grantFor(grants, 'measure')) !== undefined;
}
