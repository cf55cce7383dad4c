import { grantFor, type Grants } from '#core/consent';

/** What a visit to the leader did: reports acknowledged. */
export interface Visited {
  readonly uploads: number;
}

/** Between two looks at the manifest after a fault, ms; between two turns where there is no leader. */
export const AFTER_FAULT_MS = 60_000;

/** Whether reports may be made: they are of a history, so that one must be allowed too. */
export function mayContribute(grants: Grants): boolean {
  return grantFor(grants, 'local') !== undefined && grantFor(grants, 'federate') !== undefined;
}
