import { fail, type Fault, type Result } from '#core/units';
import type { Spent } from './host.ts';

/** What stands in the ledger of `shop`; its part comes with the panel, which alone asks. Looks and creates nothing. */
export async function spentIn(shop: string, nowMs: number): Promise<Result<Spent, Fault>> {
  const part = await import('./panel-ledger.ts').catch(() => undefined);
  return part ? part.spentOf(shop, nowMs) : fail('offline', 'A file of this shop did not arrive');
}
