import type { Explanation } from '#core/contract';
import { SCORERS, type Reason } from '#core/ranking';
import { whyBook } from './why-words.ts';

/** Shares below this are noise in a sum of percentages. */
const LEAST_SHARE = 0.005;
/** Inputs that add less than this do not show in two decimals. */
const LEAST_PART = 0.005;

/** How much each scorer has to say. */
export function Shares({ shares, locale }: { readonly shares: Reason['shares']; readonly locale: string }) {
  const words = whyBook.words();
  const percent = new Intl.NumberFormat(locale, { style: 'percent' });
  const said = SCORERS.map((scorer) => ({ scorer, share: shares[scorer] ?? 0 }))
    .filter(({ share }) => Math.abs(share) >= LEAST_SHARE)
    .sort((a, b) => Math.abs(b.share) - Math.abs(a.share));
  return (
    <ul class="shares">
      {said.map(({ scorer, share }) => (
        <li key={scorer}>
          <span id={`share-${scorer}`}>{words.scorers[scorer]}</span>
          <span>{percent.format(share)}</span>
          <meter min={0} max={1} value={Math.min(1, Math.max(0, share))} aria-labelledby={`share-${scorer}`} />
        </li>
      ))}
    </ul>
  );
}

/** The score, input by input. */
export function Parts({ explanation, locale }: { readonly explanation: Explanation; readonly locale: string }) {
  const words = whyBook.words();
  const { parts, pinned, lowered, score } = explanation;
  const inputs: Readonly<Record<string, string>> = words.inputs;
  const number = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const signed = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2, signDisplay: 'exceptZero' });
  return (
    <table>
      <caption>{words.parts}</caption>
      <thead><tr><th scope="col">{words.input}</th><th scope="col">{words.value}</th><th scope="col">{words.weight}</th><th scope="col">{words.part}</th></tr></thead>
      <tbody>
        {parts.filter(({ part }) => Math.abs(part) >= LEAST_PART).map(({ input, value, weight, part }) => (
          <tr key={input}><th scope="row">{inputs[input] ?? input}</th><td>{number.format(value)}</td><td>{number.format(weight)}</td><td>{signed.format(part)}</td></tr>
        ))}
        {pinned > 0 && <tr><th scope="row">{words.pinned}</th><td /><td /><td>{signed.format(pinned)}</td></tr>}
        {lowered > 0 && <tr><th scope="row">{words.lowered}</th><td /><td /><td>{signed.format(-lowered)}</td></tr>}
      </tbody>
      <tfoot><tr><th scope="row">{words.score}</th><td /><td /><td>{number.format(score)}</td></tr></tfoot>
    </table>
  );
}
