import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Product } from '#core/catalogue';
import { contentHash, utf8Encode } from '#core/units';
import { call } from '#server/http';
import { writeWhole } from './write-catalogue.ts';

/** Pictures asked for at the same time: a shop's own image host bears more, and nobody waits at a screen for each. */
const AT_ONCE = 6;
/** Longest wait for one picture, ms. */
const TIMEOUT_MS = 20_000;
/** Largest picture taken: photos straight from a camera have 10 MB. */
const MAX_BYTES = 25 * 1024 * 1024;

/** What became of the pictures that a feed names by address. */
export interface FetchedPictures {
  readonly fetched: number;
  /** Pictures that were there from an earlier run. */
  readonly kept: number;
  readonly failed: readonly { readonly id: string; readonly reason: string }[];
}

/** Name of the file that holds the picture of an address: the same address is fetched once, whatever products name it. */
export function fetchedName(address: string): string {
  return contentHash(utf8Encode(address));
}

/** Whether a picture has to be fetched to be read. */
export function isRemote(address: string): boolean {
  return /^https?:\/\//i.test(address);
}

async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() ?? false;
}

/**
 * Fetches pictures that products name by an http or https address into `folder`, each address once; those already there are
 * left alone, so that a second run takes only what is new. No cookie, no redirect, no referrer.
 *
 * @param onProgress - told the share done, 0 to 1, after each picture
 */
export async function fetchPictures(products: readonly Product[], folder: string, onProgress: (doneShare: number) => void = () => undefined): Promise<FetchedPictures> {
  await mkdir(folder, { recursive: true });
  const idByAddress = new Map(products.filter(({ image }) => isRemote(image)).map(({ image, id }) => [image, id]));
  const queue = [...idByAddress];
  const failed: { id: string; reason: string }[] = [];
  let fetched = 0;
  let kept = 0;
  let done = 0;
  const takeOne = async ([address, id]: readonly [string, string]): Promise<void> => {
    const path = join(folder, fetchedName(address));
    if (await isThere(path)) {
      kept += 1;
      return;
    }
    const answer = await call(address, { timeoutMs: TIMEOUT_MS, maxBytes: MAX_BYTES });
    if (answer.ok) {
      await writeWhole(path, answer.value);
      fetched += 1;
    } else failed.push({ id, reason: answer.fault.message });
  };
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      await takeOne(next);
      done += 1;
      onProgress(done / idByAddress.size);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return { fetched, kept, failed };
}
