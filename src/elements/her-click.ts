/**
 * Whether a click on one of our controls is the shopper's own: the browser vouches for it, and it was made on one of `own`.
 * A trusted click alone is not enough, because browsers vouch for the click that any `<label>`, put into our open root by a
 * script, passes on to its control; such a click keeps the place where she made it. Keys and reading aids have no place.
 *
 * @param own - the control and our own label of it, by node; nothing that a script puts inside them counts
 * @see SECURITY.md, "Clicks": a script can still lay a picture over the control
 */
export function isHerClick(click: MouseEvent, own: readonly (Element | null)[]): boolean {
  if (!click.isTrusted) return false;
  const { clientX, clientY, detail } = click;
  if (detail === 0 && clientX === 0 && clientY === 0) return true;
  const root = own.find((node) => node !== null)?.getRootNode() as Document | ShadowRoot | undefined;
  const hit = root?.elementFromPoint(clientX, clientY) ?? null;
  return hit !== null && own.includes(hit);
}
