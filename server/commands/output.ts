/** Where a command writes; `process.stdout` is one. */
export interface Output {
  write(text: string): unknown;
}

/** Both streams of a command: results and the program's own words. */
export interface Streams {
  readonly out: Output;
  readonly err: Output;
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
