import { setTimeout as sleep } from 'node:timers/promises';
import { isBroken, type AuditReport } from '#core/audit';
import { canonicalJson } from '#core/fields';
import { decodeRound, isModelRound, type ModelRound, type PolicyFile, type RoundRecord } from '#core/protocol';
import { utf8Decode, utf8Encode } from '#core/units';
import { call } from '#server/http';
import { auditOver } from './audit-over-http.ts';
import { readIfThere, writeWhole } from './data-folder.ts';
import type { DemoFigures } from './demo-figures.ts';
import type { Output } from './output.ts';

/** How often the leader is asked for new rounds, ms. */
const LOOK_EVERY_MS = 1_000;
/** Longest a round's line waits for the simulation to measure the new model, ms. */
const QUALITY_WAIT_MS = 90_000;
/** An audit just after a round may meet a checkpoint that is still being cosigned: it is repeated once after this. */
const AUDIT_AGAIN_MS = 2_000;
const MAX_ROUNDS_BYTES = 64 * 1024 * 1024;

/** Tells of every round that closes while it watches. */
export interface RoundWatch {
  /** Records seen so far, oldest first. */
  rounds(): readonly RoundRecord[];
  /** Resolves after `count` rounds were told: whether all of them verified. Never resolves for undefined. */
  run(count: number | undefined): Promise<boolean>;
  stop(): void;
}

/** Closed rounds as the leader lists them, undefined while it cannot be asked. */
async function closedRounds(leaderUrl: string): Promise<readonly RoundRecord[] | undefined> {
  const answer = await call(`${leaderUrl}/v1/rounds`, { timeoutMs: 10_000, maxBytes: MAX_ROUNDS_BYTES });
  if (!answer.ok) return undefined;
  const list = JSON.parse(utf8Decode(answer.value)) as { readonly rounds: readonly { readonly record: unknown }[] };
  return list.rounds.flatMap(({ record }) => {
    const decoded = decodeRound(utf8Encode(canonicalJson(record)));
    return decoded.ok ? [decoded.value] : [];
  });
}

/** Ends early, and quietly, where `signal` aborts. */
const pause = (ms: number, signal?: AbortSignal): Promise<void> => sleep(ms, undefined, signal ? { signal } : {}).catch(() => undefined);

function holds(report: AuditReport, round: number): boolean {
  return report.ok && report.rounds.some(({ record, ok }) => record.round === round && ok);
}

async function auditOf(round: number, { leaderUrl, helperUrl, policy }: Pick<WatchOptions, 'leaderUrl' | 'helperUrl' | 'policy'>): Promise<AuditReport> {
  const report = await auditOver(leaderUrl, { policy, helperUrl, sites: {} });
  if (holds(report, round)) return report;
  await pause(AUDIT_AGAIN_MS);
  return auditOver(leaderUrl, { policy, helperUrl, sites: {} });
}

/** Quality is measured of all models together and told with the mix and the encoder; a table has none of its own. */
function tableText({ modelBefore, modelAfter }: ModelRound): string {
  return modelBefore === modelAfter ? 'nothing stood out' : 'table of pairs changed';
}

/** The line of one round, as `npm start` prints it. @param about - quality of a model, left out of a table's; subject of a measurement */
export function roundLine(record: RoundRecord, about: string, report: AuditReport): string {
  const bad = report.checks.find(isBroken);
  const verdict = holds(report, record.round) ? 'verified' : `NOT verified: ${bad ? `${bad.round === undefined ? '' : `round ${bad.round}: `}${bad.title}: ${bad.detail}` : 'the round is not in the log'}`;
  if (!isModelRound(record)) return `round ${record.round} closed: ${record.leaderReports} reports measured, ${verdict} (${about})\n`;
  const model = record.model === 'mix' ? '' : ` (${record.model})`;
  const dropped = record.outcome === 'rolled-back' ? ', candidate dropped' : '';
  return `round ${record.round} closed: ${record.leaderReports} reports, ${record.model === 'pairs' ? tableText(record) : about}, ${verdict}${model}${dropped}\n`;
}

/** What a round measured, as the audit read it. */
function subjectIn(report: AuditReport, round: number): string {
  const audited = report.rounds.find(({ record }) => record.round === round);
  return (audited?.kind === 'measure' && audited.measured?.layout.subject) || 'subject unknown';
}

/** What a watch needs to know. */
export interface WatchOptions {
  /** Where this machine reaches leader and helper; the policy says what the world calls them. */
  readonly leaderUrl: string;
  readonly helperUrl: string;
  readonly policy: PolicyFile;
  readonly figures: DemoFigures;
  /** Whether a simulation measures quality. */
  readonly isMeasured: boolean;
  /** Where the number of the last round told stands: a round that closed while nobody watched is told at the next start. */
  readonly toldPath: string;
  readonly out: Output;
}

/** Watches a leader's rounds. */
export function watchRounds({ leaderUrl, helperUrl, policy, figures, isMeasured, toldPath, out }: WatchOptions): RoundWatch {
  const stop = new AbortController();
  let seen: readonly RoundRecord[] = [];

  async function qualityText({ model, modelBefore, modelAfter }: ModelRound): Promise<string> {
    if (!isMeasured) return 'quality not measured (no simulated shoppers)';
    const text = (value: number | undefined): string => value?.toFixed(4) ?? '?';
    const deadline = Date.now() + QUALITY_WAIT_MS;
    while (figures.qualityOf(model, modelAfter) === undefined && Date.now() < deadline && !stop.signal.aborted) await pause(LOOK_EVERY_MS / 4, stop.signal);
    return `quality ${text(figures.qualityOf(model, modelBefore))} → ${text(figures.qualityOf(model, modelAfter))}`;
  }

  async function tell(record: RoundRecord): Promise<boolean> {
    const isJudged = isModelRound(record) && record.model !== 'pairs';
    const [quality, report] = await Promise.all([isJudged ? qualityText(record) : '', auditOf(record.round, { leaderUrl, helperUrl, policy })]);
    out.write(roundLine(record, isModelRound(record) ? quality : subjectIn(report, record.round), report));
    return holds(report, record.round);
  }

  return {
    rounds: () => seen,
    stop: () => stop.abort(),
    async run(count) {
      let last = Number(readIfThere(toldPath) ?? 0);
      let told = 0;
      let allHold = true;
      const isDone = (): boolean => stop.signal.aborted || told === count;
      while (!isDone()) {
        seen = (await closedRounds(leaderUrl)) ?? seen;
        for (const record of seen.filter(({ round }) => round > last)) {
          if (isDone()) break;
          last = record.round;
          allHold = (await tell(record)) && allHold;
          writeWhole(toldPath, `${last}\n`);
          told += 1;
        }
        if (!isDone()) await pause(LOOK_EVERY_MS, stop.signal);
      }
      return allHold;
    },
  };
}
