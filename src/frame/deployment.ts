import { canonicalJson, decodeManifest, decodePolicy, decodeRound, decodeTask, type Manifest, type PolicyFile, type ProtocolFault, type RoundRecord, type Task, type TaskId } from '#core/protocol';
import { fail, ok, utf8Decode, utf8Encode, type Result } from '#core/units';
import { loadBytes, loadJson, type LoadFault } from './load.ts';

/** Why a deployment's file could not be read. */
type FileFault = LoadFault | ProtocolFault;

function parseRounds(json: unknown): RoundRecord[] | undefined {
  const list: unknown = typeof json === 'object' && json !== null && 'rounds' in json ? json.rounds : undefined;
  if (!Array.isArray(list)) return undefined;
  const rounds = list.flatMap((entry: unknown) => {
    const round = decodeRound(utf8Encode(canonicalJson(entry)));
    return round.ok ? [round.value] : [];
  });
  return rounds.length === list.length ? rounds : undefined;
}

/** Every closed round, as the leader lists it, oldest first. What it says is shown, not believed: the auditor page checks it. */
export async function loadRounds(leaderUrl: string): Promise<Result<readonly RoundRecord[], LoadFault>> {
  const rounds = await loadJson(`${leaderUrl}/v1/rounds`, parseRounds);
  return rounds.ok ? ok([...rounds.value].sort((a, b) => a.round - b.round)) : rounds;
}

/** What devices are offered now; the text of the leader's signed note, whose signature is the auditor's concern. */
export async function loadManifest(leaderUrl: string): Promise<Result<Manifest, FileFault>> {
  const bytes = await loadBytes(`${leaderUrl}/v1/manifest`);
  if (!bytes.ok) return bytes;
  let note: string;
  try {
    note = utf8Decode(bytes.value);
  } catch {
    return fail('malformed', 'Cannot read the manifest: it is not UTF-8');
  }
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
