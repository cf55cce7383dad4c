import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { mayBecome, type ManagedCampaign } from '#core/campaigns';
import { formatMoment, Notice } from '#page/frame';
import { ask, type Kept, type Person } from './api.ts';
import { AudienceFields, ConversionFields, MoneyFields, NameFields, ScheduleFields, type PartProps } from './campaign-fields.tsx';
import { formOf, idFrom, newCreative, newForm, type CampaignForm, type CreativeForm } from './campaign-form.ts';
import { campaignInWords } from './campaign-in-words.ts';
import { campaignPath } from './campaign-list.tsx';
import { standing } from './campaign-words.ts';
import { Conflict } from './conflict.tsx';
import { CreativeFields } from './creative-fields.tsx';
import { differences } from './differences.ts';
import { NotSaved } from './not-saved.tsx';
import type { Shelf } from './products.ts';
import { nextRowKey } from './row-key.ts';
import { savedText } from './save-words.ts';
import { useCampaign, type CampaignWork, type Subject } from './use-campaign.ts';

type State = ManagedCampaign['state'];

/** Buttons that take a campaign on, by the state they lead to. */
const MOVES: readonly (readonly [to: State, label: string, question: string])[] = [
  ['live', 'Save and go live', ''], ['paused', 'Save and pause', ''], ['archived', 'Archive', 'An archived campaign stays for its figures and never runs again. Archive it?'],
];

/** Loads what is edited. `new` begins an empty campaign. */
export function CampaignPage({ id, person, shelf }: { readonly id: string; readonly person: Person; readonly shelf: Shelf }): JSX.Element {
  const [subject, setSubject] = useState<Subject | undefined>(id === 'new' ? { kept: undefined, form: newForm(Date.now()) } : undefined);
  const [failure, setFailure] = useState('');
  useEffect(() => {
    if (id === 'new') return;
    const load = async (): Promise<void> => {
      const kept = await ask<Kept>('GET', `/api/campaigns/${encodeURIComponent(id)}`);
      if (kept.ok) setSubject({ kept: kept.value, form: formOf(kept.value.managed) });
      else setFailure(kept.fault.message);
    };
    void load();
  }, [id]);
  if (failure !== '') return <Notice title="This campaign could not be loaded" tone="bad"><p>{failure}</p><a class="button plain" href="/campaigns">All campaigns</a></Notice>;
  return subject ? <Editor subject={subject} person={person} shelf={shelf} /> : <p role="status">Loading the campaign</p>;
}

/** An id that no creative of the form has. */
function freeId(form: CampaignForm): string {
  const base = form.id || idFrom(form.name) || 'creative';
  for (let n = form.creatives.length + 1; ; n++) if (!form.creatives.some(({ id }) => id === `${base}-${n}`)) return `${base}-${n}`;
}

function CreativeList({ form, faults, shelf, set, rows }: PartProps & Pick<CampaignWork, 'rows'>): JSX.Element {
  const put = (key: number, change: Partial<CreativeForm>): void => set((now) => ({ creatives: now.creatives.map((creative) => (creative.key === key ? { ...creative, ...change } : creative)) }));
  const add = (made: (now: CampaignForm) => CreativeForm): void => set((now) => ({ creatives: [...now.creatives, made(now)] }));
  const remove = (key: number, neighbour: CreativeForm | undefined): void => {
    if (neighbour) document.getElementById(`creative-${neighbour.key}`)?.focus(); // the button that has the focus goes
    set((now) => ({ creatives: now.creatives.filter((creative) => creative.key !== key) }));
  };
  return (
    <section class="panel" aria-labelledby="creatives-title">
      <h2 id="creatives-title">Creatives</h2>
      <p>Each way to show it. Several let devices find out which one is liked.</p>
      {form.creatives.map((creative, i) => (
        <CreativeFields key={creative.key} index={i} creative={creative} path={`campaign.creatives[${rows.indexOf(creative.key)}]`} faults={faults} shelf={shelf} onInput={(change) => put(creative.key, change)}
          onCopy={() => add((now) => ({ ...creative, key: nextRowKey(), id: freeId(now) }))} onRemove={form.creatives.length > 1 ? () => remove(creative.key, form.creatives[i + 1] ?? form.creatives[i - 1]) : undefined} />
      ))}
      <p><button type="button" class="button plain" onClick={() => add((now) => newCreative(freeId(now), now.advertiser))}>Add a creative</button></p>
    </section>
  );
}

function SaveBar({ work: { kept, state, said, isDirty, isSaving }, person, onSave }: { readonly work: CampaignWork; readonly person: Person; readonly onSave: (to: State) => void }): JSX.Element {
  const moves = MOVES.filter(([to]) => to !== state && mayBecome(state, to) && (kept !== undefined || to === 'live'));
  return (
    <div class="save-bar">
      <p role="status" class="small">{savedText({ isDirty, isSaving, said }, 'saved')}</p>
      {moves.map(([to, label, question]) => {
        const isOwners = to === 'live' && person.role !== 'owner';
        return <button key={to} type="button" class="button plain" disabled={isSaving || isOwners} title={isOwners ? 'Going live spends money: an owner does that' : undefined} onClick={() => (question === '' || confirm(question)) && onSave(to)}>{label}</button>;
      })}
      <button type="submit" class="button" disabled={isSaving}>{state === 'draft' ? 'Save the draft' : 'Save'}</button>
    </div>
  );
}

function Editor({ subject, person, shelf }: { readonly subject: Subject; readonly person: Person; readonly shelf: Shelf }): JSX.Element {
  const work = useCampaign(subject, (id) => history.replaceState(null, '', campaignPath(id)));
  const { kept, form, faults, failure, conflict, state, set, take, save } = work;
  const isReadOnly = person.role === 'viewer' || state === 'archived';
  const shownState = kept ? standing(kept.managed, Date.now()) : { name: 'New', tone: '' };
  const common = { form, faults, set, shelf };
  return (
    <form class="editor" noValidate onSubmit={(event) => {
      event.preventDefault();
      void save(state);
    }}>
      <header class="tool-head">
        <p class="small"><a href="/campaigns">All campaigns</a></p>
        <h1>{kept ? kept.managed.name : 'New campaign'}</h1>
        <p class="small"><span class={`chip ${shownState.tone}`}>{shownState.name}</span> {kept && `Changed by ${kept.changedBy}, ${formatMoment(kept.changedMs)}`}</p>
      </header>
      {conflict && <Conflict title={`${conflict.theirs.changedBy} saved this campaign while you were writing`} atMs={conflict.theirs.changedMs} rows={differences(campaignInWords(conflict.mine, shelf), campaignInWords(conflict.theirs.managed, shelf))} onMine={() => void save(conflict.mine.state, conflict.theirs.revision)} onTheirs={() => take(conflict.theirs, 'This is what they saved')} />}
      {failure !== '' && !conflict && <NotSaved failure={failure} faults={faults} />}
      {isReadOnly && <Notice title={state === 'archived' ? 'Archived' : 'For reading'}><p>{state === 'archived' ? 'It never runs again and cannot be changed.' : 'Your role reads campaigns; an editor or owner changes them.'}</p></Notice>}
      <fieldset class="form-body" disabled={isReadOnly}>
        <legend class="hidden-text">The campaign</legend>
        <NameFields {...common} isNew={!kept && !work.isSaving} />
        <MoneyFields {...common} />
        <ScheduleFields {...common} />
        <CreativeList {...common} rows={work.rows} />
        <AudienceFields {...common} />
        <ConversionFields {...common} />
      </fieldset>
      {!isReadOnly && <SaveBar work={work} person={person} onSave={(to) => void save(to)} />}
    </form>
  );
}
