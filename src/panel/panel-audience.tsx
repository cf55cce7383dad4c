import type { AudienceView, FactName, InterestName } from '#core/contract';
import type { Fault } from '#core/units';
import { Icon } from '#page/elements';
import { counted, useWords } from '#page/words';
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { audienceBook } from './audience-words.ts';
import type { AdFoldsProps } from './panel-ads.tsx';
import { apart, faultWords, panelBook } from './words.ts';

export { audienceStyle as style } from './audience-style.ts';

/** Interests drawn before she asks for more. */
const PAGE_TAGS = 6;

type Tag = AudienceView['tags'][number];

function TagRow({ tag, index, percent, onSteer }: { readonly tag: Tag; readonly index: number; readonly percent: Intl.NumberFormat } & Pick<AdFoldsProps, 'onSteer'>) {
  const words = audienceBook.words();
  const { kind, name, strength, isHeld, isPinned, evidence } = tag;
  const did = evidence.map(({ type, title }) => `${panelBook.words().event[type]} ${apart(title)}`);
  return (
    <li>
      <div class="top">
        <span id={`tag-${index}`}><bdi>{name}</bdi>{isPinned && <span class="badge">{words.pinned}</span>}{isHeld && <span class="badge quiet-badge">{words.held}</span>}</span>
        <span class="quiet">{percent.format(strength)}</span>
      </div>
      <meter min={0} max={1} value={strength} aria-labelledby={`tag-${index}`} />
      {did.length > 0 && <p class="quiet">{words.from(did.join(words.semicolon))}</p>}
      <div class="acts">
        <button type="button" class="plain" aria-pressed={isPinned} aria-label={isPinned ? words.unpinWhat(name) : words.pinWhat(name)} onClick={() => onSteer({ kind, name }, isPinned ? 'none' : 'pin', name, isPinned)}>{isPinned ? words.pinned : words.pin}</button>
        <button type="button" class="plain" aria-label={words.neverWhat(name)} onClick={() => onSteer({ kind, name }, 'never', name, isPinned)}>{words.never}</button>
        <button type="button" class="plain" aria-label={words.forgetWhat(name)} onClick={() => onSteer({ kind, name }, 'forget', name, isPinned)}><Icon name="close" />{words.forget}</button>
      </div>
    </li>
  );
}

/** Chooses one of the shop's interests and pins it. */
function Add({ others, onSteer }: { readonly others: readonly InterestName[] } & Pick<AdFoldsProps, 'onSteer'>) {
  const words = audienceBook.words();
  const [chosen, setChosen] = useState('');
  const add = (event: Event): void => {
    event.preventDefault();
    const tag = others.find(({ kind, name }) => `${kind} ${name}` === chosen);
    if (!tag) return;
    onSteer(tag, 'pin', tag.name);
    setChosen('');
  };
  if (others.length === 0) return null;
  return (
    <form class="find" onSubmit={add}>
      <select aria-label={words.addWhat} value={chosen} onChange={({ currentTarget }) => setChosen(currentTarget.value)}>
        <option value="">{words.addWhat}</option>
        {(['category', 'brand'] as const).map((kind) => (
          <optgroup key={kind} label={words.kinds[kind]}>
            {others.filter((tag) => tag.kind === kind).map(({ name }) => <option key={name} value={`${kind} ${name}`}>{name}</option>)}
          </optgroup>
        ))}
      </select>
      <button type="submit" aria-disabled={chosen === ''}>{words.add}</button>
    </form>
  );
}

interface FactProps {
  readonly fact: FactName['name'];
  readonly title: string;
  readonly isOff: boolean;
  readonly onTurn: (fact: FactName['name'], isOff: boolean, title: string) => void;
  readonly children: ComponentChildren;
}

/** One thing that she may have it not worked out. */
function Fact({ fact, title, isOff, onTurn, children }: FactProps) {
  const words = audienceBook.words();
  return (
    <div class="fact">
      <div class="top">
        <h4>{title}</h4>
        <button type="button" class="plain" aria-label={isOff ? words.turnOnWhat(title) : words.turnOffWhat(title)} onClick={() => onTurn(fact, !isOff, title)}>{isOff ? words.turnOn : words.turnOff}</button>
      </div>
      {isOff ? <p class="quiet">{words.off}</p> : children}
    </div>
  );
}

/** Her place among prices, drawn: the line from the cheapest to the dearest, the middle half of her things, and their middle. */
function Price({ price, locale }: { readonly price: AudienceView['price']; readonly locale: string }) {
  const words = audienceBook.words();
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  const count = new Intl.NumberFormat(locale);
  if ('wanted' in price) return <p class="quiet">{words.priceNone(count.format(price.items), count.format(price.wanted))}</p>;
  const { position, low, high, items } = price;
  const said = words.priceAt(percent.format(position), percent.format(low), percent.format(high));
  return (
    <>
      <div class="scale" aria-hidden="true">
        <i style={{ insetInlineStart: `${100 * low}%`, inlineSize: `${100 * (high - low)}%` }} />
        <b style={{ insetInlineStart: `${100 * position}%` }} />
      </div>
      <div class="ends quiet" aria-hidden="true"><span>{words.cheapest}</span><span>{words.dearest}</span></div>
      <p class="quiet">{said} {words.priceFrom(counted(items, locale))}</p>
    </>
  );
}

function Facts({ view, locale, onTurn }: { readonly view: AudienceView; readonly locale: string; readonly onTurn: FactProps['onTurn'] }) {
  const words = audienceBook.words();
  const count = new Intl.NumberFormat(locale);
  const { lifeCycle, portrait, buying } = view;
  const factOf = (fact: FactName['name'], title: string) => ({ fact, title, isOff: view.off.includes(fact), onTurn });
  return (
    <>
      <Fact {...factOf('price', words.price)}><Price price={view.price} locale={locale} /></Fact>
      <Fact {...factOf('life-cycle', words.cycle)}>
        {lifeCycle && <p>{words.segment[lifeCycle.segment]} <span class="quiet">{words.cycleFrom(counted(lifeCycle.purchases, locale), counted(lifeCycle.visits, locale))}</span></p>}
      </Fact>
      <Fact {...factOf('portrait', words.portrait)}>
        {portrait
          ? <p>{words.portraitOf(count.format(portrait.cluster + 1), count.format(portrait.of))}{portrait.tags.length > 0 && <>{words.comma}<span dir="auto">{words.portraitTags(portrait.tags.map(apart).join(words.comma))}</span></>}.</p>
          : <p class="quiet">{words.portraitNone}</p>}
      </Fact>
      <Fact {...factOf('words', words.words)}>
        {view.words.length === 0 ? <p class="quiet">{words.wordsNone}</p> : <><p class="quiet">{words.wordsLead}</p><ul class="words">{view.words.map((word) => <li key={word} class="badge"><bdi>{word}</bdi></li>)}</ul></>}
      </Fact>
      <Fact {...factOf('buying', words.buying)}>
        <p class="quiet">{buying ? words.buyingOf(apart(buying.title), new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }).format(buying.chance)) : words.buyingNone}</p>
      </Fact>
    </>
  );
}

/** What the shop's page takes her for: all of it, and what she may do about each. */
export function Audience(props: AdFoldsProps) {
  return useWords(audienceBook, props.host.locale) ? <Spoken {...props} /> : <div class="ghost short" />;
}

function Spoken({ host, profile, onSteer, onSaid, onChanged }: AdFoldsProps) {
  const words = audienceBook.words();
  const [view, setView] = useState<AudienceView | Fault | undefined>(undefined);
  const [most, setMost] = useState(PAGE_TAGS);
  useEffect(() => {
    let isCurrent = true;
    const ask = async (): Promise<void> => {
      const asked = await host.audience();
      if (isCurrent) setView(asked.ok ? asked.value : asked.fault);
    };
    void ask();
    return () => {
      isCurrent = false;
    };
  }, [host, profile]);
  if (!view) return <p class="quiet" role="status">{words.thinking}</p>;
  if (!('tags' in view)) return <p class="notice warn">{panelBook.words().unavailable(faultWords(view))}</p>;
  const turn = async (fact: FactName['name'], isOff: boolean, title: string, isUndo = false): Promise<void> => {
    const done = await host.steer({ kind: 'fact', name: fact }, isOff ? 'never' : 'none');
    if (!done.ok) onSaid({ text: panelBook.words().failed(faultWords(done.fault)), isBad: true });
    else if (isUndo) onSaid({ text: words.undo });
    else onSaid({ text: isOff ? words.turnedOff(title) : words.turnedOn(title), undo: () => void turn(fact, !isOff, title, true) });
    onChanged();
  };
  const number = new Intl.NumberFormat(host.locale);
  const percent = new Intl.NumberFormat(host.locale, { style: 'percent', maximumFractionDigits: 0 });
  const never = profile.wishes.interests.filter(({ wish }) => wish === 'never');
  return (
    <>
      <p class="quiet">{words.lead}</p>
      <h4>{words.tags}</h4>
      {view.tags.length === 0 ? <p class="empty">{words.tagsNone}</p> : <p class="quiet">{words.tagsLead}</p>}
      <ul class="likes">{view.tags.slice(0, most).map((tag, i) => <TagRow key={`${tag.kind} ${tag.name}`} tag={tag} index={i} percent={percent} onSteer={onSteer} />)}</ul>
      {view.tags.length > most && <button type="button" class="plain" onClick={() => setMost(most + PAGE_TAGS)}>{words.more(number.format(Math.min(PAGE_TAGS, view.tags.length - most)))}</button>}
      <Add others={view.others.filter(({ kind, name }) => !never.some((other) => other.kind === kind && other.name === name))} onSteer={onSteer} />
      {never.length > 0 && (
        <>
          <h4>{words.neverList}</h4>
          <ul class="lines">{never.map(({ kind, name }) => <li key={`${kind} ${name}`}><span class="what"><bdi>{name}</bdi></span><button type="button" class="plain" aria-label={panelBook.words().takeBackWhat(name)} onClick={() => onSteer({ kind, name }, 'none', name)}>{panelBook.words().takeBack}</button></li>)}</ul>
        </>
      )}
      <Facts view={view} locale={host.locale} onTurn={(fact, isOff, title) => void turn(fact, isOff, title)} />
    </>
  );
}
