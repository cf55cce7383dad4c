import type { Plugin, UserConfig } from 'vite';
import { oneFileSettings, pairsOf, smallSheets, startInOneFile, writePartHashes } from './vite.parts.ts';

/** The file that the loader imports: everything that a first shelf needs. */
export const PAGE_FILE = 'homebird-page.js';
/** What `src/tag/page.ts` calls the function that loads a part under its hash. */
const LOADER_NAME = 'loadPart';

/** What every element of ours is drawn with: one request instead of five. */
const DRAWING = { name: 'drawing', test: /\/node_modules\/preact\/|\/src\/words\/|\/core\/units\/duration\.|\/src\/elements\/(?:base-style|drawing|icons|impressions|packed-picture|part|sheet|undo)\./ };
/** What the panel opens with: its later parts need pieces of it, which would make a file of its own of each. */
const PANEL = { name: 'draw-panel', test: /\/src\/panel\/(?:draw-panel|panel|controls|fold|interests|month|save|say|style|timeline|words)\./ };

/** What shelf, search and panel show of a product: apart, each of them would name one file more, and the panel's start part has no room for a hash. */
const REASON = { name: 'reason', test: /\/src\/elements\/(?:picture|reason|shelf-words)\./ };

/** The page part: one file, and parts that it loads when they are due, each under its hash. */
export async function pageBuild(): Promise<UserConfig> {
  const config = await startInOneFile(settings, PAGE_FILE, [DRAWING, PANEL, REASON]);
  return { ...config, plugins: [smallSheets(), partsUnderTheirHash()] };
}

const settings = oneFileSettings({ input: 'src/tag/page.ts', entryFile: PAGE_FILE, chunkFiles: 'homebird-[name]-[hash].js', plugins: [smallSheets()] });

/** Parts are loaded by `loadPart`, which asks the browser to check them first (`src/tag/load-part.ts`). */
function partsUnderTheirHash(): Plugin {
  return {
    name: 'homebird-parts-under-their-hash',
    generateBundle(_, bundle) {
      const page = bundle[PAGE_FILE];
      if (page?.type !== 'chunk' || page.imports.length > 0) throw new Error(`${PAGE_FILE} imports something: wanted it in one file`);
      const own = pairsOf(/export\{([^{}]*)\};?\s*$/.exec(page.code)?.[1] ?? '').find(([, name]) => name === LOADER_NAME)?.[0];
      if (own === undefined) throw new Error(`${PAGE_FILE} exports no ${LOADER_NAME}`);
      writePartHashes(bundle, {
        entryFile: PAGE_FILE,
        prepare: ({ code, fileName, dynamicImports }) => (fileName === PAGE_FILE || dynamicImports.length === 0 ? code : `import{${LOADER_NAME} as ${LOADER_NAME}$}from"./${PAGE_FILE}";${code}`),
        // In the page part the function goes by the short name that the minifier gave it.
        call: (files, { fileName }) => `${fileName === PAGE_FILE ? own : `${LOADER_NAME}$`}(import.meta.url,${files})`,
      });
    },
  };
}
