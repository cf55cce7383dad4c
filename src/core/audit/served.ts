import { encodePolicy, policyHashOf, type PolicyFile } from '#core/protocol';
import { fail, utf8Decode, type ContentHash } from '#core/units';
import type { AuditOptions, LoadFile, Notebook, PlacedEntry } from './check.ts';
import { embedLineOf, servedFile } from './page-template.ts';

/** Files asked for at the same time. */
const FILES_AT_ONCE = 6;
/** A path that names a file of the shop and nothing else: it comes from the audited party and is put behind an address. */
const PLAIN_PATH = /^(?!.*\.\.)[A-Za-z0-9_][A-Za-z0-9._/-]{0,199}$/;
/** Before the paths of the server's own program, which nobody can ask for. */
export const SERVER_FOLDER = 'server/';

/** Whether visitors can ask for a file of a build; the server's own program is compared through the log alone. */
export function isServed(path: string): boolean {
  return !path.startsWith(SERVER_FOLDER);
}

/** The claim about served files. */
export const SERVED_TITLE = 'Scripts and pages served, against the build in the log';

/** Where visitors get the pages; files that are no page lie at the shop's. */
export type Sites = Readonly<Partial<Record<'shop' | 'console' | 'audit', string>>>;

const PAGES: Readonly<Record<string, keyof Sites>> = { 'index.html': 'shop', 'console.html': 'console', 'audit.html': 'audit' };

/** Reads `GET /v1/sites` of a leader; nothing where it says something else. Its word alone: it decides where is looked, not what must be there. */
export function readSites(bytes: Uint8Array): Sites {
  try {
    const { sites } = JSON.parse(utf8Decode(bytes)) as { sites?: unknown };
    const known = typeof sites === 'object' && sites !== null ? (sites as Record<string, unknown>) : {};
    return Object.fromEntries(Object.values(PAGES).flatMap((name) => {
      const url = known[name];
      return typeof url === 'string' && /^https?:\/\/[^\s"<>?#]+$/.test(url) ? [[name, url.replace(/\/$/, '')]] : [];
    }));
  } catch {
    return {};
  }
}

/** Gives served files by the path a build names, from where visitors get them. @param load - gives the file at a whole address */
export function servedAt(sites: Sites, load: LoadFile): LoadFile {
  return async (path) => {
    const page = Object.hasOwn(PAGES, path) ? PAGES[path] : undefined;
    const site = sites[page ?? 'shop'];
    return site === undefined ? fail(NO_ADDRESS, `Nobody said where ${path} is served`) : load(page ? `${site}/` : `${site}/${path}`);
  };
}

/** Kind of the fault for a file that is served nowhere that is known: an audit notes that it was left out. */
export const NO_ADDRESS = 'no-address';

/** One file of a build as the log names it, and what was served under its path. */
export interface ServedFile {
  readonly path: string;
  readonly wanted: ContentHash;
  /** Undefined where nothing could be loaded. */
  readonly found: ContentHash | undefined;
  /** Whether nobody knows where it is served. */
  readonly isLeftOut: boolean;
  /** What its embed line pins, where it is a page that has one. */
  readonly embed: ReturnType<typeof embedLineOf>;
}

/** A build of the log. */
export interface LoggedBuild {
  readonly leaf: number;
  readonly files: Readonly<Record<string, ContentHash>>;
}

/** All builds of the log, oldest first. */
export function buildsOf(entries: readonly PlacedEntry[]): readonly LoggedBuild[] {
  return entries.flatMap(({ leaf, entry }) => (entry.type === 'build' ? [{ leaf, files: entry.files }] : []));
}

/** The newest older build that has `hash` under `path`; undefined where none has. */
function olderBuildWith(builds: readonly LoggedBuild[], path: string, hash: string): LoggedBuild | undefined {
  return [...builds].reverse().find(({ files }) => files[path] === hash);
}

interface ServedAudit {
  readonly served: NonNullable<AuditOptions['served']>;
  readonly entries: readonly PlacedEntry[];
  readonly policy: PolicyFile;
  readonly onProgress?: AuditOptions['onProgress'] | undefined;
}

/**
 * Compares what the shop serves with the newest build in the log, file by file: a script that differs is one that visitors
 * get and nobody was told of. Pages are compared without what the server fills in.
 */
export async function auditServed({ served, entries, policy, onProgress }: ServedAudit, notes: Notebook): Promise<void> {
  const title = SERVED_TITLE;
  const builds = buildsOf(entries);
  const newest = builds.at(-1);
  if (!newest) {
    notes.note({ id: 'served', title, ok: false, detail: 'The log names no build' });
    return;
  }
  const files = Object.entries(newest.files).filter(([path]) => isServed(path));
  const all = await loadAll(files, served, (done) => onProgress?.({ stage: 'files', done, total: files.length }));
  const found = all.filter(({ isLeftOut }) => !isLeftOut);
  if (found.every(({ found: hash }) => hash === undefined)) {
    notes.note({ id: 'served', title, ok: false, advisory: true, detail: 'Not compared: nothing could be loaded from where the shop serves its files' });
    return;
  }
  const wrong = found.filter(({ wanted, found: hash }) => hash !== wanted);
  for (const { path, wanted, found: hash } of wrong) {
    const older = hash && olderBuildWith(builds, path, hash);
    const what = hash === undefined ? 'is not served' : `is served as ${hash.slice(0, 12)}${older ? `, which is that of build entry ${older.leaf}` : ', which no build in the log has'}`;
    notes.note({ id: 'served', title, ok: false, detail: `${path.slice(0, 120)} ${what}; build entry ${newest.leaf} says ${wanted.slice(0, 12)}` });
  }
  if (wrong.length === 0) noteAgreeing({ found: found.length, leftOut: all.length - found.length, leaf: newest.leaf }, notes);
  for (const { path, embed } of found) if (embed) noteEmbedLine(path, embed, policy, notes);
}

/** All that was compared agrees: no more than a note where the audited party named no address for the rest. */
function noteAgreeing({ found, leftOut, leaf }: { readonly found: number; readonly leftOut: number; readonly leaf: number }, notes: Notebook): void {
  const result = leftOut === 0 ? { ok: true, detail: `${found} files, build entry ${leaf}` }
    : { ok: false, advisory: true as const, detail: `Not compared: ${leftOut} of ${leftOut + found} files, which nobody said an address for; the others are those of build entry ${leaf}` };
  notes.note({ id: 'served', title: SERVED_TITLE, ...result });
}

/** The audit trusts a policy; a page that embeds another makes visitors trust other keys. */
function noteEmbedLine(path: string, embed: NonNullable<ServedFile['embed']>, policy: PolicyFile, notes: Notebook): void {
  const hash = policyHashOf(encodePolicy(policy));
  const wrong = embed.policy !== hash ? `${path} embeds policy ${embed.policy.slice(0, 12) || 'none'}, this audit trusts ${hash.slice(0, 12)}`
    : embed.endpoint !== policy.leaderUrl ? `${path} sends visitors to ${embed.endpoint.slice(0, 80)}, the policy names ${policy.leaderUrl}` : undefined;
  notes.note({ id: 'embed', title: 'Policy and leader that the shop\'s own page pins', ok: wrong === undefined, detail: wrong ?? `${path} embeds ${hash.slice(0, 12)}` });
}

async function loadAll(files: readonly (readonly [string, ContentHash])[], served: ServedAudit['served'], onDone: (done: number) => void): Promise<readonly ServedFile[]> {
  const found: ServedFile[] = [];
  for (let at = 0; at < files.length; at += FILES_AT_ONCE) {
    const next = files.slice(at, at + FILES_AT_ONCE);
    found.push(...(await Promise.all(next.map(async ([path, wanted]): Promise<ServedFile> => {
      const bytes = PLAIN_PATH.test(path) ? await served(path) : undefined;
      return { path, wanted, isLeftOut: bytes?.ok === false && bytes.fault.kind === NO_ADDRESS, found: bytes?.ok ? servedFile(path, bytes.value) : undefined, embed: bytes?.ok && path.endsWith('.html') ? embedLineOf(bytes.value) : undefined };
    }))));
    onDone(found.length);
  }
  return found;
}
