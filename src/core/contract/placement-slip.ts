import { placementOf, PLACEMENTS } from './request.ts';

/** What is wrong with a placement that a page wrote, in a sentence; undefined for one that is known, or none. By itself here, so that no page carries it. */
export function placementSlip(written: string): string | undefined {
  return written === '' || placementOf(written) === written ? undefined : `placement="${written}" is none, so it is home; wanted ${PLACEMENTS.join(', ')}`;
}
