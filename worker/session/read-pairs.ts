import { inSlices } from '#core/units';
import { companyIn, tableFault, type LayoutOf } from '#worker/federation';
import type { DeviceParts } from './options.ts';

/**
 * Reads the newest table of pairs, once each, for the lane to use and keep. Takes seconds: in idle time only.
 *
 * @param pause - awaited between slices; may throw to abandon
 */
export async function readPairs({ pairs, catalogue, notify }: Pick<DeviceParts, 'pairs' | 'catalogue' | 'notify'>, layoutOf: LayoutOf, pause: () => Promise<void>): Promise<void> {
  await pairs.restore();
  const table = pairs.unread();
  if (!table) return;
  await pause();
  const layout = layoutOf(table.maxBlocks);
  await pause();
  const fault = tableFault(table, catalogue, layout);
  if (fault === undefined) {
    await pairs.take(table, await inSlices(companyIn(table, layout, catalogue), pause));
    return;
  }
  pairs.skip(table);
  notify({ kind: 'fault', fault: { kind: 'unverified-model', message: fault } });
}
