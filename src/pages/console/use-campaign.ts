import { useState } from 'preact/hooks';
import type { ManagedCampaign } from '#core/campaigns';
import { ask, type Kept } from './api.ts';
import { formOf, readForm, type CampaignForm } from './campaign-form.ts';
import { useDraft, type Draft } from './use-draft.ts';
import { useSaving, type Attempt } from './use-saving.ts';

type State = ManagedCampaign['state'];

/** What the form is about: a kept campaign, or a new one. */
export interface Subject {
  readonly kept: Kept | undefined;
  readonly form: CampaignForm;
}

/** A campaign that is being written. */
export interface CampaignWork extends Attempt<ManagedCampaign, Kept>, Pick<Draft<CampaignForm>, 'form' | 'isDirty' | 'set'> {
  readonly kept: Kept | undefined;
  readonly state: State;
  readonly isSaving: boolean;
  /** Shows what somebody else saved instead. */
  readonly take: (kept: Kept, words: string) => void;
  /** @param revision - over which; another than this form's only after the person chose so */
  readonly save: (to: State, revision?: number) => Promise<void>;
}

function send(managed: ManagedCampaign, revision: number | undefined): ReturnType<typeof ask<Kept>> {
  return revision === undefined ? ask<Kept>('POST', '/api/campaigns', managed) : ask<Kept>('PUT', `/api/campaigns/${managed.campaign.id}`, { managed, revision });
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
  const { attempt, isSaving, say, hush, save } = useSaving<ManagedCampaign, Kept>();
  return {
    ...attempt, kept, form, isDirty, isSaving, state: kept?.managed.state ?? 'draft',
    take(now, said) {
      setKept(now);
      begin(formOf(now.managed));
      say(said);
    },
    set(change) {
      set(change);
      hush();
    },
    save(to, revision = kept?.revision) {
      const { managed, faults } = readForm(form, to);
      return save({
        mine: managed, mistakes: faults, rows: form.creatives.map(({ key }) => key), said: to === 'live' ? 'Saved and live: devices load it with their next visit' : 'Saved',
        send: (mine) => send(mine, revision),
        onKept(now, mine) {
          if (!kept) onFirst(mine.campaign.id);
          setKept(now);
          settle(form, formOf(now.managed, form));
        },
      });
    },
  };
}
