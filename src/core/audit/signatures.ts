import { cosignedAt, openNote, parseKeyLine, type NoteKey } from '#core/tlog';
import type { AuditedSignature, AuditOptions } from './check.ts';

interface KnownKey {
  readonly role: 'log' | 'helper' | 'witness';
  readonly key: NoteKey;
}

function keysOf({ policy }: Pick<AuditOptions, 'policy'>): readonly KnownKey[] {
  const witnesses = (policy.witnesses?.keys ?? []).map((line) => ['witness', line] as const);
  const lines = [['log', policy.logKey] as const, ['helper', policy.helperKey] as const, ...witnesses];
  return lines.flatMap(([role, line]) => {
    const key = parseKeyLine(line);
    return key.ok ? [{ role, key: key.value }] : [];
  });
}

/** Every signature line of a checkpoint, with whose it is and whether it holds. */
export async function signaturesOf(options: Pick<AuditOptions, 'policy' | 'ed25519'>, note: string): Promise<readonly AuditedSignature[]> {
  const known = keysOf(options);
  const names = [...note.slice(note.lastIndexOf('\n\n') + 2).matchAll(/^— ([^\s+]+) \S+$/gm)].map(([, name = '']) => name);
  return Promise.all(names.map(async (name): Promise<AuditedSignature> => {
    const signer = known.find(({ key }) => key.name === name);
    if (!signer) return { name, role: 'unknown', holds: false, atMs: undefined };
    const { role, key } = signer;
    if (role === 'log') return { name, role, holds: (await openNote(note, key, options.ed25519)).ok, atMs: undefined };
    const at = await cosignedAt(note, key, options.ed25519);
    return { name, role, holds: at.ok, atMs: at.ok ? 1000 * at.value : undefined };
  }));
}
