import { EXPORT_TABLES, type ExportTable, type Pause, type Profile } from '#core/contract';
import { HOUR_MS } from '#core/units';
import { Icon } from '#page/elements';
import { counted, formatTime } from '#page/words';
import { useRef, useState } from 'preact/hooks';
import type { PanelHost } from './host.ts';
import { saveFile } from './save.ts';
import type { Said } from './say.tsx';
import { faultWords, panelBook } from './words.ts';

interface ControlsProps {
  readonly host: PanelHost;
  readonly profile: Profile | undefined;
  onSaid(said: Said): void;
  onChanged(): void;
}

function Pausing({ host, profile, onSaid, onChanged }: ControlsProps & { readonly profile: Profile }) {
  const words = panelBook.words();
  const { pausedUntilMs: until, isPausedForVisit } = profile;
  const isPaused = until === 'resumed' || (until !== null && until > host.nowMs());
  const pause = async (wanted: Pause): Promise<void> => {
    const done = await host.pause(wanted);
    if (!done.ok) onSaid({ text: words.failed(faultWords(done.fault)), isBad: true });
    onChanged();
  };
  if (isPaused) {
    const time = until === 'resumed' ? '' : formatTime(until, host.locale);
    return (
      <div class="asked">
        <p class="notice" role="status"><Icon name="pause" />{until === 'resumed' ? words.paused : isPausedForVisit ? words.pausedVisit(time) : words.pausedUntil(time)}</p>
        <button type="button" class="primary" onClick={() => void pause(null)}><Icon name="play" />{words.resume}</button>
      </div>
    );
  }
  return (
    <div class="asked" role="group" aria-labelledby="pause-title">
      <h4 id="pause-title"><Icon name="pause" />{words.pause}</h4>
      <div class="actions">
        <button type="button" onClick={() => void pause(host.nowMs() + HOUR_MS)}>{words.pauseHour}</button>
        <button type="button" onClick={() => void pause('visit')}>{words.pauseVisit}</button>
        <button type="button" onClick={() => void pause('resumed')}>{words.pauseLong}</button>
      </div>
    </div>
  );
}

function Download({ host, onSaid }: Pick<ControlsProps, 'host' | 'onSaid'>) {
  const words = panelBook.words();
  const save = async (table?: ExportTable): Promise<void> => {
    const text = await host.exportText(table);
    if (!text.ok) return onSaid({ text: words.failed(faultWords(text.fault)), isBad: true });
    // With a mark of byte order, without which a well-known spreadsheet reads UTF-8 as something else.
    return table === undefined ? saveFile('homebird-my-data.json', text.value, 'application/json') : saveFile(`homebird-${table}.csv`, `\uFEFF${text.value}`, 'text/csv;charset=utf-8');
  };
  return (
    <div class="asked" role="group" aria-labelledby="download-title">
      <h4 id="download-title"><Icon name="download" />{words.download}</h4>
      <div class="actions"><button type="button" onClick={() => void save()}>{words.export}</button></div>
      <details class="tables">
        <summary>{words.tables}</summary>
        <div class="actions">{EXPORT_TABLES.map((table) => <button type="button" class="plain" key={table} onClick={() => void save(table)}>{words.table[table]}</button>)}</div>
      </details>
    </div>
  );
}

function Erase({ host, onSaid, onChanged }: ControlsProps) {
  const words = panelBook.words();
  const [isAsking, setAsking] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const erase = async (): Promise<void> => {
    setAsking(false);
    // Where the file that says what is left does not come, less is said, and as much erased.
    const [done, part] = await Promise.all([host.forget(), import('./panel-erased.ts').catch(() => undefined)]);
    opener.current?.focus();
    if (!done.ok) return onSaid({ text: words.failed(faultWords(done.fault)), isBad: true });
    const { deletedEvents, verifiedEmpty } = done.value;
    const brief = verifiedEmpty ? words.deleted(counted(deletedEvents, host.locale)) : words.failed(words.fault);
    onSaid({ text: part ? await part.erasedWords(done.value, host) : brief, isBad: !verifiedEmpty });
    return onChanged();
  };
  const keep = (): void => {
    setAsking(false);
    opener.current?.focus();
  };
  return (
    <div class="asked">
      <div class="actions"><button type="button" class="danger" ref={opener} aria-expanded={isAsking} onClick={() => setAsking(!isAsking)}><Icon name="bin" />{words.erase}</button></div>
      {isAsking && (
        <div class="ask" role="alertdialog" aria-labelledby="erase-ask" onKeyDown={(event) => event.key === 'Escape' && keep()}>
          <p id="erase-ask">{words.eraseAsk}</p>
          <div class="actions">
            <button type="button" ref={(element) => element?.focus()} onClick={keep}>{words.eraseNo}</button>
            <button type="button" class="danger" onClick={() => void erase()}>{words.eraseYes}</button>
          </div>
        </div>
      )}
      <p class="quiet">{words.past}</p>
    </div>
  );
}

/** Pause, download, erase. */
export function Controls(props: ControlsProps) {
  const { profile } = props;
  return (
    <section class="box controls" aria-labelledby="controls-title">
      <header><h3 id="controls-title">{panelBook.words().controls}</h3></header>
      {profile && <Pausing {...props} profile={profile} />}
      {profile && <Download {...props} />}
      <Erase {...props} />
    </section>
  );
}
