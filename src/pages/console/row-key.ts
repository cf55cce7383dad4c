let last = 0;

/** A name for one row of a form: no other of this page ever has it, so that what is typed in a row stays with it when another is taken out. */
export function nextRowKey(): number {
  last += 1;
  return last;
}
