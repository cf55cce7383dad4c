import { useEffect, useState } from 'preact/hooks';

/** Gives the shadow root around `place` the style sheet that `part` brings, once. */
function adopt(place: Node | null, part: { readonly style?: () => CSSStyleSheet }): void {
  const { style } = part;
  const root = place?.getRootNode();
  if (style && root instanceof ShadowRoot && !root.adoptedStyleSheets.includes(style())) root.adoptedStyleSheets.push(style());
}

/**
 * A part of an element whose code comes when it is first needed, with its `style` where it exports one. Gives it from then on;
 * undefined before it has come, `away` where it does not come: who then ends its need (`isNeeded` false) tries again with the next.
 *
 * @param load - an `import()` of the part
 * @param inside - a node of the shadow root that should wear its style
 */
export function usePart<Loaded extends object>(load: () => Promise<Loaded>, isNeeded: boolean, inside: () => Node | null): Loaded | 'away' | undefined {
  const [part, setPart] = useState<{ readonly loaded: Loaded | 'away' } | undefined>(undefined);
  useEffect(() => {
    if (!isNeeded || (part && part.loaded !== 'away')) return;
    setPart(undefined);
    const take = async (): Promise<void> => {
      const loaded = await load();
      adopt(inside(), loaded);
      setPart({ loaded });
    };
    take().catch(() => setPart({ loaded: 'away' }));
  }, [isNeeded]);
  return part?.loaded;
}
