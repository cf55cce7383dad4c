import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '#support/rooms';
import { PROGRAM } from '#support/serving';

/** Where the program under test was built. */
const BUILT = dirname(dirname(dirname(PROGRAM)));
const read = (path: string): string => readFileSync(path, 'utf8');

/** Runs npm without its registry, and without what a surrounding npm has set. */
function npm(folder: string, ...args: readonly string[]): string {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('npm_')));
  return execFileSync('npm', [...args, '--offline', '--loglevel=error'], { cwd: folder, encoding: 'utf8', env, shell: process.platform === 'win32' });
}

/** A shop's project with React's types in a version of its own, not that of this clone. */
function aReactShop(): string {
  const folder = mkdtempSync(join(tmpdir(), 'homebird-react-'));
  const strict = { strict: true, noEmit: true, target: 'ES2022', module: 'ESNext', moduleResolution: 'Bundler', jsx: 'react-jsx', lib: ['ES2023', 'DOM', 'DOM.Iterable'], types: [] };
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'shop', version: '1.0.0', private: true }));
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: strict, files: ['shop.tsx'] }));
  cpSync(join(ROOT, 'docs/examples/react/shop.tsx'), join(folder, 'shop.tsx'));
  return folder;
}

function addReactTypes(folder: string): void {
  for (const name of ['@types/react', '@types/react-dom', 'csstype']) cpSync(join(ROOT, 'node_modules', name), join(folder, 'node_modules', name), { recursive: true, dereference: true });
  const manifest = join(folder, 'node_modules/@types/react/package.json');
  writeFileSync(manifest, JSON.stringify({ ...(JSON.parse(read(manifest)) as object), version: '19.0.99' }));
}

test('the package that docs/shops/api.md installs brings nothing with it, and gives a React shop of its own the types of our elements', () => {
  const folder = aReactShop();
  npm(folder, 'install', '--install-links', '--no-audit', '--no-fund', join(BUILT, 'dist/site/tag/npm'));
  const lock = JSON.parse(read(join(folder, 'package-lock.json'))) as { readonly packages: Readonly<Record<string, unknown>> };
  expect(Object.keys(lock.packages)).toEqual(['', 'node_modules/homebird']);
  addReactTypes(folder); // after npm, which takes out what it did not install
  execFileSync(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', folder], { stdio: 'pipe' });
  rmSync(folder, { recursive: true, force: true });
});

test('npm pack of a built clone holds what its package.json exports and runs, and no source', () => {
  const folder = mkdtempSync(join(tmpdir(), 'homebird-pack-'));
  const [packed] = JSON.parse(npm(BUILT, 'pack', '--dry-run', '--json', '--pack-destination', folder)) as readonly [{ readonly files: readonly { readonly path: string }[] }];
  const paths = packed.files.map(({ path }) => path);
  const { exports: exported, bin } = JSON.parse(read(join(BUILT, 'package.json'))) as { readonly exports: Readonly<Record<string, unknown>>; readonly bin: Readonly<Record<string, string>> };
  const named = JSON.stringify(exported).match(/(?<="\.\/)[^"]+\.(?:js|ts|json)(?="[,}])/g) ?? [];
  expect(named.length).toBeGreaterThan(4);
  expect(paths).toEqual(expect.arrayContaining([...named, ...Object.values(bin), 'dist/server/main.js']));
  expect(paths.filter((path) => /^(?:src|worker|server|tests|prepare)/.test(path))).toEqual([]);
  rmSync(folder, { recursive: true, force: true });
});

test('the command of such a package runs what is built, without building', () => {
  const folder = mkdtempSync(join(tmpdir(), 'homebird-bin-'));
  mkdirSync(join(folder, 'bin'));
  mkdirSync(join(folder, 'dist/server'), { recursive: true });
  cpSync(join(ROOT, 'bin/homebird.mjs'), join(folder, 'bin/homebird.mjs'));
  writeFileSync(join(folder, 'dist/server/main.js'), 'console.log(`ran ${process.argv[2]}`);\n');
  expect(execFileSync(process.execPath, [join(folder, 'bin/homebird.mjs'), 'plan'], { encoding: 'utf8' })).toBe('ran plan\n');
  expect(existsSync(join(folder, 'node_modules'))).toBe(false);
  rmSync(folder, { recursive: true, force: true });
});
