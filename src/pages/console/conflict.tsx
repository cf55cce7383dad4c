import type { JSX } from 'preact';
import type { ManagedCampaign } from '#core/campaigns';
import { formatMoment } from '#page/frame';
import type { Kept } from './api.ts';
import { differences } from './campaign-form.ts';

/** Somebody else saved first: both stand side by side, and the person decides. */
export function Conflict({ mine, theirs, onMine, onTheirs }: { readonly mine: ManagedCampaign; readonly theirs: Kept; readonly onMine: () => void; readonly onTheirs: () => void }): JSX.Element {
  const rows = differences(mine, theirs.managed);
  return (
    <div class="notice warn conflict" role="alert">
      <h2>{theirs.changedBy} saved this campaign while you were writing</h2>
      <p>At {formatMoment(theirs.changedMs)}. Nothing of yours was written, and nothing of theirs is lost. Your form is as you left it.</p>
      {rows.length === 0 ? <p>You both wrote the same.</p> : (
        <div class="table-box" tabIndex={0} role="region" aria-label="Differences">
          <table class="data">
            <thead><tr><th scope="col">Field</th><th scope="col">Yours</th><th scope="col">Theirs</th></tr></thead>
            <tbody>{rows.map(({ path, mine: own, theirs: other }) => <tr key={path}><th scope="row">{path.replace(/^campaign\./, '')}</th><td>{own}</td><td>{other}</td></tr>)}</tbody>
          </table>
        </div>
      )}
      <p class="row">
        <button type="button" class="button" onClick={onMine}>Save mine over theirs</button>
        <button type="button" class="button plain" onClick={onTheirs}>Take theirs</button>
      </p>
    </div>
  );
}
