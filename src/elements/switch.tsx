import type { Purpose } from '#core/consent';
import type { OfferedPurpose } from './host.ts';
import { ENGLISH } from './strings.ts';

/** Which purposes are switched on. */
export type Switches = Readonly<Partial<Record<Purpose, boolean>>>;

/** `switches` after one was moved: everything needs `local`, so it comes on with any other and takes all others with it. */
export function flipped(switches: Switches, purpose: Purpose, isOn: boolean): Switches {
  if (purpose === 'local') return isOn ? { ...switches, local: true } : {};
  return isOn ? { ...switches, local: true, [purpose]: true } : { ...switches, [purpose]: false };
}

interface PurposeSwitchProps {
  readonly purpose: OfferedPurpose;
  /** Another name than the purpose's own. */
  readonly name?: string;
  readonly isOn: boolean;
  /** With the click itself: browsers vouch for the `change` that follows a scripted click as if she had made it. */
  onFlip(isOn: boolean, click: Event): void;
}

/** One purpose with its switch and what it means. */
export function PurposeSwitch({ purpose, name, isOn, onFlip }: PurposeSwitchProps) {
  const words = ENGLISH.purpose[purpose];
  return (
    <div class="purpose">
      <label for={`purpose-${purpose}`}>{name ?? words.name}</label>
      <input
        type="checkbox" role="switch" id={`purpose-${purpose}`} checked={isOn} aria-describedby={`what-${purpose}`}
        onClick={(event) => onFlip(event.currentTarget.checked, event)}
      />
      <p class="what" id={`what-${purpose}`}>{words.what}</p>
    </div>
  );
}
