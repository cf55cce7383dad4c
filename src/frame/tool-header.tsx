import type { ComponentChildren, JSX } from 'preact';
import { Icon } from './icon.tsx';

/** Homebird's bird. */
export function Bird({ size = 28 }: { size?: number }): JSX.Element {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <path class="mark-body" d="M3 19.8c0-6.3 4.8-11 10.9-11 2.1 0 4 .6 5.5 1.5 1.3-2.2 3.5-3.1 6.1-3.1 0 0-.6 1.4-.6 2.9l3.8 1.9-3.8 1.6c.1.6.1 1.2.1 1.9 0 6.2-4.9 10.7-11.1 10.7H5.9c2.6-1 3.9-2.3 4.4-3.7-4.1.1-7.3-.1-7.3-2.7Z" />
      <circle class="mark-eye" cx="22" cy="11.7" r="1.3" />
      <path class="mark-wing" d="M8.9 17.7c2.6-4 7.4-4.2 10-2.1-1 4-5.8 5.3-10 2.1Z" />
    </svg>
  );
}

/** Where the bar scrolls, browsers leave a link half cut off that keys have reached. */
function inSight({ target }: FocusEvent): void {
  if (target instanceof Element) target.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}

/** Top of the console and the auditor page. */
export function ToolHeader({ name, shop, links, children }: {
  name: string;
  shop: string;
  links: readonly (readonly [label: string, href: string])[];
  children?: ComponentChildren;
}): JSX.Element {
  return (
    <header class="tool-header">
      <div class="page tool-bar" onFocusCapture={inSight}>
        <span class="tool-name"><Bird />{name}{shop && <span class="of" title={shop}>{shop}</span>}</span>
        {children}
        <nav class="tool-links" aria-label="Other pages of this deployment">
          {links.filter(([, href]) => href !== '').map(([label, href]) => <a key={label} href={href}>{label}<Icon name="out" size={15} /></a>)}
        </nav>
      </div>
    </header>
  );
}
