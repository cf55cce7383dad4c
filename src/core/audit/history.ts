import { contentHash, type ContentHash } from '#core/units';
import { decodePolicy, type PolicyFile } from '#core/protocol';
import { isBroken, type AuditedModelRound, type AuditReport, type LoadFile, type PlacedEntry } from './check.ts';
import { buildsOf } from './served.ts';
import { verdictText } from './verdict.ts';

/** One value that differs between a configuration and the one before; '' stands for none. */
export interface Change {
  readonly what: string;
  readonly before: string;
  readonly after: string;
}

/** A configuration or a build, with what it changed. */
export interface HistoryStep {
  readonly kind: 'config' | 'build';
  readonly leaf: number;
  /** Round before it in the log; 0 before the first. */
  readonly afterRound: number;
  /** Empty for the first of its kind. */
  readonly changes: readonly Change[];
  readonly isFirst: boolean;
  /** What holds from this step on, by name: files of a build, fields of a configuration and of its policy. */
  readonly values: Readonly<Record<string, string>>;
}

/** Something that went otherwise than planned. */
export interface Incident {
  readonly kind: 'abandoned' | 'mismatch' | 'reset' | 'rolled-back' | 'unfinished';
  /** Index of its entry in the log; undefined where it has none. */
  readonly leaf: number | undefined;
  readonly round: number | undefined;
  readonly text: string;
  /** Model files before and after, where it moved one. */
  readonly change?: Change;
}

function changesBetween(before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>): readonly Change[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names.flatMap((what) => (before[what] === after[what] ? [] : [{ what, before: before[what] ?? '', after: after[what] ?? '' }]));
}

/** A policy as one line a field, so that two can be compared. */
function fieldsOf(policy: PolicyFile): Record<string, string> {
  return Object.fromEntries(Object.entries(policy).map(([name, value]) => [`policy ${name}`, typeof value === 'string' ? value : JSON.stringify(value)]));
}

/** The policy of a configuration, where the leader still has it: the log holds its hash, the file says what is in it. */
async function policyFields(load: LoadFile, hash: ContentHash): Promise<Readonly<Record<string, string>>> {
  const bytes = await load(`/v1/policies/${hash}`);
  const policy = bytes.ok && contentHash(bytes.value) === hash ? decodePolicy(bytes.value) : undefined;
  return policy?.ok ? fieldsOf(policy.value) : {};
}

/** Every configuration and build of the log with its difference to the one before, oldest first. */
export async function historyOf(entries: readonly PlacedEntry[], load: LoadFile): Promise<readonly HistoryStep[]> {
  const steps: HistoryStep[] = [];
  let config: Readonly<Record<string, string>> | undefined;
  let build: Readonly<Record<string, string>> | undefined;
  let afterRound = 0;
  for (const { leaf, entry } of entries) {
    if (entry.type === 'round') afterRound = entry.record.round;
    if (entry.type === 'build') {
      steps.push({ kind: 'build', leaf, afterRound, isFirst: build === undefined, changes: build ? changesBetween(build, entry.files) : [], values: entry.files });
      build = entry.files;
    }
    if (entry.type === 'config') {
      const now = { catalogue: entry.catalogue, policy: entry.policy, 'retry window': `${entry.retryWindowMs} ms`, simulated: String(entry.simulated), ...(await policyFields(load, entry.policy)) };
      steps.push({ kind: 'config', leaf, afterRound, isFirst: config === undefined, changes: config ? changesBetween(config, now) : [], values: now });
      config = now;
    }
  }
  return steps;
}

/** A candidate that devices did not find better, with the numbers that dropped it. Shelves rank with what they did before. */
function rollbackOf({ leaf, record: { round, model, modelBefore, modelAfter, verdict: said }, verdict }: AuditedModelRound): Incident {
  const decided = verdict ? verdictText(verdict) : `dropped by the record's word: a measured surplus of ${said?.surplus.toFixed(3) ?? 'none'}, which could not be read from the sums here`;
  return { kind: 'rolled-back', leaf, round, text: `The candidate of the ${model} model, ${decided}`, change: { what: `${model} model`, before: modelBefore, after: modelAfter } };
}

/** What went otherwise than planned, newest first: batches given up, candidates dropped, models that began anew, and every mismatch of this audit. */
export function incidentsOf({ checks, log, rounds }: Pick<AuditReport, 'checks' | 'log' | 'rounds'>): readonly Incident[] {
  const incidents: Incident[] = [];
  const begun = new Set<string>();
  const droppedByLeaf = new Map(rounds.flatMap((round) => (round.kind === 'model' && round.record.outcome === 'rolled-back' ? [[round.leaf, round] as const] : [])));
  for (const { leaf, entry } of log?.entries ?? []) {
    const dropped = droppedByLeaf.get(leaf);
    if (dropped) incidents.push(rollbackOf(dropped));
    if (entry.type === 'abandoned') incidents.push({ kind: 'abandoned', leaf, round: undefined, text: `Task ${entry.task.slice(0, 12)} was given up unopened: too few reports, or a server was away. Its shares were deleted` });
    if (entry.type !== 'model' || entry.round !== 0) continue;
    if (begun.has(entry.model)) incidents.push({ kind: 'reset', leaf, round: undefined, text: `The ${entry.model} model began anew` });
    begun.add(entry.model);
  }
  const unfinished = checks.find(({ id, ok }) => id === 'unfinished' && !ok);
  if (unfinished) incidents.push({ kind: 'unfinished', leaf: undefined, round: undefined, text: unfinished.detail });
  const wrong = checks.filter(isBroken).map((check): Incident => ({ kind: 'mismatch', leaf: undefined, round: check.round, text: `${check.title}: ${check.detail}` }));
  return [...wrong, ...incidents.reverse()];
}

/** The build in the log that is exactly `files`; undefined where none is. */
export function buildLike(entries: readonly PlacedEntry[], files: Readonly<Record<string, string>>): number | undefined {
  return [...buildsOf(entries)].reverse().find((build) => changesBetween(build.files, files).length === 0)?.leaf;
}
