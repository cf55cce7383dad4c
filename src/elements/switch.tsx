import type { Purpose } from '#core/consent';
import { useWords } from '#page/words';
import { useRef } from 'preact/hooks';
import { isHerClick } from './her-click.ts';
import type { OfferedPurpose } from './host.ts';
import { consentBook } from './consent-words.ts';
import { usePart } from './part.ts';

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
  /** Whether the shop's own consent tool refuses it: then the switch alone is not enough, and says so. */
  readonly isRefusedByTool?: boolean;
  /** BCP 47. */
  readonly locale: string;
  /** @param isHers - whether she clicked it herself; asked of the click, because browsers vouch for the `change` behind a scripted one */
  onFlip(isOn: boolean, isHers: boolean): void;
}

/** One purpose with its switch and what it means. */
export function PurposeSwitch({ purpose, name, isOn, isRefusedByTool = false, locale, onFlip }: PurposeSwitchProps) {
  const label = useRef<HTMLLabelElement>(null);
  const isOfAds = purpose === 'ads' || purpose === 'measure';
  const part = usePart(() => import('./ad-switch-words.ts'), isOfAds, () => label.current);
  if (!useWords(consentBook, locale)) return null;
  const words = !isOfAds ? consentBook.words().purpose[purpose] : part && part !== 'away' && part.adSwitchWords(locale)[purpose];
  if (!words) return null;
  return (
    <div class="purpose">
      <label ref={label} for={`purpose-${purpose}`}>{name ?? words.name}</label>
      <input
        type="checkbox" role="switch" id={`purpose-${purpose}`} checked={isOn} aria-describedby={`what-${purpose}`}
        onClick={(event) => onFlip(event.currentTarget.checked, isHerClick(event, [event.currentTarget, label.current]))}
      />
      <p class="what" id={`what-${purpose}`}>{words.what}{isRefusedByTool && ` ${consentBook.words().refusedByTool}`}</p>
    </div>
  );
}
