import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { newestBuildFolder } from '#support/newest-build';

const BUILD_FOLDER = newestBuildFolder();

const codeByFile = new Map((existsSync(BUILD_FOLDER) ? readdirSync(BUILD_FOLDER) : []).filter((name) => name.endsWith('.js')).map((name) => [name, readFileSync(join(BUILD_FOLDER, name), 'utf8')]));
/** What each file of the build asks to have checked before it loads a part. */
const asked = [...codeByFile].flatMap(([file, code]) => [...code.matchAll(/\["(homebird-[^"]+\.js)","([A-Za-z0-9+/=]{44})"\]/g)].map(([, part = '', digest = '']) => ({ file, part, digest })));

test('every hash of a part in the build is that of the file as it was written', () => {
  expect(asked.length).toBeGreaterThan(10);
  expect(asked.filter(({ part, digest }) => createHash('sha256').update(codeByFile.get(part) ?? '').digest('base64') !== digest)).toEqual([]);
});

test('no file asks for itself', () => {
  expect(asked.filter(({ file, part }) => file === part)).toEqual([]);
});
