/**
 * A style sheet for shadow roots. Adopted sheets pass `style-src 'self'`, where `<style>` and `style=""` do not.
 * Made on first use, because a browser without constructable sheets should fail in one element, not while loading.
 */
export function sheet(css: string): () => CSSStyleSheet {
  let made: CSSStyleSheet | undefined;
  return () => {
    if (!made) {
      made = new CSSStyleSheet();
      made.replaceSync(css);
    }
    return made;
  };
}
