import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { spentSoFar, type Spending, type Spent } from '#core/audit';
import { formatCountOf, formatShort, formatTiny } from '#page/frame';
import type { Audited } from './run.ts';

/** The drawing's own units. */
const WIDTH = 640;
const HEIGHT = 160;
/** Points drawn, evenly over all rounds. */
const MAX_POINTS = 120;

function Row({ name, note, spending }: { name: string; note: string; spending: Spending }): JSX.Element {
  return (
    <tr>
      <th scope="row">{name}<span class="soft row-note">{note}</span></th>
      <td class="end">{formatShort(spending.rho, 4)}</td>
      <td class="end"><b>{formatShort(spending.epsilon, 4)}</b></td>
      <td class="end soft">{spending.analytic === undefined ? '–' : formatShort(spending.analytic, 4)}</td>
    </tr>
  );
}

/** A path of steps through the values, each from 0 to `most`. */
function steps(values: readonly number[], most: number): string {
  const x = (i: number): string => ((i / Math.max(1, values.length)) * WIDTH).toFixed(1);
  const y = (value: number): string => (HEIGHT - (value / most) * (HEIGHT - 8)).toFixed(1);
  return values.map((value, i) => `${i === 0 ? 'M' : 'L'}${x(i)} ${y(value)}H${x(i + 1)}`).join('');
}

function Chart({ spent, rounds }: { spent: readonly Spent[]; rounds: number }): JSX.Element {
  const most = Math.max(...spent.map(({ everyRound }) => everyRound.epsilon));
  const last = spent.at(-1);
  return (
    <figure class="spent-chart">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={`ε after each of ${formatCountOf(rounds, 'round')}; after the last ${formatShort(last?.oneDevice.epsilon ?? 0)} for one device`}>
        <path class="spent-every" d={steps(spent.map(({ everyRound }) => everyRound.epsilon), most)} />
        <path class="spent-device" d={steps(spent.map(({ oneDevice }) => oneDevice.epsilon), most)} />
      </svg>
      <figcaption class="small soft"><span><span class="key key-device" aria-hidden="true" />one device, at most: ε {formatShort(last?.oneDevice.epsilon ?? 0)}</span> <span><span class="key key-every" aria-hidden="true" />every round: ε {formatShort(last?.everyRound.epsilon ?? 0)}</span> <span>over {formatCountOf(rounds, 'round')}</span></figcaption>
    </figure>
  );
}

/** What all rounds so far can have cost one device. */
export function SpentPrivacy({ result }: { result: Audited | null }): JSX.Element {
  const rounds = result?.report.rounds ?? [];
  const spent = useMemo(() => (result ? spentSoFar(rounds, result.policy, MAX_POINTS) : []), [result]);
  const last = spent.at(-1);
  return (
    <section class="panel" id="privacy" aria-labelledby="privacy-title">
      <h2 id="privacy-title">Privacy spent so far</h2>
      {!last && <p>The first round will say what it cost.</p>}
      {last && (
        <>
          <p>Each report costs the device that sends it. A device keeps its own account and stops at its budget; how far rounds could have taken one is computed here from the published noise of one server alone, as if the other added none.</p>
          <div class="spent">
            <div class="table-box"><table class="data wrap-first">
              <caption class="hidden-text">Privacy spent after round {last.round}</caption>
              <thead><tr><th scope="col">After round {last.round}</th><th scope="col" class="end">ρ</th><th scope="col" class="end">ε, claim<span class="row-note">CKS20</span></th><th scope="col" class="end">ε, analytic<span class="row-note">for comparison</span></th></tr></thead>
              <tbody>
                <Row name="One device, at most" note="its budget of a week and a year allows no more" spending={last.oneDevice} />
                <Row name="Taking part in every round" note="more than any device can" spending={last.everyRound} />
              </tbody>
            </table><p class="small soft spent-note">δ = {formatTiny(last.delta)}. The claim is corollary 13 of Canonne, Kamath and Steinke 2020; the analytic value holds for the continuous Gaussian and is no claim.</p></div>
            <Chart spent={spent} rounds={rounds.length} />
          </div>
        </>
      )}
    </section>
  );
}
