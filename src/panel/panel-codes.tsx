import { useEffect, useMemo, useState } from 'preact/hooks';
import { encode } from 'uqr';
import type { moveBook } from './move-words.ts';

/** How long each code stands, ms: a phone that looks eight times a second sees each at least once. */
const CODE_MS = 280;
/** White around a code, in modules: what the standard asks for. */
const QUIET_MODULES = 4;

/** A code as the path of its dark modules. */
export function pathOf(text: string): { readonly path: string; readonly size: number } {
  const { data, size } = encode(text, { ecc: 'L', border: QUIET_MODULES });
  const runs = data.flatMap((row, y) => row.flatMap((isDark, x) => {
    if (!isDark || row[x - 1] === true) return [];
    let end = x;
    while (row[end] === true) end += 1;
    return [`M${x} ${y}h${end - x}v1h${x - end}z`];
  }));
  return { path: runs.join(''), size };
}

interface CodesProps {
  readonly frames: readonly string[];
  readonly locale: string;
  /** Given, so that this part needs no other. */
  readonly words: ReturnType<typeof moveBook.words>;
}

/** Codes shown one after the other. They stand still for whoever asked the browser for less motion. */
export function Codes({ frames, locale, words }: CodesProps) {
  const [place, setPlace] = useState(0);
  const [isPlaying, setPlaying] = useState(frames.length > 1 && !matchMedia('(prefers-reduced-motion: reduce)').matches);
  const codes = useMemo(() => frames.map(pathOf), [frames]);
  useEffect(() => {
    if (!isPlaying) return undefined;
    const timer = setInterval(() => setPlace((before) => (before + 1) % frames.length), CODE_MS);
    return () => clearInterval(timer);
  }, [isPlaying, frames]);
  const code = codes[place % codes.length];
  if (!code) return null;
  const digits = new Intl.NumberFormat(locale);
  const name = words.code(digits.format(place + 1), digits.format(frames.length));
  return (
    <div class="codes">
      <p class="quiet">{words.codeLead}</p>
      <svg role="img" aria-label={name} viewBox={`0 0 ${code.size} ${code.size}`} shape-rendering="crispEdges"><rect width={code.size} height={code.size} fill="#fff" /><path d={code.path} fill="#000" /></svg>
      <p class="quiet">{name}</p>
      {frames.length > 1 && (
        <div class="acts">
          <button type="button" class="plain" onClick={() => setPlaying(!isPlaying)}>{isPlaying ? words.pause : words.play}</button>
          <button type="button" class="plain" onClick={() => { setPlaying(false); setPlace((place + 1) % frames.length); }}>{words.next}</button>
        </div>
      )}
    </div>
  );
}
