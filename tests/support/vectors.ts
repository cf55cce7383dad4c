import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { test } from 'vitest';

/** Where published test vectors lie; they are not copied into the project. */
const FOLDER = resolve(process.env['HOMEBIRD_VECTORS'] ?? join(import.meta.dirname, '../../../shared/vectors'));

/** One published vector file: its name without `.json`, and what it holds. */
export interface VectorFile<Content> {
  readonly name: string;
  readonly content: Content;
}

/** The vector files below `folder` whose names match, in order; none, with a printed reason, where the folder is absent. */
export function publishedVectors<Content>(folder: string, matching = /\.json$/): readonly VectorFile<Content>[] {
  const path = join(FOLDER, folder);
  if (!existsSync(path)) {
    test.skip(`published vectors of ${folder}: the folder ${path} is absent`, () => {});
    return [];
  }
  return vectorsIn(path, matching);
}

/** The vector files in the folder `path` whose names match, in order. */
export function vectorsIn<Content>(path: string, matching = /\.json$/): readonly VectorFile<Content>[] {
  return readdirSync(path).filter((name) => matching.test(name)).sort().map((name) => ({
    name: basename(name, '.json'), content: JSON.parse(readFileSync(join(path, name), 'utf8')) as Content,
  }));
}
