import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fail, ok, toHex, utf8Decode, type Fault, type Result } from '#core/units';
import { call } from '#server/http';
import { CONSOLE_SECRET, LEADER_FILE, pairSecretAt } from './data-folder.ts';
import type { LeaderFile } from './leader-command.ts';

const TIMEOUT_MS = 20_000;
/** Largest answer, bytes: all campaigns of a shop. */
const MAX_ANSWER_BYTES = 32 * 1024 * 1024;
/** Where deployments lie unless told otherwise. */
const DEFAULT_HOME = '.homebird';

/** The data folder of a deployment: the one given, else the only one below {@link DEFAULT_HOME}. */
function folderOf(data: string | undefined): Result<string, Fault> {
  if (data !== undefined) return ok(resolve(data));
  const found = existsSync(DEFAULT_HOME) ? readdirSync(DEFAULT_HOME).filter((name) => existsSync(join(DEFAULT_HOME, name, LEADER_FILE))) : [];
  const [only] = found;
  return only !== undefined && found.length === 1 ? ok(resolve(DEFAULT_HOME, only)) : fail('no-folder', `Say which deployment with --data DIR: ${DEFAULT_HOME} holds ${found.length}`);
}

/** Asks the console of the deployment in `data`, which must run, with the secret that only its folder has. */
export async function askConsole(data: string | undefined, path: string, options: { readonly method?: 'POST'; readonly body?: Uint8Array } = {}): Promise<Result<unknown, Fault>> {
  const folder = folderOf(data);
  if (!folder.ok) return folder;
  const leaderPath = join(folder.value, LEADER_FILE);
  if (!existsSync(leaderPath)) return fail('no-deployment', `There is no deployment in ${folder.value}: it has no ${LEADER_FILE}`);
  const file = JSON.parse(readFileSync(leaderPath, 'utf8')) as LeaderFile;
  const secret = pairSecretAt(join(file.data, CONSOLE_SECRET));
  if (!secret.ok) return secret;
  const host = file.host === '0.0.0.0' || file.host === '::' ? '127.0.0.1' : file.host;
  const answered = await call(`http://${host}:${file.console.port}${path}`, { ...options, headers: { authorization: `Bearer ${toHex(secret.value)}` }, timeoutMs: TIMEOUT_MS, maxBytes: MAX_ANSWER_BYTES });
  if (answered.ok) return ok(JSON.parse(utf8Decode(answered.value)) as unknown);
  const { kind, message, body } = answered.fault;
  return fail(kind, kind === 'unreachable' ? `${message}: the console answers while npm start runs` : `${message}${body === undefined ? '' : `: ${body}`}`);
}
