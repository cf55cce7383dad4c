import { MAX_QUESTION_CHARS, personalDataIn } from '#core/assistant';
import { Icon } from '#page/elements';
import { useWords, type Spoken } from '#page/words';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Answer, Chips } from './answer.tsx';
import { useConversation } from './conversation.ts';
import { HandOff } from './hand-off.tsx';
import type { AssistantHost } from './host.ts';
import { assistantBook } from './words.ts';

interface AssistantProps {
  readonly host: AssistantHost;
  readonly element: HTMLElement;
}

/** The button; the dialog is drawn with the first press of it. */
export function Assistant({ host, element }: AssistantProps) {
  const spoken = useWords(assistantBook, host.locale);
  const [isOpen, setOpen] = useState(false);
  const [wasOpen, setWasOpen] = useState(false);
  const launcher = useRef<HTMLButtonElement>(null);
  if (!spoken) return null;
  const open = (): void => {
    setOpen(true);
    setWasOpen(true);
  };
  const close = (): void => {
    setOpen(false);
    launcher.current?.focus();
  };
  return (
    <div {...spoken}>
      <button type="button" class="launcher primary" part="launcher" ref={launcher} aria-haspopup="dialog" aria-expanded={isOpen} onClick={open}><Icon name="question" />{element.getAttribute('label') ?? assistantBook.words().open}</button>
      {wasOpen && <Talk host={host} element={element} spoken={spoken} isOpen={isOpen} onClose={close} />}
    </div>
  );
}

interface TalkProps extends AssistantProps {
  readonly spoken: Spoken;
  readonly isOpen: boolean;
  onClose(): void;
}

/** The dialog: what was asked and answered, and a field. The browser keeps the focus inside and closes it with Escape. */
function Talk({ host, element, spoken, isOpen, onClose }: TalkProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const log = useRef<HTMLDivElement>(null);
  const [wantsPerson, setWantsPerson] = useState(false);
  const [isCleared, setCleared] = useState(false);
  const { turns, openings, ask, clear } = useConversation(host, isOpen, element.getAttribute('item'));
  const words = assistantBook.words();
  // Before the next key can arrive: what she types at once goes into the field.
  useLayoutEffect(() => {
    const own = dialog.current;
    if (isOpen && own && !own.open) {
      own.showModal();
      own.querySelector('textarea')?.focus();
    }
  }, [isOpen]);
  useEffect(() => {
    if (turns.length > 0 || wantsPerson) log.current?.scrollTo({ top: log.current.scrollHeight });
  }, [turns, wantsPerson]);
  const send = (question: string): void => {
    setWantsPerson(false);
    setCleared(false);
    ask(question);
    dialog.current?.querySelector('textarea')?.focus();
  };
  const restart = (): void => {
    clear();
    setWantsPerson(false);
    setCleared(true);
    dialog.current?.querySelector('textarea')?.focus();
  };
  return (
    <dialog part="dialog" ref={dialog} {...spoken} aria-labelledby="assistant-title" onClose={onClose} onClick={(event) => event.target === dialog.current && dialog.current?.close()}>
      <header>
        <h2 id="assistant-title">{words.title}</h2>
        {turns.length > 0 && <button type="button" aria-label={words.clear} title={words.clear} onClick={restart}><Icon name="bin" /></button>}
        <button type="button" aria-label={words.close} onClick={() => dialog.current?.close()}><Icon name="close" /></button>
      </header>
      <div class="log" ref={log} role="log" aria-label={words.log} tabIndex={0}>
        <p class="honest quiet"><Icon name="lock" /><span>{words.label}</span></p>
        {openings === null && <p>{words.away}</p>}
        {turns.length === 0 && <Chips title={words.suggestions} questions={openings ?? []} onAsk={send} />}
        {turns.map((turn, i) => [
          <p key={`q${turn.id}`} class="asked"><span class="sr">{words.you}: </span><bdi>{turn.question}</bdi></p>,
          <Answer key={`a${turn.id}`} host={host} turn={turn} isLast={i === turns.length - 1} onAsk={send} onPerson={() => setWantsPerson(true)} />,
        ])}
        {wantsPerson && <HandOff host={host} element={element} turns={turns} />}
      </div>
      <p class="sr" role="status">{isCleared ? words.cleared : ''}</p>
      <Field onSend={send} />
    </dialog>
  );
}

/** Where a question is typed; Enter asks, with Shift it breaks the line. */
function Field({ onSend }: { onSend(question: string): void }) {
  const [text, setText] = useState('');
  const words = assistantBook.words();
  const found = personalDataIn(text);
  const send = (): void => {
    if (text.trim() === '') return;
    onSend(text.trim());
    setText('');
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return; // the key ends a word of Chinese
    event.preventDefault();
    send();
  };
  return (
    <>
      <div role="status">{found && <p class="careful">{words.careful[found]}</p>}</div>
      <form onSubmit={(event) => { event.preventDefault(); send(); }}>
        <textarea aria-label={words.field} placeholder={words.field} rows={1} maxLength={MAX_QUESTION_CHARS} dir="auto" autocomplete="off" value={text} onInput={(event) => setText(event.currentTarget.value)} onKeyDown={onKeyDown} />
        <button type="submit" class="primary">{words.send}</button>
      </form>
    </>
  );
}
