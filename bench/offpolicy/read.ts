import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';

/** Rows of a gzipped CSV file by column; undefined where the file is not there. */
export function readRows(path: string): readonly Readonly<Record<string, string>>[] | undefined {
  return existsSync(path) ? (parse(gunzipSync(readFileSync(path)), { columns: true }) as Record<string, string>[]) : undefined;
}
