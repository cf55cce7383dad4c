import type { DeviceStores } from '#core/contract';
import { fromHex, toHex, type Randomness } from '#core/units';

/** 128 bits: what `armOf` asks for at least. */
const SECRET_BYTES = 16;

/** This device's secret for ads; drawn at its first use. Called one after the other among all tabs, so that there is one. */
export async function adSecret({ settings }: Pick<DeviceStores, 'settings'>, randomness: Randomness): Promise<Uint8Array> {
  const kept = await settings.read('adSecret');
  if (kept) return fromHex(kept);
  const secret = new Uint8Array(SECRET_BYTES);
  randomness.fill(secret);
  await settings.write('adSecret', toHex(secret));
  return secret;
}
