import type { Result } from '#core/units';
import { ok, type Fault } from '#core/units';
import { launch } from './browser.ts';
import { readCatalogue } from './catalogue.ts';
import { FIRST_ERROR_STATUS, OK_STATUS, type Answer, type Found, type KeptEvent, type PageFacts, type Stored, type TriedLink, type Unopened } from './facts.ts';
import { READ_CONSENT, READ_EVENTS, READ_STORED } from './in-page.ts';
import { triesFrom } from './tries.ts';
import { integrityOf, visitor, type Visitor } from './visit.ts';

/** What to examine, and how. */
export interface DoctorOptions {
  readonly url: string;
  /** Pages of products to look at; where there are none, links are followed. */
  readonly products: readonly string[];
  /** Whether to say yes to `local` and look at what comes of it. */
  readonly accepts: boolean;
  /** Longest that one page may take to settle. */
  readonly timeoutMs: number;
  /** Program file of a Chromium. */
  readonly browser: string;
}

/** Product pages that are enough to judge by, and pages opened at most to find them. */
const ENOUGH_PRODUCTS = 3;
const MAX_PAGES = 8;
/** An address of this shape most likely shows a product. */
const LIKE_A_PRODUCT = /\/(?:products?|p|dp|item|artikel|produkt|produit|producto|prod)[/-]|[?&](?:product|sku|pid)=|-p-?\d+|\.html?$/i;
/** Time for what a page says to reach the history, ms: the worker takes events one by one. */
const SETTLE_MS = 1_500;
/** Longest wait for it where nothing came: on a busy machine a worker needs longer, on a page that says nothing it would be for ever. */
const SETTLE_MOST_MS = 6_000;
/** How often the history is asked meanwhile, ms. */
const ASK_EVERY_MS = 100;

/** Links of shelves that are tried, at most: they are of one feed, and mostly die together. */
const MAX_LINKS = 8;

/** Links in the order in which they are worth a look, each path once. */
export function likelyProducts(links: readonly string[]): readonly string[] {
  const paths = new Map(links.map((link) => [new URL(link).pathname, link]));
  const all = [...paths.values()];
  return [...all.filter((link) => LIKE_A_PRODUCT.test(link)), ...all.filter((link) => !LIKE_A_PRODUCT.test(link))];
}

async function eventsKept({ page }: Visitor): Promise<number> {
  return (await page.evaluate<readonly KeptEvent[] | null>(READ_EVENTS).catch(() => null))?.length ?? 0;
}

/** Waits until the history holds more than `before`, or the time for that is up. */
async function heard(visiting: Visitor, before: number): Promise<void> {
  await visiting.page.waitForTimeout(SETTLE_MS);
  for (let waitedMs = SETTLE_MS; waitedMs < SETTLE_MOST_MS && (await eventsKept(visiting)) <= before; waitedMs += ASK_EVERY_MS) await visiting.page.waitForTimeout(ASK_EVERY_MS);
}

async function productPages(visiting: Visitor, given: readonly string[], links: readonly string[], say: (line: string) => void): Promise<Pick<NonNullable<Found['after']>, 'products' | 'others' | 'unopened'>> {
  const pages: PageFacts[] = [];
  const others: PageFacts[] = [];
  const unopened: Unopened[] = [];
  for (const url of given.length > 0 ? given : likelyProducts(links).slice(0, MAX_PAGES)) {
    say(`looking at ${url}`);
    const before = await eventsKept(visiting);
    const found = await visiting.open(url);
    if ('failure' in found) {
      // A link that leads nowhere is the shop's affair; a page that somebody named is asked about.
      if (given.length > 0) unopened.push({ url, failure: found.failure });
      continue;
    }
    if (given.length > 0 || found.named.length > 0) {
      await heard(visiting, before);
      pages.push(await visiting.look());
    } else if (found.status < FIRST_ERROR_STATUS) others.push(found);
    if (given.length === 0 && pages.length >= ENOUGH_PRODUCTS) break;
  }
  return { products: pages, others, unopened };
}

/** Tries where the page's shelves lead: on its own host, and on those that the feed names for its products' pages. */
async function triedLinks({ shelves, url }: PageFacts, catalogue: Found['catalogue'], timeoutMs: number): Promise<readonly TriedLink[]> {
  const tried = triesFrom(url, catalogue && 'hosts' in catalogue ? catalogue.hosts : new Set(), timeoutMs);
  const links = [...new Set(shelves.flatMap(({ cards }) => cards.map(({ href }) => href)).filter((href) => href !== ''))];
  return (await Promise.all(links.slice(0, MAX_LINKS).map(tried))).filter((link) => link !== undefined);
}

/** Asks the leader for what every device asks it for; undefined where the embed line names none that can be asked. */
async function triedLeader({ lines, url }: PageFacts, timeoutMs: number): Promise<Found['leader']> {
  const { endpoint = '', policy = '' } = lines[0]?.attributes ?? {};
  if (endpoint === '' || !URL.canParse(endpoint, url)) return undefined;
  const leader = new URL(endpoint, url).href.replace(/\/+$/, '');
  const tries = triesFrom(url, new Set([new URL(leader).host]), timeoutMs);
  const tried = async (at: string): Promise<TriedLink> => (await tries(at)) ?? { url: at, status: 0, failure: 'lies in a private network, or not on the web: pages of shoppers cannot ask it' };
  const manifest = await tried(`${leader}/v1/manifest`);
  const isHex = /^[0-9a-f]{64}$/i.test(policy);
  return { manifest, policy: isHex && manifest.status === OK_STATUS ? await tried(`${leader}/v1/policies/${policy.toLowerCase()}`) : undefined };
}

/** Says yes to `local`: in our banner, else by the call that a consent tool would make. */
async function sayYes({ page }: Visitor, timeoutMs: number): Promise<void> {
  const banner = page.locator('homebird-consent').locator('button.primary, button').first();
  const accept = page.locator('homebird-consent').getByRole('button', { name: /^(accept|接受|同意|قبول|موافق)/i }).first();
  if ((await page.locator('homebird-consent').count()) > 0) {
    const button = (await accept.count()) > 0 ? accept : banner;
    await button.click({ timeout: timeoutMs }).catch(() => undefined);
  }
  await page.evaluate("(async () => { if ((await homebird('consentState'))?.local !== 'granted') await homebird('consent', { local: true }); })()").catch(() => undefined);
}

async function afterYes(visiting: Visitor, first: PageFacts, { products, timeoutMs }: DoctorOptions, say: (line: string) => void): Promise<NonNullable<Found['after']>> {
  const { page } = visiting;
  say('saying yes to local');
  visiting.answered();
  await sayYes(visiting, timeoutMs);
  const consent = (await page.evaluate<Readonly<Record<string, string>> | null>(READ_CONSENT).catch(() => null)) ?? undefined;
  const looked = await productPages(visiting, products, first.links, say);
  const events = (await page.evaluate<readonly KeptEvent[] | null>(READ_EVENTS).catch(() => null)) ?? undefined;
  return { consent, ...looked, events, stored: await page.evaluate<Stored>(READ_STORED) };
}

/** Address of the catalogue in the embed line, absolute. */
function catalogueUrlOf({ lines, url }: PageFacts): string | undefined {
  const address = lines[0]?.attributes['catalogue'];
  return address !== undefined && URL.canParse(address, url) ? new URL(address, url).href : undefined;
}

function newest(answers: readonly Answer[], url: string): Answer | undefined {
  return answers.findLast((answer) => answer.url === url && answer.status > 0);
}

/** Opens the page in a fresh profile and looks; with `accepts` also at what follows. `say` tells how far it is. */
export async function examine(options: DoctorOptions, nowMs: number, say: (line: string) => void): Promise<Result<Found, Fault<'no-browser'>>> {
  const { url, timeoutMs, accepts } = options;
  const browser = await launch(options.browser, say);
  if (!browser.ok) return browser;
  try {
    const visiting = await visitor(await browser.value.newContext(), timeoutMs);
    say(`opening ${url}`);
    const page = await visiting.open(url);
    const nothing = { asked: url, nowMs, page: undefined, storedBefore: undefined, answers: visiting.answers, tagIntegrity: '', catalogue: undefined, leader: undefined, links: [], after: undefined };
    if ('failure' in page) return ok({ ...nothing, failure: page.failure });
    const storedBefore = await visiting.page.evaluate<Stored>(READ_STORED);
    const tag = page.lines[0] && (await visiting.body(page.lines[0].src));
    const catalogueUrl = catalogueUrlOf(page);
    if (catalogueUrl !== undefined) say('reading the catalogue');
    const catalogue = catalogueUrl === undefined ? undefined : await readCatalogue(catalogueUrl, newest(visiting.answers, catalogueUrl)?.headers ?? {}, timeoutMs);
    if (page.shelves.some(({ cards }) => cards.length > 0)) say('trying where its shelves lead');
    const links = await triedLinks(page, catalogue, timeoutMs);
    const leader = await triedLeader(page, timeoutMs);
    const after = accepts && page.lines.length > 0 ? await afterYes(visiting, page, options, say) : undefined;
    return ok({ asked: url, nowMs, failure: '', page, storedBefore, answers: [...visiting.answers], tagIntegrity: tag ? integrityOf(tag) : '', catalogue, leader, links, after });
  } finally {
    await browser.value.close();
  }
}
