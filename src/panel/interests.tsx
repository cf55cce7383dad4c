import type { Profile, SteerTarget, SteerWish } from '#core/contract';
import { Icon } from '#page/elements';
import { panelBook } from './words.ts';

/** Events from which a share of hits says something. */
const ENOUGH_EVENTS = 10;

type Interest = Profile['interests'][number];

export interface InterestsProps {
  readonly profile: Profile;
  readonly locale: string;
  /** @param isPinned - whether the interest is pinned until then, so that taking it back can pin it again */
  onSteer(target: SteerTarget, wish: SteerWish, name: string, isPinned?: boolean): void;
}

function Row({ interest, index, percent, onSteer }: { readonly interest: Interest; readonly index: number; readonly percent: Intl.NumberFormat; readonly onSteer: InterestsProps['onSteer'] }) {
  const words = panelBook.words();
  const { kind, name, strength, evidence, isPinned } = interest;
  const ask = (wish: SteerWish) => (): void => onSteer({ kind, name }, wish, name, isPinned);
  return (
    <li>
      <div class="top"><span id={`like-${index}`}>{name}{isPinned && <span class="badge">{words.pinned}</span>}</span><span class="quiet">{percent.format(strength)}</span></div>
      <meter min={0} max={1} value={strength} aria-labelledby={`like-${index}`} />
      {evidence.length > 0 && <p class="quiet">{words.evidence(evidence.join(words.comma))}</p>}
      <div class="acts">
        <button type="button" class="plain" aria-pressed={isPinned} aria-label={isPinned ? words.unpinWhat(name) : words.pinWhat(name)} onClick={ask(isPinned ? 'none' : 'pin')}>{isPinned ? words.pinned : words.pin}</button>
        <button type="button" class="plain" aria-label={words.neverWhat(name)} onClick={ask('never')}>{words.never}</button>
        <button type="button" class="plain" aria-label={words.forgetWhat(name)} onClick={ask('forget')}><Icon name="close" />{words.forget}</button>
      </div>
    </li>
  );
}

/** What the history says she likes, with what says so, and what she may do about it. */
export function Interests({ profile, locale, onSteer }: InterestsProps) {
  const words = panelBook.words();
  const percent = new Intl.NumberFormat(locale, { style: 'percent' });
  const count = new Intl.NumberFormat(locale);
  const { events, servedHits, popularityHits } = profile.liveQuality;
  return (
    <section class="box" aria-labelledby="likes-title">
      <header><h3 id="likes-title">{words.interests}</h3></header>
      {profile.interests.length === 0 && <p class="empty">{words.interestsNone}</p>}
      <ul class="likes">{profile.interests.map((interest, i) => <Row key={`${interest.kind} ${interest.name}`} interest={interest} index={i} percent={percent} onSteer={onSteer} />)}</ul>
      {events >= ENOUGH_EVENTS && <p class="quiet live">{words.live(count.format(events), count.format(servedHits), count.format(popularityHits))}</p>}
    </section>
  );
}
