import type { JSX } from 'preact';
import { MAX_NOISE_TO_SIGNAL } from '#core/fedavg';
import { noiseMultiplierOf } from '#core/privacy';
import type { ModelRound, ModelTask } from '#core/protocol';
import { formatCount, formatMoment, formatShort, Hash } from '#page/frame';
import { epsilonOfRound } from './figures.tsx';
import { modelTaskOf, type Seen } from './watch.ts';
import { judgedText, MODEL_NAMES, noiseVerdict } from './words.ts';

function Outcome({ round, task }: { round: ModelRound; task: ModelTask | undefined }): JSX.Element {
  if (round.outcome === 'kept') return <span class="chip warn">Old model kept</span>;
  if (round.outcome === 'rolled-back') return <span class="chip warn" title={judgedText(round, task)}>Candidate dropped</span>;
  if (round.verdict) return <span class="chip good" title={judgedText(round, task)}>New model</span>;
  if (round.model !== 'pairs') return <span class="chip" title="The next round judges it before any shelf ranks with it">Candidate made</span>;
  // A block of pairs in which nothing stands out of the noise is counted all the same, and the table stays as it was.
  return round.modelAfter === round.modelBefore ? <span class="chip">Nothing stood out</span> : <span class="chip good">New model</span>;
}

/** Every closed round, newest first. */
export function RoundsTable({ seen, auditUrl }: { seen: Seen; auditUrl: string }): JSX.Element {
  const rounds = [...seen.rounds].reverse();
  return (
    <section class="panel" aria-labelledby="rounds-title">
      <div class="panel-head"><h2 id="rounds-title">Closed rounds</h2>{auditUrl && <a class="small" href={auditUrl}>Recompute them yourself</a>}</div>
      {rounds.length === 0 ? <p>None yet. A round closes when its time is up and enough devices have reported; its sum is opened once and its model published here.</p> : (
        <div class="table-box" tabIndex={0} role="region" aria-label="Closed rounds, scrolls sideways">
          <table class="data">
            <thead>
              <tr>
                <th scope="col">Round</th><th scope="col">Model</th><th scope="col">Closed</th><th scope="col" class="end">Reports</th><th scope="col" class="end">Noise z</th>
                <th scope="col">Noise to signal</th><th scope="col" class="end">ε a report</th><th scope="col">Outcome</th><th scope="col">Model after</th>
              </tr>
            </thead>
            <tbody>
              {rounds.map((round) => {
                const task = modelTaskOf(seen, round.task);
                const verdict = noiseVerdict(round.noiseToSignal, round.model);
                return (
                  <tr key={round.round}>
                    <th scope="row">{round.round}</th>
                    <td>{MODEL_NAMES[round.model].name}</td>
                    <td>{formatMoment(round.closedMs)}</td>
                    <td class="end">{formatCount(round.leaderReports)}</td>
                    <td class="end">{task ? formatShort(noiseMultiplierOf(task)) : '–'}</td>
                    <td><span class="ratio"><progress class={`bar ${verdict.tone}`} max={MAX_NOISE_TO_SIGNAL} value={Math.min(MAX_NOISE_TO_SIGNAL, round.noiseToSignal)} aria-label={verdict.text} title={verdict.text} /><span class="number">{formatShort(round.noiseToSignal, 2)}</span></span></td>
                    <td class="end">{formatShort(epsilonOfRound(round, seen))}</td>
                    <td><Outcome round={round} task={task} /></td>
                    <td><Hash value={round.modelAfter} what="model hash" /></td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
