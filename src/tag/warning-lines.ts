import type { Fault } from '#core/units';
import type { TagConfig } from './config.ts';

/** What is wrong, where it is mended, and what it means. */
export function lineOf({ kind, message }: Fault, { catalogueUrl, leaderUrl, policy }: TagConfig): string {
  switch (kind) {
    case 'catalogue': return `data-catalogue="${catalogueUrl}" cannot be used, so shelves stay hidden or show only what is popular: ${message}`;
    case 'wrong-policy': return `data-policy="${policy}" is not the policy of the leader at ${leaderUrl}, so nothing is sent to it and nothing it publishes is used: ${message}`;
    case 'server-error': return `data-endpoint="${leaderUrl}" does not answer as a leader does, so nothing is sent to it: ${message}`;
    case 'storage': return `this browser keeps no more of the history now, so shelves go by what they know and by what is popular: ${message}`;
    case 'unverified-model': return `not all that the leader at ${leaderUrl} publishes can be used: ${message}`;
    default: return message;
  }
}
