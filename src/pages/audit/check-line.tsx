import type { JSX } from 'preact';
import type { AuditCheck } from '#core/audit';
import { Icon } from '#page/frame';

/** One check as a line: what was compared, and that it agreed or how it did not. */
export function CheckLine({ check }: { check: AuditCheck }): JSX.Element {
  const tone = check.ok ? 'good' : check.advisory ? 'warn' : 'bad';
  return (
    <li class={`check-line ${tone}`}>
      <Icon name={check.ok ? 'check' : check.advisory ? 'alert' : 'cross'} size={18} />
      <div><p><span class="hidden-text">{check.ok ? 'Holds: ' : 'Does not hold: '}</span>{check.title}</p><p class="small soft check-detail">{check.detail}</p></div>
    </li>
  );
}
