import { grantFor } from '#core/consent';
import type { DeviceStores } from '#core/contract';
import { deviceModels } from './device-models.ts';
import { guardedStores } from './guarded-stores.ts';
import type { DeviceOptions, DeviceParts } from './options.ts';
import { createPairLane } from './pair-lane.ts';
import { createShopper } from './shopper.ts';
import { createTending, type Tending } from './tending.ts';

/** A device's lives: each lasts until the shopper erases or withdraws, and nothing that began in one may write in the next. */
export interface Lives {
  /** Whether this device may know its shopper now. */
  hasLocal(): boolean;
  /** What it works with in this life; another object in the next. */
  parts(): DeviceParts;
  tending(): Tending;
  /** Ends this one: what was read into memory goes too. */
  next(): void;
}

export interface LivesOptions extends DeviceOptions, Pick<DeviceParts, 'encoder'> {
  /** Opened by nobody yet. */
  readonly openStores: DeviceStores;
}

/** The first life has begun. */
export function createLives({ encoder, openStores, ...options }: LivesOptions): Lives {
  const { ports, catalogue, grants, notify } = options;
  let life = 0;
  const hasLocal = (): boolean => options.mayKnow && grantFor(grants(), 'local') !== undefined;
  const begin = (): { readonly parts: DeviceParts; readonly tending: Tending } => {
    const own = life;
    const stores = guardedStores(openStores, () => life === own && hasLocal());
    const models = deviceModels({
      stores, hash: ports.hash, catalogue: catalogue.hash,
      onChange({ kind, hash }) {
        notify({ kind: 'model-changed', model: kind, hash });
        if (kind === 't11') notify({ kind: 'scorers-ready', scorers: ['popularity', 'content', 'model', 'on-device', 'mix'] });
      },
      onUnfit: (message) => notify({ kind: 'fault', fault: { kind: 'unverified-model', message } }),
    });
    const pairs = createPairLane({ models, catalogue, stores, notify, ports });
    const parts = { ...options, stores, shopper: createShopper(stores, catalogue, ports.clock), models, encoder, pairs };
    return { parts, tending: createTending(parts) };
  };
  let current = begin();
  return {
    hasLocal,
    parts: () => current.parts,
    tending: () => current.tending,
    next() {
      life += 1;
      current.tending.stop();
      current = begin();
    },
  };
}
