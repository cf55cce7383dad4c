import { createHash } from 'node:crypto';
import { build, type InlineConfig, type Plugin, type Rolldown, type UserConfig } from 'vite';

/** What page and worker have in common: no chunk of theirs loads styles, so no `import()` is wrapped to preload any. */
export const COMMON: InlineConfig = {
  configFile: false,
  logLevel: 'error',
  publicDir: false,
  base: './',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  define: { 'process.env.NODE_ENV': '"production"' },
  // As for a server: a browser's build wraps every import() in a helper for styles, which is larger than some parts.
  ssr: { target: 'webworker', noExternal: true },
};

/** Source code of a build by file name, not written anywhere. */
export async function codeOf(config: UserConfig): Promise<ReadonlyMap<string, string>> {
  const outputs = await chunksOf(config);
  return new Map(outputs.map(({ fileName, code }) => [fileName, code]));
}

async function chunksOf(config: UserConfig): Promise<readonly Rolldown.OutputChunk[]> {
  const { output } = (await build({ ...config, build: { ...config.build, write: false } })) as Rolldown.RolldownOutput;
  return output.flatMap((part) => (part.type === 'chunk' ? [part] : []));
}

/** Modules that share a file. */
type Groups = readonly { readonly name: string; readonly test: RegExp }[];

/** Settings of a build whose output options are still open. */
type Settings = (output: Rolldown.OutputOptions) => UserConfig;

/** What is built into one file and its parts. */
interface OneFile {
  readonly input: string;
  readonly entryFile: string;
  /** Names of the parts, in rolldown's pattern. */
  readonly chunkFiles: string;
  readonly plugins?: Plugin[];
}

/** Settings of page and worker: one file that starts by itself, and parts named by their content. */
export function oneFileSettings({ input, entryFile, chunkFiles, plugins = [] }: OneFile): Settings {
  return (output) => ({
    ...COMMON,
    plugins,
    build: {
      outDir: 'dist/site/tag',
      emptyOutDir: false,
      ssr: true,
      minify: true,
      target: 'es2022',
      rolldownOptions: {
        input,
        preserveEntrySignatures: 'allow-extension',
        output: { format: 'es', entryFileNames: entryFile, chunkFileNames: chunkFiles, codeSplitting: {}, ...output },
      },
    },
  });
}

/**
 * Settings that put exactly the modules which `entryFile` needs at once into that one file, so that it imports nothing. Two
 * builds: the first, thrown away, says which modules these are.
 *
 * @param more - other modules to keep together, of those that come later
 */
export async function startInOneFile(settings: Settings, entryFile: string, more: Groups = []): Promise<UserConfig> {
  const chunks = new Map((await chunksOf(settings({}))).map((chunk) => [chunk.fileName, chunk]));
  const needed = new Set<string>();
  const need = (fileName: string): void => {
    const chunk = chunks.get(fileName);
    for (const module of chunk?.moduleIds ?? []) needed.add(module);
    for (const imported of chunk?.imports ?? []) need(imported);
  };
  need(entryFile);
  return settings({ codeSplitting: { groups: [{ name: 'start', test: (id) => needed.has(id), priority: 1 }, ...more], includeDependenciesRecursively: false } });
}

/** How a build writes the loading of a part. */
export interface PartWriting {
  /** The file that is there already when a part loads. */
  readonly entryFile: string;
  /** Code of a chunk before hashes are written into it. */
  prepare(chunk: Rolldown.OutputChunk): string;
  /** Code of `chunk` that loads what `files` names: `[file, digest], …`, what others need first. */
  call(files: string, chunk: Rolldown.OutputChunk): string;
}

/** A part that a chunk loads, as rolldown writes it. */
const IMPORT = /\bimport\(([`'"])\.\/([^`'"]+)\1\)/g;
/** A chunk that only gives names of another: rolldown writes one where a part is loaded by itself, and shared by others. */
const PASSING = /^export\{([^{}]*)\}from[`'"]\.\/([^`'"]+)[`'"];?\s*$/;
/** Where a chunk keeps the files that several of its calls name: hashes do not compress, and are most of what a call weighs. */
const SEVERAL = 'homebirdSeveral';

/**
 * An `import()` carries no integrity. So each `import("./FILE")` becomes a call with the hashes of the part and of all it
 * imports at once, but for what runs already where the call stands: that was checked when it came, and a chunk cannot hold a
 * hash of itself. Hashes are written into a chunk only after they stand in all it may load.
 */
export function writePartHashes(bundle: Rolldown.OutputBundle, { entryFile, prepare, call }: PartWriting): void {
  const chunks = new Map(Object.values(bundle).flatMap((part) => (part.type === 'chunk' ? [[part.fileName, part] as const] : [])));
  const neighboursOf = ({ imports }: Rolldown.OutputChunk): readonly string[] => imports.filter((name) => name !== entryFile && chunks.has(name));
  const needsOf = (fileName: string): readonly string[] => {
    const chunk = chunks.get(fileName);
    const direct = chunk ? neighboursOf(chunk) : [];
    return [...new Set([...direct.flatMap(needsOf), ...direct])];
  };
  /** Where the names of a part lie: mostly in itself. */
  const passedOn = (fileName: string): { readonly giver: string; readonly take: string } => {
    const [, names, giver] = PASSING.exec(chunks.get(fileName)?.code ?? '') ?? [];
    if (names === undefined || giver === undefined || giver === entryFile) return { giver: fileName, take: '' };
    delete bundle[fileName]; // a request for nothing but names
    return { giver, take: `.then(m=>({${pairsOf(names).map(([shared, own]) => `${own}:m.${shared}`).join()}}))` };
  };
  const begun = new Set<string>();
  const done = new Set<string>();
  const pairOf = (name: string): string => {
    const part = chunks.get(name);
    if (!part || !done.has(name)) throw new Error(`${name} is loaded before its own parts are known`);
    return `["${name}","${digestOf(part.code)}"]`;
  };
  const finish = (chunk: Rolldown.OutputChunk): void => {
    if (begun.has(chunk.fileName)) return;
    begun.add(chunk.fileName);
    for (const name of [...chunk.dynamicImports, ...neighboursOf(chunk)]) {
      const other = chunks.get(name);
      if (other && name !== entryFile) finish(other);
    }
    const code = prepare(chunk);
    const running = new Set([chunk.fileName, ...needsOf(chunk.fileName)]);
    const wanted = [...code.matchAll(IMPORT)].map(([, , fileName = '']) => {
      const { giver, take } = passedOn(fileName);
      if (running.has(giver)) throw new Error(`${chunk.fileName} loads ${fileName}, which runs already`);
      return { files: [...needsOf(giver), giver].filter((name) => !running.has(name)), take };
    });
    const several = [...new Set(wanted.flatMap(({ files }) => files))].filter((name) => wanted.filter(({ files }) => files.includes(name)).length > 1);
    const written = (name: string): string => (several.includes(name) ? `${SEVERAL}[${several.indexOf(name)}]` : pairOf(name));
    const calls = code.replaceAll(IMPORT, () => {
      const { files = [], take = '' } = wanted.shift() ?? {};
      return call(files.map(written).join(), chunk) + take;
    });
    chunk.code = several.length > 0 ? `const ${SEVERAL}=[${several.map(pairOf).join()}];${calls}` : calls;
    done.add(chunk.fileName);
  };
  for (const chunk of chunks.values()) finish(chunk);
}

/** `a as b, c` as [['a', 'b'], ['c', 'c']]. */
export function pairsOf(names: string): (readonly [string, string])[] {
  return names.split(',').map((name) => {
    const [from = '', to = from] = name.trim().split(' as ');
    return [from, to];
  });
}

/** SHA-256 of `code` in base64, as calls that load a part hold it. */
export function digestOf(code: string): string {
  return createHash('sha256').update(code).digest('base64');
}

/** Subresource Integrity of `code`. Parts are named by SHA-256, as the public log names them; what a shop pastes by SHA-384, as is the custom. */
export function integrityOf(code: string, algorithm: 'sha256' | 'sha384' = 'sha256'): string {
  return `${algorithm}-${createHash(algorithm).update(code).digest('base64')}`;
}

/** Takes comments and idle spaces out of the style sheets in template literals, which a minifier of scripts leaves as they are. */
export function smallSheets(): Plugin {
  return {
    name: 'homebird-small-sheets',
    enforce: 'pre',
    transform: (code, id) => (/\.tsx?$/.test(id) && code.includes('sheet(`') ? code.replaceAll(/\bsheet\(`([^`$]*)`/g, (_, css: string) => `sheet(\`${smallCss(css)}\``) : undefined),
  };
}

function smallCss(css: string): string {
  return css.replaceAll(/\/\*[^]*?\*\//g, '').replaceAll(/\s+/g, ' ').replaceAll(/ ?([{};,]) ?/g, '$1').replaceAll(': ', ':').replaceAll(' > ', '>').replaceAll(';}', '}').trim();
}
