import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseFeed } from '#core/feed';
import { utf8Encode } from '#core/units';

test.each([
  ['no id', 'id,title\n,Mug\nb,Bowl\n', { line: 2, field: 'id' }],
  ['no title', 'id,title\na,\nb,Bowl\n', { line: 2, field: 'title', id: 'a' }],
  ['an id that is a paragraph', `id,title\n${'x'.repeat(300)},Mug\nb,Bowl\n`, { line: 2, field: 'id' }],
  ['a price of words', 'id,title,Price EUR,price\nz,Z,,3\na,Mug,,ask us\nb,Bowl,,3\n', { line: 3, field: 'price', id: 'a' }],
  ['a negative price', 'id,title,price\na,Mug,-5\nb,Bowl,3\n', { line: 2, field: 'price', id: 'a' }],
  ['a GTIN in the price column', 'id,title,price\na,Mug,4006381333931\nb,Bowl,3\n', { line: 2, field: 'price', id: 'a' }],
  ['an id seen before', 'id,title\nb,Bowl\nb,Bowl again\n', { line: 3, field: 'id', id: 'b', reason: expect.stringContaining('line 2') }],
  ['more cells than the header', 'id,title\na,Mug,with,commas\nb,Bowl\n', { line: 2, field: '', reason: expect.stringContaining('4 cells') }],
  ['a quote that never closes', 'id,title\na,"Mug\nb,Bowl\n', { line: 2, field: '', reason: expect.stringContaining('quote') }],
  ['a quote that closes at another cell\'s quote', 'id,title,brand\na,"Mug,x\nb,Bowl,"K"\n', { line: 2, field: '', reason: expect.stringContaining('quote') }],
  ['a broken JSON record', '[\n{"id":"a","title":"Mug",},\n{"id":"b","title":"Bowl"}\n]', { line: 2, field: '', reason: expect.stringContaining('JSON') }],
  ['a cut off JSON file', '[\n{"id":"b","title":"Bowl"},\n{"id":"a","title":"Mu', { line: 3, field: '', reason: expect.stringContaining('file ends') }],
  ['a broken NDJSON line', '{"id":"b","title":"Bowl"}\n{"id":"a"\n{"id":"c","title":"Cup"}\n', { line: 2, field: '', reason: expect.stringContaining('JSON') }],
  ['a cut off XML file', '<rss><channel>\n<item><id>b</id><title>Bowl</title></item>\n<item><id>a</id><title>Mu', { line: 3, field: '', reason: expect.stringContaining('file ends') }],
])('parseFeed() reports %s with line and field, skips it, and loads the rest', (_what, text, wanted) => {
  const feed = parseFeed(text);
  expect(feed.issues).toContainEqual(expect.objectContaining({ ...wanted, isSkipped: true }));
  expect(feed.products.map((product) => product.id)).toContain('b');
});

test.each([
  ['rating', 'id,title,rating\na,Mug,eleven\n'],
  ['rating', 'id,title,rating\na,Mug,7\n'],
  ['availability', 'id,title,availability\na,Mug,perhaps\n'],
  ['link', 'id,title,link\na,Mug,javascript:alert(1)\n'],
  ['image_link', 'id,title,image_link\na,Mug,data:image/png;base64\n'],
  ['compare_at_price', 'id,title,price,compare_at_price\na,Mug,3,much\n'],
])('parseFeed() leaves out a wrong %s, says so, and loads the product', (field, text) => {
  const feed = parseFeed(text);
  expect(feed.products).toHaveLength(1);
  expect(feed.products[0]?.url).toBe('');
  expect(feed.products[0]?.image).toBe('');
  expect(feed.issues).toContainEqual(expect.objectContaining({ line: 2, field, id: 'a', isSkipped: false }));
});

test.each(['', ' ', '\n\n', '{}', '[]', '<rss/>', 'hello', '\u0000\u0001', '{"products":[]}', '[1,2,3]', 'id,title'])('parseFeed() says that %j holds no product', (text) => {
  const feed = parseFeed(text);
  expect(feed.products).toEqual([]);
  expect(feed.issues.some((issue) => issue.isSkipped && /no products|no id|no title/.test(issue.reason))).toBe(true);
});

test('parseFeed() counts lines as an editor does, through quoted line breaks and blank lines', () => {
  const feed = parseFeed('id,title,description\r\n\r\na,Mug,"two\r\nlines"\r\n\r\n,No id,\r\n');
  expect(feed.issues).toContainEqual(expect.objectContaining({ line: 6, field: 'id' }));
});

test('parseFeed() gives texts without mark-up, whatever is in them', () => {
  const feed = parseFeed(JSON.stringify([{ id: 'a', title: '<b>Mug</b> &amp; <script>alert(1)</script>saucer', description: '<style>p{}</style><p>Warm&nbsp;&#9749; &lt;3</p><!-- x -->', brand: 'K\u0000iln' }]));
  expect(feed.products[0]).toMatchObject({ title: 'Mug & saucer', description: 'Warm ☕ <3', brand: 'K iln' });
});

test('parseFeed() never expands entities and never follows them', () => {
  const bomb = '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]><rss><channel><item><id>x</id><title>T &b; &f;</title></item></channel></rss>';
  expect(parseFeed(bomb).products[0]?.title).not.toMatch(/aaaa|root:/);
});

test('parseFeed() never throws, names a line for each issue, and gives only whole products', () => {
  const pieces = fc.constantFrom('id', 'title', ',', '\t', '"', '\n', '\r', '{', '}', '[', ']', ':', '"id":"1"', '"title":"x"', '<item>', '</item>', '<id>', '</id>', '<![CDATA[', ']]>', '&', '\\', '\ud800', '9.99 EUR', '#', '0', ';');
  const texts = fc.oneof(fc.array(pieces, { maxLength: 60 }).map((parts) => parts.join('')), fc.string({ unit: 'binary', maxLength: 200 }), fc.json());
  const feeds = fc.oneof(texts.map(utf8Encode), fc.uint8Array({ maxLength: 300 }), texts);
  fc.assert(fc.property(feeds, (bytes) => {
    const feed = parseFeed(bytes);
    for (const issue of feed.issues) expect(issue.line).toBeGreaterThanOrEqual(1);
    const ids = feed.products.map((product) => product.id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const product of feed.products) {
      expect(product.title).not.toBe('');
      expect(product.currency).toMatch(/^[A-Z]{3}$/);
      expect(Number.isSafeInteger(product.priceCents) && product.priceCents >= 0).toBe(true);
      expect(product.category.length).toBeGreaterThan(0);
    }
  }), { numRuns: 1500 });
});

test('parseFeed() takes time in proportion to a hostile text', () => {
  const hostile = ['<'.repeat(200_000), `id,title\n${'"'.repeat(200_001)}`, `id,title\n1,${'<script '.repeat(30_000)}`, '['.repeat(200_000), '{"a":'.repeat(100_000), `id,title\n${'"a\n'.repeat(50_000)}`];
  for (const text of hostile) parseFeed(text); // quadratic reading of any of these takes minutes, which the test's timeout ends
});
