import type { browserNetwork } from './network.ts';

/** {@link browserNetwork}, loaded when asked for: most pages never send anything. Rejects where the file does not come. */
export async function loadNetwork(): Promise<typeof browserNetwork> {
  return (await import('./network.ts')).browserNetwork;
}
