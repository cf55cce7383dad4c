import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import type { ShelfAttributes } from './homebird.js';

export * from './homebird.js';

type Ours<Attributes = unknown> = DetailedHTMLProps<HTMLAttributes<HTMLElement>, HTMLElement> & Attributes;

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'homebird-shelf': Ours<ShelfAttributes>;
      'homebird-search': Ours<{ count?: number | string; label?: string; query?: string }>;
      'homebird-privacy': Ours;
      'homebird-consent': Ours;
    }
  }
}
