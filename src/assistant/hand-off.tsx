import { useState } from 'preact/hooks';
import { transcriptOf, type Turn } from './conversation.ts';
import type { AssistantHost } from './host.ts';
import { assistantBook } from './words.ts';

/** Longest transcript that goes into an address of mail: what mail programs take. */
const MAX_MAIL_CHARS = 1_500;

/** What a page hears as `homebird-handoff`; `preventDefault()` says that it takes care of the rest. */
interface HandOffDetail {
  /** Only where she ticked that it goes along; '' else. */
  readonly transcript: string;
}

/** Where the button leads: the shop's address, of mail with what goes along; '' where it may not be followed. */
function leadsTo(contact: string, transcript: string, address: (relative: string) => string): string {
  if (!/^mailto:[^\s?]+@[^\s?]+$/i.test(contact)) return address(contact);
  return `${contact}?subject=${encodeURIComponent(assistantBook.words().subject)}${transcript === '' ? '' : `&body=${encodeURIComponent(transcript.slice(-MAX_MAIL_CHARS))}`}`;
}

interface HandOffProps {
  readonly host: AssistantHost;
  readonly element: HTMLElement;
  readonly turns: readonly Turn[];
}

/** How a person is reached: the shop's link, or its own listener. The talk goes along only where she ticks it. */
export function HandOff({ host, element, turns }: HandOffProps) {
  const [isWithTalk, setWithTalk] = useState(false);
  const [isTold, setTold] = useState(false);
  const words = assistantBook.words();
  const transcript = isWithTalk ? transcriptOf(turns) : '';
  const href = leadsTo(element.getAttribute('contact')?.trim() ?? '', transcript, host.address);
  const tell = (event: MouseEvent): void => {
    const isOpen = element.dispatchEvent(new CustomEvent<HandOffDetail>('homebird-handoff', { bubbles: true, composed: true, cancelable: true, detail: { transcript } }));
    if (isOpen && href !== '') return;
    event.preventDefault();
    setTold(!isOpen);
  };
  const takesOver = element.hasAttribute('data-handoff');
  if (href === '' && !takesOver) return <div class="answer handoff"><p>{words.noContact}</p></div>;
  return (
    <div class="answer handoff" part="handoff">
      {(href === '' || takesOver || href.startsWith('mailto:')) && turns.length > 0 && (
        <label><input type="checkbox" checked={isWithTalk} onChange={(event) => setWithTalk(event.currentTarget.checked)} />{words.withTalk}</label>
      )}
      {href === '' ? <button type="button" class="primary" onClick={tell}>{words.handOff}</button> : <a class="primary" href={href} onClick={tell}>{words.handOff}</a>}
      {isTold && <p role="status">{words.told}</p>}
    </div>
  );
}
