import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import { Icon } from '#page/frame';
import { place } from './router.ts';

interface Toast {
  readonly text: string;
  readonly href: string;
  readonly action: string;
}

/** Long enough to read a product's name and reach for the link. */
const TOAST_MS = 6000;

const toast = signal<Toast | null>(null);
let timer: ReturnType<typeof setTimeout> | undefined;

/** Says something at the foot of the page, and to screen readers, with a link to where it happened. */
export function announce(text: string, href: string, action: string): void {
  toast.value = { text, href, action };
  clearTimeout(timer);
  timer = setTimeout(() => (toast.value = null), TOAST_MS);
}

/** Where announcements appear; mounted once, so that screen readers watch it from the start. */
export function ToastRegion(): JSX.Element {
  const shown = toast.value;
  const path = place.value.segments.join('/');
  // On the next page it would cover what stands at its foot, and say what is past.
  useLayoutEffect(() => () => void (toast.value = null), [path]);
  return (
    <div class="toast-region" role="status">
      {shown && (
        <div class="toast">
          <Icon name="check" />
          <span class="toast-text">{shown.text}</span>
          <a href={shown.href} onClick={() => (toast.value = null)}>{shown.action}</a>
        </div>
      )}
    </div>
  );
}
