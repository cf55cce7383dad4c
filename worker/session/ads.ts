import { grantFor } from '#core/consent';
import { createAdServer, type AdServer } from '#worker/adserver';
export { keptAds, refreshAds } from '#worker/adserver';
import type { Device } from './device.ts';
import { lazily } from './lazily.ts';
import type { DeviceParts } from './options.ts';

/** One server for each life of a device: it writes into no other. */
const servers = new WeakMap<DeviceParts, AdServer>();

/** The ads of one life of a device. */
export function adServerOf(parts: DeviceParts, freshId: () => string, { pictures, cards }: Pick<Device, 'pictures' | 'cards'>): AdServer {
  const known = servers.get(parts);
  if (known) return known;
  const { catalogue, ports, stores, shopper, config } = parts;
  const audience = async () => {
    const { audienceNow } = await import('./audience.ts'); // a part of its own, which the panel shares
    return audienceNow({ catalogue, stores, events: await shopper.events(), history: await shopper.history(), nowMs: ports.clock.nowMs() });
  };
  const server = createAdServer({
    stores, shopper, catalogue, clock: ports.clock, randomness: ports.randomness, freshId,
    async audience() {
      const { facts, orderCents } = await audience();
      return { ...facts, orderCents };
    },
    async fill(templates, locale, rules) {
      const part = await lazily(() => import('./ad-texts.ts'));
      return part.ok ? part.value.filledTexts({ catalogue, cards, audience: await audience(), ...(rules && { rules }) }, templates, locale) : templates.map(() => undefined);
    },
    async predict(facts) {
      const part = await lazily(() => import('./ad-chances.ts'));
      return part.ok ? part.value.chancesOf({ stores, catalogue, history: await shopper.history() }, facts) : undefined; // the bandit speaks alone
    },
    hasConsent: () => grantFor(parts.grants(), 'ads') !== undefined,
    inTurn: (act) => ports.oneByOne(`homebird ads ${config.shop}`, act),
    async productPicture(itemId) {
      const found = await pictures([catalogue.indexById.get(itemId) ?? -1], true);
      return (found.ok && found.value?.[0]) || null;
    },
    loadProductPictures: () => pictures([], true),
  });
  servers.set(parts, server);
  return server;
}
