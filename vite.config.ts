import { defineConfig, type UserConfig } from 'vite';
import { workerBuild } from './vite.worker.ts';

/** One build per runtime; `prepare.mjs` runs them all. What a shop embeds keeps fixed names, everything else is named by its content. */
const BUILDS: Readonly<Record<string, UserConfig>> = {
  site: {
    build: {
      outDir: 'dist/site',
      rolldownOptions: { input: { shop: 'index.html', console: 'console.html', audit: 'audit.html' } },
    },
  },
  tag: {
    publicDir: false,
    build: {
      outDir: 'dist/site/tag',
      rolldownOptions: { input: 'src/tag/index.ts', output: { format: 'iife', entryFileNames: 'homebird.js' } },
    },
  },
  page: {
    publicDir: false,
    build: {
      outDir: 'dist/site/tag',
      modulePreload: false,
      rolldownOptions: {
        input: 'src/tag/page.ts',
        preserveEntrySignatures: 'strict',
        output: { format: 'es', entryFileNames: 'homebird-page.js', chunkFileNames: 'homebird-[name]-[hash].js' },
      },
    },
  },
  tensors: {
    publicDir: false,
    build: {
      outDir: 'dist/site/tag',
      modulePreload: false,
      rolldownOptions: {
        input: 'worker/backend/index.ts',
        preserveEntrySignatures: 'strict',
        output: { format: 'es', entryFileNames: 'homebird-tensors.js', codeSplitting: false },
      },
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

export default defineConfig(async ({ mode }): Promise<UserConfig> => {
  const build = mode === 'worker' ? await workerBuild() : BUILDS[mode];
  if (!build) throw new RangeError(`Cannot build "${mode}": wanted worker, ${Object.keys(BUILDS).join(', ')}`);
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
