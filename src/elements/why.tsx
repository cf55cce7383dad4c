import type { ProductCard } from '#core/catalogue';
import { SCORERS, type Recommendation } from '#core/ranking';
import { useEffect, useRef } from 'preact/hooks';
import { Icon } from './icons.tsx';
import { Picture } from './picture.tsx';
import { ENGLISH } from './strings.ts';

interface WhyProps {
  readonly recommendation: Recommendation;
  readonly product: ProductCard;
  readonly line: string;
  readonly isPersonal: boolean;
  readonly evidence: readonly ProductCard[];
  readonly locale: string;
  address(relative: string): string;
  onClose(): void;
}

/** Shares below this are noise in a sum of percentages. */
const LEAST_SHARE = 0.005;

function Shares({ recommendation, locale }: Pick<WhyProps, 'recommendation' | 'locale'>) {
  const shares = SCORERS.map((scorer) => ({ scorer, share: recommendation.reason.shares[scorer] ?? 0 }))
    .filter(({ share }) => Math.abs(share) >= LEAST_SHARE)
    .sort((a, b) => Math.abs(b.share) - Math.abs(a.share));
  if (shares.length === 0) return null;
  const percent = new Intl.NumberFormat(locale, { style: 'percent' });
  return (
    <>
      <h3>{ENGLISH.why.numbers}</h3>
      <ul class="shares">
        {shares.map(({ scorer, share }) => (
          <li key={scorer}>
            <span id={`share-${scorer}`}>{ENGLISH.why.scorers[scorer]}</span>
            <span>{percent.format(share)}</span>
            <meter min={0} max={1} value={Math.min(1, Math.max(0, share))} aria-labelledby={`share-${scorer}`} />
          </li>
        ))}
      </ul>
    </>
  );
}

/** Why one product is shown: the line, its evidence and the numbers. */
export function Why({ recommendation, product, line, isPersonal, evidence, locale, address, onClose }: WhyProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    if (element && !element.open) element.showModal();
  }, []);
  return (
    <dialog ref={dialog} aria-labelledby="why-title" onClose={onClose} onClick={(event) => event.target === dialog.current && dialog.current?.close()}>
      <header>
        <h2 id="why-title">{ENGLISH.why.title}</h2>
        <button type="button" class="close" aria-label={ENGLISH.shelf.close} onClick={() => dialog.current?.close()}><Icon name="close" /></button>
      </header>
      <p class="quiet">{product.title}</p>
      <p class="line">{line}</p>
      {isPersonal && evidence.length > 0 && (
        <>
          <h3>{ENGLISH.why.evidence}</h3>
          <ul class="evidence">
            {evidence.map((item) => (
              <li key={item.id}>
                <span class="thumb"><Picture product={item} address={address(item.image)} /></span>
                <span>{item.title}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      <Shares recommendation={recommendation} locale={locale} />
      <p class="foot quiet"><Icon name="lock" /><span>{isPersonal ? ENGLISH.why.local : ENGLISH.why.notPersonal}</span></p>
    </dialog>
  );
}
