import type { JSX } from 'preact';

/** Path data on a 24 × 24 grid, drawn with a 1.75 stroke. */
const PATHS = {
  search: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13Zm4.7-1.8L20 20',
  basket: 'M4 9h16l-1.6 9.2a2 2 0 0 1-2 1.8H7.6a2 2 0 0 1-2-1.8L4 9Zm4 0 3.5-5.5M16 9l-3.5-5.5',
  heart: 'M12 19.5S4 14.8 4 9.2A4.2 4.2 0 0 1 12 7.4a4.2 4.2 0 0 1 8 1.8c0 5.6-8 10.3-8 10.3Z',
  shield: 'M12 3.5 5 6v5.5c0 4.3 2.9 7.4 7 9 4.1-1.6 7-4.7 7-9V6l-7-2.5Z',
  check: 'm5 12.5 4.5 4.5L19 7.5',
  cross: 'm6.5 6.5 11 11m0-11-11 11',
  plus: 'M12 5.5v13M5.5 12h13',
  minus: 'M5.5 12h13',
  menu: 'M4 7h16M4 12h16M4 17h16',
  right: 'm9.5 6 6 6-6 6',
  down: 'm6 9.5 6 6 6-6',
  truck: 'M3 6.5h11v10H3v-10Zm11 3.5h3.5L21 13.5v3h-7V10ZM7.5 19.5a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6Zm9.5 0a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6Z',
  back: 'M4.5 9.5H15a4.5 4.5 0 0 1 0 9H9m-4.5-9L8.5 5.5m-4 4 4 4',
  store: 'M4.5 10v9.5h15V10M3.5 9.5 5.5 4.5h13l2 5a2.8 2.8 0 0 1-5.6 0 2.8 2.8 0 0 1-5.7 0 2.8 2.8 0 0 1-5.7 0ZM10 19.5v-5h4v5',
  copy: 'M8.5 8.5v-4h11v11h-4m-11-7h11v11h-11v-11Z',
  filter: 'M4 6.5h16M7 12h10m-7 5.5h4',
  lock: 'M6 11h12v8.5H6V11Zm2.5 0V8a3.5 3.5 0 0 1 7 0v3',
  clock: 'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17ZM12 7.5V12l3 2',
  alert: 'M12 4 3 19.5h18L12 4Zm0 6v4.5m0 2.2v.3',
  out: 'M13.5 4.5h6v6m0-6-9 9M10 5H5v14h14v-5',
  again: 'M19 5.5v4h-4m4 0A7.5 7.5 0 1 0 19.5 13',
  dot: 'M12 13.5a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3Z',
} as const;

/** Icons there are; a new one is a path above. */
export type IconName = keyof typeof PATHS;

/** A line icon in the colour of the text around it; decoration only, so words must stand beside it or in a label. */
export function Icon({ name, size = 20, filled = false }: { name: IconName; size?: number; filled?: boolean }): JSX.Element {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" fill={filled ? 'currentColor' : 'none'} stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
