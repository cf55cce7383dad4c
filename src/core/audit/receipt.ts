import { decodeReceipt, REPORT_ID_BYTES, REPORT_ID_PATTERN, type RoundRecord } from '#core/protocol';
import { leafHash, verifyInclusion } from '#core/tlog';
import { fail, fromHex, ok, type Fault, type Result } from '#core/units';
import type { LoadFile } from './check.ts';

/** Where a report went, proven. */
export interface FoundReport {
  readonly record: RoundRecord;
  /** Siblings between the id and the published root. */
  readonly steps: number;
}

/**
 * Asks a server for the proof that the report of this id was summed, and checks it against the root that its round published.
 * The server learns that somebody asks about this id; it has known the id since the report came.
 *
 * @param reportId - 32 hex digits
 * @returns fault `not-counted` where the server says so, which it proves to nobody; `mismatch` where its proof does not hold;
 *   `not-verified` where it is for a task that none of `rounds` has: of a newer round, or made up
 * @param rounds - verified records; a proof for another round proves nothing
 * @param root - whose root the proof must end in
 */
export async function findReport(reportId: string, { load, rounds, root }: { readonly load: LoadFile; readonly rounds: readonly RoundRecord[]; readonly root: 'leaderIdsRoot' | 'helperIdsRoot' }): Promise<Result<FoundReport, Fault>> {
  if (!REPORT_ID_PATTERN.test(reportId)) throw new RangeError(`Cannot look for report "${reportId}": wanted ${2 * REPORT_ID_BYTES} hex digits`);
  const bytes = await load(`/v1/receipts/${reportId}`);
  if (!bytes.ok) return bytes;
  const receipt = decodeReceipt(bytes.value);
  if (!receipt.ok) return receipt;
  if (!receipt.value.proof) return fail('not-counted', 'No opened batch counted a report of this id');
  const { task, index, size, path } = receipt.value.proof;
  const record = rounds.find((round) => round.task === task);
  if (!record) return fail('not-verified', `The proof is for task ${task.slice(0, 12)}, which no verified round has`);
  const reports = root === 'leaderIdsRoot' ? record.leaderReports : record.helperReports;
  const holds = size === reports && verifyInclusion({ leaf: leafHash(fromHex(reportId)), index, size, root: fromHex(record[root]) }, path.map(fromHex));
  return holds ? ok({ record, steps: path.length }) : fail('mismatch', `The proof does not lead to the root of report ids that round ${record.round} published`);
}
