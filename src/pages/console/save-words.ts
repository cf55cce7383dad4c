/** Where fields are wrong that the form itself can name. */
export const MISTAKES = 'Nothing was saved yet: some fields want another value';

/** What a save bar says of a form. @param said - how the last save went; '' where there was none. @param verb - past participle, as in "saved" */
export function savedText({ isDirty, isSaving, said }: { readonly isDirty: boolean; readonly isSaving: boolean; readonly said: string }, verb: 'saved' | 'published'): string {
  if (isSaving) return verb === 'saved' ? 'Saving …' : 'Publishing …';
  if (!isDirty) return said;
  return said === '' ? `Not ${verb} yet` : `${said}. What you wrote since is not ${verb} yet`;
}
