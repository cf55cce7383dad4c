import { defineConfig, type UserConfig } from 'vite';
import { documentation } from './vite.docs.ts';
import { pageBuild } from './vite.page.ts';
import { tagBuild } from './vite.tag.ts';
import { workerBuild } from './vite.worker.ts';

/** One build per runtime; `prepare.mjs` runs them all. What a shop embeds is a build of several: see `vite.tag.ts`. */
const BUILDS: Readonly<Record<string, UserConfig>> = {
  site: {
    plugins: [documentation()],
    build: {
      outDir: 'dist/site',
      rolldownOptions: { input: { shop: 'index.html', console: 'console.html', audit: 'audit.html', docs: 'docs.html' } },
    },
  },
  server: {
    publicDir: false,
    build: {
      outDir: 'dist/server',
      ssr: true,
      target: 'node20',
      minify: false,
      rolldownOptions: { input: { main: 'server/main.ts', bench: 'bench/main.ts' }, output: { format: 'es' } },
    },
  },
};

/** Builds whose settings come from other builds; page and worker alone are for tests. */
const MADE: Readonly<Record<string, () => Promise<UserConfig>>> = { tag: tagBuild, page: pageBuild, worker: workerBuild };

export default defineConfig(async ({ mode }): Promise<UserConfig> => {
  const build = await (MADE[mode]?.() ?? BUILDS[mode]);
  if (!build) throw new RangeError(`Cannot build "${mode}": wanted ${[...Object.keys(MADE), ...Object.keys(BUILDS)].join(', ')}`);
  return {
    // A warning about Node's `crypto`, which @hpke/common asks for outside browsers only, would hide the others.
    logLevel: 'error',
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    define: { 'process.env.NODE_ENV': '"production"' },
    ...build,
    base: mode === 'site' ? '/' : './',
    build: { target: 'es2022', emptyOutDir: false, sourcemap: false, reportCompressedSize: false, ...build.build },
  };
});
