import type { PurposeStates } from '#core/consent';
import type { Deletion, Profile, SteerTarget, SteerWish } from '#core/contract';
import type { ShopEvent } from '#core/events';
import type { Fault, Result } from '#core/units';
import { flipped, Icon, PurposeSwitch, usePart, type OfferedPurpose, type Switches } from '#page/elements';
import { counted, formatBytes, useWords } from '#page/words';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Controls } from './controls.tsx';
import { Fold } from './fold.tsx';
import type { PanelHost, Spent } from './host.ts';
import { Interests } from './interests.tsx';
import { sentThisMonth, sentWords } from './month.ts';
import { SaidBar, type Said } from './say.tsx';
import { Timeline } from './timeline.tsx';
import { faultWords, panelBook } from './words.ts';

export { panelStyle } from './style.ts';

/** The panel follows what happens while it is open, but not each event of a burst. */
const READ_AGAIN_AFTER_MS = 300;

type Reading = { readonly kind: 'reading' } | { readonly kind: 'denied'; readonly spent: Spent | undefined } | { readonly kind: 'failed'; readonly fault: Fault } | { readonly kind: 'known'; readonly profile: Profile };

function useProfile(host: PanelHost): { readonly reading: Reading; readonly readAgain: () => void } {
  const [reading, setReading] = useState<Reading>({ kind: 'reading' });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let isCurrent = true;
    const read = async (): Promise<void> => {
      if (host.consent.states().local !== 'granted') {
        const spent = await host.spent();
        if (isCurrent) setReading({ kind: 'denied', spent: spent.ok ? spent.value : undefined });
        return;
      }
      const profile = await host.profile();
      if (!isCurrent) return;
      setReading(profile.ok ? { kind: 'known', profile: profile.value } : { kind: 'failed', fault: profile.fault });
    };
    void read();
    return () => {
      isCurrent = false;
    };
  }, [host, turn]);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = host.subscribe(() => {
      clearTimeout(timer);
      timer = setTimeout(() => setTurn((before) => before + 1), READ_AGAIN_AFTER_MS);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [host]);
  return { reading, readAgain: () => setTurn((before) => before + 1) };
}

function Chips({ host, profile, uploads }: { readonly host: PanelHost; readonly profile: Profile | undefined; readonly uploads: Profile['uploads'] | undefined }) {
  const words = panelBook.words();
  const hasGpc = host.consent.hasGpc();
  return (
    <div class="chips">
      {uploads && <span class="chip good"><Icon name="shield" />{sentWords(sentThisMonth(uploads, host.nowMs()), host.locale)}</span>}
      {profile && <span class="chip">{words.kept(formatBytes(profile.storedBytes, host.locale))}</span>}
      {profile && <span class="chip">{words.events(counted(profile.events, host.locale))}</span>}
      <span class={hasGpc ? 'chip good' : 'chip'}>{hasGpc && <Icon name="check" />}{hasGpc ? words.gpcOn : words.gpcOff}</span>
    </div>
  );
}

/** Whether pictures tell what a shelf shows: said plainly, once it is known. */
function Pictures({ host }: { readonly host: PanelHost }) {
  const [from, setFrom] = useState<'packs' | 'addresses' | undefined>(undefined);
  useEffect(() => void host.picturesFrom().then(setFrom), [host]);
  return from ? <p>{from === 'packs' ? panelBook.words().packs : panelBook.words().pictures}</p> : null;
}

function switchesOf(states: PurposeStates): Switches {
  return Object.fromEntries(Object.entries(states).map(([purpose, state]) => [purpose, state === 'granted']));
}

function Purposes({ host, onChanged }: { readonly host: PanelHost; readonly onChanged: () => void }) {
  const { consent } = host;
  const switches = switchesOf(consent.states());
  const flip = (purpose: OfferedPurpose, isOn: boolean, isHers: boolean): void => {
    consent.choose(flipped(switches, purpose, isOn), isOn ? [purpose] : [], isHers);
    onChanged();
  };
  return (
    <section class="box" aria-labelledby="purposes-title">
      <header><h3 id="purposes-title">{panelBook.words().purposes}</h3></header>
      {consent.offered.map((purpose) => <PurposeSwitch key={purpose} purpose={purpose} isOn={switches[purpose] === true} isRefusedByTool={consent.isRefusedByTool(purpose)} locale={host.locale} onFlip={(isOn, isHers) => flip(purpose, isOn, isHers)} />)}
    </section>
  );
}

/** How far below the screen what was sent begins to load, CSS pixels: there before she has scrolled to it. */
const AHEAD_PX = 400;

/** What was sent, with its dumps and the meanings of its words, comes when she gets there: the chip at the top says how much it is. */
function Sent({ host, profile }: { readonly host: PanelHost; readonly profile: Parameters<typeof import('./panel-sent.tsx').Uploads>[0]['profile'] }) {
  const [isNear, setNear] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const part = usePart(() => import('./panel-sent.tsx'), isNear, () => place.current);
  useEffect(() => {
    if (!place.current) return undefined;
    const observer = new IntersectionObserver((seen) => setNear(seen.at(-1)?.isIntersecting === true), { rootMargin: `${AHEAD_PX}px` });
    observer.observe(place.current);
    return () => observer.disconnect();
  }, []);
  return <div ref={place}>{part && part !== 'away' ? <part.Uploads host={host} profile={profile} /> : <div class="ghost" />}</div>;
}

/** What comes by itself where it is due. */
function Part<Loaded extends object>({ load, children }: { readonly load: () => Promise<Loaded>; readonly children: (part: Loaded) => ComponentChildren }) {
  const part = usePart(load, true, () => null);
  return part && part !== 'away' ? children(part) : null;
}

/** What she does in the panel; each says what came of it, and how it is taken back. */
function deedsOf(host: PanelHost, say: (said: Said) => void, readAgain: () => void) {
  const words = panelBook.words();
  const tell = (done: Result<unknown, Fault>, said?: Said): void => {
    if (!done.ok) say({ text: words.failed(faultWords(done.fault)), isBad: true });
    else if (said) say(said);
    readAgain();
  };
  const putBack = async (events: readonly ShopEvent[]): Promise<void> => tell(await host.restoreEvents(events), { text: words.undone });
  const remove = async (what: Deletion): Promise<void> => {
    const gone = await host.deleteEvents(what);
    tell(gone, gone.ok ? { text: words.deleted(counted(gone.value.length, host.locale)), undo: () => void putBack(gone.value) } : undefined);
  };
  const steer = async (target: SteerTarget, wish: SteerWish, name: string, isPinned = false): Promise<void> => {
    const done = await host.steer(target, wish);
    const undone = async (): Promise<void> => {
      const restored = done.ok && done.value.length > 0 ? await host.restoreEvents(done.value) : done;
      // Forgetting takes a pin with it and leaves a never: there is a wish to put back only where there was a pin.
      tell(!restored.ok || (wish === 'forget' && !isPinned) ? restored : await host.steer(target, isPinned ? 'pin' : 'none'), { text: words.undone });
    };
    if (wish === 'none') return tell(done, { text: words.undone });
    return tell(done, { text: wish === 'forget' ? words.forgot(name) : words.steered(name, words.wish[wish]), undo: () => void undone() });
  };
  return { remove: (what: Deletion) => void remove(what), steer: (...how: Parameters<typeof steer>) => void steer(...how) };
}

/** The shopper's panel. */
export function Panel({ host }: { readonly host: PanelHost }) {
  const spoken = useWords(panelBook, host.locale);
  return spoken ? <div {...spoken}><Spoken host={host} /></div> : <div class="ghost" />;
}

function Spoken({ host }: { readonly host: PanelHost }) {
  const words = panelBook.words();
  const { reading, readAgain } = useProfile(host);
  const [said, setSaid] = useState<Said | undefined>(undefined);
  const profile = reading.kind === 'known' ? reading.profile : undefined;
  const wishes = profile?.wishes;
  const spent = reading.kind === 'denied' ? reading.spent : undefined;
  const deeds = deedsOf(host, setSaid, readAgain);
  const movedUntilMs = (profile ?? spent)?.movedOutUntilMs;
  return (
    <div class="panel">
      <div class="lead">
        <h2>{words.title}</h2>
        <p>{words.lead}</p>
        <Pictures host={host} />
        <Chips host={host} profile={profile} uploads={(profile ?? spent)?.uploads} />
      </div>
      {movedUntilMs && <Part load={() => import('./panel-move.tsx')}>{({ Moved }) => <Moved host={host} untilMs={movedUntilMs} />}</Part>}
      <div class="columns">
        <div class="column">
          <Purposes host={host} onChanged={readAgain} />
          {profile && <Interests profile={profile} locale={host.locale} onSteer={deeds.steer} />}
          {wishes && wishes.items.length + wishes.interests.length > 0 && <Part load={() => import('./panel-more.tsx')}>{({ Wishes }) => <Wishes wishes={wishes} onSteer={deeds.steer} />}</Part>}
          <Controls host={host} profile={profile} onSaid={setSaid} onChanged={readAgain} />
          <Fold id="log-title" title={words.log} load={() => import('./panel-more.tsx')}>{({ Choices }) => <Choices host={host} />}</Fold>
          <Fold id="move-title" title={words.move} load={() => import('./panel-move.tsx')}>{({ Move }) => <Move host={host} isKnown={profile !== undefined} onMoved={readAgain} />}</Fold>
        </div>
        <div class="column">
          {reading.kind === 'reading' && <div class="ghost" role="status"><span class="sr">{words.loading}</span></div>}
          {reading.kind === 'denied' && <p class="box empty">{words.nothing}</p>}
          {reading.kind === 'failed' && <p class="notice warn">{words.unavailable(faultWords(reading.fault))}</p>}
          {profile && <Timeline rows={profile.timeline} locale={host.locale} onDelete={deeds.remove} />}
          {profile && <Sent profile={profile} host={host} />}
          {spent && spent.uploads.length > 0 && <Sent profile={{ ...spent, policy: null, leaderFault: null }} host={host} />}
          {profile && <Fold id="seen-title" title={words.seen} load={() => import('./panel-more.tsx')}>{({ Seen }) => <Seen host={host} profile={profile} onSteer={deeds.steer} />}</Fold>}
          {profile && host.consent.states().ads === 'granted' && <Part load={() => import('./panel-ads.tsx')}>{({ AdFolds }) => <AdFolds host={host} profile={profile} onSteer={deeds.steer} onSaid={setSaid} onChanged={readAgain} />}</Part>}
        </div>
      </div>
      <SaidBar said={said} drawnFor={reading} onDone={() => setSaid(undefined)} />
    </div>
  );
}
