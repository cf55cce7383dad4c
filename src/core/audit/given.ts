import type { Notebook, PlacedEntry } from './check.ts';

/**
 * Names the first models that are files the operator gave. Advisory, because no promise is broken: only nothing in this log
 * shows how such a file was made. An entry that names anything but a first model is a false one.
 */
export function auditGiven(entries: readonly PlacedEntry[], notes: Notebook): void {
  const given: string[] = [];
  for (const { leaf, entry } of entries) {
    if (entry.type !== 'given') continue;
    const first = entries.find((placed) => placed.entry.type === 'model' && placed.entry.model === entry.model);
    if (first?.entry.type === 'model' && first.leaf > leaf && first.entry.round === 0 && first.entry.hash === entry.hash) {
      given.push(`the ${entry.model} model began as the file ${entry.hash}`);
    } else {
      notes.note({ id: 'given', title: 'An entry about a given file', ok: false, detail: `Entry ${leaf} names ${entry.model} file ${entry.hash.slice(0, 12)}, which the log does not begin with` });
    }
  }
  const detail = given.length > 0
    ? `${given.join('; ')}: the log of the shop that published it can be audited, this one does not show how it was made`
    : 'the log names none; that the first models were made from public files is the leader\'s word';
  notes.note({ id: 'given', title: 'Where first models came from', ok: given.length === 0, detail, advisory: true });
}
