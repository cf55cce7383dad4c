import { decodeUpload, REPORT_ID_BYTES, type AggregatorRole, type HpkeCiphertext, type Report, type Task, type TaskId } from '#core/protocol';
import { sealCounts, sealReport } from '#core/sealing';
import { ok, type Fault, type Result } from '#core/units';
import { loadHpkeSeal, webRandomness, webSymmetric } from '#page/crypto';

/** One part of a report: what it is, how long, and who can read it. */
export interface ReportPart {
  readonly name: string;
  readonly bytes: number;
  readonly meaning: string;
  /** Whose key opens it; absent where everybody can read it. */
  readonly sealedFor?: AggregatorRole;
}

/** A report taken apart. */
export interface TakenApart {
  readonly body: Uint8Array;
  /** In order, together all of `body`. */
  readonly parts: readonly ReportPart[];
}

/**
 * A real report of `task`, made here: an update of zeros, or no counts, split, proven and sealed to the two servers' own keys, by the code
 * that devices run. It is sent to nobody.
 */
export async function exampleReport(task: Task, taskId: TaskId, nowMs: number): Promise<Result<Uint8Array, Fault>> {
  const ports = { symmetric: webSymmetric, clock: { nowMs: () => nowMs }, randomness: webRandomness, seal: await loadHpkeSeal() };
  const nothing = new Int32Array(task.length);
  if (task.kind === 'measure' && task.vdaf.name === 'Prio3Histogram') nothing[0] = 1; // a histogram's report always names one
  const sealed = task.kind === 'model' ? await sealReport(ports, task, taskId, nothing) : await sealCounts(ports, task, taskId, nothing);
  return sealed.ok ? ok(sealed.value.body) : sealed;
}

/** AES-128-GCM's tag, and what stands before an input share inside its seal: 2 bytes for no extensions, 4 for its length. */
const SEAL_BYTES = 16 + 2 + 4;

function partsFor(role: AggregatorRole, who: string, { enc, payload }: HpkeCiphertext, meaning: string): readonly ReportPart[] {
  return [
    { name: `Key for the ${who}`, bytes: 1 + 2 + enc.length, meaning: `Names the ${who}’s key and carries a fresh public key, used once.` },
    { name: `Half for the ${who}`, bytes: 4 + payload.length, meaning: `${meaning} ${(payload.length - SEAL_BYTES).toLocaleString('en-GB')} bytes of share, and 26 of lengths and seal.`, sealedFor: role },
  ];
}

function partsOf({ publicShare, leader, helper }: Report): readonly ReportPart[] {
  return [
    { name: 'Task', bytes: 32, meaning: 'Which promise this report is made under. The same for everyone.' },
    { name: 'Report id', bytes: REPORT_ID_BYTES, meaning: 'Random, new for each report: it stops a report from counting twice, and you can ask for its proof above.' },
    { name: 'Time', bytes: 8, meaning: 'Cut to the hour.' },
    { name: 'Extensions', bytes: 2, meaning: 'None: a report with any is refused.' },
    { name: 'Public share', bytes: 4 + publicShare.length, meaning: publicShare.length === 0 ? 'Empty.' : 'Binds both halves to each other, so that the proof cannot be changed on the way. Random to look at, and says nothing about the update.' },
    ...partsFor('leader', 'shop', leader, 'The update minus a random mask, with its proof. Without the other half it is noise, also for the shop.'),
    ...partsFor('helper', 'helper', helper, 'The seed of that mask and of its half of the proof. It never meets the other half; only sums of at least k devices do.'),
  ];
}

/** Takes a report's bytes apart by what its own lengths say, whatever its task's function and size. */
export function takeApart(body: Uint8Array): Result<TakenApart, Fault> {
  const upload = decodeUpload(body);
  return upload.ok ? ok({ body, parts: partsOf(upload.value.report) }) : upload;
}
