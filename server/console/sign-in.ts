import { contentHash, HOUR_MS, toHex, utf8Encode, type Clock, type Randomness } from '#core/units';
import type { LeaderStore, PersonRow } from '#server/store';

const MINUTE_MS = 60_000;
/** A link ends after this, ms: long enough to walk to another desk, short enough for a terminal that somebody else reads. */
const LINK_MS = 15 * MINUTE_MS;
/** A session ends after this without a request, ms. */
const IDLE_MS = 12 * HOUR_MS;
/** A session's last request is noted this coarsely, ms: not a write for every request. */
const SEEN_STEP_MS = MINUTE_MS;
/** Bytes of a token: nobody finds one by trying. */
const TOKEN_BYTES = 32;
/** Tries of all visitors together: so many at once, and one more after each {@link TRY_MS}. */
const TRIES_AT_ONCE = 20;
const TRY_MS = 2_000;
/** Who is there from the start; she can be renamed by nobody and taken away by nobody. */
export const FIRST_OWNER = 'owner';

/** A signed-in browser and who it is. */
export interface SignedIn {
  readonly person: PersonRow;
  readonly csrf: string;
  /** SHA-256 of the session's token. */
  readonly session: string;
}

/** How people come in. Tokens leave this room once, to their owner; the store has hashes. */
export interface SignIn {
  /** A token that signs `person` in once, within 15 minutes; undefined where there is no such person. */
  link(person?: string): Promise<string | undefined>;
  /** Uses a link up. 'too-often' where too many were tried. */
  enter(linkToken: string): Promise<{ readonly token: string; readonly signedIn: SignedIn } | 'over' | 'too-often'>;
  /** Who a session's token is; undefined once it ended. */
  who(token: string): Promise<SignedIn | undefined>;
  leave(session: string): Promise<void>;
}

const hashOf = (token: string): string => contentHash(utf8Encode(token));

/** Tries that refill with time. */
function tries(clock: Clock): () => boolean {
  let [left, asOfMs] = [TRIES_AT_ONCE, clock.nowMs()];
  return () => {
    const nowMs = clock.nowMs();
    left = Math.min(TRIES_AT_ONCE, left + Math.max(0, nowMs - asOfMs) / TRY_MS);
    asOfMs = nowMs;
    if (left < 1) return false;
    left -= 1;
    return true;
  };
}

/** Sign-in over `store`. */
export function createSignIn({ store, clock, randomness }: { readonly store: LeaderStore; readonly clock: Clock; readonly randomness: Randomness }): SignIn {
  const mayTry = tries(clock);
  const token = (): string => {
    const bytes = new Uint8Array(TOKEN_BYTES);
    randomness.fill(bytes);
    return toHex(bytes);
  };
  return {
    async link(person = FIRST_OWNER) {
      const made = token();
      const isThere = await store.transact(({ people, links }) => {
        if (person === FIRST_OWNER && !people.get(person)) people.set({ id: person, name: 'Owner', role: 'owner', addedMs: clock.nowMs() });
        if (!people.get(person)) return false;
        links.dropBefore(clock.nowMs());
        links.add({ hash: hashOf(made), person, endsMs: clock.nowMs() + LINK_MS });
        return true;
      });
      return isThere ? made : undefined;
    },
    async enter(linkToken) {
      if (!mayTry()) return 'too-often';
      const [fresh, csrf, nowMs] = [token(), token(), clock.nowMs()];
      const person = await store.transact(({ links, people, sessions }) => {
        const link = links.take(hashOf(linkToken));
        const found = link && link.endsMs > nowMs ? people.get(link.person) : undefined;
        sessions.dropBefore(nowMs - IDLE_MS);
        if (found) sessions.set({ hash: hashOf(fresh), person: found.id, csrf, seenMs: nowMs });
        return found;
      });
      return person ? { token: fresh, signedIn: { person, csrf, session: hashOf(fresh) } } : 'over';
    },
    async who(sessionToken) {
      const hash = hashOf(sessionToken);
      const nowMs = clock.nowMs();
      const session = store.tables.sessions.get(hash);
      if (!session || nowMs - session.seenMs >= IDLE_MS) return undefined;
      const person = store.tables.people.get(session.person);
      if (!person) return undefined;
      if (nowMs - session.seenMs >= SEEN_STEP_MS) {
        // Looked at again: it may have been ended since, and must not come back.
        await store.transact(({ sessions }) => void (sessions.get(hash) && sessions.set({ ...session, seenMs: nowMs })));
      }
      return { person, csrf: session.csrf, session: hash };
    },
    leave: (session) => store.transact(({ sessions }) => sessions.drop(session)),
  };
}
