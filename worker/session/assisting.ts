import { createGuideOver, type Guide } from '#worker/assistant';
import { ok } from '#core/units';
import type { Asked } from './asked.ts';
import type { Device } from './device.ts';
import type { SessionPorts } from './ports.ts';

/** The assistant over one device: it searches and recommends as shelves do, so that it knows of the shopper what they may know. */
export function createGuide({ config, catalogue, cards, recommend }: Device, { load, hash }: Pick<SessionPorts, 'load' | 'hash'>, search: Asked['search']): Guide {
  return createGuideOver({
    folder: config.catalogueUrl.slice(0, config.catalogueUrl.lastIndexOf('/') + 1), load, hash, search,
    cards: (ids) => cards(ids.flatMap((id) => catalogue.indexById.get(id) ?? [])),
    async recommend(count) {
      const { items } = await recommend({ placement: 'home', count });
      return ok(items.map(({ id, reason }) => ({ id, isPersonal: reason.kind !== 'popular' && reason.kind !== 'popular-lately' && reason.kind !== 'explore' })));
    },
  });
}
