import type { Profile, UploadRow } from '#core/contract';
import { toHex } from '#core/units';
import { formatBytes, formatDay, formatSmall, formatTime, useWords } from '#page/words';
import { useState } from 'preact/hooks';
import type { PanelHost } from './host.ts';
import { isErased } from './month.ts';
import { saveFile } from './save.ts';
import { refusalWords, sentBook } from './sent-words.ts';

export { sentStyle as style } from './sent-style.ts';

const BYTES_PER_LINE = 16;
/** Reports drawn before she asks for more: two months of them. */
const PAGE_UPLOADS = 20;

/** Offset and 16 bytes a line, as hex dumps are read everywhere. */
export function hexDump(bytes: Uint8Array): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += BYTES_PER_LINE) {
    const hex = toHex(bytes.subarray(at, at + BYTES_PER_LINE)).replace(/(..)(?=.)/g, '$1 ');
    lines.push(`${at.toString(16).padStart(6, '0')}  ${hex}`);
  }
  return lines.join('\n');
}

/** Size of a report for its row. */
function sizeWords(upload: UploadRow, locale: string): string {
  if (upload.isFromElsewhere === true) return sentBook.words().elsewhere;
  if (isErased(upload)) return sentBook.words().goneShort;
  return upload.body.length === 0 ? sentBook.words().noBytes : formatBytes(upload.body.length, locale);
}

function Bytes({ upload }: { readonly upload: UploadRow }) {
  const [isCopied, setCopied] = useState(false);
  if (upload.isFromElsewhere === true) return <p class="quiet">{sentBook.words().elsewhereWhat}</p>;
  if (isErased(upload)) return <p class="quiet">{sentBook.words().gone}</p>;
  if (upload.body.length === 0) return null;
  const copy = (): void => void navigator.clipboard?.writeText(toHex(upload.body)).then(() => setCopied(true), () => undefined);
  return (
    <>
      <pre tabIndex={0} aria-label={sentBook.words().bytes}>{hexDump(upload.body)}</pre>
      <div class="acts">
        <button type="button" class="plain" onClick={copy}>{isCopied ? sentBook.words().copied : sentBook.words().copy}</button>
        <button type="button" class="plain" onClick={() => saveFile(`homebird-report-${upload.reportId}.bin`, upload.body, 'application/octet-stream')}>{sentBook.words().save}</button>
      </div>
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
      <a href={address} target="_blank" rel="noreferrer">{sentBook.words().prove}</a>
      <span class="quiet">{sentBook.words().proveWhat(new URL(address).host)}</span>
    </p>
  );
}

interface UploadProps {
  readonly upload: UploadRow;
  readonly profile: Pick<Profile, 'uploads' | 'budget' | 'policy' | 'leaderFault'>;
  readonly host: Pick<PanelHost, 'locale' | 'address'>;
}

function Upload({ upload, profile, host }: UploadProps) {
  // A dump of 50 kB is made only for her who opens it.
  const [isOpen, setOpen] = useState(false);
  const words = sentBook.words();
  const { locale } = host;
  return (
    <details class="upload" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <b>{upload.kind === 'measure' ? words.measurement : words.models[upload.model]}</b>
        <span class={`state ${upload.state}`}>{upload.state === 'refused' && isErased(upload) ? words.givenUp : words.states[upload.state]}</span>
        <span class="quiet">{formatDay(upload.atMs, locale)}, {formatTime(upload.atMs, locale)} · {sizeWords(upload, locale)} · ε {formatSmall(upload.epsilon, locale)}</span>
      </summary>
      {isOpen && (
        <div class="inside">
          <p class="quiet">{upload.kind === 'measure' ? <>{words.measured} <a href={`${new URL(upload.url).origin}/v1/layouts/${upload.layout}`} target="_blank" rel="noreferrer">{words.layout}</a></> : words.about[upload.model]}</p>
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
  return <p class="notice warn">{UNVERIFIED.includes(fault.kind) ? sentBook.words().unverified : sentBook.words().away}</p>;
}

function Meanings() {
  return (
    <details class="meanings">
      <summary>{sentBook.words().words}</summary>
      <dl>{sentBook.words().meanings.map(([word, meaning]) => <div key={word}><dt>{word}</dt><dd class="quiet">{meaning}</dd></div>)}</dl>
    </details>
  );
}

/** Every upload with its exact bytes, and what was spent of the privacy budget. */
export function Uploads({ profile, host }: Omit<UploadProps, 'upload'>) {
  const { budget } = profile;
  const { locale } = host;
  const share = budget.weekLimitRho > 0 ? Math.min(1, budget.weekRho / budget.weekLimitRho) : 0;
  const percent = new Intl.NumberFormat(locale, { style: 'percent' }).format(share);
  const [shown, setShown] = useState(PAGE_UPLOADS);
  const spoken = useWords(sentBook, host.locale);
  const newestFirst = [...profile.uploads].sort((a, b) => b.atMs - a.atMs);
  if (!spoken) return <div class="ghost" />;
  return (
    <section class="box" aria-labelledby="uploads-title">
      <header><h3 id="uploads-title">{sentBook.words().uploads}</h3></header>
      <Trouble fault={profile.leaderFault} />
      {newestFirst.length === 0 ? <p class="empty">{sentBook.words().uploadsNone}</p> : <p class="quiet">{sentBook.words().uploadLead}</p>}
      <div class="uploads">{newestFirst.slice(0, shown).map((upload) => <Upload key={upload.taskId} upload={upload} profile={profile} host={host} />)}</div>
      {newestFirst.length > shown && <button type="button" class="plain" onClick={() => setShown(shown + PAGE_UPLOADS)}>{sentBook.words().more(new Intl.NumberFormat(locale).format(Math.min(PAGE_UPLOADS, newestFirst.length - shown)))}</button>}
      {profile.policy?.isWitnessed === false && <p class="quiet">{sentBook.words().helperOnly}</p>}
      <div class="budget">
        <h4 id="budget-title">{sentBook.words().budget}</h4>
        <meter min={0} max={1} value={share} aria-labelledby="budget-title" />
        <p class="quiet">{sentBook.words().budgetWeek(percent)} · {sentBook.words().epsilon(formatSmall(budget.weekEpsilon, locale), formatSmall(budget.yearEpsilon, locale))}</p>
      </div>
      <Meanings />
    </section>
  );
}
