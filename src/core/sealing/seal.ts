import {
  encodePlaintextInputShare, encodeUpload, hpkeInfo, inputShareAad, MAX_REPORT_BYTES, REPORT_ID_BYTES, reportNonce, reportTimeHours, vdafContext,
  type AggregatorRole, type HpkeCiphertext, type ReportFault, type Task, type TaskId,
} from '#core/protocol';
import { fail, ok, toHex, type Clock, type Fault, type Randomness, type Result } from '#core/units';
import type { Vdaf } from '#core/vdaf';

/** Seals bytes to one HPKE key (RFC 9180 base mode, single shot). */
export type Seal = (input: {
  readonly publicKey: Uint8Array;
  readonly info: Uint8Array;
  readonly aad: Uint8Array;
  readonly plaintext: Uint8Array;
}) => Promise<Result<{ readonly enc: Uint8Array; readonly payload: Uint8Array }, Fault>>;

/** What sealing needs from outside. */
export interface SealPorts {
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly seal: Seal;
}

/** A report ready to be sent; its bytes never change again. */
export interface SealedReport {
  /** 32 hex digits. */
  readonly reportId: string;
  /** Body of `POST /v1/reports`. */
  readonly body: Uint8Array;
}

/** What a report is made of. */
export interface ReportParts {
  readonly task: Task;
  readonly taskId: TaskId;
  readonly vdaf: Vdaf<Int32Array, Int32Array>;
  readonly measurement: Int32Array;
}

/** Splits a measurement into two shares and seals each for its server; both seals are bound to the task by its id. */
export async function sealShares(ports: SealPorts, { task, taskId, vdaf, measurement }: ReportParts): Promise<Result<SealedReport, ReportFault>> {
  const reportId = random(ports, REPORT_ID_BYTES);
  const shards = await vdaf.shard(measurement, reportNonce(task, taskId, reportId), random(ports, vdaf.randBytes), vdafContext(taskId));
  const metadata = { reportId, timeHours: reportTimeHours(ports.clock.nowMs()) };
  const aad = inputShareAad(taskId, metadata, shards.publicShare);
  const sealFor = async (role: AggregatorRole, share: Uint8Array): Promise<Result<HpkeCiphertext, ReportFault>> => {
    const sealed = await ports.seal({ publicKey: task[role].hpkePublicKey, info: hpkeInfo(role), aad, plaintext: encodePlaintextInputShare(share) });
    return sealed.ok ? ok({ configId: task[role].hpkeConfigId, ...sealed.value }) : fail('task-refused', `The ${role}'s key of the task cannot be used: ${sealed.fault.message}`);
  };
  const [leaderShare, helperShare] = shards.inputShares;
  if (!leaderShare || !helperShare) throw new TypeError(`Cannot seal ${shards.inputShares.length} shares: a report is for two servers`);
  const leader = await sealFor('leader', leaderShare);
  if (!leader.ok) return leader;
  const helper = await sealFor('helper', helperShare);
  if (!helper.ok) return helper;
  const body = encodeUpload(taskId, { metadata, publicShare: shards.publicShare, leader: leader.value, helper: helper.value });
  if (body.length > MAX_REPORT_BYTES) return fail('too-large', `The report has ${body.length} bytes, more than the ${MAX_REPORT_BYTES} a closing tab can send`);
  return ok({ reportId: toHex(reportId), body });
}

function random(ports: Pick<SealPorts, 'randomness'>, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  ports.randomness.fill(bytes);
  return bytes;
}
