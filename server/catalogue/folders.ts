import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';

type Kind = 'folder' | 'file' | 'nothing';

async function kindOf(path: string): Promise<Kind> {
  const found = await stat(path).catch(() => undefined);
  return found === undefined ? 'nothing' : found.isDirectory() ? 'folder' : 'file';
}

/** Where a run reads and writes, as the command line names it. */
export interface NamedFolders {
  readonly out: string;
  readonly pictures: string | undefined;
  readonly fetched: string | undefined;
  readonly report: string | undefined;
}

/**
 * Why one of them cannot be what it is named for; undefined where all can. Asked before a feed is read and pictures are fetched,
 * which may take an hour.
 */
export async function wrongFolder({ out, pictures, fetched, report }: NamedFolders): Promise<string | undefined> {
  for (const [option, path] of [['-o', out], ['--fetch-pictures', fetched]] as const) {
    if (path === '') return `Cannot write to ${option} "": wanted a folder, which is made where there is none`;
    if (path !== undefined && (await kindOf(path)) === 'file') return `Cannot write to ${option} ${path}: it is a file; wanted a folder, which is made where there is none`;
  }
  if (pictures !== undefined && (await kindOf(pictures)) !== 'folder') return `Cannot read --pictures ${pictures}: ${(await kindOf(pictures)) === 'file' ? 'it is a file' : 'there is no such folder'}; wanted the folder of the pictures`;
  if (report !== undefined && (await kindOf(report)) === 'folder') return `Cannot write --report ${report}: it is a folder; wanted a file`;
  if (report !== undefined && (await kindOf(dirname(report))) !== 'folder') return `Cannot write --report ${report}: there is no folder ${dirname(report)}`;
  return undefined;
}
