import { join } from 'node:path';
import { brokenRounds, incidentsOf, modelHistoryOf, type AuditCheck, type AuditProgress, type AuditReport, type Sites } from '#core/audit';
import { GIVEN_KINDS } from '#core/protocol';
import { fail, ok, type Fault, type Result } from '#core/units';
import { addressOf } from './address.ts';
import { auditCopyOver, auditOver, belowItsName, isHelperAt, modelOver, policyOver, servedOver, sitesOver, type PinnedPolicy } from './audit-over-http.ts';
import { buildAt, type BuildFiles } from './build-files.ts';
import { writeWhole } from './data-folder.ts';
import { keptCheckpointAt } from './kept-checkpoint.ts';
import { readArguments, refuseUsage, textOption, type Arguments, type UsageFault } from './options.ts';
import { countText, type Output, type Streams } from './output.ts';
import { compareBuild, isSameBuild, tellBuild } from './verify-build.ts';

/** Help of `homebird verify`. */
const VERIFY_HELP = `homebird verify URL [--policy HASH] [--build DIR] [--checkpoint FILE] [--site URL] [--models DIR] [--json]
homebird verify HELPER_URL --copy [--policy HASH] [--checkpoint FILE] [--json]

Recomputes everything the leader at URL has published: the log's signatures and every entry, each task's promise, each
round's counts, privacy cost, and model step or measured sum, each file of prices, and whether each campaign that was
aimed might be; decides over each candidate again from the noised sum of what devices said of it; compares the log with the
helper's copy, the scripts and pages that the shop serves with the build in the log, and the files that devices choose
by now (models, campaigns and their pictures, delivery, offers, prices) with their hashes. It trusts nothing but the keys in
the policy. What it cannot recompute and takes: what each device said, and that one of the two servers drew its noise as
promised. Lines "event" tell what the log holds beside plain rounds: batches given up, candidates that devices turned
down, models begun anew.

  URL                address of the leader, as homebird serve prints it
  --policy HASH      the policy you trust, 64 hex digits, as it stands in the shop's embed line (data-policy). Without it the
                     server's own policy is taken at its word, which finds mistakes but not a server that lies about its keys
  --build DIR        the folder dist of a clone you built (node prepare.mjs build): every file of it must be what the shop
                     serves, and the build must be in the log
  --checkpoint FILE  keeps the log's checkpoint in FILE; the next time, the log must go on from it
  --site URL         address of the shop, where it serves its pages and scripts (default: what the leader says,
                     as for the addresses of console and audit page)
  --models DIR       once all of it holds, writes the models its log ends with to DIR/mix.model and DIR/t11.model, with which
                     another shop may begin (homebird serve --model FILE)
  --copy             checks what a helper's copy of the log proves by itself: signatures, entries, counts, the helper's word
                     for each round. For when the leader is away: tasks, noise, steps and offers are not recomputed
  --json             the report as JSON
  -h, --help         this text

Exit code: 0 all of it holds, 1 something does not (each wrong round and file is named), 2 wrong arguments.
`;

const OPTIONS = { policy: { type: 'string' }, build: { type: 'string' }, checkpoint: { type: 'string' }, site: { type: 'string' }, models: { type: 'string' }, copy: { type: 'boolean' }, json: { type: 'boolean' } } as const;
/** Rounds between two lines of progress. */
const PROGRESS_EVERY = 100;

/** What one run was asked for. */
interface Request {
  /** Address of the leader, or of the helper whose copy is asked for; without a trailing slash. */
  readonly url: string;
  readonly policy: string | undefined;
  readonly build: BuildFiles | undefined;
  readonly checkpoint: string | undefined;
  readonly site: string | undefined;
  readonly models: string | undefined;
  /** Whether the copy of the log at a helper is asked for, and nothing of the leader. */
  readonly isCopy: boolean;
  readonly isJson: boolean;
}

function lineOf({ ok, advisory, round, title, detail }: AuditCheck): string {
  const mark = ok ? 'ok  ' : advisory ? 'note' : 'BAD ';
  return `${mark} ${round === undefined ? '' : `round ${round}: `}${title} (${detail})\n`;
}

/** Events of the log that break no promise, once more after all checks: what is wrong or limited has a line of its own there. */
function tellIncidents(report: AuditReport, out: Output): void {
  for (const { kind, leaf, round, text, change } of incidentsOf(report).toReversed()) {
    if (kind === 'mismatch' || kind === 'unfinished') continue;
    const where = round === undefined ? `entry ${leaf}` : `round ${round}`;
    out.write(`event ${where}: ${kind}: ${text}${change ? `; from ${change.before} to ${change.after}` : ''}\n`);
  }
}

function conclude(report: AuditReport, isCopy: boolean, out: Output): void {
  const reports = report.rounds.reduce((sum, { record }) => sum + record.leaderReports, 0);
  if (report.ok) {
    const what = `${countText(report.rounds.length, 'round')}, ${countText(reports, 'report')}, ${countText(report.logSize, 'log entry', 'log entries')}`;
    out.write(isCopy ? `the copy holds: ${what}; tasks, noise, steps and offers were not recomputed: verify the leader for them\n` : `verified: ${what}\n`);
    return;
  }
  const rounds = brokenRounds(report.checks);
  out.write(rounds.length > 0 ? `WRONG: ${rounds.map((round) => `round ${round}`).join(', ')}\n` : 'WRONG: see the lines marked BAD\n');
}

/** Writes the offered models of weights into `folder` and says to which files; a table of pairs is of use to nobody with another catalogue. */
async function saveModels(leaderUrl: string, { models }: AuditReport, folder: string): Promise<Result<readonly string[], Fault>> {
  const paths: string[] = [];
  if (!models) return ok(paths);
  for (const kind of GIVEN_KINDS) {
    const bytes = await modelOver(leaderUrl, models[kind]);
    if (!bytes.ok) return bytes;
    const path = join(folder, `${kind}.model`);
    writeWhole(path, bytes.value);
    paths.push(path);
  }
  return ok(paths);
}

/** Reads the command line. */
function readRequest(argv: readonly string[]): Result<Request | 'help', Fault> {
  const args = readArguments(argv, OPTIONS);
  if (!args.ok) return args;
  return args.value.values['help'] === true ? ok('help') : requestFrom(args.value);
}

function policyOption(args: Arguments): Result<string | undefined, UsageFault> {
  const text = textOption(args, 'policy');
  const hash = text?.replace(/^sha256-/, '').toLowerCase();
  return hash === undefined || /^[0-9a-f]{64}$/.test(hash) ? ok(hash) : fail('usage', `Cannot use --policy ${text}: wanted 64 hex digits, as in data-policy of the shop's embed line`);
}

function requestFrom(args: Arguments): Result<Request, Fault> {
  const [address = '', ...more] = args.positionals;
  const url = addressOf(address);
  if (!url.ok) return url;
  if (more.length > 0) return fail('usage', 'Wanted one URL');
  const policy = policyOption(args);
  if (!policy.ok) return policy;
  const siteText = textOption(args, 'site');
  const site = siteText === undefined ? ok(undefined) : addressOf(siteText);
  if (!site.ok) return site;
  const isCopy = args.values['copy'] === true;
  const leaderOnly = ['build', 'site', 'models'].find((name) => args.values[name] !== undefined);
  if (isCopy && leaderOnly !== undefined) return fail('usage', `--${leaderOnly} wants files of the leader, which --copy leaves out`);
  const folder = textOption(args, 'build');
  const build = folder === undefined ? ok(undefined) : buildAt(folder);
  if (!build.ok) return build;
  return ok({
    url: url.value, policy: policy.value, build: build.value, checkpoint: textOption(args, 'checkpoint'), site: site.value, models: textOption(args, 'models'), isCopy, isJson: args.values['json'] === true,
  });
}

/** Tells of a long audit on the error stream, so that results stay clean. */
function progressTo(err: Output): (progress: AuditProgress) => void {
  return ({ stage, done, total }) => {
    if (stage === 'rounds' && done % PROGRESS_EVERY === 0) err.write(`${done} of ${total} rounds\n`);
  };
}

async function verify(request: Request, { policy, hash }: PinnedPolicy, { out, err }: Streams): Promise<number> {
  const { url, isJson, isCopy, build } = request;
  const kept = request.checkpoint === undefined ? undefined : keptCheckpointAt(request.checkpoint, policy.logOrigin);
  if (kept && !kept.ok) {
    err.write(`${kept.fault.message}\n`);
    return 1;
  }
  if (!isJson) out.write(`policy ${hash}${request.policy === undefined ? ' (as the server gives it: pin it with --policy)' : ''}\n`);
  const sites: Sites = isCopy ? {} : { ...await sitesOver(url), ...(request.site !== undefined && { shop: request.site }) };
  const seen = kept?.value.seen;
  const how = { policy, onProgress: progressTo(err), ...(seen && { seen }), ...(!isJson && { onCheck: (check: AuditCheck) => void out.write(lineOf(check)) }) };
  const report = await (isCopy ? auditCopyOver(url, how) : auditOver(url, { ...how, sites }));
  const compared = build && (await compareBuild(build, servedOver(sites), report.log?.entries ?? []));
  const isGood = report.ok && (compared === undefined || isSameBuild(compared));
  if (isJson) out.write(`${JSON.stringify({ ...withoutBytes(report), ok: isGood, policy: hash, ...(isCopy && { copyOnly: true }), sites, wrongRounds: brokenRounds(report.checks), ...(compared && { build: compared }) }, null, 2)}\n`);
  else {
    if (compared) tellBuild(compared, report, out);
    tellIncidents(report, out);
    conclude(report, isCopy, out);
  }
  if (report.log && isGood) kept?.value.keep(report.log.note);
  return isGood ? saveWanted(request, report, { out, err }) : 1;
}

/** The report for JSON, with what the log tells of; what would be a list of bytes there is left to the files themselves. */
function withoutBytes({ log, rounds, ...rest }: AuditReport): object {
  const whole = { log, rounds, ...rest };
  return { ...rest, signatures: log?.signatures ?? [], rounds: rounds.map(({ task: _task, ...round }) => round), incidents: incidentsOf(whole), modelHistory: modelHistoryOf(whole) };
}

async function saveWanted({ url, models, isJson }: Request, report: AuditReport, { out, err }: Streams): Promise<number> {
  if (models === undefined) return 0;
  const saved = await saveModels(url, report, models);
  if (!saved.ok) err.write(`${saved.fault.message}\n`);
  else if (!isJson && saved.value.length > 0) out.write(`wrote ${saved.value.join(', ')}\n`);
  return saved.ok ? 0 : 1;
}

/** What to do at an address that is a helper's. */
function helperText(helperUrl: string, leaderUrl: string | undefined): string {
  return `${helperUrl} is a helper, not a leader: it keeps a copy of the log, and no tasks, models or shares to recompute.
Verify its leader, whose log is then compared with this copy:
  homebird verify ${leaderUrl ?? 'URL, as homebird serve prints it'}
While the leader is away, check what the copy proves by itself:
  homebird verify ${helperUrl} --copy
`;
}

/** What is wrong with an address that no helper answers at. */
function noHelperText(url: string, helperUrl: string | undefined): string {
  return `Cannot check a copy at ${url}: no helper answers there. ${helperUrl === undefined ? belowItsName(url) : `The policy names ${helperUrl}`}\n`;
}

/** Runs `homebird verify`. */
export async function runVerify(argv: readonly string[], streams: Streams): Promise<number> {
  const { out, err } = streams;
  const read = readRequest(argv);
  if (!read.ok) return refuseUsage(err, 'verify', read.fault);
  const request = read.value;
  if (request === 'help') {
    out.write(VERIFY_HELP);
    return 0;
  }
  const pinned = await policyOver(request.url);
  const isLeader = pinned.ok && pinned.value.policy.leaderUrl === request.url;
  const isHelper = !isLeader && (await isHelperAt(request.url));
  if (isHelper !== request.isCopy) {
    const policy = pinned.ok ? pinned.value.policy : undefined;
    err.write(isHelper ? helperText(request.url, policy?.leaderUrl) : noHelperText(request.url, policy?.helperUrl));
    return 2;
  }
  if (!pinned.ok) {
    err.write(`${pinned.fault.message}\n`);
    return 1;
  }
  if (request.policy !== undefined && request.policy !== pinned.value.hash) {
    out.write(`WRONG: the server's policy is ${pinned.value.hash}, not the one you trust\n`);
    return 1;
  }
  const { helperUrl } = pinned.value.policy;
  if (request.isCopy && request.url !== helperUrl) {
    err.write(`Cannot take ${request.url} for the helper: the policy names ${helperUrl}, and a copy shown elsewhere may be the leader's own\n`);
    return 2;
  }
  return verify(request, pinned.value, streams);
}
