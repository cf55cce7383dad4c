import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { CampaignFault } from '#core/campaigns';

/** Faults whose fields this form does not have. */
function unknownFaults(faults: readonly CampaignFault[]): readonly CampaignFault[] {
  return faults.filter(({ path }) => !document.querySelector(`[data-path="${CSS.escape(path.replace(/\[\d+\]$/, ''))}"], [data-path="${CSS.escape(path)}"]`));
}

/** Why nothing was written, with faults that no field shows. */
export function NotSaved({ failure, faults }: { readonly failure: string; readonly faults: readonly CampaignFault[] }): JSX.Element {
  const [lost, setLost] = useState<readonly CampaignFault[]>([]);
  useEffect(() => setLost(unknownFaults(faults)), [faults]); // once the fields show theirs
  return (
    <div class="notice bad" role="alert">
      <h2>Not saved</h2><p>{failure}.</p>
      {lost.length > 0 && <ul>{lost.map(({ path, message }) => <li key={path}><code class="mono">{path}</code> {message}</li>)}</ul>}
    </div>
  );
}

/** Brings what went wrong into sight, and the focus to the first field that is. */
export function showFaults(): void {
  scrollTo({ top: 0 });
  queueMicrotask(() => document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
}
