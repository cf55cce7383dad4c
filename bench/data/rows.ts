import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';

/** A file of data that cannot be read as asked: the message names the file, the line and the choices. */
export class DataError extends Error {
  override readonly name = 'DataError';
}

/** Packed files by how they start, in hex, beside gzip. */
const PACKED: Readonly<Record<string, string>> = { '504b0304': 'zip', '50415231': 'Parquet', '425a68': 'bzip2', '28b52ffd': 'zstd', 'fd377a58': 'xz' };

/** Bytes of `path`, with gzip undone where the first two bytes are gzip's, whatever the file is called. @throws DataError if it cannot be read */
async function openText(path: string): Promise<Readable> {
  const start = await startOf(path);
  const packed = Object.keys(PACKED).find((magic) => start.startsWith(magic));
  if (packed) throw new DataError(`Cannot read ${path}: it is a ${PACKED[packed]} file; wanted plain text or gzip`);
  const file = createReadStream(path);
  if (!start.startsWith('1f8b')) return file;
  const text = createGunzip();
  file.on('error', (error) => text.destroy(error));
  return file.pipe(text);
}

/** The first four bytes of a file, in hex. */
async function startOf(path: string): Promise<string> {
  try {
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
      return buffer.toString('hex', 0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    const reason = error instanceof Error && 'code' in error && error.code === 'EISDIR' ? 'it is a folder' : 'no such file, or it may not be read';
    throw new DataError(`Cannot read ${path}: ${reason}`);
  }
}

/** Lines of a plain or gzipped text file, with either line end; a UTF-8 mark is dropped. */
export async function* linesOf(path: string): AsyncGenerator<string> {
  const text = await openText(path);
  const lines = createInterface({ input: text, crlfDelay: Number.POSITIVE_INFINITY });
  lines.on('error', () => undefined); // the loop throws it; whoever takes the first line only must not end the process later
  try {
    let isFirst = true;
    for await (const line of lines) {
      yield isFirst ? line.replace(/^\uFEFF/, '') : line;
      isFirst = false;
    }
  } catch (error) {
    throw unreadable(path, error);
  } finally {
    text.destroy();
  }
}

/** One row of a delimited file and the line it ends on, from 1. */
export interface Row {
  readonly cells: readonly string[];
  readonly line: number;
}

/** Rows of a plain or gzipped delimited file, with or without quotes, with any line end; a UTF-8 mark is dropped. */
export async function* rowsOf(path: string, delimiter: string): AsyncGenerator<Row> {
  const text = await openText(path);
  const parser = text.pipe(parse({ bom: true, delimiter, info: true, relax_column_count: true, relax_quotes: true, skip_empty_lines: true, record_delimiter: ['\r\n', '\n', '\r'] }));
  text.on('error', (error) => parser.destroy(error));
  try {
    for await (const row of parser) {
      const { record, info } = row as { readonly record: readonly string[]; readonly info: { readonly lines: number } };
      yield { cells: record, line: info.lines };
    }
  } catch (error) {
    throw unreadable(path, error);
  }
}

function unreadable(path: string, error: unknown): DataError {
  return new DataError(`Cannot read ${path}: ${error instanceof Error ? error.message : String(error)}`);
}
