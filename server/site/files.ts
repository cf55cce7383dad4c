import { readFile, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { contentHash } from '#core/units';

const compress = promisify(gzip);

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8', js: 'text/javascript; charset=utf-8', css: 'text/css; charset=utf-8', json: 'application/json', svg: 'image/svg+xml',
  png: 'image/png', jpg: 'image/jpeg', jpeg: 'image/jpeg', webp: 'image/webp', ico: 'image/x-icon', txt: 'text/plain; charset=utf-8', bin: 'application/octet-stream',
  woff2: 'font/woff2', webmanifest: 'application/manifest+json', map: 'application/json', wasm: 'application/wasm',
};
/** Kinds that shrink; pictures and fonts are compressed already. */
const SHRINKS = new Set(['html', 'js', 'css', 'json', 'svg', 'txt', 'bin', 'webmanifest', 'map', 'wasm']);
/** Smaller answers fit one packet either way. */
const COMPRESS_FROM_BYTES = 1_400;
/** Names that carry a hash of their content, as Vite and the catalogue write them, or lie in the folder of a build of the tag: such a file never changes. */
const HASHED_NAME = /(?:[-.][A-Za-z0-9_-]{8}\.[a-z0-9]+|\b[0-9a-f]{64}\.[a-z]+|\/tag\/[0-9a-f]{16}\/[^/]+)$/;

/** One file ready to serve. */
export interface ServedFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Gzip copy, where it is smaller and the kind is worth it. */
  readonly small: Uint8Array<ArrayBuffer> | undefined;
  readonly type: string;
  readonly etag: string;
  readonly immutable: boolean;
  /** When it was written, as a header says it: whoever looks at a catalogue wants to know its age. Absent for what is made on the way. */
  readonly modified?: string;
}

/** Prepares `bytes` to be served under `name`. */
export async function prepareFile(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<ServedFile> {
  const ending = name.split('.').at(-1) ?? '';
  const small = SHRINKS.has(ending) && bytes.length >= COMPRESS_FROM_BYTES ? new Uint8Array(await compress(bytes)) : undefined;
  return { bytes, small, type: TYPES[ending] ?? 'application/octet-stream', etag: `"${contentHash(bytes).slice(0, 32)}"`, immutable: HASHED_NAME.test(name) };
}

/** The answer for `file`, compressed or "not modified" as the request's headers allow. */
export function fileResponse(file: ServedFile, request: Request, headers: Readonly<Record<string, string>> = {}): Response {
  const shared = { etag: file.etag, 'cache-control': file.immutable ? 'public, max-age=31536000, immutable' : 'no-cache', vary: 'accept-encoding', ...(file.modified !== undefined && { 'last-modified': file.modified }), ...headers };
  if (request.headers.get('if-none-match') === file.etag) return new Response(null, { status: 304, headers: shared });
  const small = /\bgzip\b/.test(request.headers.get('accept-encoding') ?? '') ? file.small : undefined;
  return new Response(small ?? file.bytes, { headers: { ...shared, 'content-type': file.type, ...(small && { 'content-encoding': 'gzip' }) } });
}

/** Files below one folder; they are read once and kept, because a deployment's files do not change while it runs. */
export interface Folder {
  /** The file at a URL path relative to the folder, or undefined. Never leaves the folder. */
  file(path: string): Promise<ServedFile | undefined>;
}

/** @param root - absolute path of the folder */
export function folderAt(root: string): Folder {
  const known = new Map<string, Promise<ServedFile | undefined>>();
  const read = async (path: string): Promise<ServedFile | undefined> => {
    try {
      const [bytes, { mtime }] = await Promise.all([readFile(path), stat(path)]);
      return { ...(await prepareFile(path, new Uint8Array(bytes))), modified: mtime.toUTCString() };
    } catch {
      known.delete(path); // hostile paths must not fill the map
      return undefined;
    }
  };
  return {
    async file(path) {
      const wanted = insideOf(root, path);
      if (!wanted) return undefined;
      const found = known.get(wanted) ?? read(wanted);
      known.set(wanted, found);
      return found;
    },
  };
}

/** Absolute path of URL path `path` under `root`; undefined for anything that would climb out or is no plain name. */
function insideOf(root: string, path: string): string | undefined {
  let plain: string;
  try {
    plain = decodeURIComponent(path);
  } catch {
    return undefined;
  }
  if (plain.includes('\0') || plain.includes('\\') || plain.split('/').some((part) => part === '..' || part.startsWith('.'))) return undefined;
  const wanted = join(root, plain);
  return wanted.startsWith(root + sep) ? wanted : undefined;
}
