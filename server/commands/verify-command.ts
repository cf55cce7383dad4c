import { join } from 'node:path';
import type { AuditCheck, AuditReport } from '#core/audit';
import { WEIGHTS_KINDS } from '#core/protocol';
import { ok, type Fault, type Result } from '#core/units';
import { auditOver, leaderUrlOf, modelOver, policyOver } from './audit-over-http.ts';
import { writeWhole } from './data-folder.ts';
import { readArguments, textOption } from './options.ts';
import type { Output, Streams } from './output.ts';

/** Help of `homebird verify`. */
const VERIFY_HELP = `homebird verify URL [--policy HASH] [--models DIR] [--json]

Recomputes everything the leader at URL has published: the log's signature and every entry, each task's promise, each
round's counts, privacy cost and model step, bit for bit. It trusts nothing but the keys in the policy.

  URL            address of the leader, as homebird serve prints it
  --policy HASH  the policy you trust, 64 hex digits, as it stands in the shop's embed line (data-policy). Without it the
                 server's own policy is taken at its word, which finds mistakes but not a server that lies about its keys
  --models DIR   once all of it holds, writes the models its log ends with to DIR/mix.model and DIR/t11.model, with which another
                 shop may begin (homebird serve --model FILE)
  --json         the report as JSON
  -h, --help     this text

Exit code: 0 all of it holds, 1 something does not (each wrong round is named), 2 wrong arguments.
`;

function lineOf({ ok, advisory, round, title, detail }: AuditCheck): string {
  const mark = ok ? 'ok  ' : advisory ? 'note' : 'BAD ';
  return `${mark} ${round === undefined ? '' : `round ${round}: `}${title} (${detail})\n`;
}

/** Rounds a failed check speaks of, each once, in order. */
function wrongRounds(report: AuditReport): readonly number[] {
  const rounds = report.checks.flatMap(({ ok, advisory, round }) => (ok || advisory || round === undefined ? [] : [round]));
  return [...new Set(rounds)].sort((a, b) => a - b);
}

function conclude(report: AuditReport, out: Output): void {
  const reports = report.rounds.reduce((sum, { record }) => sum + record.leaderReports, 0);
  if (report.ok) {
    out.write(`verified: ${report.rounds.length} rounds, ${reports} reports, ${report.logSize} log entries\n`);
    return;
  }
  const rounds = wrongRounds(report);
  out.write(rounds.length > 0 ? `WRONG: ${rounds.map((round) => `round ${round}`).join(', ')}\n` : 'WRONG: see the lines marked BAD\n');
}

/** Writes the offered models of weights into `folder` and says to which files; a table of pairs is of use to nobody with another catalogue. */
async function saveModels(leaderUrl: string, { models }: AuditReport, folder: string): Promise<Result<readonly string[], Fault>> {
  const paths: string[] = [];
  if (!models) return ok(paths);
  for (const kind of WEIGHTS_KINDS) {
    const bytes = await modelOver(leaderUrl, models[kind]);
    if (!bytes.ok) return bytes;
    const path = join(folder, `${kind}.model`);
    writeWhole(path, bytes.value);
    paths.push(path);
  }
  return ok(paths);
}

/** Runs `homebird verify`. */
export async function runVerify(argv: readonly string[], { out, err }: Streams): Promise<number> {
  const args = readArguments(argv, { policy: { type: 'string' }, models: { type: 'string' }, json: { type: 'boolean' } });
  if (args.ok && args.value.values['help'] === true) {
    out.write(VERIFY_HELP);
    return 0;
  }
  const url = args.ok ? leaderUrlOf(args.value.positionals[0] ?? '') : args;
  if (!args.ok || !url.ok || args.value.positionals.length > 1) {
    err.write(`${url.ok ? 'Wanted one URL' : url.fault.message}\n\n${VERIFY_HELP}`);
    return 2;
  }
  const trusted = textOption(args.value, 'policy')?.replace(/^sha256-/, '').toLowerCase();
  if (trusted !== undefined && !/^[0-9a-f]{64}$/.test(trusted)) {
    err.write(`Cannot use --policy ${textOption(args.value, 'policy')}: wanted 64 hex digits, as in data-policy of the shop's embed line\n\n${VERIFY_HELP}`);
    return 2;
  }
  const pinned = await policyOver(url.value);
  if (!pinned.ok) {
    err.write(`${pinned.fault.message}\n`);
    return 1;
  }
  if (trusted !== undefined && trusted !== pinned.value.hash) {
    out.write(`WRONG: the server's policy is ${pinned.value.hash}, not the one you trust\n`);
    return 1;
  }
  const isJson = args.value.values['json'] === true;
  if (!isJson) out.write(`policy ${pinned.value.hash}${trusted === undefined ? ' (as the server gives it: pin it with --policy)' : ''}\n`);
  const report = await auditOver(url.value, pinned.value.policy, isJson ? undefined : (check) => void out.write(lineOf(check)));
  if (isJson) out.write(`${JSON.stringify({ ...report, policy: pinned.value.hash, wrongRounds: wrongRounds(report) }, null, 2)}\n`);
  else conclude(report, out);
  const folder = textOption(args.value, 'models');
  const saved = report.ok && folder !== undefined ? await saveModels(url.value, report, folder) : ok([]);
  if (!saved.ok) err.write(`${saved.fault.message}\n`);
  else if (!isJson && saved.value.length > 0) out.write(`wrote ${saved.value.join(', ')}\n`);
  return report.ok && saved.ok ? 0 : 1;
}
