import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '#support/rooms';

interface PackageJson {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}
const packageJson = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as PackageJson;
const versions = Object.entries({ ...packageJson.dependencies, ...packageJson.devDependencies });

test.each(versions)('%s is pinned to one version: %s', (_name, version) => {
  expect(version).toMatch(/^\d+\.\d+\.\d+$/);
});

test('the lock file names no download address', () => {
  expect(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')).not.toContain('"resolved": "http');
});

test('prepare.mjs imports nothing that a fresh clone lacks', () => {
  const names = [...readFileSync(join(ROOT, 'prepare.mjs'), 'utf8').matchAll(/^import .* from '([^']+)'/gm)].map((match) => match[1] ?? '');
  expect(names.length).toBeGreaterThan(3);
  for (const name of names) expect(builtinModules.map((module) => `node:${module}`)).toContain(name);
});
