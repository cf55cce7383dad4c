import type { JSX } from 'preact';
import { formatMoment } from '#page/frame';
import type { Difference } from './differences.ts';

/** Somebody else saved first: both stand side by side, and the person decides. @param atMs - when that was, where it is known */
export function Conflict({ title, atMs, rows, onMine, onTheirs }: {
  readonly title: string; readonly atMs?: number; readonly rows: readonly Difference[]; readonly onMine: () => void; readonly onTheirs: () => void;
}): JSX.Element {
  return (
    <div class="notice warn conflict" role="alert">
      <h2>{title}</h2>
      <p>{atMs !== undefined && `At ${formatMoment(atMs)}. `}Nothing of yours was written, and nothing of theirs is lost. Your form is as you left it.</p>
      {rows.length === 0 ? <p>You both wrote the same.</p> : (
        <div class="table-box" tabIndex={0} role="region" aria-label="Differences">
          <table class="data">
            <thead><tr><th scope="col">Field</th><th scope="col">Yours</th><th scope="col">Theirs</th></tr></thead>
            <tbody>{rows.map(({ field, mine: own, theirs: other }) => <tr key={field}><th scope="row">{field}</th><td>{own}</td><td>{other}</td></tr>)}</tbody>
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
