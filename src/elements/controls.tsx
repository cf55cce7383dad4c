import type { Profile } from '#core/contract';
import { useRef, useState } from 'preact/hooks';
import { HOUR_MS } from '#core/units';
import { counted, formatTime, type Count } from './format.ts';
import type { ElementHost } from './host.ts';
import { Icon } from './icons.tsx';
import { faultWords, PANEL_ENGLISH } from './panel-strings.ts';

/** How long a download's address stays valid: browsers read it at once, slow disks a little later. */
const REVOKE_AFTER_MS = 60_000;

interface ControlsProps {
  readonly host: ElementHost;
  readonly profile: Profile | undefined;
  /** What the panel should say aloud and show. */
  onSaid(text: string, isBad: boolean): void;
  onChanged(): void;
}

function saveFile(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), REVOKE_AFTER_MS);
}

function Pause({ host, profile, onSaid, onChanged }: ControlsProps) {
  const pausedUntil = profile?.pausedUntilMs ?? null;
  const isPaused = pausedUntil === 'resumed' || (pausedUntil !== null && pausedUntil > host.nowMs());
  const pause = async (until: number | 'resumed' | null): Promise<void> => {
    const done = await host.pause(until);
    if (!done.ok) onSaid(PANEL_ENGLISH.failed(faultWords(done.fault)), true);
    onChanged();
  };
  if (!profile) return null;
  if (!isPaused) {
    return (
      <>
        <button type="button" onClick={() => void pause(host.nowMs() + HOUR_MS)}><Icon name="pause" />{PANEL_ENGLISH.pauseHour}</button>
        <button type="button" onClick={() => void pause('resumed')}><Icon name="pause" />{PANEL_ENGLISH.pauseLong}</button>
      </>
    );
  }
  return (
    <>
      <p class="notice" role="status"><Icon name="pause" />{pausedUntil === 'resumed' ? PANEL_ENGLISH.paused : PANEL_ENGLISH.pausedUntil(formatTime(Number(pausedUntil), host.locale))}</p>
      <button type="button" class="primary" onClick={() => void pause(null)}><Icon name="play" />{PANEL_ENGLISH.resume}</button>
    </>
  );
}

/** What was erased, and what the ledger still holds. */
function erasedWords(count: Count, left: Awaited<ReturnType<ElementHost['spent']>>, locale: string): string {
  if (!left.ok) return PANEL_ENGLISH.erasedUnseen(count);
  const { uploads, hasCheckpoint } = left.value;
  if (uploads.length > 0) return PANEL_ENGLISH.erasedSpent(count, counted(uploads.length, locale));
  return hasCheckpoint ? PANEL_ENGLISH.erasedLog(count) : PANEL_ENGLISH.erased(count);
}

function Erase({ host, onSaid, onChanged }: ControlsProps) {
  const [isAsking, setAsking] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const erase = async (): Promise<void> => {
    setAsking(false);
    const done = await host.forget();
    opener.current?.focus();
    if (!done.ok) return onSaid(PANEL_ENGLISH.failed(faultWords(done.fault)), true);
    const count = counted(done.value.deletedEvents, host.locale);
    onSaid(done.value.verifiedEmpty ? erasedWords(count, await host.spent(), host.locale) : PANEL_ENGLISH.erasedUnsure(count), !done.value.verifiedEmpty);
    onChanged();
  };
  const keep = (): void => {
    setAsking(false);
    opener.current?.focus();
  };
  return (
    <>
      <button type="button" class="danger" ref={opener} aria-expanded={isAsking} onClick={() => setAsking(!isAsking)}><Icon name="bin" />{PANEL_ENGLISH.erase}</button>
      {isAsking && (
        <div class="ask" role="alertdialog" aria-labelledby="erase-ask" onKeyDown={(event) => event.key === 'Escape' && keep()}>
          <p id="erase-ask">{PANEL_ENGLISH.eraseAsk}</p>
          <div class="actions">
            <button type="button" ref={(element) => element?.focus()} onClick={keep}>{PANEL_ENGLISH.eraseNo}</button>
            <button type="button" class="danger" onClick={() => void erase()}>{PANEL_ENGLISH.eraseYes}</button>
          </div>
        </div>
      )}
    </>
  );
}

/** Pause, download, erase. */
export function Controls(props: ControlsProps) {
  const { host, profile, onSaid } = props;
  const download = async (): Promise<void> => {
    const text = await host.exportJson();
    if (text.ok) saveFile('homebird-my-data.json', text.value);
    else onSaid(PANEL_ENGLISH.failed(faultWords(text.fault)), true);
  };
  return (
    <section class="box" aria-labelledby="controls-title">
      <header><h3 id="controls-title">{PANEL_ENGLISH.controls}</h3></header>
      <div class="actions">
        <Pause {...props} />
        {profile && <button type="button" onClick={() => void download()}><Icon name="download" />{PANEL_ENGLISH.export}</button>}
        <Erase {...props} />
      </div>
      <p class="quiet">{PANEL_ENGLISH.past}</p>
    </section>
  );
}
