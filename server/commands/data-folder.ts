import { createHash, randomBytes } from 'node:crypto';
import { accessSync, chmodSync, constants, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fail, ok, type Fault, type Result } from '#core/units';
import { PAIR_SECRET_BYTES, parsePairSecret, type PairSecret } from '#server/pair';

/** What `serve` writes for its leader, in the data folder. */
export const LEADER_FILE = 'leader.json';

/** In the leader's folder: whoever can read it is the console's owner. */
export const CONSOLE_SECRET = 'console-secret';

/** What an error of the file system says, without the names of system calls. */
function reasonOf(error: unknown): string {
  const { code, message } = error as { readonly code?: string; readonly message: string };
  if (code === 'EACCES' || code === 'EPERM') return 'this user may not write there';
  if (code === 'ENOENT' || code === 'EROFS') return 'nothing can be written there';
  return message;
}

/**
 * Makes `folder`, and what is missing above it, for this user only. One step at a time: Node's own recursive `mkdir` turns
 * for ever in a place that takes no folders, such as below /proc.
 */
export function makeFolder(folder: string): Result<void, Fault<'no-folder'>> {
  const missing: string[] = [];
  let path = resolve(folder);
  try {
    while (!existsSync(path)) {
      missing.unshift(path);
      path = dirname(path);
    }
    if (!statSync(path).isDirectory()) return fail('no-folder', `Cannot keep data in ${folder}: ${path} is a file, wanted a folder`);
    for (const step of missing) mkdirSync(step, { mode: 0o700 });
    accessSync(folder, constants.W_OK);
    return ok(undefined);
  } catch (error) {
    return fail('no-folder', `Cannot keep data in ${folder}: ${reasonOf(error)}`);
  }
}

/** Writes a file so that a crash leaves the old one or the new one, never half of it. */
export function writeWhole(path: string, data: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  const partial = `${path}.${process.pid}.partial`;
  writeFileSync(partial, data);
  renameSync(partial, path);
}

/** Text of a file, undefined where there is none. */
export function readIfThere(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

/** The pair's secret at `path`, made on the first start and readable by this user only. */
export function pairSecretAt(path: string): Result<PairSecret> {
  try {
    if (!existsSync(path)) {
      const made = makeFolder(dirname(path));
      if (!made.ok) return made;
      writeFileSync(path, `${randomBytes(PAIR_SECRET_BYTES).toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
    }
    chmodSync(path, 0o600);
    const secret = parsePairSecret(readFileSync(path, 'utf8'));
    return secret.ok ? secret : fail('bad-secret', `Cannot use the secret ${path}: ${secret.fault.message}`);
  } catch (error) {
    return fail('bad-secret', `Cannot read the secret ${path}: ${reasonOf(error)}`);
  }
}

/** SHA-256 over the names and bytes of all files below `folder`; '' where there is none. */
export function folderHash(folder: string): string {
  if (!existsSync(folder)) return '';
  const hash = createHash('sha256');
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }).filter((file) => file.isFile()).sort((a, b) => (join(a.parentPath, a.name) < join(b.parentPath, b.name) ? -1 : 1))) {
    hash.update(entry.name).update(readFileSync(join(entry.parentPath, entry.name)));
  }
  return hash.digest('hex');
}
