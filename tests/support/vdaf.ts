import { decodePlaintextInputShare, decodeUpload, hpkeInfo, inputShareAad, reportNonce, vdafContext, type Task, type TaskId } from '#core/protocol';
import type { Randomness } from '#core/units';
import { vdafForTask, vdafOfTask, type Vdaf } from '#core/vdaf';
import { hpkeOpen, webSymmetric } from '#page/crypto';
import type { aKeyRing } from '#support/a-deployment';
import { valueOf } from '#support/result';

type IntegerVdaf = Vdaf<Int32Array, Int32Array>;

/** The VDAF of a model task of `length` entries. */
export function aVdaf(length: number): IntegerVdaf {
  return valueOf(vdafOfTask({ vdaf: vdafForTask(length, 256), length, integerNorm: 256 }, { symmetric: webSymmetric }));
}

/** One report on its way into the sums of all aggregators. */
export interface SharedReport {
  readonly publicShare: Uint8Array;
  readonly inputShares: readonly Uint8Array[];
  readonly nonce: Uint8Array;
  readonly context: Uint8Array;
}

/** Takes a report through preparation at every aggregator and into `sums`, one of each. @throws Error if any of them refuses it */
export async function addReport(vdaf: IntegerVdaf, { publicShare, inputShares, nonce, context }: SharedReport, sums: readonly Uint32Array[]): Promise<void> {
  const verifyKey = new Uint8Array(vdaf.verifyKeyBytes).fill(7);
  const prepared = await Promise.all(inputShares.map(async (inputShare, aggregator) => valueOf(await vdaf.prepareInit({ verifyKey, context, aggregator, nonce, publicShare, inputShare }))));
  const message = valueOf(await vdaf.prepareSharesToMessage(context, prepared.map(({ share }) => share)));
  for (const [aggregator, { state }] of prepared.entries()) {
    const sum = sums[aggregator];
    if (!sum) throw new RangeError(`There is no sum for aggregator ${aggregator}`);
    vdaf.aggregate(sum, valueOf(await vdaf.prepareNext(state, message)));
  }
}

/** What `measurements` add up to by way of shares: sharded, prepared, aggregated and unsharded. */
export async function sumByShares(vdaf: IntegerVdaf, measurements: readonly Int32Array[], randomness: Randomness): Promise<Int32Array> {
  const sums = Array.from({ length: vdaf.shares }, () => vdaf.emptySum());
  const context = Uint8Array.of(1);
  for (const measurement of measurements) {
    const [nonce, rand] = [new Uint8Array(vdaf.nonceBytes), new Uint8Array(vdaf.randBytes)];
    randomness.fill(nonce);
    randomness.fill(rand);
    await addReport(vdaf, { ...(await vdaf.shard(measurement, nonce, rand, context)), nonce, context }, sums);
  }
  return vdaf.unshard(sums, measurements.length);
}

/** What both servers together read out of the body of one upload. */
export async function openBody(body: Uint8Array, { vdaf, taskId, keys, kind = 'model' }: { readonly kind?: Task['kind']; readonly vdaf: IntegerVdaf; readonly taskId: TaskId; readonly keys: Awaited<ReturnType<typeof aKeyRing>> }): Promise<Int32Array> {
  const upload = valueOf(decodeUpload(body));
  if (upload.taskId !== taskId) throw new Error(`The report is for task ${upload.taskId}`);
  const { metadata, publicShare, ...seals } = upload.report;
  const inputShares: Uint8Array[] = [];
  for (const [role, ring] of [['leader', keys.leaderKeys], ['helper', keys.helperKeys]] as const) {
    const opened = valueOf(await hpkeOpen({
      enc: new Uint8Array(seals[role].enc), payload: new Uint8Array(seals[role].payload), keys: ring, info: hpkeInfo(role), aad: inputShareAad(taskId, metadata, publicShare),
    }));
    inputShares.push(valueOf(decodePlaintextInputShare(opened)));
  }
  const sums = inputShares.map(() => vdaf.emptySum());
  await addReport(vdaf, { publicShare, inputShares, nonce: reportNonce({ kind }, taskId, metadata.reportId), context: vdafContext(taskId) }, sums);
  return vdaf.unshard(sums, 1);
}
