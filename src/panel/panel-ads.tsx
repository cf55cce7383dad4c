import type { Profile, SteerTarget, SteerWish } from '#core/contract';
import { useWords } from '#page/words';
import { adsBook } from './ads-words.ts';
import { Fold } from './fold.tsx';
import type { PanelHost } from './host.ts';
import type { Said } from './say.tsx';

export interface AdFoldsProps {
  readonly host: PanelHost;
  readonly profile: Profile;
  onSteer(target: SteerTarget, wish: SteerWish, name: string, isPinned?: boolean): void;
  readonly onSaid: (said: Said) => void;
  readonly onChanged: () => void;
}

/** What concerns ads, once she has agreed to them: each behind its fold. */
export function AdFolds(props: AdFoldsProps) {
  if (!useWords(adsBook, props.host.locale)) return null;
  const words = adsBook.words();
  return (
    <>
      <Fold id="audience-title" title={words.audience} load={() => import('./panel-audience.tsx')}>{({ Audience }) => <Audience {...props} />}</Fold>
      <Fold id="shown-title" title={words.shown} load={() => import('./panel-shown.tsx')}>{({ ShownAds }) => <ShownAds {...props} />}</Fold>
    </>
  );
}
