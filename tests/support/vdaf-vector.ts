import { expect } from 'vitest';
import { fromHex, toHex } from '#core/units';
import type { PrepareState, Vdaf } from '#core/vdaf';

/** A vector of draft-irtf-cfrg-vdaf, `VdafTestVectorDict`; hexadecimal throughout. */
export interface VdafVector {
  readonly shares: number;
  readonly verify_key: string;
  readonly ctx: string;
  readonly operations: readonly VectorOperation[];
  readonly reports: readonly VectorReport[];
  readonly agg_shares: readonly string[];
  readonly agg_result: unknown;
  /** Parameters of the algorithm, by the draft's names. */
  readonly [parameter: string]: unknown;
}

interface VectorOperation {
  readonly operation: string;
  readonly report_index?: number;
  readonly aggregator_id?: number;
  readonly round?: number;
  readonly success: boolean;
}

interface VectorReport {
  readonly measurement: unknown;
  readonly nonce: string;
  readonly rand: string;
  readonly public_share: string;
  readonly input_shares: readonly string[];
  /** By round, then by aggregator. */
  readonly verifier_shares: readonly (readonly string[])[];
  readonly verifier_messages: readonly string[];
  readonly out_shares: readonly string[];
}

/** How to run vectors of one kind: the algorithm that a vector's parameters name, and its measurement and result as ours. */
export interface VectorRun<Measurement> {
  readonly vdaf: Vdaf<Measurement, unknown>;
  measurementOf(json: unknown): Measurement;
}

/** Does every operation of `vector` and compares every byte. Fails the test at the first difference. */
export async function runVdafVector<Measurement>(vector: VdafVector, run: VectorRun<Measurement>): Promise<void> {
  expect(run.vdaf.shares).toBe(vector.shares);
  const states = new Map<string, PrepareState>();
  for (const [i, operation] of vector.operations.entries()) {
    const report = operation.report_index === undefined ? undefined : vector.reports[operation.report_index];
    const done = report ? ofReport(vector, run, { operation, report, states }) : Promise.resolve(ofBatch(vector, run, operation));
    expect(await done, `operation ${i}, ${operation.operation}`).toBe(operation.success);
  }
}

/** Whether an operation on one report succeeds; where it must, all that it gives is compared. */
async function ofReport<Measurement>(vector: VdafVector, { vdaf, measurementOf }: VectorRun<Measurement>, { operation, report, states }: {
  readonly operation: VectorOperation;
  readonly report: VectorReport;
  readonly states: Map<string, PrepareState>;
}): Promise<boolean> {
  const context = fromHex(vector.ctx);
  const aggregator = operation.aggregator_id ?? 0;
  const key = `${operation.report_index ?? 0} ${aggregator}`;
  switch (operation.operation) {
    case 'shard': {
      const shards = await vdaf.shard(measurementOf(report.measurement), fromHex(report.nonce), fromHex(report.rand), context).catch((thrown: unknown) => {
        if (thrown instanceof RangeError) return null;
        throw thrown;
      });
      if (shards && operation.success) expect([shards.publicShare, ...shards.inputShares].map(toHex)).toEqual([report.public_share, ...report.input_shares]);
      return shards !== null;
    }
    case 'verify_init': {
      const prepared = await vdaf.prepareInit({
        verifyKey: fromHex(vector.verify_key), context, aggregator, nonce: fromHex(report.nonce), publicShare: fromHex(report.public_share), inputShare: fromHex(report.input_shares[aggregator] ?? ''),
      });
      if (!prepared.ok) return false;
      if (operation.success) expect(toHex(prepared.value.share)).toBe(report.verifier_shares[0]?.[aggregator]);
      states.set(key, prepared.value.state);
      return true;
    }
    case 'verifier_shares_to_message': {
      const message = await vdaf.prepareSharesToMessage(context, (report.verifier_shares[operation.round ?? 0] ?? []).map(fromHex));
      if (message.ok && operation.success) expect(toHex(message.value)).toBe(report.verifier_messages[operation.round ?? 0]);
      return message.ok;
    }
    case 'verify_next': {
      const state = states.get(key);
      if (!state) throw new Error(`The vector goes on with report and aggregator ${key}, which it did not begin`);
      const share = await vdaf.prepareNext(state, fromHex(report.verifier_messages[(operation.round ?? 1) - 1] ?? ''));
      if (share.ok && operation.success) expect(toHex(vdaf.encodeShare(share.value))).toBe(report.out_shares[aggregator]);
      return share.ok;
    }
    default: throw new Error(`A vector cannot ask for "${operation.operation}" of a report`);
  }
}

/** Whether an operation on all reports succeeds. */
function ofBatch<Measurement>(vector: VdafVector, { vdaf }: VectorRun<Measurement>, { operation, aggregator_id: aggregator = 0, success }: VectorOperation): boolean {
  if (operation === 'aggregate') {
    const sum = vdaf.emptySum();
    for (const report of vector.reports) {
      const share = vdaf.decodeShare(fromHex(report.out_shares[aggregator] ?? ''));
      if (!share.ok) return false;
      vdaf.aggregate(sum, share.value);
    }
    if (success) expect(toHex(vdaf.encodeShare(sum))).toBe(vector.agg_shares[aggregator]);
    return true;
  }
  if (operation !== 'unshard') throw new Error(`A vector cannot ask for "${operation}" of a batch`);
  const sums: Uint32Array[] = [];
  for (const bytes of vector.agg_shares) {
    const sum = vdaf.decodeShare(fromHex(bytes));
    if (!sum.ok) return false;
    sums.push(sum.value);
  }
  if (success) expect(vdaf.unshard(sums, vector.reports.length)).toEqual(vector.agg_result);
  return true;
}
