import { afterAll, beforeAll, expect, test } from 'vitest';
import { findChromium } from '#support/chromium';
import { homebird } from '#support/command-line';
import type { FixtureSite } from '#support/fixture-site';
import { shopBehind, type Passing } from '#support/shop-behind';
import { serveShop } from '#support/shop-site';

let site: FixtureSite;

beforeAll(async () => {
  site = await serveShop();
});
afterAll(async () => {
  await site?.close();
});

type Spoil = (path: string, passing: Passing) => void;
const inPages = (from: RegExp | string, to: string): Spoil => (_, passing) => {
  if ((passing.headers['content-type'] ?? '').includes('html')) passing.body = Buffer.from(passing.body.toString().replace(from, to));
};
const gone = (pattern: RegExp): Spoil => (path, passing) => {
  if (pattern.test(path)) Object.assign(passing, { status: 404, body: Buffer.from('not here') });
};
const policy = (from: string, to: string): Spoil => (_, passing) => void (passing.headers['content-security-policy'] &&= passing.headers['content-security-policy'].replace(from, to));

/** Ways in which installations break, in a real browser over real HTTP; how each is judged is tested in `tests/unit/server/doctor`. */
test.each<[string, Spoil, string]>([
  ['no embed line', inPages(/<script async src="\/tag[^>]*><\/script>/, ''), 'tag.missing'],
  ['the embed line twice', inPages(/(<script async src="\/tag[^>]*><\/script>)/, '$1$1'), 'tag.twice'],
  ['a misspelt attribute', inPages('data-catalogue=', 'data-catalog="x" data-catalogue='), 'tag.attribute'],
  ['a shop name that is none', inPages('data-shop="fixture"', 'data-shop="not a name"'), 'tag.attributes'],
  ['integrity of another build', inPages('src="/tag/homebird.js"', `src="/tag/homebird.js" integrity="sha384-${'A'.repeat(64)}"`), 'tag.integrity'],
  ['no page part', gone(/homebird-page/), 'files.missing'],
  ['no worker file', gone(/homebird-worker\.js$/), 'files.missing'],
  ['no catalogue', gone(/catalogue\.json$/), 'catalogue.unreadable'],
  ['catalogue files of two makings', gone(/^\/catalogue\/[0-9a-f]{64}\.json$/), 'catalogue.unreadable'],
  ['files nobody may cache', (path, passing) => void (/[0-9a-f]{64}\./.test(path) && (passing.headers['cache-control'] = 'no-store')), 'files.cache'],
  ['a policy without the worker', policy("worker-src 'self'", "worker-src 'none'"), 'csp.worker'],
  ['a policy without connections', policy("connect-src 'self'", "connect-src 'none'"), 'csp.catalogue'],
  ['a policy with Trusted Types that leave ours out', policy("require-trusted-types-for 'script'", "require-trusted-types-for 'script'; trusted-types default"), 'csp.worker'],
  ['a script that answers for the shopper', (path, passing) => {
    if (path === '/shop.js') passing.body = Buffer.concat([passing.body, Buffer.from("localStorage.setItem('homebird:consent', JSON.stringify({ version: 1, timeMs: 1, choice: 'yes', purposes: ['local'], despiteGpc: [] }));")]);
  }, 'storage.before'],
])('homebird doctor finds %s', async (_, spoil, id) => {
  const shop = await shopBehind(site.origin, spoil);
  try {
    const { code, out } = await homebird('doctor', shop.origin, '--json', '--timeout', '4', '--browser', findChromium());
    const { verdicts } = JSON.parse(out) as { readonly verdicts: readonly { readonly id: string; readonly grade: string }[] };
    expect(verdicts.filter(({ grade }) => grade === 'weak' || grade === 'broken').map((verdict) => verdict.id)).toContain(id);
    expect(code).toBe(1);
  } finally {
    await shop.close();
  }
});
