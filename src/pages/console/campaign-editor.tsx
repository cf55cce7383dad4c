import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { mayBecome, type CampaignFault, type ManagedCampaign } from '#core/campaigns';
import { formatMoment, Notice } from '#page/frame';
import { ask, type ApiFault, type Kept, type Person } from './api.ts';
import { AudienceFields, ConversionFields, MoneyFields, NameFields, ScheduleFields } from './campaign-fields.tsx';
import { formOf, idFrom, newCreative, newForm, readForm, type CampaignForm } from './campaign-form.ts';
import { campaignPath } from './campaign-list.tsx';
import { standing } from './campaign-words.ts';
import { Conflict } from './conflict.tsx';
import { CreativeFields } from './creative-fields.tsx';
import type { Shelf } from './products.ts';

type State = ManagedCampaign['state'];

/** Buttons that take a campaign on, by the state they lead to. */
const MOVES: readonly (readonly [to: State, label: string, question: string])[] = [
  ['live', 'Save and go live', ''], ['paused', 'Save and pause', ''], ['archived', 'Archive', 'An archived campaign stays for its figures and never runs again. Archive it?'],
];

function unknownFaults(faults: readonly CampaignFault[]): readonly CampaignFault[] {
  return faults.filter(({ path }) => !document.querySelector(`[data-path="${CSS.escape(path.replace(/\[\d+\]$/, ''))}"], [data-path="${CSS.escape(path)}"]`));
}

/** What the form is about: a kept campaign, or a new one. */
interface Subject {
  readonly kept: Kept | undefined;
  readonly form: CampaignForm;
}

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

/** Asks before the tab leaves a form that was not saved. */
function useLeaveQuestion(isDirty: boolean): void {
  useEffect(() => {
    if (!isDirty) return undefined;
    const hold = (event: BeforeUnloadEvent): void => event.preventDefault();
    addEventListener('beforeunload', hold);
    return () => removeEventListener('beforeunload', hold);
  }, [isDirty]);
}

function Editor({ subject, person, shelf }: { readonly subject: Subject; readonly person: Person; readonly shelf: Shelf }): JSX.Element {
  const [kept, setKept] = useState(subject.kept);
  const [form, setForm] = useState(subject.form);
  const [isDirty, setDirty] = useState(false);
  const [isSaving, setSaving] = useState(false);
  const [faults, setFaults] = useState<readonly CampaignFault[]>([]);
  const [failure, setFailure] = useState('');
  const [said, setSaid] = useState('');
  const [conflict, setConflict] = useState<{ readonly mine: ManagedCampaign; readonly theirs: Kept } | undefined>(undefined);
  const top = useRef<HTMLDivElement>(null);
  useLeaveQuestion(isDirty);
  const state: State = kept?.managed.state ?? 'draft';
  const isReadOnly = person.role === 'viewer' || state === 'archived';

  const set = (change: Partial<CampaignForm>): void => {
    setForm({ ...form, ...change });
    setDirty(true);
    setSaid('');
  };

  function take(result: Kept, words: string): void {
    if (!kept) history.replaceState(null, '', campaignPath(result.managed.campaign.id));
    setKept(result);
    setForm(formOf(result.managed));
    setDirty(false);
    setSaid(words);
    setConflict(undefined);
  }

  function refuse(fault: ApiFault, mine: ManagedCampaign): void {
    setFaults(fault.faults ?? []);
    setFailure(fault.kind === 'signed-out' ? 'Your session is over. Sign in again in another tab; this form waits here as it is, and saves then' : fault.message);
    if (fault.current) setConflict({ mine, theirs: fault.current });
  }

  /** @param revision - over which it is written; another than this form's only after the person chose so */
  async function save(to: State, revision = kept?.revision): Promise<void> {
    const read = readForm(form, to);
    setFaults(read.faults);
    setSaid('');
    setConflict(undefined);
    setFailure(read.managed ? '' : 'Nothing was saved yet: some fields want another value');
    if (read.managed) {
      setSaving(true);
      const { managed } = read;
      const result = await (revision === undefined ? ask<Kept>('POST', '/api/campaigns', managed) : ask<Kept>('PUT', `/api/campaigns/${managed.campaign.id}`, { managed, revision }));
      setSaving(false);
      if (result.ok) return take(result.value, to === 'live' ? 'Saved and live: devices load it with their next visit' : 'Saved');
      refuse(result.fault, managed);
    }
    top.current?.scrollIntoView({ block: 'start' });
    queueMicrotask(() => document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus({ preventScroll: false }));
  }

  const setCreative = (index: number, change: CampaignForm['creatives'][number] | undefined): void => set({ creatives: form.creatives.flatMap((creative, i) => (i !== index ? [creative] : change ? [change] : [])) });
  const nextId = (): string => {
    const base = form.id || idFrom(form.name) || 'creative';
    for (let n = form.creatives.length + 1; ; n++) if (!form.creatives.some(({ id }) => id === `${base}-${n}`)) return `${base}-${n}`;
  };
  const lost = failure === '' ? [] : unknownFaults(faults);
  const shownState = kept ? standing(kept.managed, Date.now()) : { name: 'New', tone: '' };
  const common = { form, faults, set, shelf };
  return (
    <form class="editor" noValidate onSubmit={(event) => {
      event.preventDefault();
      void save(state);
    }}>
      <header class="tool-head" ref={top}>
        <p class="small"><a href="/campaigns">All campaigns</a></p>
        <h1>{kept ? kept.managed.name : 'New campaign'}</h1>
        <p class="small"><span class={`chip ${shownState.tone}`}>{shownState.name}</span> {kept && `Changed by ${kept.changedBy}, ${formatMoment(kept.changedMs)}`}</p>
      </header>
      {conflict && <Conflict {...conflict} onMine={() => void save(conflict.mine.state, conflict.theirs.revision)} onTheirs={() => take(conflict.theirs, 'This is what they saved')} />}
      {failure !== '' && !conflict && <div class="notice bad" role="alert"><h2>Not saved</h2><p>{failure}.</p>{lost.length > 0 && <ul>{lost.map(({ path, message }) => <li key={path}><code class="mono">{path}</code> {message}</li>)}</ul>}</div>}
      {isReadOnly && <Notice title={state === 'archived' ? 'Archived' : 'For reading'}><p>{state === 'archived' ? 'It never runs again and cannot be changed.' : 'Your role reads campaigns; an editor or owner changes them.'}</p></Notice>}
      <fieldset class="form-body" disabled={isReadOnly}>
        <legend class="hidden-text">The campaign</legend>
        <NameFields {...common} isNew={!kept} />
        <MoneyFields {...common} />
        <ScheduleFields {...common} />
        <section class="panel" aria-labelledby="creatives-title">
          <h2 id="creatives-title">Creatives</h2>
          <p>Each way to show it. Several let devices find out which one is liked.</p>
          {form.creatives.map((creative, i) => (
            <CreativeFields key={i} index={i} creative={creative} path={`campaign.creatives[${i}]`} faults={faults} shelf={shelf} onInput={(next) => setCreative(i, next)}
              onCopy={() => set({ creatives: [...form.creatives, { ...creative, id: nextId() }] })} onRemove={form.creatives.length > 1 ? () => setCreative(i, undefined) : undefined} />
          ))}
          <p><button type="button" class="button plain" onClick={() => set({ creatives: [...form.creatives, newCreative(nextId(), form.advertiser)] })}>Add a creative</button></p>
        </section>
        <AudienceFields {...common} />
        <ConversionFields {...common} />
      </fieldset>
      {!isReadOnly && (
        <div class="save-bar">
          <p role="status" class="small">{isSaving ? 'Saving …' : said || (isDirty ? 'Not saved yet' : '')}</p>
          {MOVES.filter(([to]) => to !== state && mayBecome(state, to) && (kept !== undefined || to === 'live')).map(([to, label, question]) => (
            <button key={to} type="button" class="button plain" disabled={isSaving || (to === 'live' && person.role !== 'owner')} title={to === 'live' && person.role !== 'owner' ? 'Going live spends money: an owner does that' : undefined} onClick={() => (question === '' || confirm(question)) && void save(to)}>{label}</button>
          ))}
          <button type="submit" class="button" disabled={isSaving}>{state === 'draft' ? 'Save the draft' : 'Save'}</button>
        </div>
      )}
    </form>
  );
}
