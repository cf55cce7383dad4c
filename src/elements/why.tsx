import type { ProductCard } from '#core/catalogue';
import type { RecommendRequest } from '#core/contract';
import type { Recommendation } from '#core/ranking';
import { counted, useWords } from '#page/words';
import { useEffect, useRef } from 'preact/hooks';
import type { ElementHost } from './host.ts';
import { Icon } from './icons.tsx';
import { Picture } from './picture.tsx';
import { isPersonal, reasonLine } from './reason.ts';
import { shelfBook } from './shelf-words.ts';
import { useExplanation, type Done, type Told } from './use-explanation.ts';
import { Events } from './why-events.tsx';
import { Parts, Shares } from './why-numbers.tsx';
import { whyBook } from './why-words.ts';

export { whyStyle as style } from './why-style.ts';

interface WhyProps {
  readonly host: ElementHost;
  readonly request: RecommendRequest;
  readonly recommendation: Recommendation;
  readonly product: ProductCard;
  /** What the card says; the explanation's own line replaces it. */
  readonly line: string;
  onSteer(wish: 'less' | 'hide', isByKey: boolean): void;
  onClose(): void;
}

/** What was done, said aloud, with a way back for as long as the dialog stands. */
function Said({ done, told, locale, onUndo }: { readonly done: Done | undefined; readonly told: Told | null | undefined; readonly locale: string; onUndo(): void }) {
  const back = useRef<HTMLButtonElement>(null);
  const words = whyBook.words();
  const place = counted(Math.ceil(told?.explanation.place ?? 0), locale);
  useEffect(() => back.current?.focus(), [done]); // its row is gone, and the focus would be lost with it
  return (
    <div class="said" role="status">
      {done?.kind === 'forgotten' && <><span>{words.forgotten(place)}</span><button type="button" class="plain" ref={back} onClick={onUndo}>{words.undo}</button></>}
      {done?.kind === 'undone' && <span>{words.undone(place)}</span>}
      {done?.kind === 'failed' && <span>{words.failed}</span>}
    </div>
  );
}

function Place({ told: { explanation: { place, of, placeForEveryone, seat } }, isHers, locale }: { readonly told: Told; readonly isHers: boolean; readonly locale: string }) {
  const words = whyBook.words();
  const number = (value: number) => counted(Math.ceil(value), locale); // equal scores share a place between two
  return (
    <p class="place">
      {words.place(number(place), number(of))} {isHers && words.everyone(number(placeForEveryone))} {seat?.isGiven && <span class="quiet">{words.given}</span>}
    </p>
  );
}

/** The panel of this page, for who wants to see all of it. */
function PanelLink({ onClose }: Pick<WhyProps, 'onClose'>) {
  const panel = document.querySelector<HTMLElement>('homebird-privacy');
  if (!panel) return null;
  const show = (): void => {
    onClose();
    panel.scrollIntoView();
    panel.tabIndex = -1;
    panel.focus();
  };
  return <button type="button" class="plain" onClick={show}><Icon name="shield" />{whyBook.words().panel}</button>;
}

/** Why one product is shown, at three levels: a line and its place, what she did that mattered, the numbers. */
export function Why({ host, request, recommendation, product, line, onSteer, onClose }: WhyProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const { locale } = host;
  const spoken = useWords(whyBook, locale);
  const { told, done, forget, undo } = useExplanation(host, product.id, request);
  useEffect(() => {
    const element = dialog.current;
    if (element && !element.open) element.showModal();
  }, [spoken === undefined]);
  if (!spoken) return null;
  const words = whyBook.words();
  const reason = told?.explanation.reason ?? recommendation.reason;
  const newest = told ? reasonLine(reason, { words: shelfBook.words().reason, locale, pageItem: request.itemId, titleOf: (id) => told.productById.get(id)?.title }) : line;
  const isHers = told ? told.explanation.events.length > 0 : isPersonal(reason, request.itemId);
  const steer = (wish: 'less' | 'hide', click: MouseEvent): void => onSteer(wish, click.detail === 0);
  return (
    <dialog part="dialog" ref={dialog} {...spoken} aria-labelledby="why-title" onClose={onClose} onClick={(event) => event.target === dialog.current && dialog.current?.close()}>
      <header>
        <h2 id="why-title">{words.title}</h2>
        <button type="button" class="close" aria-label={words.close} onClick={() => dialog.current?.close()}><Icon name="close" /></button>
      </header>
      <div class="product">
        <span class="thumb"><Picture product={product} pictureOf={host.picture} /></span>
        <div>
          <p class="quiet">{product.title}</p>
          <p class="line">{newest}</p>
        </div>
      </div>
      <div aria-busy={told === undefined}>
        {told === undefined && <p class="quiet">{words.loading}</p>}
        {told === null && <p class="quiet">{words.unavailable}</p>}
        {told && <Place told={told} isHers={isHers} locale={locale} />}
      </div>
      <Said done={done} told={told} locale={locale} onUndo={() => void undo()} />
      <div class="actions">
        <button type="button" onClick={(click) => steer('less', click)}><Icon name="less" />{words.less}</button>
        <button type="button" onClick={(click) => steer('hide', click)}><Icon name="hide" />{words.hide}</button>
      </div>
      {told && (
        <details class="events">
          <summary>{words.events}</summary>
          <Events told={told} pageItem={request.itemId} locale={locale} pictureOf={host.picture} onForget={(id) => void forget(id)} />
        </details>
      )}
      <details class="numbers">
        <summary>{words.numbers}</summary>
        <Shares shares={reason.shares} locale={locale} />
        {told && <Parts explanation={told.explanation} locale={locale} />}
        {told && isHers && <p class="quiet">{words.how}</p>}
      </details>
      <footer class="foot quiet"><Icon name="lock" /><span>{isHers ? words.local : words.notPersonal}</span><PanelLink onClose={() => dialog.current?.close()} /></footer>
    </dialog>
  );
}
