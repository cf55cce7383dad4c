/** The shop's own field inside our element: it serves until we are there, and knows where results are shown. */
export function ownField(element: HTMLElement): HTMLInputElement | null {
  return element.querySelector<HTMLInputElement>('form input[name]:not([type="hidden"])');
}

/** Hands `query` to the shop's own form. @returns whether there is one */
export function submitTo(element: HTMLElement, query: string): boolean {
  const field = ownField(element);
  if (!field?.form) return false;
  field.value = query;
  field.dispatchEvent(new Event('input', { bubbles: true })); // frameworks keep what they hear, not what they find
  const { form } = field;
  setTimeout(() => form.requestSubmit()); // after a framework has drawn what it heard
  return true;
}
