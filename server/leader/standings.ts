import type { Clock } from '#core/units';

/** Somebody whom rounds wait for. */
export interface Party {
  readonly party: 'helper' | 'witness';
  /** Address of the helper, key name of a witness: both stand in the policy, so that nothing is said that is not public. */
  readonly name: string;
}

/** What is wrong with one who was asked. */
export type TroubleKind = 'away' | 'full' | 'other-secret' | 'other-log' | 'other-history' | 'wrong-answer' | 'refuses';

/** Somebody who does not do its part now. */
export interface Trouble extends Party {
  readonly kind: TroubleKind;
  /** A sentence without its subject. */
  readonly why: string;
  /** When it began, ms since 1970. */
  readonly sinceMs: number;
}

/** News about somebody: in trouble, or, without one, back. */
export type StandingNews = Party & { readonly trouble: Trouble | undefined };

const WORDS: Readonly<Record<TroubleKind, string>> = {
  'away': 'does not answer',
  'full': 'keeps no more for this shop until its operator allows it',
  'other-secret': 'does not accept this leader\'s secret',
  'other-log': 'cosigns the log of another leader',
  'other-history': 'has seen another history of this log',
  'wrong-answer': 'answers something else than it was asked',
  'refuses': 'refuses what it is asked',
};

/** A trouble that can pass by itself is told once it was met again after this, ms: one lost packet is no news. */
const PATIENCE_MS = 2_000;
const PASSING: ReadonlySet<TroubleKind> = new Set(['away', 'wrong-answer']);

/** What somebody is asked: each has a standing of its own, so that an answer to one thing does not clear another. `calls`: anything at all. */
export type Duty = 'calls' | 'log' | 'tasks' | 'shares' | 'cosigning';

/** Who does its part and who does not, as the leader met them last. In memory: whoever is in trouble is met again soon. */
export interface Standings {
  /** Notes how somebody answered. @param kind - undefined where it answered as it should */
  met(who: Party, duty: Duty, kind?: TroubleKind): void;
  /** Those in trouble, longest first. */
  troubles(): readonly Trouble[];
}

/** Nobody in trouble yet. @param tell - called once when somebody comes into trouble, changes from one to another, or is out of it */
export function createStandings(clock: Clock, tell: (news: StandingNews) => void): Standings {
  const parties = new Map<string, { readonly who: Party; readonly troubles: Map<Duty, Trouble>; told: TroubleKind | undefined }>();
  return {
    met(who, duty, kind) {
      const key = `${who.party} ${who.name}`;
      const entry = parties.get(key) ?? { who, troubles: new Map<Duty, Trouble>(), told: undefined };
      parties.set(key, entry);
      if (kind === undefined) entry.troubles.delete(duty);
      else if (entry.troubles.get(duty)?.kind !== kind) entry.troubles.set(duty, { ...who, kind, why: WORDS[kind], sinceMs: clock.nowMs() });
      const [trouble] = entry.troubles.values();
      if (trouble?.kind === entry.told) return;
      if (trouble && PASSING.has(trouble.kind) && clock.nowMs() < trouble.sinceMs + PATIENCE_MS) return;
      entry.told = trouble?.kind;
      tell({ ...who, trouble });
    },
    troubles: () => [...parties.values()].flatMap(({ troubles }) => [...troubles.values()].slice(0, 1)).sort((a, b) => a.sinceMs - b.sinceMs),
  };
}
