import { describe, expect, test } from 'vitest';
import type { Answer, Found, PageFacts } from '../../../../server/doctor/facts.ts';
import { likelyProducts } from '../../../../server/doctor/examine.ts';
import { failureOf } from '../../../../server/doctor/failure.ts';
import { hasFindings, judge, verdictText } from '../../../../server/doctor/judge.ts';

const NOW_MS = Date.UTC(2026, 10, 22);
const HASH = 'ab'.repeat(32);
const PAGE: PageFacts = {
  url: 'https://shop.example/', status: 200, headers: {}, metaPolicies: [], hasBanner: true, tools: [], shelves: [{ placement: 'home', category: '', cards: [{ id: 'kettle', href: 'https://shop.example/p/kettle', isDrawn: false }] }], ads: [], shelfMs: 400, readyMs: 300,
  lines: [{ src: 'https://shop.example/tag/homebird.js', integrity: '', crossorigin: null, isAsync: true, attributes: { shop: 's', catalogue: '/catalogue/catalogue.json' } }],
  named: [], blocked: [], console: [], long: [], workers: ['https://shop.example/tag/homebird-worker.js'], links: [],
};
const [HOME] = PAGE.shelves as [PageFacts['shelves'][number]];
/** Attributes of an embed line that offers ads. */
const AD_LINE = { shop: 's', catalogue: '/c.json', endpoint: 'https://leader.example', policy: HASH, ads: 'on' };
const NOTHING = { local: [], session: [], cookies: [], databases: [], caches: [] };
const answer = (url: string, changes: Partial<Answer> = {}): Answer => ({ url, method: 'GET', status: 200, headers: { 'cache-control': 'no-cache' }, failure: '', isBeforeConsent: true, ...changes });

function found(page: Partial<PageFacts> = {}, rest: Partial<Found> = {}): Found {
  return {
    asked: PAGE.url, nowMs: NOW_MS, failure: '', page: { ...PAGE, ...page }, storedBefore: NOTHING, answers: [], tagIntegrity: 'sha384-right', after: undefined,
    catalogue: { url: 'https://shop.example/catalogue/catalogue.json', items: 3, currency: 'EUR', changedAtMs: NOW_MS - 3_600_000, known: new Set(['kettle', 'gtin-1']), examples: ['kettle'], images: new Map([['kettle', '/i/kettle.jpg']]), hosts: new Set(), paths: [['Food', 'Tea'], ['Home', 'Kettles']] },
    leader: undefined, links: [{ url: 'https://shop.example/p/kettle', status: 200, failure: '' }], ...rest,
  };
}
const line = (changes: object): Partial<PageFacts> => ({ lines: [{ ...PAGE.lines[0] as PageFacts['lines'][number], ...changes }] });
const product = (changes: Partial<PageFacts>): PageFacts => ({ ...PAGE, url: 'https://shop.example/p/1', ...changes });
const after = (changes: Partial<NonNullable<Found['after']>> = {}): Found['after'] => ({
  consent: { local: 'granted' }, stored: NOTHING, unopened: [], others: [], products: [product({ named: [{ source: 'JSON-LD sku', id: 'kettle' }] })], events: [{ type: 'view_item', items: ['kettle'], page: '/p/1' }], ...changes,
});
const badOf = (facts: Found): readonly string[] => judge(facts).filter(({ grade }) => grade === 'weak' || grade === 'broken').map(({ id }) => id);

describe('judge()', () => {
  test('a whole installation has no findings, and each finding has a place and a way to mend it', () => {
    expect(badOf(found({}, { after: after() }))).toEqual([]);
    const broken = judge(found({ workers: [], readyMs: undefined }, { catalogue: { failure: 'x' }, storedBefore: { ...NOTHING, local: ['homebird:consent'] } })).filter(({ grade }) => grade === 'broken');
    expect(broken.length).toBeGreaterThan(2);
    for (const { place, mend } of broken) expect(place.length * (mend ?? '').length).toBeGreaterThan(0);
  });

  test.each<[string, Found, string]>([
    ['a page that does not open', { ...found(), page: undefined, failure: 'refused' }, 'page'],
    ['a page that answers 404', found({ status: 404 }), 'page'],
    ['no tag', found({ lines: [] }), 'tag.missing'],
    ['two tags', found({ lines: [...PAGE.lines, ...PAGE.lines] }), 'tag.twice'],
    ['an attribute nobody reads', found(line({ attributes: { shop: 's', catalogue: '/c.json', catalog: 'x' } })), 'tag.attribute'],
    ['a value that does nothing', found(line({ attributes: { shop: 's', catalogue: '/c.json', auto: 'pagevuew' } })), 'tag.attribute'],
    ['an attribute that was refused', found({ console: [{ kind: 'warning', text: 'homebird: Cannot start: data-shop="" wants a name', url: '' }], readyMs: undefined }), 'tag.attributes'],
    ['integrity of another file', found(line({ integrity: 'sha384-wrong' })), 'tag.integrity'],
    ['another origin without integrity', found(line({ src: 'https://cdn.example/homebird.js' })), 'tag.integrity'],
    ['integrity without crossorigin', found(line({ src: 'https://cdn.example/homebird.js', integrity: 'sha384-right' })), 'tag.crossorigin'],
    ['a tag that the page waits for', found(line({ isAsync: false })), 'tag.async'],
    ['a file that is not there', found({}, { answers: [answer('https://shop.example/tag/homebird-worker.js', { status: 404 })] }), 'files.missing'],
    ['a file that nobody may cache', found({}, { answers: [answer(`https://shop.example/catalogue/${HASH}.bin`)] }), 'files.cache'],
    ['a catalogue that browsers keep', found({}, { answers: [answer('https://shop.example/catalogue/catalogue.json', { headers: { 'cache-control': 'max-age=31536000' } })] }), 'files.cache'],
    ['files of another origin that may not be read', found(line({ src: 'https://cdn.example/t/homebird.js', integrity: 'sha384-right', crossorigin: 'anonymous' }), { answers: [answer('https://cdn.example/t/homebird.js', { headers: {} })] }), 'files.cors'],
    ['a large script as it is', found({}, { answers: [answer('https://shop.example/tag/homebird-page.js', { headers: { 'cache-control': 'no-cache', 'content-length': '90000' } })] }), 'files.compression'],
    ['a place for ads without a name', found({ ...line({ attributes: AD_LINE }), ads: [{ slot: '', sizes: '300x250' }] }), 'ads.slot'],
    ['a place for ads without a size', found({ ...line({ attributes: AD_LINE }), ads: [{ slot: 'top', sizes: 'wide' }] }), 'ads.sizes'],
    ['places for ads that are not offered', found({ ...line({ attributes: { ...AD_LINE, ads: 'off' } }), ads: [{ slot: 'top', sizes: '300x250' }] }), 'ads.offered'],
    ['places for ads without a leader', found({ ...line({ attributes: { shop: 's', catalogue: '/c.json', ads: 'on' } }), ads: [{ slot: 'top', sizes: '300x250' }] }), 'ads.leader'],
    ['a policy without worker', found({ headers: { 'content-security-policy': "worker-src 'none'" }, workers: [] }), 'csp.worker'],
    ['a policy in meta that keeps the catalogue out', found({ metaPolicies: ["connect-src 'none'"] }), 'csp.catalogue'],
    ['a policy without the leader', found({ ...line({ attributes: { shop: 's', catalogue: '/c.json', endpoint: 'https://leader.example' } }), metaPolicies: ["connect-src 'self'"] }), 'csp.leader'],
    ['a worker that did not start', found({ workers: [] }), 'worker'],
    ['no catalogue named', found({}, { catalogue: undefined }), 'catalogue.missing'],
    ['an unreadable catalogue', found({}, { catalogue: { failure: 'answered 404' } }), 'catalogue.unreadable'],
    ['an empty catalogue', found({}, { catalogue: { ...(found().catalogue as object), items: 0 } as never }), 'catalogue.empty'],
    ['a catalogue of last month', found({}, { catalogue: { ...(found().catalogue as object), changedAtMs: NOW_MS - 30 * 86_400_000 } as never }), 'catalogue.old'],
    ['something stored before a choice', found({}, { storedBefore: { ...NOTHING, databases: ['homebird:s'] } }), 'storage.before'],
    ['a leader asked before a choice', found(line({ attributes: { shop: 's', catalogue: '/c.json', endpoint: 'https://leader.example' } }), { answers: [answer('https://leader.example/v1/manifest')] }), 'requests.before'],
    ['nobody who asks', found({ hasBanner: false }), 'consent.banner'],
    ['a tool on the page where our banner is required', found({ ...line({ attributes: { shop: 's', catalogue: '/c.json', consent: 'required' } }), hasBanner: false, tools: ['Cookiebot'] }), 'consent.banner'],
    ['a yes that does not take', found({}, { after: after({ consent: { local: 'denied' } }) }), 'consent.yes'],
    ['an empty shelf', found({ shelves: [{ placement: 'cart', category: '', cards: [] }] }), 'shelf.empty'],
    ['a placement that is none', found({ shelves: [{ ...HOME, placement: 'product' }] }), 'shelf.placement'],
    ['a placement that is none on a page that was followed', found({}, { after: after({ others: [product({ shelves: [{ ...HOME, placement: 'product' }] })] }) }), 'shelf.placement'],
    ['an empty shelf of a page that was followed', found({}, { after: after({ others: [product({ shelves: [{ placement: 'cart', category: '', cards: [] }] })] }) }), 'shelf.empty'],
    ['a category that no product stands in', found({ shelves: [{ placement: 'category', category: 'Food > Tee', cards: [] }] }), 'shelf.category'],
    ['a leader at which nobody answers', found({}, { leader: { manifest: { url: 'https://leader.example/v1/manifest', status: 0, failure: 'nothing answers at this address' }, policy: undefined } }), 'leader'],
    ['a leader of another policy', found({}, { leader: { manifest: { url: 'https://leader.example/v1/manifest', status: 200, failure: '' }, policy: { url: 'https://leader.example/v1/policies/ab', status: 404, failure: '' } } }), 'leader.policy'],
    ['a link of a shelf that is dead', found({}, { links: [{ url: 'https://shop.example/p/kettle', status: 404, failure: '' }] }), 'shelf.links'],
    ['a link to a server that is away', found({}, { links: [{ url: 'https://other.example/', status: 0, failure: 'no server has this name' }] }), 'shelf.links'],
    ['a card that leads nowhere', found({ shelves: [{ placement: 'home', category: '', cards: [{ id: 'kettle', href: '', isDrawn: false }] }] }), 'shelf.links'],
    ['a picture that is not there', found({}, { answers: [answer('https://shop.example/i/kettle.jpg', { status: 404 })] }), 'shelf.pictures'],
    ['a page in place of a picture', found({ shelves: [{ placement: 'home', category: '', cards: [{ id: 'kettle', href: 'https://shop.example/p/kettle', isDrawn: true }] }] }, { answers: [answer('https://shop.example/i/kettle.jpg')] }), 'shelf.pictures'],
    ['no product page', found({}, { after: after({ products: [] }) }), 'product.none'],
    ['a product page that names none', found({}, { after: after({ products: [product({ named: [] })], events: [] }) }), 'product.unnamed'],
    ['a product page that names none, while another was seen', found({}, { after: after({ products: [product({ named: [] })], events: [{ type: 'view_item', items: ['kettle'], page: '/p/2' }] }) }), 'product.unnamed'],
    ['a product the catalogue does not know', found({}, { after: after({ products: [product({ named: [{ source: 'dataLayer', id: 'x' }] })] }) }), 'product.unknown'],
    ['a product page that answers 404', found({}, { after: after({ products: [product({ status: 404 })] }) }), 'product.page'],
    ['a product page that does not open', found({}, { after: after({ products: [], unopened: [{ url: 'https://shop.example/p/9', failure: 'refused' }] }) }), 'product.page'],
    ['no history', found({}, { after: after({ events: undefined }) }), 'events.none'],
    ['no view in the history', found({}, { after: after({ events: [] }) }), 'events.views'],
    ['half of the products not joined', found({}, { after: after({ events: [{ type: 'view_item', items: ['kettle', 'nobody'], page: '/p/1' }] }) }), 'joins'],
    ['a warning of ours', found({ console: [{ kind: 'warning', text: 'homebird: data-policy="x" is not the policy', url: '' }] }), 'console'],
  ])('%s is a finding', (_, facts, id) => {
    expect(badOf(facts)).toContain(id);
    expect(hasFindings(judge(facts))).toBe(true);
  });

  test('a slip of many pages is said once, an empty category as the feed spells it is another fault, and its mend names paths', () => {
    const wrong = { shelves: [{ ...HOME, placement: 'product' }] };
    const slips = judge(found({}, { after: after({ products: [product({ named: [{ source: 'JSON-LD sku', id: 'kettle' }], ...wrong })], others: [product({ url: 'https://shop.example/c', ...wrong })] }) })).filter(({ id }) => id === 'shelf.placement');
    expect(slips.map(({ place }) => place)).toEqual(['https://shop.example/p/1 and 1 more']);
    expect(slips[0]?.finding).toContain('product-related');
    expect(badOf(found({ shelves: [{ placement: 'category', category: 'Food > Tea', cards: [] }] }))).toEqual(['shelf.empty']);
    expect(judge(found({ shelves: [{ placement: 'category', category: 'tea', cards: [] }] })).find(({ id }) => id === 'shelf.category')?.mend).toContain('Food > Tea, Home > Kettles');
  });

  test('only 404, 410 and no answer make a link dead; other errors may be about who asks', () => {
    const withStatus = (status: number): Found => found({}, { links: [{ url: 'https://shop.example/p/kettle', status, failure: '' }] });
    expect([401, 403, 429, 503].flatMap((status) => badOf(withStatus(status)))).toEqual([]);
    expect([404, 410].flatMap((status) => badOf(withStatus(status)))).toEqual(['shelf.links', 'shelf.links']);
  });

  test('the policy of a leader is called the pinned one only where it was asked for', () => {
    const manifest = { url: 'https://leader.example/v1/manifest', status: 200, failure: '' };
    const said = (policy: typeof manifest | undefined): string | undefined => judge(found({}, { leader: { manifest, policy } })).find(({ id }) => id === 'leader')?.finding;
    expect(said(manifest)).toContain('has the pinned policy');
    expect(said(undefined)).not.toContain('has the pinned policy');
  });

  test('an alias joins, requests that a page left behind are no fault, and errors of others are told only', () => {
    const aliased = after({ products: [product({ named: [{ source: 'JSON-LD gtin', id: 'gtin-1' }] })], events: [{ type: 'view_item', items: ['gtin-1'], page: '/p/1' }] });
    expect(badOf(found({ console: [{ kind: 'error', text: 'shop.js broke', url: 'https://shop.example/shop.js' }] }, { after: aliased, answers: [answer('https://shop.example/tag/homebird-x.js', { status: 0, failure: 'net::ERR_ABORTED' })] }))).toEqual([]);
  });

  test('pictures of shelves that did not come are told with the shelves, not as errors of others; one that a page left behind is no fault', () => {
    const console = [{ kind: 'error', text: 'Failed to load resource: 404', url: 'https://shop.example/i/kettle.jpg' }] as const;
    const ids = judge(found({ console }, { answers: [answer('https://shop.example/i/kettle.jpg', { status: 404 })] })).map(({ id }) => id);
    expect(ids).toContain('shelf.pictures');
    expect(ids).not.toContain('console.others');
    expect(badOf(found({}, { answers: [answer('https://shop.example/i/kettle.jpg', { status: 0, failure: 'net::ERR_ABORTED' })] }))).toEqual([]);
  });

  test('what is said alike of many files is said once, with their number', () => {
    const files = ['a', 'b', 'c'].map((letter) => answer(`https://shop.example/catalogue/${letter.repeat(64)}.bin`, { headers: {} }));
    const other = answer('https://shop.example/tag/homebird-worker.js', { status: 404 });
    const bad = judge(found({}, { answers: [...files, other] })).filter(({ grade }) => grade !== 'fine' && grade !== 'told');
    expect(bad.map(({ id, place }) => `${id} ${place}`)).toEqual([`files.cache https://shop.example/catalogue/${'a'.repeat(64)}.bin and 2 more`, 'files.missing https://shop.example/tag/homebird-worker.js']);
  });

  test('a page whose view the tag read in a way of its own is told, and no finding', () => {
    const facts = found({}, { after: after({ products: [product({ named: [] })], events: [{ type: 'view_item', items: ['kettle'], page: '/p/1?colour=red' }] }) });
    expect(badOf(facts)).toEqual([]);
    expect(judge(facts).find(({ id }) => id === 'product.unnamed')).toMatchObject({ grade: 'told', finding: expect.stringContaining('kettle') });
  });

  test('a tool on the page may ask in place of our banner, which is how auto is told', () => {
    const facts = found({ hasBanner: false, tools: ['Cookiebot'] });
    expect(badOf(facts)).toEqual([]);
    expect(judge(facts).find(({ id }) => id === 'consent.mode')?.finding).toBe('the consent tool of the page, else our banner (data-consent="auto"); on the page: Cookiebot');
  });
});

test('verdictText() ends with what is to be mended, numbered, and says where all is well', () => {
  expect(verdictText(judge(found()))).toMatch(/All is well\.\n$/);
  expect(verdictText(judge(found({ shelves: [{ placement: 'cart', category: '', cards: [] }] })))).toMatch(/1 to mend:\n1\. BROKEN https:\/\/shop\.example\/\n {3}cart shows nothing\n {3}mend: /);
});

test.each([
  ['page.goto: net::ERR_NAME_NOT_RESOLVED at https://shop.exmaple/\nCall log: x', 'no server has this name (net::ERR_NAME_NOT_RESOLVED)'],
  ['page.goto: net::ERR_CONNECTION_REFUSED at http://127.0.0.1:9/', 'nothing answers at this address (net::ERR_CONNECTION_REFUSED)'],
  ['page.goto: net::ERR_CERT_AUTHORITY_INVALID at https://s.example/', 'its certificate or TLS is not accepted by this browser (net::ERR_CERT_AUTHORITY_INVALID)'],
  ['page.goto: Timeout 1000ms exceeded.', 'it did not load in time (--timeout gives it longer) (Timeout 1000ms exceeded)'],
  ['page.goto: Download is starting', 'it is a file to download, or an answer without a page (Download is starting)'],
  ['page.goto: something new', 'something new'],
])('failureOf() says %j in words', (message, words) => {
  expect(failureOf(new Error(message))).toBe(words);
});

test('likelyProducts() puts addresses that look like products first, each path once', () => {
  expect(likelyProducts(['https://s.example/about', 'https://s.example/products/kettle?a=1', 'https://s.example/products/kettle?a=2', 'https://s.example/p/2'])).toEqual(['https://s.example/products/kettle?a=2', 'https://s.example/p/2', 'https://s.example/about']);
});
