import { existsSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { loadingRows, partName } from '#support/loading-rows';
import { newestBuildFolder } from '#support/newest-build';

const folder = newestBuildFolder();
const built = new Set((existsSync(folder) ? readdirSync(folder) : []).filter((name) => name.endsWith('.js')).map(partName));
const told = loadingRows().flatMap(({ parts }) => parts);

test('docs/PRIVACY.md says of every file of the build, once, what its loading tells', () => {
  expect(built.size).toBeGreaterThan(30);
  expect([...built].filter((name) => !told.includes(name))).toEqual([]);
  expect(told.filter((name, place) => told.indexOf(name) !== place)).toEqual([]);
});

test('it names no part that the build does not have', () => {
  expect(told.filter((name) => !built.has(name))).toEqual([]);
});

test('each row says what it tells, and whether only after a yes', () => {
  for (const { parts, tells, isAfterYes } of loadingRows()) {
    expect(tells, parts.join()).not.toBe('');
    expect(isAfterYes, parts.join()).toMatch(/^(?:no|yes, `(?:local|ads|federate|measure)`(?: (?:or|and) `measure`)?)$/);
  }
});
