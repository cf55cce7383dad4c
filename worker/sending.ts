import { loadHpkeSeal } from '#page/crypto';
import { loadNetwork } from '#page/network';
import type { Sending } from '#worker/session';

/** What only a report needs, with its code: digests of these parts do not weigh on a start. Rejects where it does not come. */
export async function sending(): Promise<Sending> {
  const [seal, network] = await Promise.all([loadHpkeSeal(), loadNetwork()]);
  return { seal, network };
}
