import type { Profile, UploadRow } from '#core/contract';
import { toHex } from '#core/units';
import { useState } from 'preact/hooks';
import { formatBytes, formatDay, formatSmall, formatTime } from './format.ts';
import { ENGLISH } from './strings.ts';

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

/** Bytes that left this browser since the month of `nowMs` began, in the shopper's own calendar. */
export function bytesSentThisMonth(uploads: readonly UploadRow[], nowMs: number): number {
  const now = new Date(nowMs);
  const sinceMs = new Date(now.getFullYear(), now.getMonth(), 1).getTime();
  let bytes = 0;
  for (const upload of uploads) {
    if (upload.atMs >= sinceMs && (upload.state === 'sent' || upload.state === 'acked')) bytes += upload.body.length;
  }
  return bytes;
}

function Bytes({ upload }: { readonly upload: UploadRow }) {
  const [isCopied, setCopied] = useState(false);
  if (upload.body.length === 0) return <p class="quiet">{ENGLISH.panel.gone}</p>;
  const copy = (): void => void navigator.clipboard?.writeText(toHex(upload.body)).then(() => setCopied(true), () => undefined);
  return (
    <>
      <pre tabIndex={0} aria-label={ENGLISH.panel.bytes}>{hexDump(upload.body)}</pre>
      <button type="button" class="plain" onClick={copy}>{isCopied ? ENGLISH.panel.copied : ENGLISH.panel.copy}</button>
    </>
  );
}

function Upload({ upload, locale }: { readonly upload: UploadRow; readonly locale: string }) {
  // A dump of 50 kB is made only for her who opens it.
  const [isOpen, setOpen] = useState(false);
  const words = ENGLISH.panel;
  return (
    <details class="upload" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <b>{words.models[upload.model]}</b>
        <span class={`state ${upload.state}`}>{words.states[upload.state]}</span>
        <span class="quiet">{formatDay(upload.atMs, locale)}, {formatTime(upload.atMs, locale)} · {formatBytes(upload.body.length, locale)} · ε {formatSmall(upload.epsilon, locale)}</span>
      </summary>
      {isOpen && (
        <div class="inside">
          <dl class="facts">
            <dt>{words.task}</dt><dd><code>{upload.taskId}</code></dd>
            {upload.reportId !== '' && <><dt>{words.report}</dt><dd><code>{upload.reportId}</code></dd></>}
            <dt>{words.cost}</dt><dd>ρ {formatSmall(upload.rho, locale)}, ε {formatSmall(upload.epsilon, locale)}</dd>
            {upload.refusal !== undefined && <><dt>{words.state}</dt><dd>{upload.refusal}</dd></>}
          </dl>
          <Bytes upload={upload} />
        </div>
      )}
    </details>
  );
}

/** Every upload with its exact bytes, and what was spent of the privacy budget. */
export function Uploads({ profile, locale }: { readonly profile: Profile; readonly locale: string }) {
  const { budget } = profile;
  const share = budget.weekLimitRho > 0 ? Math.min(1, budget.weekRho / budget.weekLimitRho) : 0;
  const percent = new Intl.NumberFormat(locale, { style: 'percent' }).format(share);
  const newestFirst = [...profile.uploads].sort((a, b) => b.atMs - a.atMs);
  return (
    <section class="box" aria-labelledby="uploads-title">
      <header><h3 id="uploads-title">{ENGLISH.panel.uploads}</h3></header>
      {newestFirst.length === 0 ? <p class="empty">{ENGLISH.panel.uploadsNone}</p> : <p class="quiet">{ENGLISH.panel.uploadLead}</p>}
      <div class="uploads">{newestFirst.map((upload) => <Upload key={upload.taskId} upload={upload} locale={locale} />)}</div>
      {profile.isWitnessed === false && <p class="quiet">{ENGLISH.panel.helperOnly}</p>}
      <div class="budget">
        <h4 id="budget-title">{ENGLISH.panel.budget}</h4>
        <meter min={0} max={1} value={share} aria-labelledby="budget-title" />
        <p class="quiet">{ENGLISH.panel.budgetWeek(percent)} · {ENGLISH.panel.epsilon(formatSmall(budget.weekEpsilon, locale), formatSmall(budget.yearEpsilon, locale))}</p>
      </div>
    </section>
  );
}
