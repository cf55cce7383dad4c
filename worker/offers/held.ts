import type { DeviceStores, SettingValues } from '#core/contract';

type Kept = NonNullable<SettingValues['heldOffer']>;
/** The coupon that is hers, and those before it, the oldest first. */
type Held = Required<Kept>;

function isHeld(kept: Pick<Kept, 'couponId' | 'sinceMs'> | null | undefined): boolean {
  return typeof kept?.couponId === 'string' && Number.isFinite(kept.sinceMs);
}

/** What is kept of her coupons, as far as it can be read: a store may have harmed it. */
export async function heldOffer({ settings }: Pick<DeviceStores, 'settings'>): Promise<Held | undefined> {
  const kept = await settings.read('heldOffer');
  if (!kept || !isHeld(kept)) return undefined;
  const { couponId, sinceMs, earlier } = kept;
  return { couponId, sinceMs, earlier: Array.isArray(earlier) ? (earlier as Held['earlier']).filter(isHeld) : [] };
}
