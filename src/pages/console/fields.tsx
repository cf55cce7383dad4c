import type { ComponentChildren, JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import type { CampaignFault } from '#core/campaigns';
import { Icon } from '#page/frame';

/** What every field of the editor is given. */
export interface FieldProps {
  readonly label: string;
  readonly hint?: string;
  /** Where its faults stand. */
  readonly path: string;
  readonly faults: readonly CampaignFault[];
}

/** Faults at `path`, or below it where it is a list. */
export function faultsAt(faults: readonly CampaignFault[], path: string): readonly CampaignFault[] {
  return faults.filter((fault) => fault.path === path || fault.path.startsWith(`${path}[`));
}

function Wrong({ id, faults, path }: { readonly id: string } & Pick<FieldProps, 'faults' | 'path'>): JSX.Element | null {
  const own = faultsAt(faults, path);
  return own.length === 0 ? null : <p class="wrong" id={id} data-path={path}>{own.map(({ message }) => message).join('. ')}</p>;
}

/** One line of text. */
export function TextField({ label, hint, path, faults, value, onInput, type = 'text', inputMode, disabled = false, suffix }: FieldProps & { readonly value: string; readonly onInput: (value: string) => void; readonly type?: 'text' | 'datetime-local'; readonly inputMode?: 'decimal' | 'numeric'; readonly disabled?: boolean; readonly suffix?: string }): JSX.Element {
  const id = useId();
  const isWrong = faultsAt(faults, path).length > 0;
  const described = [hint === undefined ? '' : `${id}-hint`, isWrong ? `${id}-wrong` : ''].join(' ').trim();
  const attributes = {
    id, class: 'input', value, disabled, autocomplete: 'off', 'aria-invalid': isWrong, ...(described !== '' && { 'aria-describedby': described }), ...(inputMode && { inputMode }),
    onInput: (event: { readonly currentTarget: HTMLInputElement }) => onInput(event.currentTarget.value),
  } as const;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <span class="with-suffix">
        {type === 'text' ? <input type="text" {...attributes} /> : <input type="datetime-local" {...attributes} />}
        {suffix !== undefined && <span class="suffix">{suffix}</span>}
      </span>
      {hint !== undefined && <p class="hint" id={`${id}-hint`}>{hint}</p>}
      <Wrong id={`${id}-wrong`} faults={faults} path={path} />
    </div>
  );
}

/** One of a few. */
export function SelectField<Value extends string>({ label, hint, path, faults, value, options, onInput }: FieldProps & { readonly value: Value; readonly options: readonly (readonly [Value, string])[]; readonly onInput: (value: Value) => void }): JSX.Element {
  const id = useId();
  const isWrong = faultsAt(faults, path).length > 0;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} class="input" value={value} aria-invalid={isWrong} aria-describedby={isWrong ? `${id}-wrong` : undefined} onInput={(event) => onInput(options.find(([option]) => option === event.currentTarget.value)?.[0] ?? value)}>
        {options.map(([option, text]) => <option key={option} value={option}>{text}</option>)}
      </select>
      {hint !== undefined && <p class="hint">{hint}</p>}
      <Wrong id={`${id}-wrong`} faults={faults} path={path} />
    </div>
  );
}

/** Words that are added one by one and shown as chips. */
export function ChipsField({ label, hint, path, faults, values, known, nameOf = (value) => value, onInput }: FieldProps & { readonly values: readonly string[]; /** What may be chosen from; others may be typed. */ readonly known?: readonly string[]; readonly nameOf?: (value: string) => string; readonly onInput: (values: readonly string[]) => void }): JSX.Element {
  const id = useId();
  const [text, setText] = useState('');
  const add = (): void => {
    const value = text.trim();
    if (value !== '' && !values.includes(value)) onInput([...values, value]);
    setText('');
  };
  const isWrong = faultsAt(faults, path).length > 0;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <span class="chip-input">
        <input id={id} class="input" value={text} list={known && `${id}-known`} autocomplete="off" aria-invalid={isWrong} aria-describedby={isWrong ? `${id}-wrong` : undefined}
          onInput={(event) => setText(event.currentTarget.value)} onBlur={add}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            event.preventDefault(); // Enter would save the campaign
            add();
          }} />
        <button type="button" class="button plain" onClick={add}>Add</button>
      </span>
      {known && <datalist id={`${id}-known`}>{known.map((value) => <option key={value} value={value} />)}</datalist>}
      <Chips values={values} nameOf={nameOf} label={label} onInput={onInput} />
      {hint !== undefined && <p class="hint">{hint}</p>}
      <Wrong id={`${id}-wrong`} faults={faults} path={path} />
    </div>
  );
}

/** Chosen values, each with a button that takes it out. */
export function Chips({ values, nameOf, label, onInput }: { readonly values: readonly string[]; readonly nameOf: (value: string) => string; readonly label: string; readonly onInput: (values: readonly string[]) => void }): JSX.Element | null {
  if (values.length === 0) return null;
  const takeOut = (value: string, button: HTMLButtonElement): void => {
    const own = button.closest('li');
    const next = own?.nextElementSibling?.querySelector('button') ?? own?.previousElementSibling?.querySelector('button') ?? own?.closest('ul')?.parentElement?.querySelector('input');
    next?.focus(); // the button that has the focus goes
    onInput(values.filter((other) => other !== value));
  };
  return (
    <ul class="chips" aria-label={`${label}, chosen`}>
      {values.map((value) => (
        <li key={value} class="chip accent">{nameOf(value)}<button type="button" aria-label={`Take out ${nameOf(value)}`} onClick={(event) => takeOut(value, event.currentTarget)}><Icon name="cross" size={14} /></button></li>
      ))}
    </ul>
  );
}

/** Any of a few. */
export function ChecksField<Value extends string>({ label, hint, path, faults, values, options, onInput, children }: FieldProps & { readonly values: readonly Value[]; readonly options: readonly (readonly [Value, string])[]; readonly onInput: (values: readonly Value[]) => void; readonly children?: ComponentChildren }): JSX.Element {
  const id = useId();
  const isWrong = faultsAt(faults, path).length > 0;
  return (
    <fieldset class="field" aria-describedby={isWrong ? `${id}-wrong` : undefined}>
      <legend>{label}</legend>
      <div class="checks">
        {options.map(([value, text]) => (
          <label key={value} class="check"><input type="checkbox" checked={values.includes(value)} onInput={(event) => onInput(event.currentTarget.checked ? [...values, value] : values.filter((other) => other !== value))} />{text}</label>
        ))}
      </div>
      {children}
      {hint !== undefined && <p class="hint">{hint}</p>}
      <Wrong id={`${id}-wrong`} faults={faults} path={path} />
    </fieldset>
  );
}
