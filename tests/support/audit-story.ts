import type { AuditCheck, AuditedRound, AuditOptions, PlacedEntry } from '#core/audit';
import { encodeSum, noiseVarianceOf, type Layout, type PublishedSum } from '#core/measurement';
import type { LogEntry, PublicFileType, RoundId } from '#core/protocol';
import { contentHash, fail, ok, type ContentHash } from '#core/units';
import { ed25519, webSymmetric } from '#page/crypto';
import { aPolicy, aRound } from './federation.ts';
import { aMeasureTask, layoutHash } from './measure.ts';

const FOLDERS: Readonly<Record<PublicFileType, string>> = { ads: 'ads', delivery: 'deliveries', offers: 'offers', prices: 'prices' };

/** A log as an auditor has read it, and the public files beside it, for the parts of an audit that need no signature. */
export class AuditStory {
  readonly entries: PlacedEntry[] = [];
  readonly rounds: AuditedRound[] = [];
  readonly sums: PublishedSum[] = [];
  readonly files = new Map<string, Uint8Array>();

  #add(entry: LogEntry): void {
    this.entries.push({ leaf: this.entries.length, entry });
  }

  publish(type: PublicFileType, bytes: Uint8Array): ContentHash {
    const hash = contentHash(bytes);
    this.files.set(`/v1/${FOLDERS[type]}/${hash}`, bytes);
    this.#add({ type, hash });
    return hash;
  }

  /** A round whose noised sum came out as `sumOf` says. */
  measure(layout: Layout, closedMs: number, sumOf: (cell: string) => number, bound?: number): void {
    const [sum, task] = [Int32Array.from(layout.cells, sumOf), aMeasureTask({ length: layout.cells.length, layout: layoutHash(layout), ...(bound !== undefined && { bound }) })];
    const { model: _m, modelBefore: _b, modelAfter: _a, stateBefore: _s, stateAfter: _t, noiseToSignal: _n, verdict: _v, ...base } = aRound({ round: (this.rounds.length + 1) as RoundId, closedMs });
    const record = { ...base, outcome: 'measured', layout: layoutHash(layout), sum: contentHash(encodeSum(sum)) } as const;
    this.rounds.push({ kind: 'measure', ok: true, leaf: this.entries.length, record, task, epsilon: 1 / 4, measured: { layout, sum } });
    this.sums.push({ layout, sum, noiseVariance: noiseVarianceOf(task), reports: record.leaderReports, closedMs });
    this.#add({ type: 'round', record });
  }

  /** Runs one part of an audit over it; gives its checks, in order, and its result. */
  async audited<Found>(part: (options: AuditOptions, story: AuditStory, notes: { readonly checks: AuditCheck[]; note(check: AuditCheck): boolean }) => Promise<Found>, withoutLeader?: string): Promise<{ readonly checks: readonly AuditCheck[]; readonly found: Found }> {
    const checks: AuditCheck[] = [];
    const load: AuditOptions['load'] = async (path) => { const bytes = this.files.get(path); return bytes ? ok(bytes) : fail('missing', `${path} is missing`); };
    const found = await part({ policy: aPolicy(), nowMs: 0, symmetric: webSymmetric, ed25519, load, ...(withoutLeader !== undefined && { withoutLeader }) }, this, { checks, note: (check) => (checks.push(check), check.ok) });
    return { checks, found };
  }
}
