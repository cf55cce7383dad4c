import type { Hono } from 'hono';
import { offerFaults, parseOfferSet } from '#core/offers';
import { offersNow, publishOffers } from '#server/leader';
import type { LeaderTables } from '#server/store';
import { jsonOf, type Guard } from './guard.ts';
import type { ConsoleParts } from './parts.ts';
import { answer, faultOf, refusal } from './problems.ts';

/** Largest set, bytes: with every coupon and band there may be it stays below. */
const MAX_SET_BYTES = 8 * 1024 * 1024;

/** What stands now, as the page reads it: `set` null before the first. `hash` names what the merchant wrote: a share that is measured meanwhile makes no draft stale. */
function shown(tables: LeaderTables): object {
  const { set = null, written: hash = null, prices = null, refused = null } = offersNow(tables) ?? {};
  return { set, hash, prices, refused };
}

/** Offers: everybody signed in reads them; publishing changes what shoppers are offered and pay, which is the owner's word. */
export function offersRoutes(app: Hono, { store, clock }: ConsoleParts, guard: Guard): void {
  app.get('/api/offers', guard.reads('viewer', () => answer(shown(store.tables))));
  app.put('/api/offers', guard.writes('owner', async (context) => {
    const body = await jsonOf(context, MAX_SET_BYTES);
    if (body instanceof Response) return body;
    const { set: value, before = null } = typeof body.value === 'object' && body.value !== null ? (body.value as { readonly set?: unknown; readonly before?: unknown }) : {};
    const read = parseOfferSet(value);
    if (!read.ok) return refusal('invalid', 'Some fields want another value', { faults: [faultOf(read.fault.message, 'offer set')] });
    const faults = offerFaults(read.value);
    if (faults.length > 0) return refusal('invalid', 'Some fields want another value', { faults });
    return store.transact((tables) => {
      const now = offersNow(tables);
      if ((now?.written ?? null) !== before) return refusal('stale', 'Somebody published other offers meanwhile', { current: shown(tables) });
      if (now && (now.set.shop !== read.value.shop || now.set.currency !== read.value.currency)) return refusal('invalid', `These offers are of ${now.set.shop}, in ${now.set.currency}`);
      publishOffers(tables, read.value, clock.nowMs());
      return answer(shown(tables));
    });
  }));
}
