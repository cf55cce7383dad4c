import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './rooms.ts';

/** One row of the table in docs/PRIVACY.md that says what the loading of a part tells. */
export interface LoadingRow {
  /** As {@link partName} gives them. */
  readonly parts: readonly string[];
  readonly tells: string;
  /** Whether they come only after a yes, as the table says it. */
  readonly isAfterYes: string;
}

/** A file of a build as that table names it: without what all have in front, and without its hash; whole where it has none. */
export function partName(file: string): string {
  return /^homebird-(.+)-[\w-]{8}\.js$/.exec(file)?.[1] ?? file;
}

/** Rows of that table. */
export function loadingRows(): readonly LoadingRow[] {
  const [, section = ''] = readFileSync(join(ROOT, 'docs/PRIVACY.md'), 'utf8').split('## What loading tells\n');
  const lines = (section.split('\n## ')[0] ?? '').split('\n').filter((line) => line.startsWith('| `'));
  return lines.map((line) => {
    const [, parts = '', tells = '', isAfterYes = ''] = line.split('|').map((cell) => cell.trim());
    return { parts: [...parts.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name), tells, isAfterYes };
  });
}
