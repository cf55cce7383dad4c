import type { hpkeSeal } from './hpke.ts';

/** {@link hpkeSeal}, loaded when asked for: only a device that reports needs HPKE. Rejects where the file does not come. */
export async function loadHpkeSeal(): Promise<typeof hpkeSeal> {
  return (await import('./hpke.ts')).hpkeSeal;
}
