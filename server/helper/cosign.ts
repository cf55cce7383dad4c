import { parseKeyLine, type NoteKey } from '#core/tlog';
import { utf8Decode, utf8Encode } from '#core/units';
import type { HelperTables } from '#server/store';
import type { Witness } from '#server/witness';
import type { Helper } from './helper.ts';

const LOG_KEY = 'log-key';

/**
 * Remembers the verifier key of the log this helper cosigns: the first one it is told, for good.
 *
 * @returns false if another one is already pinned
 */
export function pinLogKey({ store }: Pick<Helper, 'store'>, line: string): Promise<boolean> {
  return store.transact(({ settings }) => {
    const pinned = settings.get(LOG_KEY);
    if (pinned) return utf8Decode(pinned) === line;
    settings.set(LOG_KEY, utf8Encode(line));
    return true;
  });
}

/** The key of the one log this helper cosigns; undefined before its leader has named it. */
export function pinnedLog({ settings }: Pick<HelperTables, 'settings'>): NoteKey | undefined {
  const line = settings.get(LOG_KEY);
  const key = line && parseKeyLine(utf8Decode(line));
  return key?.ok ? key.value : undefined;
}

/** The helper as a witness of its leader's log. */
export function witnessOf({ store, identity, clock, ed25519, metrics, logger }: Helper): Witness {
  return {
    store, signer: identity.signer, clock, ed25519, metrics, logger,
    keysOf(origin) {
      const key = pinnedLog(store.tables);
      return key?.name === origin ? [key] : [];
    },
  };
}
