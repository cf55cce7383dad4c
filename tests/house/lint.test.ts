import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { ROOT } from '#support/rooms';

const OXLINT = join(ROOT, 'node_modules/oxlint/bin/oxlint');
const planted = mkdtempSync(join(tmpdir(), 'homebird-lint-'));
afterAll(() => rmSync(planted, { recursive: true, force: true }));

function lint(folder: string, ...args: string[]): { status: number | null; output: string } {
  // Where it looks for the linter of types; npm puts it there, a direct call of vitest does not.
  const PATH = `${join(ROOT, 'node_modules/.bin')}${delimiter}${process.env['PATH'] ?? ''}`;
  const result = spawnSync(process.execPath, [OXLINT, ...args], { cwd: folder, encoding: 'utf8', env: { ...process.env, PATH } });
  return { status: result.status, output: result.stdout + result.stderr };
}

/** Lints one file of our own making under the project's own configuration. */
function lintPlanted(files: Readonly<Record<string, string>>, ...args: string[]): string {
  rmSync(planted, { recursive: true, force: true });
  mkdirSync(planted, { recursive: true });
  copyFileSync(join(ROOT, '.oxlintrc.json'), join(planted, '.oxlintrc.json'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(planted, name)), { recursive: true });
    writeFileSync(join(planted, name), text);
  }
  return lint(planted, '--format=unix', ...args).output;
}

test('the project has no lint error', () => {
  const { status, output } = lint(ROOT, '--type-aware');
  expect(status, output).toBe(0);
});

const VIOLATIONS: readonly (readonly [string, string, string, string])[] = [
  ['core imports IndexedDB', 'src/core/units/planted.ts', `import { indexedStores } from '#page/store';\nexport const a = indexedStores;\n`, 'no-restricted-imports'],
  ['core imports a page room', 'src/core/events/planted.ts', `import { a } from '#page/store';\nexport const b = a;\n`, 'no-restricted-imports'],
  ['a room climbs out', 'worker/models/planted.ts', `import { a } from '../trainer/index.ts';\nexport const b = a;\n`, 'no-restricted-imports'],
  ['a room no row knows', 'worker/unheard/planted.ts', `import { a } from '#core/units';\nexport const b = a;\n`, 'no-restricted-imports'],
  ['core asks the clock', 'src/core/units/planted.ts', 'export const a = (): number => Date.now();\n', 'no-restricted-globals'],
  ['core draws chance', 'src/core/units/planted.ts', 'export const a = (): number => Math.random();\n', 'no-restricted-properties'],
  ['collect fetches', 'src/collect/planted.ts', `export const a = (): unknown => fetch('/x');\n`, 'no-restricted-globals'],
  ['collect fetches through globalThis', 'src/collect/planted.ts', `export const a = (): unknown => globalThis.fetch('/x');\n`, 'no-restricted-globals'],
  ['elements fetch through window', 'src/elements/planted.ts', `export const a = (): unknown => window.fetch('/x');\n`, 'no-restricted-globals'],
  ['the worker fetches through self', 'worker/federation/planted.ts', `export const a = (): unknown => self.fetch('/x');\n`, 'no-restricted-globals'],
  ['the tag sends a beacon', 'src/tag/planted.ts', `export const a = (): boolean => navigator.sendBeacon('/x');\n`, 'no-restricted-properties'],
  ['the tag opens a socket', 'src/tag/planted.ts', `export const a = (): unknown => new WebSocket('wss://x');\n`, 'no-restricted-globals'],
  ['the tag starts a worker', 'src/tag/planted.ts', `export const a = (): unknown => new Worker('/x');\n`, 'no-restricted-globals'],
  ['the tag loads a picture', 'src/tag/planted.ts', `export const a = (): unknown => new Image();\n`, 'no-restricted-globals'],
  ['a server room reaches out past http', 'server/leader/planted.ts', `export const a = (): unknown => fetch('/x');\n`, 'no-restricted-globals'],
  ['a value of any type', 'src/core/units/planted.ts', 'export const a = (b: any): unknown => b;\n', 'no-explicit-any'],
];

test.each(VIOLATIONS)('planted: %s is refused', (_title, file, text, rule) => {
  expect(lintPlanted({ [file]: text })).toContain(rule);
});

test('planted: a promise nobody waits for is refused', () => {
  const files = { 'server/http/planted.ts': 'async function a(): Promise<void> {}\nexport function b(): void {\n  a();\n}\n' };
  expect(lintPlanted({ ...files, 'tsconfig.json': '{ "compilerOptions": { "strict": true, "module": "ESNext", "target": "ES2023" } }' }, '--type-aware')).toContain('no-floating-promises');
});

test('planted: a cycle is refused', () => {
  const output = lintPlanted({
    'src/core/units/a.ts': `import { b } from './b.ts';\nexport const a = (): unknown => b;\n`,
    'src/core/units/b.ts': `import { a } from './a.ts';\nexport const b = (): unknown => a;\n`,
  });
  expect(output).toContain('no-cycle');
});

test('a clean file is not refused, so the planted ones say something', () => {
  expect(lintPlanted({ 'src/core/units/planted.ts': 'export const a = (b: number): number => b + 1;\n' })).not.toContain('planted.ts');
});
