import type { Choice } from '#core/consent';
import { useWords } from '#page/words';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { isHerClick } from './her-click.ts';
import type { ElementHost, OfferedPurpose } from './host.ts';
import { sheet } from './sheet.ts';
import { consentBook } from './consent-words.ts';
import { flipped, PurposeSwitch, type Switches } from './switch.tsx';

/** The banner floats at the bottom and covers as little as it can; its three answers weigh the same. */
export const bannerStyle = sheet(`
:host { position: fixed; inset: auto 0 0; z-index: 2147483000; display: block; pointer-events: none; }
.banner {
  pointer-events: auto; width: min(34rem, calc(100vw - 1.5rem)); max-height: calc(100dvh - 1.5rem); overflow: auto; margin: 0 auto .75rem; padding: 1.25rem 1.35rem 1.2rem;
  border: 1px solid var(--line); border-radius: calc(var(--radius) * 1.4); background: var(--ground); box-shadow: var(--shadow);
  animation: rise .28s cubic-bezier(.2, .8, .3, 1);
}
@keyframes rise { from { translate: 0 1.5rem; opacity: 0; } }
@media (min-width: 60rem) { .banner { margin: 0 0 1.25rem 1.25rem; } }
h2 { font-size: 1.125rem; margin-bottom: .35rem; }
.gpc { margin-top: .6rem; padding: .55rem .75rem; border-radius: var(--radius-s); background: var(--raised); }
.purposes { margin-top: .7rem; border-top: 1px solid var(--line); }
.answers { display: grid; grid-template-columns: repeat(auto-fit, minmax(5.6rem, 1fr)); gap: .6rem; margin-top: 1rem; }
.answers button { width: 100%; padding-inline: .4rem; }
`);

type ButtonClick = MouseEvent & { readonly currentTarget: HTMLButtonElement };

/** Asks once, in a region that does not block the page: no answer is no. */
export function Banner({ host }: { readonly host: ElementHost }) {
  const { consent } = host;
  const [isAsking, setAsking] = useState(consent.shouldAsk());
  const [isChoosing, setChoosing] = useState(false);
  const [switches, setSwitches] = useState<Switches>({});
  const banner = useRef<HTMLElement>(null);
  const hasTurned = useRef(false);
  // With what is drawn: an answer given before the next frame would never be heard, and the banner would stay.
  useLayoutEffect(() => host.subscribe((change) => change === 'consent' && setAsking(consent.shouldAsk())), [host]);
  useLayoutEffect(() => {
    // The button that turned the banner over is gone with its side: focus goes to where one would go on. Never before she came.
    if (hasTurned.current) banner.current?.querySelector<HTMLElement>(isChoosing ? 'input' : '.answers button:last-child')?.focus();
  }, [isChoosing]);
  const spoken = useWords(consentBook, host.locale);
  if (!isAsking || !spoken) return null;

  const hasGpc = consent.hasGpc();
  const offersFederate = consent.offered.includes('federate');
  /** Switches she moved herself. */
  const own = consent.offered.filter((purpose) => switches[purpose] === true);
  const answer = (choice: Choice, click: ButtonClick): void => consent.choose(choice, own, isHerClick(click, [click.currentTarget]));
  // Accept covers what the banner says and no more: helping others asks for its own switch.
  const accept = (event: ButtonClick): void => answer({ ...switches, local: true }, event);
  const turn = (isNow: boolean): void => {
    hasTurned.current = true;
    // What she switched on already needs `local`, and shows it.
    if (switches.federate === true) setSwitches({ ...switches, local: true });
    setChoosing(isNow);
  };
  const flip = (purpose: OfferedPurpose, isOn: boolean, isHers: boolean): void => {
    // A page script may move the switch, never what it stands for: the answer she gives later would carry it.
    if (!isHers) return setSwitches({ ...switches });
    setSwitches(isChoosing ? flipped(switches, purpose, isOn) : { ...switches, [purpose]: isOn });
  };
  return (
    <section class="banner" ref={banner} part="banner" {...spoken} aria-labelledby="consent-title">
      <h2 id="consent-title">{consentBook.words().title}</h2>
      <p>{consentBook.words().body}</p>
      {hasGpc && <p class="gpc quiet">{consentBook.words().gpc}</p>}
      <div class="purposes">
        {isChoosing
          ? consent.offered.map((purpose) => <PurposeSwitch key={purpose} purpose={purpose} locale={host.locale} isOn={switches[purpose] === true} onFlip={(isOn, isHers) => flip(purpose, isOn, isHers)} />)
          : offersFederate && <PurposeSwitch purpose="federate" name={consentBook.words().offer} locale={host.locale} isOn={switches.federate === true} onFlip={(isOn, isHers) => flip('federate', isOn, isHers)} />}
      </div>
      <div class="answers">
        {isChoosing ? (
          <>
            <button type="button" onClick={() => turn(false)}>{consentBook.words().back}</button>
            <button type="button" onClick={(event) => answer(switches.local === true ? switches : {}, event)}>{consentBook.words().save}</button>
          </>
        ) : (
          <>
            <button type="button" onClick={accept}>{consentBook.words().accept}</button>
            <button type="button" onClick={(event) => answer({}, event)}>{consentBook.words().decline}</button>
            <button type="button" onClick={() => turn(true)}>{consentBook.words().choose}</button>
          </>
        )}
      </div>
    </section>
  );
}
