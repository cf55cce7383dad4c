import { servedFile } from '#core/audit';
import { encodeHpkeConfig, encodePolicy, policyHashOf, type LogEntry } from '#core/protocol';
import { utf8Encode } from '#core/units';
import { generateHpkeKeys } from '#page/crypto';
import { listen, type Listening } from '#server/http';
import { publishedDeployment, type Mischief, type PublishedDeployment } from './deployment.ts';
import { valueOf } from './result.ts';

/** A published deployment behind three real addresses: what an auditor meets who has nothing but the leader's URL. */
export interface PublishedSite {
  readonly leader: string;
  readonly helper: string;
  readonly shop: string;
  readonly policyHash: string;
  /** The deployment as the leader shows it now. */
  readonly shown: PublishedDeployment;
  /** The leader shows another history from now on, signed by the same key. */
  show(mischief: Mischief): Promise<void>;
  /** The helper keeps another history, signed by the log's key too. */
  keepAtHelper(mischief: Mischief): Promise<void>;
  /** Changes what one path of the leader answers. */
  tamper(path: string, change: (bytes: Uint8Array) => Uint8Array): void;
  /** Changes what one path of the helper answers. */
  tamperAtHelper(path: string, change: (bytes: Uint8Array) => Uint8Array): void;
  /** Changes what visitors get under a path of the shop. */
  serve(path: string, text: string): void;
  /** The leader answers nothing from now on. */
  leave(): void;
  close(): Promise<void>;
}

const PAGE = (policy: string, leader: string): string => `<!doctype html><meta name="homebird-policy" content="${policy}" /><script async src="/tag/homebird.js" data-shop="%HOMEBIRD_SHOP_ID%" data-endpoint="${leader}" data-policy="${policy}"></script>`;
/** The build of every site here. */
export const BUILT_FILES: Readonly<Record<string, string>> = { 'tag/homebird.js': 'tag();', 'tag/homebird-worker.js': 'worker();', 'index.html': PAGE('%HOMEBIRD_POLICY%', '%HOMEBIRD_LEADER%') };

/** Bytes of one leaf hash in a tile. */
const HASH_BYTES = 32;

/** A file of the log; a keeper serves hash tiles of every width up to its own. */
function logFile({ files }: PublishedDeployment, path: string): Uint8Array | undefined {
  const [, start, width] = /^(\/log\/tile\/0\/000\.p\/)(\d+)$/.exec(path) ?? [];
  const widest = start === undefined ? undefined : [...files].find(([name]) => name.startsWith(start))?.[1];
  return files.get(path) ?? (widest && HASH_BYTES * Number(width) <= widest.length ? widest.subarray(0, HASH_BYTES * Number(width)) : undefined);
}

function asFile(bytes: Uint8Array | undefined): Response {
  return bytes ? new Response(bytes as Uint8Array<ArrayBuffer>, { headers: { 'access-control-allow-origin': '*' } }) : new Response('{}', { status: 404, headers: { 'access-control-allow-origin': '*' } });
}

/** Serves an honest deployment; each test makes of it what it is about. */
export async function servePublished(): Promise<PublishedSite> {
  const served = new Map(Object.entries(BUILT_FILES));
  const [changes, changesAtHelper] = [new Map<string, (bytes: Uint8Array) => Uint8Array>(), new Map<string, (bytes: Uint8Array) => Uint8Array>()];
  const answers: Record<'leader' | 'helper' | 'shop', (path: string) => Uint8Array | undefined> = { leader: () => undefined, helper: () => undefined, shop: () => undefined };
  const open = async (name: keyof typeof answers): Promise<Listening> => valueOf(await listen({ host: '127.0.0.1', port: 0, fetch: (request) => asFile(answers[name](new URL(request.url).pathname)) }));
  const [leaderAt, helperAt, shopAt] = [await open('leader'), await open('helper'), await open('shop')];
  const [leader, helper, shop] = [leaderAt, helperAt, shopAt].map(({ port }) => `http://127.0.0.1:${port}`) as [string, string, string];
  const build: LogEntry = { type: 'build', files: Object.fromEntries(Object.entries(BUILT_FILES).map(([path, text]) => [path, servedFile(path, utf8Encode(text))])) };
  const deploy = (mischief: Mischief): Promise<PublishedDeployment> => publishedDeployment({
    ...mischief, policy: { leaderUrl: leader, helperUrl: helper },
    entries: (all) => (mischief.entries ?? ((same) => same))(all.map((entry) => (entry.type === 'build' ? build : entry))),
  });
  let shown = await deploy({});
  let kept = shown;
  const policy = encodePolicy(shown.policy);
  const policyHash = policyHashOf(policy);
  served.set('index.html', PAGE(policyHash, leader));
  answers.leader = (path) => {
    const bytes = path === '/v1/policy' ? policy : path === '/v1/sites' ? utf8Encode(JSON.stringify({ version: 1, sites: { shop } })) : shown.files.get(path);
    return bytes && (changes.get(path) ?? ((same) => same))(bytes);
  };
  const hpke = encodeHpkeConfig({ id: 1, publicKey: (await generateHpkeKeys()).publicKey });
  answers.helper = (path) => {
    const bytes = path.startsWith('/log/') ? logFile(kept, path) : path === '/v1/policy' ? policy : path === '/hpke_config' ? hpke : undefined;
    return bytes && (changesAtHelper.get(path) ?? ((same) => same))(bytes);
  };
  answers.shop = (path) => {
    const text = served.get(path === '/' ? 'index.html' : path.slice(1));
    return text === undefined ? undefined : utf8Encode(text);
  };
  return {
    leader, helper, shop, policyHash,
    get shown() { return shown; },
    async show(mischief) { shown = await deploy(mischief); },
    async keepAtHelper(mischief) { kept = await deploy(mischief); },
    tamper: (path, change) => void changes.set(path, change),
    tamperAtHelper: (path, change) => void changesAtHelper.set(path, change),
    serve: (path, text) => void served.set(path, text),
    leave: () => { answers.leader = () => undefined; },
    async close() {
      for (const at of [leaderAt, helperAt, shopAt]) await at.close();
    },
  };
}

/** One bit of a file changed, wherever its hash is looked at. */
export function flipped(bytes: Uint8Array): Uint8Array {
  return bytes.with(bytes.length - 1, (bytes.at(-1) ?? 0) ^ 1);
}

