import type { Plugin, Rolldown, UserConfig } from 'vite';
import { oneFileSettings, pairsOf, startInOneFile, writePartHashes } from './vite.parts.ts';

/** The file a shop's page starts: everything that a first shelf needs. */
export const WORKER_FILE = 'homebird-worker.js';
/** The chunk that the worker loads once a GPU and a verified model are there. */
export const TENSORS_FILE = 'homebird-tensors.js';

/** Modules kept together: the start would name one file more of each, and a hash in it weighs 70 bytes. */
const PICTURES = { name: 'picture-packs', test: /\/(?:worker\/session\/packed-pictures|core\/catalogue\/picture-packs)\./ };
const FILES = { name: 'files', test: /\/(?:worker\/session\/(?:company-file|kept-files)|core\/fedavg\/(?:files|format|pair-files|portrait-files)|core\/protocol\/task)\./ };
/** The same for parts that come later. */
const LIVE = { name: 'live', test: /\/core\/ranking\/(?:live|rank)\./ };
/** What draws ads: counting them needs pieces of it, which would make files of their own. What only counts stays out, for after a yes to measuring. */
const ADS = { name: 'ads', test: /\/worker\/(?:adserver\/|session\/ads\.)|\/src\/core\/(?:ads\/(?!counting\.|bandit-sums\.)|campaigns\/|creative\/template\.|contract\/ads\.|budget\/|experiment\/arm\.)/ };

/** What predicts and learns of ads: a draw, a report and a count of predictions each need most of it. */
const AD_HEADS = { name: 'ad-heads', test: /\/(?:core\/ctr\/|worker\/models\/ad-models\.|worker\/session\/ad-(?:moments|lessons|chances)\.)/ };

/** The worker: one file that starts by itself, also from a blob, and parts that it loads when they are due. */
export async function workerBuild(): Promise<UserConfig> {
  const config = await startInOneFile(settings, WORKER_FILE, [PICTURES, FILES, LIVE, ADS, AD_HEADS]);
  return { ...config, plugins: [partsOfBlob()] };
}

const settings = oneFileSettings({ input: 'worker/index.ts', entryFile: WORKER_FILE, chunkFiles: 'homebird-worker-[name]-[hash].js' });

/**
 * A worker started from a blob has no folder, and its file would be another module under its own address. So parts take
 * what they share from where the running worker lays it, and are loaded by its `homebirdPart` (`worker/index.ts`), which
 * knows the folder and has the part's hash checked.
 */
function partsOfBlob(): Plugin {
  return {
    name: 'homebird-parts-of-blob',
    generateBundle(_, bundle) {
      writePartHashes(bundle, { entryFile: WORKER_FILE, prepare: (chunk) => (chunk.isEntry ? startCode(chunk) : partCode(chunk)), call: (files) => `self.homebirdPart(${files})` });
    },
  };
}

function startCode({ code, imports }: Rolldown.OutputChunk): string {
  if (imports.length > 0) throw new Error(`The worker's file imports ${imports.join(', ')}: a blob of it could not start`);
  const laid = code.replace(/export\{([^{}]*)\};?\s*$/, (_, names: string) => `self.homebirdShared={${pairsOf(names).map(([own, shared]) => `${shared}:${own}`).join()}};`);
  if (/\bexport\b/.test(laid.slice(-200))) throw new Error('The worker shares something in a form that parts cannot take');
  return laid;
}

function partCode({ code, fileName }: Rolldown.OutputChunk): string {
  const taken = code.replace(new RegExp(`import\\{([^{}]*)\\}from["'\`]\\./${WORKER_FILE}["'\`];`), (_, names: string) => `const{${pairsOf(names).map(([shared, own]) => `${shared}:${own}`).join()}}=self.homebirdShared;`);
  // One that only wants the worker to have run: it has.
  const alone = taken.replace(new RegExp(`import["'\`]\\./${WORKER_FILE}["'\`];`), '');
  if (alone.includes(`./${WORKER_FILE}`)) throw new Error(`${fileName} imports the worker in a form that a part cannot`);
  return alone;
}
