import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, extname, resolve, sep } from 'node:path';
import { pictureFeatures, type Picture, type Product } from '#core/catalogue';
import { fetchedName, isRemote } from './fetch-pictures.ts';
import type { Shrink } from './thumbnail.ts';

/** Endings of files that are tried as a product's picture by its id. */
const ENDINGS = new Set(['.jpg', '.jpeg', '.png', '.webp', '.avif']);

/** Where pictures of a feed's products may lie. */
export interface PictureSource {
  /** The feed's file or folder: a picture named by a relative path is looked for beside it. */
  readonly feed: string;
  /** Folder of pictures named like the last part of a product's picture address, or like its id. */
  readonly folder: string | undefined;
  /** Folder of pictures that were fetched. */
  readonly fetched?: string | undefined;
  /** Picture of a file's bytes; undefined where it is none that can be read. */
  decode(bytes: Uint8Array): Promise<Picture | undefined>;
  readonly shrink: Shrink;
}

/** What was found of a feed's pictures. */
export interface FoundPictures {
  /** What each picture looks like, by item index. */
  readonly features: ReadonlyMap<number, Float32Array>;
  /** Thumbnails, by item index. */
  readonly thumbnails: ReadonlyMap<number, Uint8Array>;
  /** Products whose file is there but is no picture. */
  readonly unreadable: number;
}

/**
 * Reads the pictures that lie on this machine. One at a time: a photo takes 50 MB while it is decoded.
 *
 * @param onProgress - told the share done, 0 to 1, after each product
 */
export async function readPictures(products: readonly Product[], source: PictureSource, onProgress: (doneShare: number) => void = () => undefined): Promise<FoundPictures> {
  const fileByName = await filesOf(source.folder);
  const features = new Map<number, Float32Array>();
  const thumbnails = new Map<number, Uint8Array>();
  let unreadable = 0;
  for (const [item, product] of products.entries()) {
    const bytes = await firstReadable([...fetchedFile(product, source.fetched), ...candidates(product, source.feed, fileByName)]);
    const [picture, thumbnail] = bytes ? await Promise.all([source.decode(bytes), source.shrink(bytes)]) : [];
    if (picture) features.set(item, pictureFeatures(picture));
    else if (bytes) unreadable += 1;
    if (thumbnail) thumbnails.set(item, thumbnail);
    onProgress((item + 1) / products.length);
  }
  return { features, thumbnails, unreadable };
}

function fetchedFile({ image }: Product, folder: string | undefined): readonly string[] {
  return folder !== undefined && isRemote(image) ? [resolve(folder, fetchedName(image))] : [];
}

/** Paths by file name, and by file name without its ending. */
async function filesOf(folder: string | undefined): Promise<ReadonlyMap<string, string>> {
  const names = folder === undefined ? [] : await readdir(folder);
  const fileByName = new Map<string, string>();
  for (const name of names.filter((name) => ENDINGS.has(extname(name).toLowerCase()))) {
    fileByName.set(name, resolve(folder ?? '', name));
    fileByName.set(basename(name, extname(name)), resolve(folder ?? '', name));
  }
  return fileByName;
}

function candidates({ id, image }: Product, feed: string, fileByName: ReadonlyMap<string, string>): string[] {
  const path = pathOf(image);
  const own = [fileByName.get(basename(path)), fileByName.get(id)];
  return [...(isRelative(image) ? [besideFeed(feed, path)] : []), ...own].filter((found) => found !== undefined);
}

/** The path of an address, decoded; '' where it has none. */
function pathOf(address: string): string {
  try {
    return decodeURIComponent(new URL(address, 'file:///').pathname.slice(1));
  } catch {
    return '';
  }
}

function isRelative(address: string): boolean {
  return address !== '' && !/^([a-z][a-z\d+.-]*:|\/)/i.test(address);
}

/** `path` below the feed's folder; undefined where it leads out of it, since a feed may come from anyone. */
function besideFeed(feed: string, path: string): string | undefined {
  const folder = extname(feed) === '' ? resolve(feed) : dirname(resolve(feed));
  const found = resolve(folder, path);
  return found.startsWith(folder + sep) ? found : undefined;
}

async function firstReadable(paths: readonly string[]): Promise<Uint8Array | undefined> {
  for (const path of paths) {
    try {
      return new Uint8Array(await readFile(path));
    } catch {
      // Not there, a folder, or not ours to read: the next place may have it.
    }
  }
  return undefined;
}
