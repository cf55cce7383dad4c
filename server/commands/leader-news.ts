import type { ChildNotice } from './output.ts';

/** Where and how much the sentences depend on the deployment. */
export interface NewsContext {
  /** Path of the leader's log. */
  readonly logPath: string;
  /** How many witnesses there are and how many must have cosigned; undefined for none. */
  readonly witnesses: { readonly count: number; readonly quorum: number } | undefined;
}

function effect(party: string, { witnesses }: NewsContext): string {
  if (party === 'helper' || !witnesses) return 'rounds wait for it';
  const { count, quorum } = witnesses;
  return `devices are shown nothing new while fewer than ${quorum} of ${count} ${count === 1 ? 'witness cosigns' : 'witnesses cosign'}`;
}

/** The line for the terminal that a leader's notice is worth; undefined for one that is worth none. */
export function newsLine({ kind, party, name, why, plan }: ChildNotice, context: NewsContext): string | undefined {
  if (kind === 'given-up') return `a ${String(plan)} round is given up, its reports deleted unopened: ${String(why)}\n`;
  if (kind !== 'party') return undefined;
  const who = `the ${String(party)} ${String(name)}`;
  return typeof why === 'string' ? `${who} ${why}: ${effect(String(party), context)} (${context.logPath} says more)\n` : `${who} does its part again\n`;
}
