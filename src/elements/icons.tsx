/** Strokes of our icons on a 24-unit grid; decoration only, the words beside them say it. */
const PATHS = {
  dots: 'M5 12h.01M12 12h.01M19 12h.01',
  back: 'M15 5l-7 7 7 7',
  next: 'M9 5l7 7-7 7',
  lock: 'M7 11V8a5 5 0 0 1 10 0v3M6 11h12v9H6z',
  question: 'M9.2 9a3 3 0 1 1 4.4 2.6c-1 .6-1.6 1.2-1.6 2.4M12 17.5h.01',
  less: 'M5 12h14',
  hide: 'M4 4l16 16M9.9 5.1A10 10 0 0 1 12 5c6 0 9 7 9 7a15 15 0 0 1-2.6 3.6M6.4 6.5A15 15 0 0 0 3 12s3 7 9 7a9 9 0 0 0 4.5-1.2',
  close: 'M6 6l12 12M18 6L6 18',
  bin: 'M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13M10.5 11v5M13.5 11v5',
  pause: 'M9 5v14M15 5v14',
  play: 'M8 5l11 7-11 7z',
  download: 'M12 4v11M7 10l5 5 5-5M5 20h14',
  shield: 'M12 3l8 3v6c0 5-3.5 7.8-8 9-4.5-1.2-8-4-8-9V6z',
  search: 'M11 4a7 7 0 1 0 0 14a7 7 0 0 0 0-14M16 16l4 4',
  clock: 'M12 4a8 8 0 1 0 0 16a8 8 0 0 0 0-16M12 8v4.5l3 1.5',
  check: 'M5 12.5l4.5 4.5L19 7.5',
} as const;

/** One of our icons, as large as the text around it. */
export function Icon({ name }: { readonly name: keyof typeof PATHS }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" width="1.15em" height="1.15em" fill="none" stroke="currentColor" stroke-width="1.9" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
