import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { launchChromium } from '#support/chromium';
import { serveLadder, type LadderSites } from '#support/start-ladder';

let browser: Browser;
let sites: LadderSites;

beforeAll(async () => {
  browser = await launchChromium();
  sites = await serveLadder(browser);
});
afterEach(() => sites.served.clear());
afterAll(async () => {
  await sites?.close();
  await browser?.close();
});

const OWN = 'data-worker="/own/homebird-worker.js"';
const ISOLATED = (embedder: string) => ({ 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': embedder });
const missing = (directive: string): string => `Homebird runs without its worker: add "${directive}" to the page's Content-Security-Policy`;

/** What each policy lets start: the tag of another origin, and the same with a worker's file of the shop's own. */
const TABLE: readonly (readonly [name: string, row: { csp?: string; headers?: Record<string, string> }, fromElsewhere: string, own: 'same-origin' | 'blob'])[] = [
  ['no policy', {}, 'blob', 'same-origin'],
  ['script-src self cdn', { csp: "script-src 'self' CDN" }, 'worker-src blob:', 'same-origin'],
  ['script-src self cdn, worker-src self blob', { csp: "script-src 'self' CDN; worker-src 'self' blob:" }, 'blob', 'same-origin'],
  ['nonce and strict-dynamic', { csp: "script-src 'nonce-abc' 'strict-dynamic'" }, 'blob', 'same-origin'],
  ['nonce and strict-dynamic, worker-src blob', { csp: "script-src 'nonce-abc' 'strict-dynamic'; worker-src blob:" }, 'blob', 'blob'],
  ['nonce without strict-dynamic, worker-src blob', { csp: "script-src 'nonce-abc' CDN; worker-src blob:" }, 'blob', 'blob'],
  ['worker-src blob, Trusted Types', { csp: "script-src 'self' CDN; worker-src 'self' blob:; require-trusted-types-for 'script'" }, 'blob', 'same-origin'],
  ['Trusted Types with our policy named', { csp: "worker-src 'self' blob:; require-trusted-types-for 'script'; trusted-types homebird" }, 'blob', 'same-origin'],
  ['default-src self with what we need', { csp: "default-src 'self'; script-src 'self' CDN; connect-src 'self' CDN; worker-src 'self' blob:; style-src 'self'" }, 'blob', 'same-origin'],
  ['connect-src without the tag\'s origin', { csp: "connect-src 'self'; worker-src 'self' blob:" }, 'connect-src CDN', 'same-origin'],
  ['COEP require-corp', { headers: ISOLATED('require-corp') }, 'blob', 'same-origin'],
  ['COEP credentialless', { headers: ISOLATED('credentialless') }, 'blob', 'same-origin'],
];

describe.each(TABLE)('%s', (_name, row, fromElsewhere, own) => {
  test(`the tag of another origin: ${fromElsewhere}`, async () => {
    const { runs, said, cards, errors } = await sites.open(row);
    const isBlob = fromElsewhere === 'blob';
    expect({ runs, said, errors }).toEqual({ runs: isBlob ? 'blob' : 'lite', said: isBlob ? [] : [missing(fromElsewhere.replace('CDN', sites.cdn.origin))], errors: [] });
    expect(cards).toBe(4);
  });

  test(`with a worker's file of the shop's own origin: ${own}`, async () => {
    expect(await sites.open({ ...row, attributes: OWN })).toEqual({ runs: own, said: [], cards: 4, errors: [] });
  });
});

test('where neither may run, the directive for the file that was named is said, once', async () => {
  const { runs, said, cards } = await sites.open({ csp: "worker-src 'none'", attributes: OWN });
  expect({ runs, said, cards }).toEqual({ runs: 'lite', said: [missing("worker-src 'self'")], cards: 4 });
});

test('where Trusted Types name other policies only, ours is said', async () => {
  const { runs, said } = await sites.open({ csp: "worker-src blob:; require-trusted-types-for 'script'; trusted-types shop" });
  expect({ runs, said }).toEqual({ runs: 'lite', said: [missing('trusted-types homebird')] });
});

test('a worker that is not the one of this build is not started', async () => {
  sites.served.set('homebird-worker.js', 'postMessage(["ready"]); // another program');
  const { runs, said, cards } = await sites.open({});
  expect([runs, said.length, cards]).toEqual(['lite', 1, 4]);
  expect(said[0]).toMatch(/^Homebird runs without its worker: Cannot load .*homebird-worker\.js/);
});

test('a page part that is not the one of this build is not run, and the shop is told', async () => {
  sites.served.set('homebird-page.js', 'export const start = () => { console.log("homebird-spy"); return { call: async () => undefined }; };');
  const { said, cards } = await sites.open({});
  expect([said.length, cards]).toEqual([1, 0]);
  expect(said[0]).toMatch(/^homebird: cannot load .*homebird-page\.js; the shop works without it$/);
});

test('a part of the page that is not the one of this build is not run', async () => {
  const part = sites.names.find((name) => name.startsWith('homebird-draw-shelf-')) ?? '';
  expect(part).not.toBe('');
  sites.served.set(part, 'console.log("homebird-spy"); export const shelfDrawing = () => undefined;');
  const { runs, said, cards } = await sites.open({});
  expect({ runs, said, cards }).toEqual({ runs: 'blob', said: [], cards: 0 });
});
