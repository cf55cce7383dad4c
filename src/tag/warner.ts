import type { Fault } from '#core/units';
import type { TagConfig } from './config.ts';

/** What is wrong, where it is mended, and what it means; undefined for what passes by itself or is the shopper's own affair. */
function lineOf({ kind, message }: Fault, { catalogueUrl, leaderUrl, policy }: TagConfig): string | undefined {
  switch (kind) {
    case 'catalogue': return `data-catalogue="${catalogueUrl}" cannot be used, so shelves stay hidden or show only what is popular: ${message}`;
    case 'wrong-policy': return `data-policy="${policy}" is not the policy of the leader at ${leaderUrl}, so nothing is sent to it and nothing it publishes is used: ${message}`;
    case 'server-error': return `data-endpoint="${leaderUrl}" does not answer as a leader does, so nothing is sent to it: ${message}`;
    case 'storage': return `this browser keeps no more of the history now, so shelves go by what they know and by what is popular: ${message}`;
    case 'unverified-model': return `not all that the leader at ${leaderUrl} publishes can be used: ${message}`;
    default: return undefined;
  }
}

/** Tells a shop's developer of faults, each once a page. @param say - writes one console line */
export function warner(config: TagConfig, say: (line: string) => void): (fault: Fault) => void {
  const said = new Set<string>();
  return (fault) => {
    const line = lineOf(fault, config);
    if (line === undefined || said.has(line)) return;
    said.add(line);
    say(`homebird: ${line}`);
  };
}
