/** Puts `text` on the clipboard; false where the browser does not allow it, for instance on a plain http origin. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
