import { parseCatalogueManifest, type ItemId, type ProductCard } from '#core/catalogue';
import type { PurposeStates, ToolSignals } from '#core/consent';
import type { Profile, Recommendations, RecommendRequest } from '#core/contract';
import { ok, type Fault, type Result } from '#core/units';
import { load, probe } from '#page/network';
import { isOurs, watchPolicy } from './blocked.ts';
import { deadEnds } from './dead-ends.ts';
import { joinsOf, type Heard } from './seen.ts';
import type { Blocked, CatalogueFacts, Check, DebugConfig, Facts, Reached } from './facts.ts';
import { consentTools, embedLines, loadedFiles, looksLikeProduct, shelvesOn, storageFacts, watchSpeed } from './page-facts.ts';

/** What the overlay asks of the tag that opened it. Answers are values; nothing here throws. */
export interface DebugParts {
  readonly config: DebugConfig;
  readonly consent: { states(): PurposeStates; hasGpc(): boolean; shouldAsk(): boolean; heard(): ToolSignals };
  worker(): Promise<'same-origin' | 'blob' | 'lite'>;
  profile(): Promise<Result<Profile, Fault>>;
  products(ids: readonly ItemId[]): Promise<Result<readonly ProductCard[], Fault>>;
  recommend(request: RecommendRequest): Promise<Result<Recommendations, Fault>>;
  nowMs(): number;
}

/** What only pages that are debugged keep, in memory; added to as the page goes on. */
export interface DebugMemory {
  readonly heard: Heard[];
  readonly faults: Fault[];
  /** ms after the page began; undefined before the worker has answered. */
  readyMs: number | undefined;
}

/** Products asked of the catalogue for its examples, and for timing a ranking. */
const ASKED = 8;
/** Shelves are asked for so many looks apart: a ranking in every look would be load of our own making. */
const RANK_EVERY_LOOKS = 5;
const OK_STATUS = 200;

/** Looks at the page again and again, as often as it is asked to. */
export interface Lookout {
  look(): Promise<Facts>;
  stop(): void;
}

const folderOf = (address: string): string => new URL('./', address).href;

async function reached(url: string): Promise<Reached> {
  const probed = await probe(url);
  if (!probed.ok) return { isReached: false, says: 'does not answer, or the page’s policy or its CORS headers keep it out' };
  return { isReached: probed.value.status === OK_STATUS, says: probed.value.status === OK_STATUS ? 'answers' : `answers ${probed.value.status}` };
}

/** The catalogue's own file, once; its age by a second question without a body. */
async function askCatalogue(url: string): Promise<Result<Omit<CatalogueFacts, 'examples'>, Fault>> {
  const bytes = await load(url);
  if (!bytes.ok) return bytes;
  const manifest = parseCatalogueManifest(bytes.value);
  if (!manifest.ok) return manifest;
  const probed = await probe(url);
  return ok({ items: manifest.value.items, currency: manifest.value.currency, hasPacks: !!manifest.value.pictures?.length, changedAtMs: probed.ok ? probed.value.changedAtMs : undefined });
}

async function askLeader({ leaderUrl, policy }: DebugConfig): Promise<Facts['leader']> {
  const manifest = await reached(`${leaderUrl}/v1/manifest`);
  if (!manifest.isReached) return { manifest, policy: { isReached: false, says: 'not asked: no leader' } };
  return { manifest, policy: policy === '' ? { isReached: false, says: 'none: data-policy is empty' } : await reached(`${leaderUrl}/v1/policies/${policy}`) };
}

/** Asks the catalogue, each id once, whether it knows it; an alias counts. */
function knower(parts: DebugParts) {
  const known = new Map<string, boolean>();
  return {
    of: (id: string): boolean | undefined => known.get(id),
    async ask(ids: readonly string[]): Promise<void> {
      for (const id of new Set(ids)) {
        if (known.has(id)) continue;
        const found = await parts.products([id as ItemId]);
        if (found.ok) known.set(id, found.value.length > 0);
      }
    },
  };
}

/** Rows of parts that come where they are needed; one that does not come costs its row alone. */
async function moreRows(facts: Pick<Facts, 'config' | 'consent'>): Promise<readonly Check[]> {
  if (!document.querySelector('homebird-ad')) return [];
  try {
    const { adPlacesOn, adsCheck } = await import('./ads-check.ts');
    return [adsCheck(adPlacesOn(document), facts)];
  } catch {
    return [];
  }
}

/** Begins to look. `script`: address of the tag's own file. */
export function lookout(parts: DebugParts, memory: DebugMemory, script: string): Lookout {
  const { config } = parts;
  const folders = [...new Set([folderOf(script), folderOf(config.workerUrl)])];
  const blocked: Blocked[] = [];
  const stopPolicy = watchPolicy((one) => void blocked.push(one));
  const speed = watchSpeed(folderOf(script));
  const catalogues = knower(parts);
  let [catalogue, leader, worker]: [Result<Omit<CatalogueFacts, 'examples'>, Fault> | undefined, Facts['leader'], Facts['worker']] = [undefined, undefined, undefined];
  void askCatalogue(config.catalogueUrl).then((found) => (catalogue = found));
  if (config.leaderUrl !== '') void askLeader(config).then((found) => (leader = found));
  void parts.worker().then((mode) => (worker = mode));
  const showsAddresses = (): boolean => config.pictures === 'direct' || (config.pictures === 'auto' && catalogue?.ok === true && !catalogue.value.hasPacks);
  const lookForDead = deadEnds({ products: parts.products, probe, showsAddresses });
  let [looks, ranking, cards]: [number, Facts['ranking'], readonly ProductCard[]] = [0, undefined, []];

  const rank = async (): Promise<void> => {
    const beganMs = performance.now();
    const found = await parts.recommend({ placement: 'home', count: ASKED });
    if (!found.ok) return;
    ranking = { ms: performance.now() - beganMs, scorers: found.value.scorers };
    if (cards.length > 0) return;
    const products = await parts.products(found.value.items.map(({ id }) => id));
    if (products.ok) cards = products.value;
  };
  return {
    async look() {
      if (looks++ % RANK_EVERY_LOOKS === 0) await rank();
      const heard = [...memory.heard];
      await catalogues.ask(heard.flatMap(({ itemIds }) => itemIds));
      const pictures = cards.flatMap(({ image }) => (URL.canParse(image, document.baseURI) ? [new URL(image, document.baseURI).origin] : []));
      worker = worker === undefined ? undefined : await parts.worker(); // it may have crashed since
      const consent = { states: parts.consent.states(), hasGpc: parts.consent.hasGpc(), asks: parts.consent.shouldAsk(), heard: parts.consent.heard(), tools: consentTools(window) };
      return {
        nowMs: parts.nowMs(), origin: location.origin, config, lines: embedLines(document), files: loadedFiles(folders), consent, more: await moreRows({ config, consent }),
        catalogue: catalogue?.ok === true ? ok({ ...catalogue.value, examples: cards.slice(0, 3).map(({ id }) => id) }) : catalogue,
        leader, worker, profile: await parts.profile(), ranking, storage: await storageFacts(), shelves: shelvesOn(document), dead: await lookForDead(document),
        said: heard.map((one) => ({ ...one, isJoined: one.itemIds.length === 0 ? undefined : one.itemIds.every((id) => catalogues.of(id) === true) })),
        joins: joinsOf(heard, catalogues.of),
        blocked: blocked.filter((one) => isOurs(one, { ...config, script, pictures })), faults: memory.faults.filter(({ message }, i, all) => all.findIndex((other) => other.message === message) === i), looksLikeProduct: looksLikeProduct(document),
        speed: { readyMs: memory.readyMs, ...speed.read() },
      };
    },
    stop() {
      stopPolicy();
      speed.stop();
    },
  };
}
