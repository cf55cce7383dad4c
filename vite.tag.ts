import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin, UserConfig } from 'vite';
import { PAGE_FILE, pageBuild } from './vite.page.ts';
import { codeOf, COMMON, digestOf, integrityOf } from './vite.parts.ts';
import { TENSORS_FILE, WORKER_FILE, workerBuild } from './vite.worker.ts';

/** The file of the embed line. */
const TAG_FILE = 'homebird.js';
/** What is known of the newest build: its folder, the integrity of its embed line, and every file's hash. */
const RECORD_FILE = 'homebird.json';
/** Hex digits that name a build: 64 bits, enough that no two builds of a shop's life share a folder. SRI is what keeps them apart, not this. */
const BUILD_DIGITS = 16;

const TENSORS: UserConfig = {
  ...COMMON,
  ssr: {},
  build: {
    target: 'es2022',
    minify: true,
    modulePreload: false,
    rolldownOptions: {
      input: 'worker/backend/index.ts',
      preserveEntrySignatures: 'strict',
      output: { format: 'es', entryFileNames: TENSORS_FILE, codeSplitting: false },
    },
  },
};

/** What `package.json` exports: the function that adds the tag to a bundled page, and its types. */
const NPM: UserConfig = {
  ...COMMON,
  ssr: {},
  build: {
    target: 'es2022',
    minify: false,
    modulePreload: false,
    rolldownOptions: { input: 'src/npm/index.ts', preserveEntrySignatures: 'strict', output: { format: 'es', entryFileNames: TAG_FILE, codeSplitting: false } },
  },
};
const NPM_TYPES = ['homebird.d.ts', 'react.d.ts', 'vue.d.ts'];
const ROOT = dirname(fileURLToPath(import.meta.url));
const NPM_SOURCES = join(ROOT, 'src/npm');

/**
 * The folder as a package of its own: a shop's bundle needs none of what the servers depend on, and types that lie in the shop's
 * own node_modules extend the shop's React and not the one that this clone's tests use.
 */
function npmManifest(): string {
  const { name, version, description, license, type, exports } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Record<string, unknown>;
  const own = JSON.parse(JSON.stringify(exports).replaceAll('./dist/site/tag/npm/', './')) as unknown;
  return `${JSON.stringify({ name, version, description, license, private: true, type, exports: own, sideEffects: false }, null, 2)}\n`;
}

/**
 * Everything a shop embeds: the loader, and a folder named by its content in which page part, worker and their parts lie,
 * which never changes. Each file holds the hashes of what it loads, so that the integrity of the embed line covers them all.
 */
export async function tagBuild(): Promise<UserConfig> {
  const [page, worker, tensors, npm] = await Promise.all([pageBuild().then(codeOf), workerBuild().then(codeOf), codeOf(TENSORS), codeOf(NPM)]);
  const files = new Map([...page, ...filled(worker, WORKER_FILE, { '%HOMEBIRD_TENSORS%': digestOf(tensors.get(TENSORS_FILE) ?? '') }), ...tensors]);
  const parts = filled(files, PAGE_FILE, { '%HOMEBIRD_WORKER%': integrityOf(files.get(WORKER_FILE) ?? '') });
  return {
    publicDir: false,
    plugins: [folderOfBuild(parts, npm)],
    build: {
      outDir: 'dist/site/tag',
      rolldownOptions: { input: 'src/tag/index.ts', output: { format: 'iife', entryFileNames: TAG_FILE } },
    },
  };
}

/** `files` with text filled into one of them, which wants each of it. */
function filled(files: ReadonlyMap<string, string>, fileName: string, values: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  const code = files.get(fileName) ?? '';
  const missing = Object.keys(values).filter((name) => !code.includes(name));
  if (missing.length > 0) throw new Error(`${fileName} has no place for ${missing.join(', ')}`);
  return new Map([...files, [fileName, Object.entries(values).reduce((text, [name, value]) => text.replaceAll(name, () => value), code)]]);
}

/** Adds the folder to the loader's build. */
function folderOfBuild(parts: ReadonlyMap<string, string>, npm: ReadonlyMap<string, string>): Plugin {
  return {
    name: 'homebird-folder-of-build',
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const loader = bundle[TAG_FILE];
        if (loader?.type !== 'chunk') throw new Error(`The build has no ${TAG_FILE}`);
        const pinned = filled(new Map([[TAG_FILE, loader.code]]), TAG_FILE, { '%HOMEBIRD_PAGE%': digestOf(parts.get(PAGE_FILE) ?? '') }).get(TAG_FILE) ?? '';
        const hashes = [...parts].map(([name, code]) => `${name} ${integrityOf(code)}\n`).sort();
        const build = createHash('sha256').update(pinned + hashes.join('')).digest('hex').slice(0, BUILD_DIGITS);
        loader.code = filled(new Map([[TAG_FILE, pinned]]), TAG_FILE, { '%HOMEBIRD_BUILD%': build }).get(TAG_FILE) ?? '';
        const all = new Map([...parts, [TAG_FILE, loader.code]]);
        for (const [name, code] of all) this.emitFile({ type: 'asset', fileName: `${build}/${name}`, source: code });
        const record = { build, integrity: integrityOf(loader.code, 'sha384'), files: Object.fromEntries([...all].sort().map(([name, code]) => [name, integrityOf(code, 'sha384')])) };
        this.emitFile({ type: 'asset', fileName: RECORD_FILE, source: `${JSON.stringify(record, null, 2)}\n` });
        const forNpm = filled(npm, TAG_FILE, { '%HOMEBIRD_BUILD%': build, '%HOMEBIRD_INTEGRITY%': record.integrity });
        this.emitFile({ type: 'asset', fileName: `npm/${TAG_FILE}`, source: forNpm.get(TAG_FILE) ?? '' });
        this.emitFile({ type: 'asset', fileName: 'npm/package.json', source: npmManifest() });
        for (const name of NPM_TYPES) this.emitFile({ type: 'asset', fileName: `npm/${name}`, source: readFileSync(join(NPM_SOURCES, name), 'utf8') });
      },
    },
  };
}
