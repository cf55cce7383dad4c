import { build, type Plugin, type Rolldown, type UserConfig } from 'vite';

/** The file a shop's page starts: everything that a first shelf needs. */
const WORKER_FILE = 'homebird-worker.js';

/**
 * The worker: one file that starts by itself, also from a blob, and parts that it loads when they are due. Two builds: the
 * first says which modules the start needs, the second puts exactly those into the one file.
 */
export async function workerBuild(): Promise<UserConfig> {
  const { output } = (await build({ ...settings({}), configFile: false, logLevel: 'error', build: { ...settings({}).build, write: false } })) as Rolldown.RolldownOutput;
  const chunks = new Map(output.flatMap((part) => (part.type === 'chunk' ? [[part.fileName, part] as const] : [])));
  const needed = new Set<string>();
  const need = (fileName: string): void => {
    const chunk = chunks.get(fileName);
    for (const module of chunk?.moduleIds ?? []) needed.add(module);
    for (const imported of chunk?.imports ?? []) need(imported);
  };
  need(WORKER_FILE);
  return { ...settings({ codeSplitting: { groups: [{ name: 'start', test: (id) => needed.has(id) }], includeDependenciesRecursively: false } }), plugins: [partsOfBlob()] };
}

// As for a server, because a browser's build wraps every import() to preload styles that a worker does not have.
function settings(output: Rolldown.OutputOptions): UserConfig {
  return {
    publicDir: false,
    ssr: { target: 'webworker', noExternal: true },
    build: {
      outDir: 'dist/site/tag',
      ssr: true,
      minify: true,
      target: 'es2022',
      rolldownOptions: {
        input: 'worker/index.ts',
        preserveEntrySignatures: 'allow-extension',
        output: { format: 'es', entryFileNames: WORKER_FILE, chunkFileNames: 'homebird-worker-[name]-[hash].js', codeSplitting: {}, ...output },
      },
    },
  };
}

/**
 * A worker started from a blob has no folder, and its file would be another module under its own address. So parts take
 * what they share from where the running worker lays it, and are loaded from the folder that whoever made the blob wrote
 * down (`src/engine/workers.ts`).
 */
function partsOfBlob(): Plugin {
  return {
    name: 'homebird-parts-of-blob',
    generateBundle(_, bundle) {
      for (const part of Object.values(bundle)) {
        if (part.type !== 'chunk') continue;
        part.code = part.isEntry ? startCode(part) : partCode(part);
      }
    },
  };
}

function startCode({ code, imports }: Rolldown.OutputChunk): string {
  if (imports.length > 0) throw new Error(`The worker's file imports ${imports.join(', ')}: a blob of it could not start`);
  const laid = code.replace(/export\{([^{}]*)\};?\s*$/, (_, names: string) => `self.homebirdShared={${pairs(names).map(([own, shared]) => `${shared}:${own}`).join()}};`);
  if (/\bexport\b/.test(laid.slice(-200))) throw new Error('The worker shares something in a form that parts cannot take');
  return laid.replaceAll(/\bimport\(([`'"])\.\//g, 'import((self.homebirdFolder??`./`)+$1');
}

function partCode({ code, fileName }: Rolldown.OutputChunk): string {
  const taken = code.replace(new RegExp(`import\\{([^{}]*)\\}from["'\`]\\./${WORKER_FILE}["'\`];`), (_, names: string) => `const{${pairs(names).map(([shared, own]) => `${shared}:${own}`).join()}}=self.homebirdShared;`);
  if (taken.includes(`./${WORKER_FILE}`)) throw new Error(`${fileName} imports the worker in a form that a part cannot`);
  return taken;
}

/** `a as b, c` as [['a', 'b'], ['c', 'c']]. */
function pairs(names: string): (readonly [string, string])[] {
  return names.split(',').map((name) => {
    const [from = '', to = from] = name.trim().split(' as ');
    return [from, to];
  });
}
