/** Where a command writes; `process.stdout` is one. */
export interface Output {
  write(text: string): unknown;
}

/** Both streams of a command: results and the program's own words. */
export interface Streams {
  readonly out: Output;
  readonly err: Output;
}

/**
 * What moves a cursor, hides text or turns its direction: C0 but tab and line feed, DEL, C1, and the marks that Unicode has for
 * direction. Logs, policies and answers of strangers are told in messages, and must not write over what is told beside them.
 */
const NOT_PLAIN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Streams on which text stays text: what a terminal would obey is written as `\uXXXX`, which JSON reads as the same. */
export function plainly({ out, err }: Streams): Streams {
  const plain = (output: Output): Output => ({
    write: (text) => output.write(text.replaceAll(NOT_PLAIN, (sign) => `\\u${(sign.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`)),
  });
  return { out: plain(out), err: plain(err) };
}

/** A count with its noun, e.g. `1 round`, `2 rounds`. @param other - where it is no plain plural */
export function countText(count: number, one: string, other = `${one}s`): string {
  return `${count} ${count === 1 ? one : other}`;
}

/** One line of what a child process tells its parent: JSON with a `kind`. */
export interface ChildNotice {
  readonly kind: string;
  readonly [field: string]: unknown;
}

/** Splits a stream of text into lines and hands each JSON object with a `kind` to `take`; anything else is left out. */
export function noticeReader(take: (notice: ChildNotice) => void): (chunk: string) => void {
  let rest = '';
  return (chunk) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const notice = parseNotice(line);
      if (notice) take(notice);
    }
  };
}

function parseNotice(line: string): ChildNotice | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && 'kind' in value && typeof value.kind === 'string' ? (value as ChildNotice) : undefined;
  } catch {
    return undefined;
  }
}

/** The line a child writes for {@link noticeReader}. */
export function noticeLine(notice: ChildNotice): string {
  return `${JSON.stringify(notice)}\n`;
}
