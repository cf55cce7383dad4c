import type { DeviceStores } from '#core/contract';
import { fromHex, toHex, type Randomness } from '#core/units';

/** 128 bits: what `armOf` asks for at least. */
const SECRET_BYTES = 16;
const SPELLED = new RegExp(`^[0-9a-f]{${2 * SECRET_BYTES}}$`);

/** This device's secret for ads; drawn at its first use, and anew where what is kept is none. Called one after the other among all tabs, so that there is one. */
export async function adSecret({ settings }: Pick<DeviceStores, 'settings'>, randomness: Randomness): Promise<Uint8Array> {
  const kept = await settings.read('adSecret');
  if (typeof kept === 'string' && SPELLED.test(kept)) return fromHex(kept);
  const secret = new Uint8Array(SECRET_BYTES);
  randomness.fill(secret);
  await settings.write('adSecret', toHex(secret));
  return secret;
}
