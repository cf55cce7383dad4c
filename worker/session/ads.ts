import { grantFor } from '#core/consent';
import { createAdServer, type AdServer } from '#worker/adserver';
export { refreshAds } from '#worker/adserver';
import type { Device } from './device.ts';
import type { DeviceParts } from './options.ts';

/** One server for each life of a device: it writes into no other. */
const servers = new WeakMap<DeviceParts, AdServer>();

/** The ads of one life of a device. */
export function adServerOf(parts: DeviceParts, { freshId, pictures }: { readonly freshId: () => string; readonly pictures: Device['pictures'] }): AdServer {
  const known = servers.get(parts);
  if (known) return known;
  const { catalogue, ports, stores, shopper, config } = parts;
  const server = createAdServer({
    stores, shopper, catalogue, clock: ports.clock, randomness: ports.randomness, freshId,
    async audience() {
      const { audienceNow } = await import('./audience.ts'); // a part of its own, which the panel shares
      const { facts, shop } = await audienceNow({ catalogue, stores, events: await shopper.events(), history: await shopper.history(), nowMs: ports.clock.nowMs() });
      return { ...facts, orderCents: shop.medians.orderCents };
    },
    hasConsent: () => grantFor(parts.grants(), 'ads') !== undefined,
    inTurn: (act) => ports.oneByOne(`homebird ads ${config.shop}`, act),
    async productPicture(itemId) {
      const found = await pictures([catalogue.indexById.get(itemId) ?? -1]);
      return (found.ok && found.value?.[0]) || null;
    },
  });
  servers.set(parts, server);
  return server;
}
