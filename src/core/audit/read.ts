import { openNote, parseKeyLine } from '#core/tlog';
import { fail, ok, utf8Decode, type Fault, type Result } from '#core/units';
import type { AuditOptions } from './check.ts';

/** The round a damaged entry still names, for the report only. */
export function roundMentioned(bytes: Uint8Array): number | undefined {
  try {
    const match = /"round":(\d{1,10})[,}]/.exec(utf8Decode(bytes));
    return match ? Number(match[1]) : undefined;
  } catch {
    return undefined; // no text at all: the entry's number has to do
  }
}

/** Loads a text file of the leader. */
export async function loadText(options: Pick<AuditOptions, 'load'>, path: string): Promise<Result<string, Fault>> {
  const bytes = await options.load(path);
  if (!bytes.ok) return bytes;
  try {
    return ok(utf8Decode(bytes.value));
  } catch (error) {
    return fail('malformed', `Cannot read ${path}: ${error instanceof Error ? error.message : 'no UTF-8'}`);
  }
}

/** Opens a signed note with a key line. */
export async function openWith(options: Pick<AuditOptions, 'ed25519'>, note: string, line: string): Promise<Result<string, Fault>> {
  const key = parseKeyLine(line);
  return key.ok ? openNote(note, key.value, options.ed25519) : key;
}
