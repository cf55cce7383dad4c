import type { Clock, Randomness } from '#core/units';
import type { LeaderStore, LeaderTables } from '#server/store';
import type { Assortment } from './publish-faults.ts';
import type { SignIn } from './sign-in.ts';

/** What the console's API is made of. */
export interface ConsoleParts {
  readonly store: LeaderStore;
  readonly signIn: SignIn;
  readonly clock: Clock;
  readonly randomness: Randomness;
  /** Where the world reaches the console, without a slash at its end. */
  readonly url: string;
  /** Hex, of the data folder: whoever can read it is the owner. */
  readonly secret: string;
  /** Publishes what is live, inside the transaction that changed it. */
  readonly publish: (tables: LeaderTables, nowMs: number) => void;
  /** What the shop sells: what goes live is held to it. Absent where it is not known. */
  readonly assortment?: Assortment;
  /** Makes a creative's picture of a file; undefined for one that is no picture. Absent where this platform cannot. */
  readonly shrink?: (bytes: Uint8Array) => Promise<Uint8Array | undefined>;
}

/** The address that signs in: the token lies in the fragment, which no server and no log ever sees. */
export function linkOf(url: string, token: string): string {
  return `${url}/sign-in#${token}`;
}
