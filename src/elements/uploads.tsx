import type { Profile, UploadRow } from '#core/contract';
import { toHex } from '#core/units';
import { useState } from 'preact/hooks';
import { counted, formatBytes, formatDay, formatSmall, formatTime } from './format.ts';
import type { ElementHost } from './host.ts';
import { PANEL_ENGLISH, refusalWords } from './panel-strings.ts';

const BYTES_PER_LINE = 16;

/** Offset and 16 bytes a line, as hex dumps are read everywhere. */
export function hexDump(bytes: Uint8Array): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += BYTES_PER_LINE) {
    const hex = toHex(bytes.subarray(at, at + BYTES_PER_LINE)).replace(/(..)(?=.)/g, '$1 ');
    lines.push(`${at.toString(16).padStart(6, '0')}  ${hex}`);
  }
  return lines.join('\n');
}

/** Whether the bytes were there and are gone: what an erasure leaves of a report. */
function isErased({ body, state, refusal }: UploadRow): boolean {
  return body.length === 0 && (state === 'sent' || state === 'acked' || (state === 'refused' && refusal === 'no-consent'));
}

/** What is known of a month's sending: an erased report has no size any more, and of some not even whether it had left. */
export interface SentWords {
  readonly bytes: number;
  readonly erased: number;
  /** Whether one of those erased may have never left. */
  readonly isMost: boolean;
}

/** What left this browser since the month of `nowMs` began, in the shopper's own calendar. */
export function sentThisMonth(uploads: readonly UploadRow[], nowMs: number): SentWords {
  const now = new Date(nowMs);
  const sinceMs = new Date(now.getFullYear(), now.getMonth(), 1).getTime();
  const month = uploads.filter(({ atMs }) => atMs >= sinceMs);
  const erased = month.filter(isErased);
  const bytes = month.reduce((sum, { state, body }) => (state === 'sent' || state === 'acked' ? sum + body.length : sum), 0);
  return { bytes, erased: erased.length, isMost: erased.some(({ state }) => state === 'refused') };
}

/** The same for the chip: what is not known is not counted as nothing. */
export function sentWords({ bytes, erased, isMost }: SentWords, locale: string): string {
  const known = bytes > 0 || erased === 0 ? [formatBytes(bytes, locale)] : [];
  return PANEL_ENGLISH.sent([...known, ...(erased > 0 ? [PANEL_ENGLISH.sentErased(counted(erased, locale), isMost)] : [])].join(PANEL_ENGLISH.and));
}

/** Size of a report for its row. */
function sizeWords(upload: UploadRow, locale: string): string {
  if (isErased(upload)) return PANEL_ENGLISH.goneShort;
  return upload.body.length === 0 ? PANEL_ENGLISH.noBytes : formatBytes(upload.body.length, locale);
}

function Bytes({ upload }: { readonly upload: UploadRow }) {
  const [isCopied, setCopied] = useState(false);
  if (isErased(upload)) return <p class="quiet">{PANEL_ENGLISH.gone}</p>;
  if (upload.body.length === 0) return null;
  const copy = (): void => void navigator.clipboard?.writeText(toHex(upload.body)).then(() => setCopied(true), () => undefined);
  return (
    <>
      <pre tabIndex={0} aria-label={PANEL_ENGLISH.bytes}>{hexDump(upload.body)}</pre>
      <button type="button" class="plain" onClick={copy}>{isCopied ? PANEL_ENGLISH.copied : PANEL_ENGLISH.copy}</button>
    </>
  );
}

/** Where the helper's own auditor page looks for a report; the id stands in the fragment, which is sent to nobody. */
export function proofAddress(helperUrl: string, reportId: string): string {
  return `${helperUrl}/#report=${reportId}`;
}

/** Leads to the auditor's page of a report that may have been counted. */
function Proof({ upload: { state, reportId }, profile, host }: UploadProps) {
  const address = profile.policy && host.address(proofAddress(profile.policy.helperUrl, reportId));
  if (!address || reportId === '' || (state !== 'acked' && state !== 'sent')) return null;
  return (
    <p class="prove">
      <a href={address} target="_blank" rel="noreferrer">{PANEL_ENGLISH.prove}</a>
      <span class="quiet">{PANEL_ENGLISH.proveWhat(new URL(address).host)}</span>
    </p>
  );
}

interface UploadProps {
  readonly upload: UploadRow;
  readonly profile: Pick<Profile, 'uploads' | 'budget' | 'policy' | 'leaderFault'>;
  readonly host: Pick<ElementHost, 'locale' | 'address'>;
}

function Upload({ upload, profile, host }: UploadProps) {
  // A dump of 50 kB is made only for her who opens it.
  const [isOpen, setOpen] = useState(false);
  const words = PANEL_ENGLISH;
  const { locale } = host;
  return (
    <details class="upload" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <b>{words.models[upload.model]}</b>
        <span class={`state ${upload.state}`}>{upload.state === 'refused' && isErased(upload) ? words.givenUp : words.states[upload.state]}</span>
        <span class="quiet">{formatDay(upload.atMs, locale)}, {formatTime(upload.atMs, locale)} · {sizeWords(upload, locale)} · ε {formatSmall(upload.epsilon, locale)}</span>
      </summary>
      {isOpen && (
        <div class="inside">
          <p class="quiet">{words.about[upload.model]}</p>
          <Proof upload={upload} profile={profile} host={host} />
          <dl class="facts">
            {upload.reportId !== '' && <><dt>{words.report}</dt><dd><code>{upload.reportId}</code></dd></>}
            <dt>{words.task}</dt><dd><code>{upload.taskId}</code></dd>
            <dt>{words.cost}</dt><dd>ρ {formatSmall(upload.rho, locale)}, ε {formatSmall(upload.epsilon, locale)}</dd>
            {upload.refusal !== undefined && <><dt>{words.refusal}</dt><dd>{refusalWords(upload.refusal)}</dd></>}
          </dl>
          <Bytes upload={upload} />
        </div>
      )}
    </details>
  );
}

/** Faults of a look at the leader after which its word is not taken. */
const UNVERIFIED: readonly string[] = ['wrong-policy', 'unverified-model'];
/** Faults of a look that are the device's or the shopper's own, so that nothing is said of the leader. */
const OWN: readonly string[] = ['no-consent', 'paused', 'storage'];

/** What a look at the leader that came to nothing means to her. */
function Trouble({ fault }: { readonly fault: Profile['leaderFault'] }) {
  if (!fault || OWN.includes(fault.kind)) return null;
  return <p class="notice warn">{UNVERIFIED.includes(fault.kind) ? PANEL_ENGLISH.unverified : PANEL_ENGLISH.away}</p>;
}

function Meanings() {
  return (
    <details class="meanings">
      <summary>{PANEL_ENGLISH.words}</summary>
      <dl>{PANEL_ENGLISH.meanings.map(([word, meaning]) => <div key={word}><dt>{word}</dt><dd class="quiet">{meaning}</dd></div>)}</dl>
    </details>
  );
}

/** Every upload with its exact bytes, and what was spent of the privacy budget. */
export function Uploads({ profile, host }: Omit<UploadProps, 'upload'>) {
  const { budget } = profile;
  const { locale } = host;
  const share = budget.weekLimitRho > 0 ? Math.min(1, budget.weekRho / budget.weekLimitRho) : 0;
  const percent = new Intl.NumberFormat(locale, { style: 'percent' }).format(share);
  const newestFirst = [...profile.uploads].sort((a, b) => b.atMs - a.atMs);
  return (
    <section class="box" aria-labelledby="uploads-title">
      <header><h3 id="uploads-title">{PANEL_ENGLISH.uploads}</h3></header>
      <Trouble fault={profile.leaderFault} />
      {newestFirst.length === 0 ? <p class="empty">{PANEL_ENGLISH.uploadsNone}</p> : <p class="quiet">{PANEL_ENGLISH.uploadLead}</p>}
      <div class="uploads">{newestFirst.map((upload) => <Upload key={upload.taskId} upload={upload} profile={profile} host={host} />)}</div>
      {profile.policy?.isWitnessed === false && <p class="quiet">{PANEL_ENGLISH.helperOnly}</p>}
      <div class="budget">
        <h4 id="budget-title">{PANEL_ENGLISH.budget}</h4>
        <meter min={0} max={1} value={share} aria-labelledby="budget-title" />
        <p class="quiet">{PANEL_ENGLISH.budgetWeek(percent)} · {PANEL_ENGLISH.epsilon(formatSmall(budget.weekEpsilon, locale), formatSmall(budget.yearEpsilon, locale))}</p>
      </div>
      <Meanings />
    </section>
  );
}
