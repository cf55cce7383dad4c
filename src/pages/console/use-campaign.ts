import { useState } from 'preact/hooks';
import type { CampaignFault, ManagedCampaign } from '#core/campaigns';
import { ask, type ApiFault, type Kept } from './api.ts';
import { formOf, readForm, type CampaignForm } from './campaign-form.ts';

type State = ManagedCampaign['state'];

/** What the form is about: a kept campaign, or a new one. */
export interface Subject {
  readonly kept: Kept | undefined;
  readonly form: CampaignForm;
}

/** Both sides, where somebody else saved first. */
export interface TwoSides {
  readonly mine: ManagedCampaign;
  readonly theirs: Kept;
}

/** How the last attempt to save went. */
export interface Attempt {
  readonly faults: readonly CampaignFault[];
  /** Why nothing was written; '' where it was, or nothing was tried. */
  readonly failure: string;
  /** What to say of one that went well. */
  readonly said: string;
  readonly conflict: TwoSides | undefined;
}

/** A campaign that is being written. */
export interface CampaignWork extends Attempt {
  readonly kept: Kept | undefined;
  readonly form: CampaignForm;
  readonly state: State;
  readonly isDirty: boolean;
  readonly isSaving: boolean;
  readonly set: (change: Partial<CampaignForm>) => void;
  /** Shows what somebody else saved instead. */
  readonly take: (kept: Kept, words: string) => void;
  /** False where nothing was written. @param revision - over which; another than this form's only after the person chose so */
  readonly save: (to: State, revision?: number) => Promise<boolean>;
}

const QUIET: Attempt = { faults: [], failure: '', said: '', conflict: undefined };
const MISTAKES = 'Nothing was saved yet: some fields want another value';
const SIGNED_OUT = 'Your session is over. Sign in again in another tab; this form waits here as it is, and saves then';

function send(managed: ManagedCampaign, revision: number | undefined): ReturnType<typeof ask<Kept>> {
  return revision === undefined ? ask<Kept>('POST', '/api/campaigns', managed) : ask<Kept>('PUT', `/api/campaigns/${managed.campaign.id}`, { managed, revision });
}

function refused(fault: ApiFault, mine: ManagedCampaign): Attempt {
  return { faults: fault.faults ?? [], failure: fault.kind === 'signed-out' ? SIGNED_OUT : fault.message, said: '', conflict: fault.current && { mine, theirs: fault.current } };
}

/**
 * The form of one campaign and its saving. Whatever a save comes to, the form stays as it was typed.
 *
 * @param onFirst - told the id of a new campaign once it is kept
 */
export function useCampaign(subject: Subject, onFirst: (id: string) => void): CampaignWork {
  const [kept, setKept] = useState(subject.kept);
  const [form, setForm] = useState(subject.form);
  const [isDirty, setDirty] = useState(false);
  const [isSaving, setSaving] = useState(false);
  const [attempt, setAttempt] = useState(QUIET);
  const take = (now: Kept, said: string): void => {
    if (!kept) onFirst(now.managed.campaign.id);
    setKept(now);
    setForm(formOf(now.managed));
    setDirty(false);
    setAttempt({ ...QUIET, said });
  };
  return {
    ...attempt, kept, form, isDirty, isSaving, take, state: kept?.managed.state ?? 'draft',
    set(change) {
      setForm({ ...form, ...change });
      setDirty(true);
      setAttempt({ ...attempt, said: '' });
    },
    async save(to, revision = kept?.revision) {
      const { managed, faults } = readForm(form, to);
      if (!managed) {
        setAttempt({ ...QUIET, faults, failure: MISTAKES });
        return false;
      }
      setSaving(true);
      const result = await send(managed, revision);
      setSaving(false);
      if (result.ok) take(result.value, to === 'live' ? 'Saved and live: devices load it with their next visit' : 'Saved');
      else setAttempt(refused(result.fault, managed));
      return result.ok;
    },
  };
}
