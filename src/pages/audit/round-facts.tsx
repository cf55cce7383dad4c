import type { JSX } from 'preact';
import { surplusText, type AuditedModelRound, type AuditedRound } from '#core/audit';
import { analyticGaussianEpsilon, epsilonOf, noiseMultiplierOf } from '#core/privacy';
import { REJECT_REASONS, type ModelRound, type ModelTask, type Task } from '#core/protocol';
import { formatCount, formatMoments, formatShort, formatTiny, Hash, Icon } from '#page/frame';

/** One row of what both servers say; `agree` where both must say the same. */
function ServerRow({ name, leader, helper, agree }: { name: string; leader: JSX.Element | string; helper: JSX.Element | string; agree?: boolean }): JSX.Element {
  return (
    <tr class={agree === false ? 'differs' : ''}>
      <th scope="row">{name}</th><td>{leader}</td><td>{helper}</td>
      <td class="agree">{agree !== undefined && <span class={`chip ${agree ? 'good' : 'bad'}`}><Icon name={agree ? 'check' : 'cross'} size={13} /><span class="agree-word">{agree ? 'Same' : 'Differ'}</span></span>}</td>
    </tr>
  );
}

/** Noise of one server, in integer units: σ of a model's Gaussian, scale of a measurement's Laplace. */
function noiseOf(task: Task): string {
  if (task.kind === 'measure') return `Laplace, scale ${formatShort(task.noiseScale.numerator / task.noiseScale.denominator)}`;
  return `σ ${formatCount(Math.round(Math.sqrt(task.noiseVariance.numerator / task.noiseVariance.denominator)))}`;
}

/** What each of the two servers counted and published, side by side. */
export function TwoServers({ round: { record, task } }: { round: AuditedRound }): JSX.Element {
  const noise = task ? noiseOf(task) : '–';
  return (
    <div class="table-box"><table class="data servers">
      <caption class="hidden-text">What the two servers say of round {record.round}</caption>
      <thead><tr><td /><th scope="col">Shop</th><th scope="col">Helper</th><td /></tr></thead>
      <tbody>
        <ServerRow name="Reports counted" leader={formatCount(record.leaderReports)} helper={formatCount(record.helperReports)} agree={record.leaderReports === record.helperReports} />
        <ServerRow name="Root of report ids" leader={<Hash value={record.leaderIdsRoot} what="ids root of the shop" />} helper={<Hash value={record.helperIdsRoot} what="ids root of the helper" />} agree={record.leaderIdsRoot === record.helperIdsRoot} />
        <ServerRow name="Noised sum" leader={<Hash value={record.leaderShare} what="share hash of the shop" />} helper={<Hash value={record.helperShare} what="share hash of the helper" />} />
        <ServerRow name="Noise it added" leader={noise} helper={noise} />
      </tbody>
    </table></div>
  );
}

function Fact({ name, children }: { name: string; children: JSX.Element | string | readonly (JSX.Element | string)[] }): JSX.Element {
  return <div><dt>{name}</dt><dd>{children}</dd></div>;
}

function PrivacyFacts({ record, task }: { record: ModelRound; task: ModelTask }): JSX.Element {
  return (
    <>
      <Fact name="Fewest reports promised, k">{formatCount(task.minBatch)}</Fact>
      <Fact name="Clip, C → integer norm B">{`${formatShort(task.clipNorm)} → ${task.integerNorm}`}</Fact>
      <Fact name="Cost of one report, ρ">{formatShort(record.rho)}</Fact>
      <Fact name={`ε at δ = ${formatTiny(task.dpDelta)}, claim (CKS20)`}>{formatShort(epsilonOf(record.rho, task.dpDelta), 4)}</Fact>
      <Fact name="ε, analytic Gaussian, for comparison">{formatShort(analyticGaussianEpsilon(noiseMultiplierOf(task), task.dpDelta), 4)}</Fact>
    </>
  );
}

/** Everything else that was published of a round. */
export function RoundFacts({ round: { record, leaf, task, verdict } }: { round: AuditedModelRound }): JSX.Element {
  const rejects = REJECT_REASONS.filter((reason) => record.rejects[reason] > 0);
  return (
    <dl class="facts small">
      {task && <PrivacyFacts record={record} task={task} />}
      {verdict && <Fact name="Quality: devices that found the last candidate better, less worse">{`${surplusText(verdict)}; ${verdict.outcome === 'confirmed' ? 'confirmed' : 'dropped'}`.replaceAll(' %', '\u00a0%')}</Fact>}
      <Fact name="Noise to signal, R">{formatShort(record.noiseToSignal)}</Fact>
      <Fact name="Reports not counted">{rejects.length === 0 ? 'none' : rejects.map((reason) => `${reason} ${formatCount(record.rejects[reason])}`).join(', ')}</Fact>
      <Fact name="Opened to closed">{formatMoments(record.openedMs, record.closedMs)}</Fact>
      <Fact name="Log entry">{formatCount(leaf)}</Fact>
      <Fact name="Task"><Hash value={record.task} what="task id" /></Fact>
      <Fact name="Model before → after"><Hash value={record.modelBefore} what="model hash before" /><span aria-hidden="true"> → </span><Hash value={record.modelAfter} what="model hash after" /></Fact>
      <Fact name="Program that closed it"><Hash value={record.code} what="program hash" /></Fact>
    </dl>
  );
}
