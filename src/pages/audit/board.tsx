import type { JSX } from 'preact';
import { formatCountOf, Icon, type IconName } from '#page/frame';
import { claimsFor, standingOf, type Claim, type Standing } from './promises.ts';
import type { Audit } from './run.ts';

const MARKS: Readonly<Record<Standing['state'], { readonly tone: string; readonly icon: IconName; readonly word: string }>> = {
  waiting: { tone: '', icon: 'clock', word: 'Checking' },
  holds: { tone: 'good', icon: 'check', word: 'Holds' },
  broken: { tone: 'bad', icon: 'cross', word: 'Broken' },
  limited: { tone: 'warn', icon: 'alert', word: 'Limited' },
};

/** A word with its sign and colour, never colour alone. */
export function Mark({ state }: { state: Standing['state'] }): JSX.Element {
  const { tone, icon, word } = MARKS[state];
  return <span class={`chip ${tone}`}><Icon name={icon} size={15} />{word}</span>;
}

function noteOf({ state, checks, rounds, detail }: Standing, isDone: boolean): string {
  if (state === 'waiting') return isDone ? 'Nothing to check yet' : '';
  if (state === 'broken') return rounds.length > 0 ? `Round ${rounds.join(', ')}: ${detail}` : detail;
  return [checks > 0 ? formatCountOf(checks, 'check') : '', detail].filter(Boolean).join('. ');
}

/** What this visit could be compared with. */
const PASTS = {
  compared: 'The log goes on from what you saw here the last time.',
  remembered: 'First visit, so nothing to compare with yet: what was verified now is remembered for the next one.',
  lost: 'Nothing to compare with: this browser remembers no earlier visit, and nothing could be kept of this one.',
} as const;

/** What the log was compared with, and whether the next visit can be; undefined until that is known. */
function pastOf({ result }: Audit): keyof typeof PASTS | undefined {
  if (!result) return undefined;
  if (result.seen) return 'compared';
  return result.isRemembered ? 'remembered' : 'lost';
}

function ClaimCard({ claim, audit }: { claim: Claim; audit: Audit }): JSX.Element {
  const { checks } = audit;
  const [isDone, past] = [audit.state === 'done', pastOf(audit)];
  const standing = standingOf(claim, checks);
  return (
    <li class={`claim ${standing.state}`}>
      <div class="panel-head"><h3>{claim.title}</h3>{isDone && standing.state === 'waiting' ? <span class="chip">No round yet</span> : <Mark state={standing.state} />}</div>
      <p class="small soft">{claim.how}{past && claim.comparesVisits && ` ${PASTS[past]}`}</p>
      <p class="small claim-note">{noteOf(standing, isDone)}</p>
      <details class="claim-more small">
        <summary>What was checked<span class="hidden-text"> for “{claim.title}”</span><Icon name="down" size={15} /></summary>
        <dl>
          <div><dt>In this browser</dt><dd>{claim.check}</dd></div>
          <div><dt>If it failed</dt><dd>{claim.failure}</dd></div>
        </dl>
      </details>
    </li>
  );
}

/** Every claim with how it stands. */
export function PromiseBoard({ audit }: { audit: Audit }): JSX.Element {
  return (
    <section id="promises" aria-labelledby="board-title">
      <h2 id="board-title" class="hidden-text">Promises</h2>
      <ul class="board">{claimsFor(audit.checks).map((claim) => <ClaimCard key={claim.title} claim={claim} audit={audit} />)}</ul>
    </section>
  );
}
