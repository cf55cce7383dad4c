import { useRef, useState } from 'preact/hooks';
import type { CampaignFault, ManagedCampaign } from '#core/campaigns';
import { ask, type ApiFault, type Kept } from './api.ts';
import { formOf, readForm, type CampaignForm } from './campaign-form.ts';
import { MISTAKES } from './save-words.ts';
import { useDraft, type Draft } from './use-draft.ts';

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
  /** Rows of its creatives, in the order that the paths of its faults count. */
  readonly rows: readonly number[];
  /** Why nothing was written; '' where it was, or nothing was tried. */
  readonly failure: string;
  /** What to say of one that went well. */
  readonly said: string;
  readonly conflict: TwoSides | undefined;
}

/** A campaign that is being written. */
export interface CampaignWork extends Attempt, Pick<Draft<CampaignForm>, 'form' | 'isDirty' | 'set'> {
  readonly kept: Kept | undefined;
  readonly state: State;
  readonly isSaving: boolean;
  /** Shows what somebody else saved instead. */
  readonly take: (kept: Kept, words: string) => void;
  /** False where nothing was written; true at once while another save is under way. @param revision - over which; another than this form's only after the person chose so */
  readonly save: (to: State, revision?: number) => Promise<boolean>;
}

const QUIET: Attempt = { faults: [], rows: [], failure: '', said: '', conflict: undefined };

function send(managed: ManagedCampaign, revision: number | undefined): ReturnType<typeof ask<Kept>> {
  return revision === undefined ? ask<Kept>('POST', '/api/campaigns', managed) : ask<Kept>('PUT', `/api/campaigns/${managed.campaign.id}`, { managed, revision });
}

function refused({ faults = [], message, current }: ApiFault<Kept>, mine: ManagedCampaign): Attempt {
  return { ...QUIET, faults, failure: message, conflict: current && { mine, theirs: current } };
}

/**
 * The form of one campaign and its saving. Whatever a save comes to, the form stays as it was typed, and what was typed while it
 * was under way is still there, unsaved.
 *
 * @param onFirst - told the id of a new campaign once it is kept
 */
export function useCampaign(subject: Subject, onFirst: (id: string) => void): CampaignWork {
  const { form, isDirty, set, begin, settle } = useDraft(subject.form);
  const [kept, setKept] = useState(subject.kept);
  const [isSaving, setSaving] = useState(false);
  const [attempt, setAttempt] = useState(QUIET);
  const running = useRef(false); // two saves at once would be one over the other
  return {
    ...attempt, kept, form, isDirty, isSaving, state: kept?.managed.state ?? 'draft',
    take(now, said) {
      setKept(now);
      begin(formOf(now.managed));
      setAttempt({ ...QUIET, said });
    },
    set(change) {
      set(change);
      setAttempt((before) => ({ ...before, said: '' }));
    },
    async save(to, revision = kept?.revision) {
      if (running.current) return true;
      const rows = form.creatives.map(({ key }) => key);
      const { managed, faults } = readForm(form, to);
      if (!managed) {
        setAttempt({ ...QUIET, faults, rows, failure: MISTAKES });
        return false;
      }
      running.current = true;
      setSaving(true);
      const result = await send(managed, revision);
      running.current = false;
      setSaving(false);
      if (!result.ok) {
        setAttempt({ ...refused(result.fault, managed), rows });
        return false;
      }
      if (!kept) onFirst(managed.campaign.id);
      setKept(result.value);
      settle(form, formOf(result.value.managed, form));
      setAttempt({ ...QUIET, said: to === 'live' ? 'Saved and live: devices load it with their next visit' : 'Saved' });
      return true;
    },
  };
}
