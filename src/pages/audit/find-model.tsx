import type { JSX } from 'preact';
import { modelHistoryOf, type ModelStep } from '#core/audit';
import { formatCount, Hash } from '#page/frame';
import type { Audited } from './run.ts';
import { MODEL_NAMES } from './words.ts';

/** Fewest digits of a hash that are looked up: a shorter start is that of too many. */
const MIN_DIGITS = 4;

function eventText({ event, round }: ModelStep): string {
  switch (event) {
    case 'first': return 'the first of its kind';
    case 'made': return `made by round ${round}, with a candidate on trial`;
    case 'confirmed': return `made by round ${round}, which confirmed the candidate before`;
    case 'dropped': return `what round ${round} went back to when it dropped a candidate`;
    case 'counted': return `made by round ${round}`;
  }
}

/** Model files of the log whose hash starts with `text`. */
export function modelsLike(text: string, { report }: Pick<Audited, 'report'>): readonly ModelStep[] {
  return text.length < MIN_DIGITS ? [] : modelHistoryOf(report).filter(({ after }) => after.startsWith(text));
}

/** What the log says of a model, by the start of its hash. */
export function FoundModels({ steps }: { steps: readonly ModelStep[] }): JSX.Element | null {
  if (steps.length === 0) return null;
  return (
    <ul class="found-models small">
      {steps.map((step) => <li key={step.leaf} data-model={step.after}><b>{MODEL_NAMES[step.model]}</b> <Hash value={step.after} what="model hash" />: {eventText(step)}<span class="soft"> · entry {formatCount(step.leaf)}</span></li>)}
    </ul>
  );
}
