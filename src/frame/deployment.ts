import { canonicalJson } from '#core/fields';
import { decodeManifest, decodePolicy, decodeRound, decodeTask, type Manifest, type PolicyFile, type ProtocolFault, type RoundRecord, type Task, type TaskId } from '#core/protocol';
import { fail, ok, utf8Encode, utf8TextOf, type Result } from '#core/units';
import { loadBytes, loadJson, type LoadFault } from './load.ts';

/** Why a deployment's file could not be read. */
type FileFault = LoadFault | ProtocolFault;

/** A round that is collecting reports. */
export interface OpenRound {
  readonly task: TaskId;
  /** Reports so far, cut down to tens by the leader so that nobody's single report can be watched. */
  readonly reportsAtLeast: number;
}

/** Somebody who does not do its part now, so that rounds wait. */
export interface AwaitedParty {
  readonly party: 'helper' | 'witness';
  readonly name: string;
  /** The leader's words: a sentence without its subject. */
  readonly why: string;
  readonly sinceMs: number;
}

/** What the leader lists of its rounds. It is shown, not believed: the auditor page checks it. */
export interface RoundList {
  /** Closed ones, oldest first. */
  readonly rounds: readonly RoundRecord[];
  readonly open: readonly OpenRound[];
  /** Tasks that were never opened, most of them because they ended below k: their reports were deleted. */
  readonly abandonedTasks: number;
  readonly waitsFor: readonly AwaitedParty[];
}

type Fields = Readonly<Record<string, unknown>>;

function fieldsIn(list: unknown): Fields[] {
  return Array.isArray(list) ? list.filter((entry): entry is Fields => typeof entry === 'object' && entry !== null) : [];
}

function awaitedIn({ party, name, why, sinceMs }: Fields): readonly AwaitedParty[] {
  const isParty = party === 'helper' || party === 'witness';
  return isParty && typeof name === 'string' && typeof why === 'string' && typeof sinceMs === 'number' ? [{ party, name, why, sinceMs }] : [];
}

function parseRounds(json: unknown): RoundList | undefined {
  if (typeof json !== 'object' || json === null || !Array.isArray((json as Fields)['rounds'])) return undefined;
  const { rounds, open, abandonedTasks, waitsFor } = json as Fields;
  const listed = fieldsIn(rounds);
  const records = listed.flatMap(({ record }) => {
    const round = decodeRound(utf8Encode(canonicalJson(record)));
    return round.ok ? [round.value] : [];
  });
  if (records.length !== listed.length) return undefined;
  return {
    rounds: records.sort((a, b) => a.round - b.round),
    open: fieldsIn(open).flatMap(({ task, reportsAtLeast }) => (typeof task === 'string' && typeof reportsAtLeast === 'number' ? [{ task: task as TaskId, reportsAtLeast }] : [])),
    abandonedTasks: typeof abandonedTasks === 'number' ? abandonedTasks : 0,
    waitsFor: fieldsIn(waitsFor).flatMap(awaitedIn),
  };
}

/** Closed and open rounds, as the leader lists them. */
export function loadRounds(leaderUrl: string): Promise<Result<RoundList, LoadFault>> {
  return loadJson(`${leaderUrl}/v1/rounds`, parseRounds);
}

/** What devices are offered now; the text of the leader's signed note, whose signature is the auditor's concern. */
export async function loadManifest(leaderUrl: string): Promise<Result<Manifest, FileFault>> {
  const bytes = await loadBytes(`${leaderUrl}/v1/manifest`);
  if (!bytes.ok) return bytes;
  const note = utf8TextOf(bytes.value);
  if (note === undefined) return fail('malformed', 'Cannot read the manifest: it is not UTF-8');
  return decodeManifest(note.slice(0, note.indexOf('\n\n') + 1)); // a signed note: text, an empty line, signatures
}

/** The deployment's pins and their bytes, whose hash stands in the shop's embed line. */
export async function loadPolicy(leaderUrl: string): Promise<Result<{ readonly policy: PolicyFile; readonly bytes: Uint8Array }, FileFault>> {
  const bytes = await loadBytes(`${leaderUrl}/v1/policy`);
  if (!bytes.ok) return bytes;
  const policy = decodePolicy(bytes.value);
  return policy.ok ? ok({ policy: policy.value, bytes: bytes.value }) : policy;
}

/** A task by its id. */
export async function loadTask(leaderUrl: string, id: TaskId): Promise<Result<Task, FileFault>> {
  const bytes = await loadBytes(`${leaderUrl}/v1/tasks/${id}`);
  return bytes.ok ? decodeTask(bytes.value) : bytes;
}
