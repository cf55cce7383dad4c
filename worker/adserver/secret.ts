import type { DeviceStores } from '#core/contract';
import { fromHex, toHex, type Randomness } from '#core/units';

/** 128 bits: what `armOf` asks for at least. */
const SECRET_BYTES = 16;
const SPELLED = new RegExp(`^[0-9a-f]{${2 * SECRET_BYTES}}$`);

/** The secret for ads that is kept; undefined before there is one, and where what is kept is none. */
export async function keptAdSecret({ settings }: Pick<DeviceStores, 'settings'>): Promise<Uint8Array | undefined> {
  const kept = await settings.read('adSecret');
  return typeof kept === 'string' && SPELLED.test(kept) ? fromHex(kept) : undefined;
}

/** This device's secret for ads; drawn at its first use, and anew where what is kept is none. Called one after the other among all tabs, so that there is one. */
export async function adSecret(stores: Pick<DeviceStores, 'settings'>, randomness: Randomness): Promise<Uint8Array> {
  const kept = await keptAdSecret(stores);
  if (kept) return kept;
  const secret = new Uint8Array(SECRET_BYTES);
  randomness.fill(secret);
  await stores.settings.write('adSecret', toHex(secret));
  return secret;
}
