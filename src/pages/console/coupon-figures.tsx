import type { JSX } from 'preact';
import { offerFigures, type Figure } from '#core/figures';
import { totalsOf } from '#core/measurement';
import { PRIOR_REDEEMED_SHARE, type OfferSet } from '#core/offers';
import { formatCount, formatCountOf } from '#page/frame';
import { intervalText, isTold, percentText, wantedText } from './figure-words.ts';
import { sums } from './sums.ts';

function Told({ name, figure, text }: { readonly name: string; readonly figure: Figure; readonly text: (value: number) => string }): JSX.Element {
  const interval = intervalText(figure, { least: 0, text });
  if (isTold(figure)) return <div><dt>{name}</dt><dd><b>{text(figure.value)}</b> <span class="soft">{interval}</span></dd></div>;
  return <div><dt>{name}</dt><dd class="soft">Not yet known: {wantedText(figure)}{interval !== '' && <details><summary>interval</summary>{interval}</details>}</dd></div>;
}

/** How often a published coupon was shown and redeemed, and what browsers choose by. */
export function CouponFigures({ id, redeemed }: { readonly id: string; readonly redeemed: OfferSet['redeemed'] }): JSX.Element | null {
  if (sums.value === undefined) return null;
  const figures = offerFigures(totalsOf(sums.value.filter(({ layout }) => layout.subject === 'offers')), id);
  if (!figures) return <p class="soft wide">How often it is shown and redeemed was not measured yet.</p>;
  const count = (value: number): string => formatCount(Math.round(value));
  return (
    <div class="wide" role="group" aria-label="Measured">
      <dl class="facts small">
        <Told name="Shown" figure={figures.shown} text={count} />
        <Told name="Redeemed" figure={figures.redeemed} text={count} />
        <Told name="Redeemed of shown" figure={figures.share} text={percentText} />
      </dl>
      <p class="small soft">{formatCountOf(figures.reports, 'report')}. Browsers choose as if {percentText(redeemed?.[id] ?? PRIOR_REDEEMED_SHARE)} were redeemed{redeemed?.[id] === undefined ? ', what is usual, until enough showings were measured' : ': what was measured, and what is usual, each by how sure it is'}.</p>
    </div>
  );
}
