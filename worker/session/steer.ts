import type { ItemId, ItemIndex } from '#core/catalogue';
import { FACT_NAMES, type FactName, type InterestName, type SteerTarget, type SteerWish, type WorkerFault } from '#core/contract';
import type { ShopEvent } from '#core/events';
import { fail, ok, type Result } from '#core/units';
import { removeLines } from './deleting.ts';
import type { ReportSource } from './profile.ts';
import type { Shopper } from './shopper.ts';
import { carrierOf } from './wishes.ts';

/** What steering reads and writes. */
type Steered = Pick<ReportSource, 'catalogue' | 'stores' | 'events'>;
type Done = Result<readonly ShopEvent[], WorkerFault>;

/** One wish after the other: each reads what the one before has written. */
let last: Promise<unknown> = Promise.resolve();

/** Keeps what the shopper asks for, as `SteerWish` says. Gives the events that forgetting took lines from, as they were. */
export function steer(on: Steered, shopper: Shopper, target: SteerTarget, wish: SteerWish): Promise<Done> {
  const done = last.then(() => (typeof target === 'string' ? steerItem(on, shopper, target, wish) : steerInterest(on, shopper, target, wish)));
  last = done.catch(() => undefined);
  return done;
}

async function steerItem({ catalogue, stores: { settings }, events }: Steered, shopper: Shopper, itemId: ItemId, wish: SteerWish): Promise<Done> {
  const item = catalogue.indexById.get(itemId);
  if (item === undefined && wish !== 'none') return fail('bad-request', `The catalogue has no item "${itemId.slice(0, 80)}"`);
  if (wish !== 'less' && wish !== 'hide' && wish !== 'none') return fail('bad-request', `Cannot ${String(wish).slice(0, 80)} an item: wanted less, hide or none`);
  const isOther = (id: string): boolean => id !== itemId && (item === undefined || catalogue.indexById.get(id) !== item); // it may be known by an alias
  for (const [key, own] of [['hiddenItems', 'hide'], ['lessItems', 'less']] as const) {
    const others = ((await settings.read(key)) ?? []).filter(isOther);
    await settings.write(key, wish === own ? [...others, itemId] : others);
  }
  if (wish === 'none') await shopper.remove(events.filter(({ type, items }) => type === 'rec_dismiss' && items.some((line) => !isOther(line.itemId))).map(({ id }) => id));
  return ok([]);
}

async function steerInterest(on: Steered, shopper: Shopper, target: InterestName | FactName, wish: SteerWish): Promise<Done> {
  const { catalogue, stores: { settings } } = on;
  const kind = target?.kind === 'brand' || target?.kind === 'fact' ? target.kind : 'category';
  const name = String(target?.name);
  if (wish !== 'pin' && wish !== 'never' && wish !== 'forget' && wish !== 'none') return fail('bad-request', `Cannot ${String(wish).slice(0, 80)} an interest: wanted pin, never, forget or none`);
  const isCarrier = carrierOf({ kind, name }, catalogue);
  const isKnown = kind === 'fact' ? wish === 'never' && FACT_NAMES.some((fact) => fact === name) : catalogue.pathByIndex.some((_, item) => isCarrier(item));
  if (!isKnown && wish !== 'none') return fail('bad-request', `The catalogue has no ${kind} "${name.slice(0, 80)}"`);
  const kept = (await settings.read('interestWishes')) ?? [];
  const others = kept.filter((other) => other.kind !== kind || other.name !== name || (wish === 'forget' && other.wish === 'never'));
  await settings.write('interestWishes', wish === 'pin' || wish === 'never' ? [...others, { kind, name, wish }] : others);
  return ok(wish === 'forget' ? await forget(on, shopper, isCarrier) : []);
}

/** Deletes every line of the history that names an item of that interest. */
function forget({ catalogue, events }: Steered, shopper: Shopper, isCarrier: (item: ItemIndex) => boolean): Promise<readonly ShopEvent[]> {
  return removeLines(shopper, events, ({ itemId }) => {
    const item = catalogue.indexById.get(itemId);
    return item !== undefined && isCarrier(item);
  });
}
