import type { PurposeStates } from '#core/consent';
import type { Profile } from '#core/contract';
import type { EventId } from '#core/events';
import { useEffect, useState } from 'preact/hooks';
import { Controls } from './controls.tsx';
import { counted, formatBytes } from './format.ts';
import type { ElementHost, OfferedPurpose, Spent } from './host.ts';
import { Icon } from './icons.tsx';
import { faultWords, PANEL_ENGLISH } from './panel-strings.ts';
import { flipped, PurposeSwitch, type Switches } from './switch.tsx';
import { Timeline } from './timeline.tsx';
import { sentThisMonth, sentWords, Uploads } from './uploads.tsx';

export { panelStyle } from './panel-style.ts';

/** The panel follows what happens while it is open, but not each event of a burst. */
const READ_AGAIN_AFTER_MS = 300;

type Reading = { readonly kind: 'reading' } | { readonly kind: 'denied'; readonly spent: Spent | undefined } | { readonly kind: 'failed'; readonly why: string } | { readonly kind: 'known'; readonly profile: Profile };

function useProfile(host: ElementHost): { readonly reading: Reading; readonly readAgain: () => void } {
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
      setReading(profile.ok ? { kind: 'known', profile: profile.value } : { kind: 'failed', why: faultWords(profile.fault) });
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

function Chips({ host, profile, uploads }: { readonly host: ElementHost; readonly profile: Profile | undefined; readonly uploads: Profile['uploads'] | undefined }) {
  const words = PANEL_ENGLISH;
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

function switchesOf(states: PurposeStates): Switches {
  return { local: states.local === 'granted', ads: states.ads === 'granted', measure: states.measure === 'granted', federate: states.federate === 'granted' };
}

function Purposes({ host, onChanged }: { readonly host: ElementHost; readonly onChanged: () => void }) {
  const { consent } = host;
  const switches = switchesOf(consent.states());
  const flip = (purpose: OfferedPurpose, isOn: boolean, click: Event): void => {
    consent.choose(flipped(switches, purpose, isOn), isOn ? [purpose] : [], click.isTrusted);
    onChanged();
  };
  return (
    <section class="box" aria-labelledby="purposes-title">
      <header><h3 id="purposes-title">{PANEL_ENGLISH.purposes}</h3></header>
      {consent.offered.map((purpose) => <PurposeSwitch key={purpose} purpose={purpose} isOn={switches[purpose] === true} onFlip={(isOn, click) => flip(purpose, isOn, click)} />)}
    </section>
  );
}

/** Events from which a share of hits says something. */
const ENOUGH_EVENTS = 10;

function Interests({ profile, locale }: { readonly profile: Profile; readonly locale: string }) {
  const percent = new Intl.NumberFormat(locale, { style: 'percent' });
  const count = new Intl.NumberFormat(locale);
  const { events, servedHits, popularityHits } = profile.liveQuality;
  return (
    <section class="box" aria-labelledby="likes-title">
      <header><h3 id="likes-title">{PANEL_ENGLISH.interests}</h3></header>
      {profile.interests.length === 0 && <p class="empty">{PANEL_ENGLISH.interestsNone}</p>}
      <ul class="likes">
        {profile.interests.map(({ name, strength, evidence }, i) => (
          <li key={name}>
            <div class="top"><span id={`like-${i}`}>{name}</span><span class="quiet">{percent.format(strength)}</span></div>
            <meter min={0} max={1} value={strength} aria-labelledby={`like-${i}`} />
            {evidence.length > 0 && <p class="quiet">{PANEL_ENGLISH.evidence(evidence.join(', '))}</p>}
          </li>
        ))}
      </ul>
      {events >= ENOUGH_EVENTS && <p class="quiet">{PANEL_ENGLISH.live(count.format(events), count.format(servedHits), count.format(popularityHits))}</p>}
    </section>
  );
}

/** The shopper's panel. */
export function Panel({ host }: { readonly host: ElementHost }) {
  const { reading, readAgain } = useProfile(host);
  const [said, setSaid] = useState<{ readonly text: string; readonly isBad: boolean } | undefined>(undefined);
  const say = (text: string, isBad: boolean): void => setSaid({ text, isBad });
  const profile = reading.kind === 'known' ? reading.profile : undefined;
  const spent = reading.kind === 'denied' ? reading.spent : undefined;
  const remove = async (ids: readonly EventId[]): Promise<void> => {
    const done = await host.deleteEvents(ids);
    if (!done.ok) say(PANEL_ENGLISH.failed(faultWords(done.fault)), true);
    readAgain();
  };
  return (
    <div class="panel">
      <div class="lead">
        <h2>{PANEL_ENGLISH.title}</h2>
        <p>{PANEL_ENGLISH.lead}</p>
        <p>{PANEL_ENGLISH.pictures}</p>
        <Chips host={host} profile={profile} uploads={(profile ?? spent)?.uploads} />
      </div>
      <div role="status">{said && <p class={said.isBad ? 'notice warn' : 'notice'}><Icon name={said.isBad ? 'close' : 'check'} />{said.text}</p>}</div>
      <div class="columns">
        <div class="column">
          <Purposes host={host} onChanged={readAgain} />
          {profile && <Interests profile={profile} locale={host.locale} />}
          <Controls host={host} profile={profile} onSaid={say} onChanged={readAgain} />
        </div>
        <div class="column">
          {reading.kind === 'reading' && <div class="ghost" role="status"><span class="sr">{PANEL_ENGLISH.loading}</span></div>}
          {reading.kind === 'denied' && <p class="box empty">{PANEL_ENGLISH.nothing}</p>}
          {reading.kind === 'failed' && <p class="notice warn">{PANEL_ENGLISH.unavailable(reading.why)}</p>}
          {profile && <Uploads profile={profile} host={host} />}
          {spent && spent.uploads.length > 0 && <Uploads profile={{ ...spent, policy: null, leaderFault: null }} host={host} />}
          {profile && <Timeline rows={profile.timeline} locale={host.locale} onDelete={(ids) => void remove(ids)} />}
        </div>
      </div>
    </div>
  );
}
