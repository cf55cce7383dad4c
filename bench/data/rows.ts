import { createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';

/** A file of data that cannot be read as asked: the message names the file, the line and the choices. */
export class DataError extends Error {
  override readonly name = 'DataError';
}

/** Bytes of `path`, with gzip undone by the file's first two bytes' name, `.gz`. @throws DataError if it cannot be read */
async function openText(path: string): Promise<Readable> {
  try {
    await access(path);
  } catch {
    throw new DataError(`Cannot read ${path}: no such file, or it may not be read`);
  }
  const file = createReadStream(path);
  if (!path.endsWith('.gz')) return file;
  const text = createGunzip();
  file.on('error', (error) => text.destroy(error));
  return file.pipe(text);
}

/** Lines of a plain or .gz text file. */
export async function* linesOf(path: string): AsyncGenerator<string> {
  const text = await openText(path);
  try {
    for await (const line of createInterface({ input: text, crlfDelay: Number.POSITIVE_INFINITY })) yield line;
  } catch (error) {
    throw unreadable(path, error);
  }
}

/** Cells of a plain or .gz delimited file, with or without quotes; a UTF-8 mark is dropped. */
export async function* cellsOf(path: string, delimiter: string): AsyncGenerator<readonly string[]> {
  const text = await openText(path);
  const parser = text.pipe(parse({ bom: true, delimiter, relax_column_count: true, relax_quotes: true, skip_empty_lines: true }));
  text.on('error', (error) => parser.destroy(error));
  try {
    for await (const row of parser) yield row as string[];
  } catch (error) {
    throw unreadable(path, error);
  }
}

function unreadable(path: string, error: unknown): DataError {
  return new DataError(`Cannot read ${path}: ${error instanceof Error ? error.message : String(error)}`);
}
