import { useRef, useState } from 'preact/hooks';
import type { CampaignFault } from '#core/campaigns';
import type { Result } from '#core/units';
import type { ApiFault } from './api.ts';
import { showFaults } from './not-saved.tsx';
import { MISTAKES } from './save-words.ts';

/** How the last attempt to save went. */
export interface Attempt<Mine, Kept> {
  readonly faults: readonly CampaignFault[];
  /** Keys of the form's rows, in the order that the paths of its faults count. */
  readonly rows: readonly number[];
  /** Why nothing was written; '' where it was, or nothing was tried. */
  readonly failure: string;
  /** What to say of one that went well. */
  readonly said: string;
  /** Both sides, where somebody else saved first. */
  readonly conflict: { readonly mine: Mine; readonly theirs: Kept } | undefined;
}

/** What is saved, and how. */
export interface Saved<Mine, Kept> {
  /** What the form reads as; undefined where it cannot be read. */
  readonly mine: Mine | undefined;
  /** Fields that the form itself finds wrong: then nothing is sent. */
  readonly mistakes: readonly CampaignFault[];
  readonly rows?: readonly number[];
  readonly send: (mine: Mine) => Promise<Result<Kept, ApiFault<Kept>>>;
  /** Takes over what stands from now on. */
  readonly onKept: (kept: Kept, mine: Mine) => void;
  readonly said: string;
}

/** Saving of one form. */
export interface Saving<Mine, Kept> {
  readonly attempt: Attempt<Mine, Kept>;
  readonly isSaving: boolean;
  /** Forgets the last attempt and says something else. */
  readonly say: (said: string) => void;
  /** Leaves of the last attempt what went wrong. */
  readonly hush: () => void;
  /** Nothing happens while another save is under way: two at once would be one over the other. */
  readonly save: (saved: Saved<Mine, Kept>) => Promise<void>;
}

/** Saves a form and tells how that went; what went wrong is shown. */
export function useSaving<Mine, Kept>(): Saving<Mine, Kept> {
  const quiet: Attempt<Mine, Kept> = { faults: [], rows: [], failure: '', said: '', conflict: undefined };
  const [isSaving, setSaving] = useState(false);
  const [attempt, setAttempt] = useState(quiet);
  const running = useRef(false);
  return {
    attempt, isSaving,
    say: (said) => setAttempt({ ...quiet, said }),
    hush: () => setAttempt((before) => ({ ...before, said: '' })),
    async save({ mine, mistakes, rows = [], send, onKept, said }) {
      if (running.current) return;
      const refuse = (change: Pick<Attempt<Mine, Kept>, 'faults' | 'failure'> & Partial<Attempt<Mine, Kept>>): void => {
        setAttempt({ ...quiet, rows, ...change });
        showFaults();
      };
      if (mine === undefined || mistakes.length > 0) return refuse({ faults: mistakes, failure: MISTAKES });
      running.current = true;
      setSaving(true);
      const result = await send(mine);
      running.current = false;
      setSaving(false);
      if (!result.ok) {
        const { faults = [], message, current } = result.fault;
        return refuse({ faults, failure: message, conflict: current && { mine, theirs: current } });
      }
      onKept(result.value, mine);
      setAttempt({ ...quiet, said });
    },
  };
}
