import { openNote, parseKeyLine } from '#core/tlog';
import { contentHash, fail, ok, utf8TextOf, type Fault, type Result } from '#core/units';
import type { AuditOptions } from './check.ts';

/** The round a damaged entry still names, for the report only. */
export function roundMentioned(bytes: Uint8Array): number | undefined {
  const match = /"round":(\d{1,10})[,}]/.exec(utf8TextOf(bytes) ?? '');
  return match ? Number(match[1]) : undefined;
}

/** Loads a text file of the leader. */
export async function loadText(options: Pick<AuditOptions, 'load'>, path: string): Promise<Result<string, Fault>> {
  const bytes = await options.load(path);
  if (!bytes.ok) return bytes;
  const text = utf8TextOf(bytes.value);
  return text === undefined ? fail('malformed', `Cannot read ${path}: it is no UTF-8`) : ok(text);
}

/** Loads a file whose name is its hash, and reads it. @param path - ends with the hash */
export async function readFile<Value>({ load }: Pick<AuditOptions, 'load'>, path: string, decode: (bytes: Uint8Array) => Result<Value, Fault>): Promise<Result<Value, Fault>> {
  const bytes = await load(path);
  if (!bytes.ok) return bytes;
  return path.endsWith(contentHash(bytes.value)) ? decode(bytes.value) : fail('mismatch', `${path} holds other bytes`);
}

/** Opens a signed note with a key line. */
export async function openWith(options: Pick<AuditOptions, 'ed25519'>, note: string, line: string): Promise<Result<string, Fault>> {
  const key = parseKeyLine(line);
  return key.ok ? openNote(note, key.value, options.ed25519) : key;
}
