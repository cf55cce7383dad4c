import type { Fault } from '#core/units';
import type { TagConfig } from './config.ts';

/** Faults that a developer can mend; others pass by themselves or are the shopper's own affair. */
const MENDABLE = ['catalogue', 'wrong-policy', 'server-error', 'storage', 'unverified-model'];

/** Tells a shop's developer of faults, each once a page, in words that come with the first. @param say - writes one console line */
export function warner(config: TagConfig, say: (line: string) => void): (fault: Fault) => Promise<void> {
  const said = new Set<string>();
  return async (fault) => {
    if (!MENDABLE.includes(fault.kind)) return;
    const part = await import('./warning-lines.ts').catch(() => undefined);
    const line = part?.lineOf(fault, config);
    if (line === undefined || said.has(line)) return;
    said.add(line);
    say(`homebird: ${line}`);
  };
}
