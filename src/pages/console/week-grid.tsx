import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { LABELS } from './campaign-words.ts';
import { clock, DAY_NAMES, DAY_ORDER, emptyWeek, withDay, withHour, type Week } from './week.ts';

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const STEPS: Readonly<Record<string, readonly [row: number, column: number]>> = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/** Hours of a week, drawn with pointer or keys: arrows move, space or Enter draws. */
export function WeekGrid({ week, onInput }: { readonly week: Week; readonly onInput: (week: Week) => void }): JSX.Element {
  const [at, setAt] = useState<readonly [row: number, column: number]>([0, 9]);
  const painting = useRef<boolean | undefined>(undefined);
  const table = useRef<HTMLTableElement>(null);
  const isAlways = week.every((hours) => hours.every((isOn) => !isOn)) || week.every((hours) => hours.every(Boolean));
  const move = (event: KeyboardEvent): void => {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    const next = [(at[0] + step[0] + 7) % 7, (at[1] + step[1] + 24) % 24] as const;
    setAt(next);
    table.current?.querySelector<HTMLElement>(`[data-at="${next.join()}"]`)?.focus();
  };
  return (
    <fieldset class="field">
      <legend>{LABELS.hours}</legend>
      <div class="week-box">
        <table class="week" ref={table} onKeyDown={move} onPointerUp={() => (painting.current = undefined)} onPointerLeave={() => (painting.current = undefined)}>
          <thead><tr><th scope="col"><span class="hidden-text">Day</span></th>{HOURS.map((hour) => <th key={hour} scope="col">{hour % 3 === 0 ? hour : <span class="hidden-text">{hour}</span>}</th>)}</tr></thead>
          <tbody>
            {DAY_ORDER.map((day, row) => {
              const hours = week[day] ?? [];
              const isWhole = hours.every(Boolean);
              return (
                <tr key={day}>
                  <th scope="row"><button type="button" class="link-button" aria-label={`${DAY_NAMES[day] ?? ''}, ${isWhole ? 'clear' : 'draw'} all hours`} onClick={() => onInput(withDay(week, day, !isWhole))}>{DAY_NAMES[day]?.slice(0, 3)}</button></th>
                  {HOURS.map((hour) => {
                    const isOn = hours[hour] === true;
                    const isHere = at[0] === row && at[1] === hour;
                    return (
                      <td key={hour}>
                        <button type="button" class="hour" data-at={`${row},${hour}`} aria-pressed={isOn} tabIndex={isHere ? 0 : -1} aria-label={`${DAY_NAMES[day] ?? ''} ${clock(hour)} to ${clock(hour + 1)}`}
                          onFocus={() => setAt([row, hour])}
                          onPointerDown={(event) => {
                            if (event.pointerType === 'touch') return; // a finger scrolls; its tap is a click
                            painting.current = !isOn;
                            onInput(withHour(week, day, hour, !isOn));
                          }}
                          onPointerEnter={() => painting.current !== undefined && onInput(withHour(week, day, hour, painting.current))}
                          onClick={(event) => (event.detail === 0 || (event as unknown as PointerEvent).pointerType === 'touch') && onInput(withHour(week, day, hour, !isOn))} />
                      </td>
                    );
                  })}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <p class="hint">{isAlways ? 'No hours are drawn: it runs at any hour.' : 'It runs in the hours that are drawn. Drag, or press a day to draw all of it.'} {!isAlways && <button type="button" class="link-button" onClick={() => onInput(emptyWeek())}>Run at any hour</button>}</p>
    </fieldset>
  );
}
