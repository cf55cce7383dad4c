import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { findChromium } from '#support/chromium';
import { homebird, type CommandRun } from '#support/command-line';
import type { FixtureSite } from '#support/fixture-site';
import { shopBehind, type Passing } from '#support/shop-behind';
import { serveShop, SHOP_PRODUCTS } from '#support/shop-site';
import { launch } from '../../server/doctor/browser.ts';

let site: FixtureSite;

beforeAll(async () => {
  site = await serveShop();
});
afterAll(async () => {
  await site?.close();
});

interface Verdict {
  readonly id: string;
  readonly grade: string;
  readonly place: string;
  readonly finding: string;
  readonly mend?: string;
}

const isBad = ({ grade }: Verdict): boolean => grade === 'weak' || grade === 'broken';

/** Runs it against the shop with answers spoilt. @param options - one that begins with a slash is a path of the shop */
async function doctor(spoil: (path: string, passing: Passing) => void, ...options: readonly string[]): Promise<CommandRun & { readonly verdicts: readonly Verdict[]; readonly bad: readonly string[] }> {
  const shop = await shopBehind(site.origin, spoil);
  try {
    const run = await homebird('doctor', shop.origin, '--json', '--browser', findChromium(), ...options.map((option) => (option.startsWith('/') ? shop.origin + option : option)));
    const { verdicts } = JSON.parse(run.out) as { readonly verdicts: readonly Verdict[] };
    return { ...run, verdicts, bad: verdicts.filter(isBad).map(({ id }) => id) };
  } finally {
    await shop.close();
  }
}

const isPage = ({ headers }: Passing): boolean => (headers['content-type'] ?? '').includes('html');
const rewrite = (passing: Passing, from: RegExp, to: string): void => void (passing.body = Buffer.from(passing.body.toString().replace(from, to)));

test('homebird doctor finds nothing to mend in a healthy shop, before and after a yes, and ends with 0', async () => {
  const { code, err, verdicts } = await doctor(() => undefined, '--accept');
  expect(verdicts.filter(isBad)).toEqual([]);
  expect(code).toBe(0);
  expect(err).toMatch(/^(?:the browser refuses to start in its sandbox [^\n]*\n)?opening [^]*saying yes to local\nlooking at [^]*\/p\//);
  const fine = verdicts.filter(({ grade }) => grade === 'fine').map(({ id }) => id);
  expect(fine).toEqual(expect.arrayContaining(['tag.ready', 'worker', 'catalogue', 'consent.yes', 'storage.before', 'requests.before', 'shelf', 'product', 'events', 'joins', 'console']));
});

test('homebird doctor tells of a product that the tag knows by the address alone, and finds nothing to mend', async () => {
  const { code, verdicts } = await doctor((path, passing) => {
    if (isPage(passing) && path.startsWith('/p/')) rewrite(passing, /<script type="application\/ld\+json">.*?<\/script>/s, '');
  }, '--product', SHOP_PRODUCTS[0]?.url ?? '');
  expect(verdicts.filter(isBad)).toEqual([]);
  expect(code).toBe(0);
  expect(verdicts.find(({ id }) => id === 'product.unnamed')).toMatchObject({ grade: 'told', finding: expect.stringContaining(SHOP_PRODUCTS[0]?.id ?? '') });
});

describe('homebird doctor names what is broken, where, and how to mend it', () => {
  test('a policy without a worker: the directive', async () => {
    const { code, bad, verdicts } = await doctor((_, passing) => void (passing.headers['content-security-policy'] &&= passing.headers['content-security-policy'].replace("worker-src 'self'", "worker-src 'none'")));
    expect(code).toBe(1);
    expect(bad).toContain('csp.worker');
    expect(verdicts.find(({ id }) => id === 'csp.worker')?.mend).toContain("worker-src 'self'");
  });

  test('a shelf whose links are dead, one of no known placement, and a leader that is not there: how many, and the first', async () => {
    const { code, bad, verdicts } = await doctor((path, passing) => {
      if (path === SHOP_PRODUCTS[0]?.url || path.startsWith('/leader/')) Object.assign(passing, { status: 404 });
      if (path === '/') rewrite(passing, /data-shop="/, 'data-endpoint="/leader" data-shop="');
      if (path === '/') rewrite(passing, /placement="home"/, 'placement="product"');
    });
    expect({ code, bad }).toEqual({ code: 1, bad: ['leader', 'shelf.placement', 'shelf.links'] });
    expect(verdicts.find(({ id }) => id === 'shelf.links')?.finding).toMatch(new RegExp(`^1 of 8 links .*${SHOP_PRODUCTS[0]?.url ?? ''} answers 404$`));
  });

  test('product pages that name other ids than the feed: both spellings', async () => {
    const { code, bad, verdicts } = await doctor((path, passing) => {
      if (isPage(passing) && path.startsWith('/p/')) rewrite(passing, /"sku":"[^"]*"/, '"sku":"SKU-4711"');
    }, '--accept');
    expect(code).toBe(1);
    expect(bad).toEqual(expect.arrayContaining(['product.unknown', 'joins']));
    const unknown = verdicts.find(({ id }) => id === 'product.unknown');
    expect(unknown?.finding).toContain('SKU-4711 (JSON-LD sku)');
    expect(unknown?.mend).toContain(SHOP_PRODUCTS[0]?.id);
  });
});

test('homebird doctor without a browser, and with a wrong address, says so and ends with 2', async () => {
  expect(await homebird('doctor', 'http://127.0.0.1:1/', '--browser', '/nowhere/chromium')).toMatchObject({ code: 2, err: 'Cannot drive a browser: there is no file /nowhere/chromium\n' });
  expect(await homebird('doctor', 'ftp://x')).toMatchObject({ code: 2 });
  expect(await homebird('doctor')).toMatchObject({ code: 2 });
});

test('homebird doctor says that a page cannot be opened, and ends with 1', async () => {
  const { code, out } = await homebird('doctor', 'http://127.0.0.1:9/', '--browser', findChromium());
  expect(code).toBe(1);
  expect(out).toContain('could not be opened: browsers open no pages on this port');
});

describe('launch()', () => {
  let dir = '';
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'homebird-launch-'));
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  /** A browser that notes how it was started, then does as \`script\` says. */
  function aBrowser(script: string): string {
    const path = join(dir, 'chromium');
    writeFileSync(path, `#!/bin/sh\necho "$*" >> "${dir}/started"\n${script}\n`, { mode: 0o755 });
    return path;
  }
  const started = (): readonly string[] => readFileSync(join(dir, 'started'), 'utf8').trimEnd().split('\n');

  test('asks for the sandbox first, and says it aloud before it goes without one that was refused', async () => {
    const said: string[] = [];
    const browser = await launch(aBrowser(`case "$*" in *--no-sandbox*) exec ${findChromium()} "$@";; esac\necho "No usable sandbox!" >&2\nexit 1`), (line) => said.push(line));
    if (!browser.ok) throw new Error(browser.fault.message);
    await browser.value.close();
    expect(started().map((words) => words.includes('--no-sandbox'))).toEqual([false, true]);
    expect(said).toHaveLength(1);
    expect(said[0]).toContain('without');
  });

  test('keeps the sandbox where a browser does not start for another reason', async () => {
    const said: string[] = [];
    const browser = await launch(aBrowser('echo "cannot open display" >&2\nexit 1'), (line) => said.push(line));
    expect(browser).toMatchObject({ ok: false, fault: { kind: 'no-browser', message: expect.stringMatching(/^Cannot start .*: it ended at once/) } });
    expect(started().map((words) => words.includes('--no-sandbox'))).toEqual([false]);
    expect(said).toEqual([]);
  });
});
