import { keyLine, parseKeyLine, type NoteKey } from '#core/tlog';
import { fail, ok, type Fault, type Result } from '#core/units';

/** A log that a witness cosigns. */
export interface KnownLog {
  /** First line of its checkpoints. */
  readonly origin: string;
  readonly key: NoteKey;
}

/** Signature type of the keys that logs sign with here: plain Ed25519. */
const ED25519_NOTE = 0x01;

/** A log by its verifier key alone: its origin is the key's name, as C2SP tlog-checkpoint recommends. */
export function knownLog(keyText: string, origin?: string): Result<KnownLog, Fault<'bad-log'>> {
  const key = parseKeyLine(keyText);
  if (!key.ok) return fail('bad-log', key.fault.message);
  if (key.value.algorithm !== ED25519_NOTE) return fail('bad-log', `Cannot witness ${key.value.name}: its key is not a plain Ed25519 key (type 1)`);
  return ok({ origin: origin ?? key.value.name, key: key.value });
}

/**
 * The logs of a list in the public witness network's format: `logs/v0`, then for each log a `vkey` line and, among other
 * lines, `origin`, which is `none` where it is the key's name.
 *
 * @see https://github.com/transparency-dev/witness-network, "Log-list format"
 */
export function parseLogList(text: string): Result<readonly KnownLog[], Fault<'bad-log'>> {
  const lines = text.split('\n').map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'));
  if (lines.shift() !== 'logs/v0') return fail('bad-log', 'Cannot read the list of logs: its first line is not "logs/v0"');
  const logs: KnownLog[] = [];
  for (const [i, line] of lines.entries()) {
    if (!line.startsWith('vkey ')) {
      if (i === 0) return fail('bad-log', `Cannot read the list of logs: "${line.slice(0, 80)}" stands before the first vkey`);
      continue;
    }
    const next = lines.slice(i + 1);
    const end = next.findIndex((after) => after.startsWith('vkey '));
    const origin = next.slice(0, end < 0 ? next.length : end).find((after) => after.startsWith('origin '))?.slice('origin '.length).trim();
    const log = knownLog(line.slice('vkey '.length).trim(), origin === 'none' ? undefined : origin);
    if (!log.ok) return log;
    logs.push(log.value);
  }
  return ok(logs);
}

/**
 * One list of all logs that several sources name, such as options and a file. Who signs for an origin is for one source to
 * say: a shop that gave its operator a key under another log's name could take that log's place otherwise, and with it its
 * history.
 */
export function mergedLogs(sources: readonly (readonly KnownLog[])[]): Result<readonly KnownLog[], Fault<'bad-log'>> {
  const merged = new Map<string, readonly KnownLog[]>();
  for (const source of sources) {
    for (const origin of new Set(source.map((log) => log.origin))) {
      const own = source.filter((log) => log.origin === origin);
      const known = merged.get(origin) ?? own;
      if (own.map(lineOf).sort().join() !== known.map(lineOf).sort().join()) return fail('bad-log', `Cannot witness ${origin}: it is named twice, with different keys`);
      merged.set(origin, known);
    }
  }
  return ok([...merged.values()].flat());
}

const lineOf = ({ key: { name, publicKey } }: KnownLog): string => keyLine(name, publicKey);

/** Looks up the keys of a log by its origin; a log may have several. */
export function keysByOrigin(logs: readonly KnownLog[]): (origin: string) => readonly NoteKey[] {
  const keys = new Map<string, NoteKey[]>();
  for (const { origin, key } of logs) keys.set(origin, [...(keys.get(origin) ?? []), key]);
  return (origin) => keys.get(origin) ?? [];
}
