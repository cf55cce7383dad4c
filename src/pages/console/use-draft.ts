import { useState } from 'preact/hooks';
import { useLeaveQuestion } from './leave-question.ts';

/** Fields that change, or how they follow from the form as it stands by then: an upload ends long after it was begun. */
export type Change<Form> = Partial<Form> | ((now: Form) => Partial<Form>);

/** A form that is being written. */
export interface Draft<Form> {
  readonly form: Form;
  /** Whether something stands in it that is saved nowhere. */
  readonly isDirty: boolean;
  readonly set: (change: Change<Form>) => void;
  /** Shows `form` instead of what was written. */
  readonly begin: (form: Form) => void;
  /** `sent` was saved, and is kept as `kept`; see {@link settled}. */
  readonly settle: (sent: Form, kept: Form) => void;
}

/** What a form says once `sent` of it was saved as `kept`: fields that were typed in since stay, every other is as it is kept. */
export function settled<Form extends object>(now: Form, sent: Form, kept: Form): Form {
  const typed = Object.entries(now).filter(([field, value]) => value !== sent[field as keyof Form]);
  return typed.length === 0 ? kept : { ...kept, ...Object.fromEntries(typed) };
}

/** Keeps what is typed, and asks before the tab leaves it. */
export function useDraft<Form extends object>(first: Form): Draft<Form> {
  const [form, setForm] = useState(first);
  const [clean, setClean] = useState(form);
  const isDirty = form !== clean;
  useLeaveQuestion(isDirty);
  return {
    form, isDirty,
    set: (change) => setForm((now) => ({ ...now, ...(typeof change === 'function' ? change(now) : change) })),
    begin(fresh) {
      setForm(fresh);
      setClean(fresh);
    },
    settle(sent, kept) {
      setForm((now) => settled(now, sent, kept));
      setClean(kept);
    },
  };
}
