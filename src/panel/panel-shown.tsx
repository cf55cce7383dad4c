import type { AdAct, AdRow } from '#core/contract';
import type { Fault, Result } from '#core/units';
import { Icon } from '#page/elements';
import { formatDate, formatTime, useWords } from '#page/words';
import { useEffect, useState } from 'preact/hooks';
import type { AdFoldsProps } from './panel-ads.tsx';
import { shownBook } from './shown-words.ts';
import { apart, faultWords, panelBook } from './words.ts';

/** Ads drawn before she asks for more. */
const PAGE_ADS = 8;

/** What was shown, in words: an ad whose campaign is over has no title any more. */
const titleOf = ({ title }: AdRow): string => (title === '' ? shownBook.words().over : apart(title));

interface RowProps {
  readonly row: AdRow;
  readonly locale: string;
  onAct(act: AdAct, said: string): void;
  onRemove(): void;
}

/** What became of it, and why it was there. */
function About({ row, locale }: Pick<RowProps, 'row' | 'locale'>) {
  const words = shownBook.words();
  const fates = [row.viewedMs === null ? words.unseen : words.seen, row.clickedMs === null ? '' : words.followed, row.dismissedMs === null ? '' : words.sentAway].filter((fate) => fate !== '');
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  return (
    <>
      <p class="quiet"><time dateTime={new Date(row.shownMs).toISOString()}>{formatDate(row.shownMs, locale)}{words.dot}{formatTime(row.shownMs, locale)}</time>{words.dot}{fates.join(words.dot)}</p>
      <p class="quiet">{row.matched.length > 0 ? words.matched(row.matched.map(apart).join(words.comma)) : words.everybody}{row.propensity !== null && ` ${words.chance(percent.format(row.propensity))}`}</p>
    </>
  );
}

function Row({ row, locale, onAct, onRemove }: RowProps) {
  const words = shownBook.words();
  const [title, advertiser] = [titleOf(row), apart(row.advertiser)];
  return (
    <li>
      <div class="top">
        <span><span dir="auto">{title}</span>{row.isHidden && <span class="badge">{words.hidden}</span>}{row.isDisliked && <span class="badge">{words.less(advertiser)}</span>}</span>
        <span class="quiet">{words.by(advertiser)}</span>
      </div>
      <About row={row} locale={locale} />
      <div class="acts">
        {row.isHidden || row.isDisliked ? <button type="button" class="plain" aria-label={words.backWhat(title)} onClick={() => onAct('undo', panelBook.words().undone)}>{words.back}</button> : (
          <>
            <button type="button" class="plain" aria-label={words.hideWhat(title)} onClick={() => onAct('hide', words.hid(title))}>{words.hide}</button>
            <button type="button" class="plain" onClick={() => onAct('dislike', words.lessened(advertiser))}>{words.less(advertiser)}</button>
          </>
        )}
        <button type="button" class="plain" aria-label={words.remove(title)} onClick={onRemove}><Icon name="bin" /></button>
      </div>
    </li>
  );
}

/** The ads this browser showed, newest first: when, why, with which chance; each can be sent away, brought back and deleted. */
export function ShownAds(props: AdFoldsProps) {
  return useWords(shownBook, props.host.locale) ? <Spoken {...props} /> : <div class="ghost short" />;
}

function Spoken({ host, profile, onSaid, onChanged }: AdFoldsProps) {
  const words = shownBook.words();
  const [history, setHistory] = useState<Result<readonly AdRow[], Fault> | undefined>(undefined);
  const [most, setMost] = useState(PAGE_ADS);
  useEffect(() => {
    let isCurrent = true;
    void host.adHistory().then((asked) => isCurrent && setHistory(asked));
    return () => {
      isCurrent = false;
    };
  }, [host, profile]);
  if (!history) return <p class="quiet" role="status">{words.thinking}</p>;
  if (!history.ok) return <p class="notice warn">{panelBook.words().unavailable(faultWords(history.fault))}</p>;
  const rows = history.value;
  if (rows.length === 0) return <p class="empty">{words.none}</p>;
  const tell = (done: Result<unknown, Fault>, text: string, undo?: () => void): void => {
    onSaid(done.ok ? { text, ...(undo && { undo }) } : { text: panelBook.words().failed(faultWords(done.fault)), isBad: true });
    onChanged();
  };
  const act = async (recId: string, how: AdAct, said: string): Promise<void> => {
    const done = await host.adEvent(recId, how);
    tell(done, said, how === 'undo' ? undefined : () => void act(recId, 'undo', panelBook.words().undone));
  };
  const remove = async (some: readonly AdRow[], said: string): Promise<void> => {
    const gone = await host.deleteEvents(some.flatMap(({ events }) => events));
    tell(gone, said, gone.ok ? () => void host.restoreEvents(gone.value).then((back) => tell(back, panelBook.words().undone)) : undefined);
  };
  return (
    <>
      <p class="quiet">{words.lead}</p>
      <ul class="likes">{rows.slice(0, most).map((row) => <Row key={row.recId} row={row} locale={host.locale} onAct={(how, said) => void act(row.recId, how, said)} onRemove={() => void remove([row], words.removed(titleOf(row)))} />)}</ul>
      <div class="acts">
        {rows.length > most && <button type="button" class="plain" onClick={() => setMost(most + PAGE_ADS)}>{words.more(new Intl.NumberFormat(host.locale).format(Math.min(PAGE_ADS, rows.length - most)))}</button>}
        <button type="button" class="plain" onClick={() => void remove(rows, words.removedAll)}><Icon name="bin" />{words.removeAll}</button>
      </div>
    </>
  );
}
