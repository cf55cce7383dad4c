import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { BuiltCatalogue } from '#core/catalogue';

/**
 * Writes a catalogue into `dir`, which is made if need be. Each file appears whole or not at all, and `catalogue.json`, which names
 * the others, appears last: a reader at any moment sees the old catalogue or the new one. Old files stay, since browsers may hold
 * the old manifest. Durable when it returns; calls for one folder must not overlap.
 */
export async function writeCatalogue(dir: string, built: BuiltCatalogue): Promise<void> {
  await mkdir(dir, { recursive: true });
  for (const [name, bytes] of built.files) await writeWhole(join(dir, name), bytes);
}

/** A file that appears whole or not at all, durable when this returns: written beside, then renamed. */
export async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const partial = `${path}.${process.pid}.partial`;
  try {
    const file = await open(partial, 'w');
    try {
      await file.writeFile(bytes);
      await file.sync(); // before the rename, or a power cut can leave the name without its bytes
    } finally {
      await file.close();
    }
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}
