import { createHash } from 'node:crypto';
import type { BrowserContext, Page, Request, Response } from 'playwright-core';
import type { Answer, ConsoleLine, Line, PageFacts, Shelf } from './facts.ts';
import { failureOf } from './failure.ts';
import { IS_SETTLED, READ_PAGE, WATCH } from './in-page.ts';

/** What `READ_PAGE` gives. */
interface Read extends Pick<PageFacts, 'metaPolicies' | 'tools' | 'named' | 'hasBanner' | 'links' | 'blocked' | 'ads'> {
  readonly lines: readonly Line[];
  readonly shelves: readonly Shelf[];
  readonly readyMs: number | null;
  readonly shelfMs: number | null;
  readonly long: readonly { readonly url: string; readonly ms: number; readonly name: string }[];
}

/** One profile of a browser that is watched from its first request on. */
export interface Visitor {
  readonly page: Page;
  readonly answers: readonly Answer[];
  /** Body of the newest answer at an address, where it arrived whole. */
  body(url: string): Promise<Uint8Array | undefined>;
  /** From here on requests count as after the answer to the banner. */
  answered(): void;
  /** Opens a page and waits until it has settled, or the time is up. Gives why it could not be opened, or what stands there. */
  open(url: string): Promise<PageFacts | { readonly failure: string }>;
  /** Looks again at the page that is open. */
  look(): Promise<PageFacts>;
}

function folderOf(address: string): string {
  return URL.canParse(address) ? new URL('./', address).href : '';
}

/** How often a page is asked whether it has settled, ms. */
const ASK_EVERY_MS = 100;

/** Asks by hand: Playwright's own wait evaluates text in the page, which policies forbid. */
async function settled(page: Page, timeoutMs: number): Promise<void> {
  for (let waitedMs = 0; waitedMs < timeoutMs; waitedMs += ASK_EVERY_MS) {
    if (await page.evaluate<boolean>(IS_SETTLED)) return;
    await page.waitForTimeout(ASK_EVERY_MS);
  }
}

/** Text that `integrity` would hold for `bytes`. */
export function integrityOf(bytes: Uint8Array): string {
  return `sha384-${createHash('sha384').update(bytes).digest('base64')}`;
}

/** A fresh profile that nothing was ever stored in. @param timeoutMs - longest that one page may take to settle */
export async function visitor(context: BrowserContext, timeoutMs: number): Promise<Visitor> {
  const answers: Answer[] = [];
  const responses = new Map<string, Response>();
  const consoleLines: ConsoleLine[] = [];
  const workers: string[] = [];
  let isBeforeConsent = true;
  let status = 0;
  let headers: Readonly<Record<string, string>> = {};
  const page = await context.newPage();
  await page.addInitScript(WATCH);
  const note = (request: Request, answer: Pick<Answer, 'status' | 'headers' | 'failure'>): void => void answers.push({ url: request.url(), method: request.method(), isBeforeConsent, ...answer });
  context.on('response', (response) => {
    responses.set(response.url(), response);
    note(response.request(), { status: response.status(), headers: response.headers(), failure: '' });
  });
  context.on('requestfailed', (request) => note(request, { status: 0, headers: {}, failure: request.failure()?.errorText ?? 'failed' }));
  page.on('console', (message) => {
    const kind = message.type();
    if (kind === 'error' || kind === 'warning') consoleLines.push({ kind, text: message.text().slice(0, 500), url: message.location().url });
  });
  page.on('pageerror', (error) => void consoleLines.push({ kind: 'error', text: error.message.slice(0, 500), url: error.stack ?? '' }));
  page.on('worker', (worker) => void workers.push(worker.url()));
  const look = async (): Promise<PageFacts> => {
    const { readyMs, shelfMs, long, lines, ...read } = await page.evaluate<Read>(READ_PAGE);
    const folders = lines.map(({ src }) => folderOf(src)).filter((folder) => folder !== '');
    return {
      ...read, lines, url: page.url(), status, headers, readyMs: readyMs ?? undefined, shelfMs: shelfMs ?? undefined,
      long: long.filter(({ url }) => folders.some((folder) => url.startsWith(folder))).map(({ ms, name }) => ({ ms, name })),
      console: [...consoleLines], workers: [...workers],
    };
  };
  return {
    page, answers, look,
    answered: () => void (isBeforeConsent = false),
    async body(url) {
      try {
        return await responses.get(url)?.body();
      } catch {
        return undefined; // a redirect, or gone with its page
      }
    },
    async open(url) {
      consoleLines.length = 0;
      workers.length = 0;
      try {
        const response = await page.goto(url, { waitUntil: 'load', timeout: timeoutMs });
        status = response?.status() ?? 0;
        headers = response?.headers() ?? {};
      } catch (error) {
        return { failure: failureOf(error) };
      }
      // A page without a tag settles never: it is looked at as it is when the time is up.
      const hasTag = (await page.evaluate<number>('document.querySelectorAll("script[data-shop]").length')) > 0;
      if (hasTag) await settled(page, timeoutMs);
      return look();
    },
  };
}
