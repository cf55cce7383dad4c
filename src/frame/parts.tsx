import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { copyText } from './clipboard.ts';
import { shortHash } from './format.ts';
import { Icon } from './icon.tsx';

/** How long "Copied" stands before the hash comes back. */
const COPIED_MS = 1500;

/** A content hash or id, cut short for the eye; one press copies all of it. */
export function Hash({ value, what }: { value: string; what: string }): JSX.Element {
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return undefined;
    const timer = setTimeout(() => setCopied(false), COPIED_MS);
    return () => clearTimeout(timer);
  }, [isCopied]);
  if (value === '') return <span class="soft">–</span>;
  const copy = (): void => void copyText(value).then(setCopied);
  return (
    <button type="button" class="hash" title={value} aria-label={`Copy ${what} ${value}`} onClick={copy}>
      {isCopied ? 'Copied' : shortHash(value)}
      <Icon name={isCopied ? 'check' : 'copy'} size={13} />
    </button>
  );
}

/** A boxed message with a heading: an empty state, a failure, a limit. */
export function Notice({ title, tone = '', children }: { title: string; tone?: '' | 'bad' | 'warn'; children?: ComponentChildren }): JSX.Element {
  return (
    <div class={`notice ${tone}`} role={tone === 'bad' ? 'alert' : undefined}>
      <h2>{title}</h2>
      {children}
    </div>
  );
}
