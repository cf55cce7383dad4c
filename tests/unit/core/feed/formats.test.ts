import { expect, test } from 'vitest';
import { parseFeed, type ParsedFeed } from '#core/feed';
import { utf8Encode } from '#core/units';

/** What a test compares: enough of each product to see that every format gives the same. */
function gist({ products }: ParsedFeed): unknown[] {
  return products.map(({ id, title, brand, category, priceCents, currency, available, image, url }) => ({ id, title, brand, category, priceCents, currency, available, image, url }));
}

const MUG = { id: 'm-1', title: 'Blue mug, "large"', brand: 'Kiln', category: ['Kitchen', 'Mugs'], priceCents: 1250, currency: 'EUR', available: true, image: 'https://cdn.example/m1.jpg', url: 'https://shop.example/m1' };
const BOWL = { id: 'b-2', title: 'Wide bowl', brand: 'Kiln', category: ['Kitchen', 'Bowls'], priceCents: 0, currency: 'EUR', available: false, image: '', url: '' };

const GOOGLE_CSV = `id,title,brand,product_type,price,availability,image_link,link
m-1,"Blue mug, ""large""",Kiln,Kitchen > Mugs,12.50 EUR,in_stock,https://cdn.example/m1.jpg,https://shop.example/m1
b-2,Wide bowl,Kiln,Kitchen > Bowls,,out of stock,,
`;
const FEEDS: readonly (readonly [string, string, string])[] = [
  ['Google CSV', 'csv', GOOGLE_CSV],
  ['CSV with Windows line ends and a byte order mark', 'csv', `\ufeff${GOOGLE_CSV.replaceAll('\n', '\r\n')}`],
  ['CSV with old Mac line ends', 'csv', GOOGLE_CSV.replaceAll('\n', '\r')],
  ['semicolons', 'csv', 'id;title;brand;product_type;price;availability;image_link;link\nm-1;"Blue mug, ""large""";Kiln;Kitchen > Mugs;12,50 EUR;in stock;https://cdn.example/m1.jpg;https://shop.example/m1\nb-2;Wide bowl;Kiln;Kitchen > Bowls;;out_of_stock\n'],
  ['Google TSV', 'tsv', 'id\ttitle\tbrand\tproduct_type\tprice\tavailability\timage_link\tlink\nm-1\tBlue mug, "large"\tKiln\tKitchen > Mugs\t€12.50\tin_stock\thttps://cdn.example/m1.jpg\thttps://shop.example/m1\nb-2\tWide bowl\tKiln\tKitchen > Bowls\t\tout_of_stock\t\t\n'],
  ['Meta CSV with comments and arrays', 'csv', `# ref_application_id 123\nid,title,brand,product_type,price,availability,image[0].url,link\n# ref_asset_id 9\nm-1,"Blue mug, ""large""",Kiln,Kitchen > Mugs,12.50 EUR,in stock,https://cdn.example/m1.jpg,https://shop.example/m1\nb-2,Wide bowl,Kiln,Kitchen > Bowls,,out of stock,,\n`],
  ['RSS with g:', 'rss', `<?xml version="1.0"?><rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel><title>Shop</title><link>https://shop.example</link>
<item><g:id>m-1</g:id><title>Blue mug, "large"</title><link>https://shop.example/m1</link><g:image_link>https://cdn.example/m1.jpg</g:image_link><g:price>12.50 EUR</g:price><g:brand>Kiln</g:brand><g:product_type>Kitchen &gt; Mugs</g:product_type><g:availability>in_stock</g:availability><g:shipping><g:country>DE</g:country><g:price>4.90 EUR</g:price></g:shipping></item>
<item><g:id>b-2</g:id><title><![CDATA[Wide bowl]]></title><g:brand>Kiln</g:brand><g:product_type>Kitchen > Bowls</g:product_type><g:availability>out of stock</g:availability></item></channel></rss>`],
  ['Atom with g:', 'atom', `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:g="http://base.google.com/ns/1.0"><title>Shop</title>
<entry><g:id>m-1</g:id><title>Blue mug, "large"</title><link href="https://shop.example/m1"/><g:image_link>https://cdn.example/m1.jpg</g:image_link><g:price>12.50 EUR</g:price><g:brand>Kiln</g:brand><g:product_type>Kitchen &gt; Mugs</g:product_type><g:availability>https://schema.org/InStock</g:availability></entry>
<entry><g:id>b-2</g:id><title>Wide bowl</title><g:brand>Kiln</g:brand><g:product_type>Kitchen &gt; Bowls</g:product_type><g:availability>OutOfStock</g:availability></entry></feed>`],
  ['schema.org JSON-LD', 'json', JSON.stringify({
    '@context': 'https://schema.org',
    '@graph': [
      { '@type': 'Organization', name: 'Kiln Ltd' },
      { '@type': 'Product', sku: 'm-1', name: 'Blue mug, "large"', brand: { '@type': 'Brand', name: 'Kiln' }, category: 'Kitchen > Mugs', image: ['https://cdn.example/m1.jpg'], url: 'https://shop.example/m1', offers: { '@type': 'Offer', price: 12.5, priceCurrency: 'EUR', availability: 'https://schema.org/InStock' } },
      { '@type': 'Product', sku: 'b-2', name: 'Wide bowl', brand: { name: 'Kiln' }, category: 'Kitchen > Bowls', offers: { priceCurrency: 'EUR', availability: 'https://schema.org/OutOfStock' } },
    ],
  })],
  ['a JSON list', 'json', JSON.stringify([
    { id: 'm-1', title: 'Blue mug, "large"', brand: 'Kiln', category: ['Kitchen', 'Mugs'], price: '12.50', currency: 'EUR', stock: 3, images: ['https://cdn.example/m1.jpg', 'https://cdn.example/m2.jpg'], url: 'https://shop.example/m1' },
    { id: 'b-2', title: 'Wide bowl', brand: 'Kiln', category: ['Kitchen', 'Bowls'], currency: 'EUR', stock: 0, reviews: [{ rating: 5, title: 'A review, no product' }] },
  ], null, 2)],
  ['a JSON list inside', 'json', JSON.stringify({
    meta: { links: [{ rel: 'self' }, { rel: 'next' }, { rel: 'last' }] },
    data: { products: [
      { id: 'm-1', name: 'Blue mug, "large"', vendor: 'Kiln', categories: [{ name: 'Kitchen' }, { name: 'Mugs' }], variants: [{ id: 11, title: 'L', price: '12.50' }], images: [{ src: 'https://cdn.example/m1.jpg' }], permalink: 'https://shop.example/m1', currency: 'EUR' },
      { id: 'b-2', name: 'Wide bowl', vendor: 'Kiln', categories: [{ name: 'Kitchen' }, { name: 'Bowls' }], stock_status: 'outofstock', currency: 'EUR' },
    ] },
  })],
  ['NDJSON', 'ndjson', [
    { item_id: 'm-1', item_name: 'Blue mug, "large"', item_brand: 'Kiln', item_category: 'Kitchen', item_category2: 'Mugs', price: 12.5, currency: 'EUR', image: 'https://cdn.example/m1.jpg', link: 'https://shop.example/m1' },
    { item_id: 'b-2', item_name: 'Wide bowl', item_brand: 'Kiln', item_category: 'Kitchen', item_category2: 'Bowls', currency: 'EUR', available: false },
  ].map((record) => JSON.stringify(record)).join('\n')],
];

test.each(FEEDS)('parseFeed() reads %s', (_what, format, text) => {
  const feed = parseFeed(utf8Encode(text));
  expect(feed.format).toBe(format);
  expect(feed.issues.filter((issue) => issue.isSkipped)).toEqual([]);
  expect(gist(feed)).toEqual([MUG, BOWL]);
  expect(feed.rows).toBe(2);
});

test('parseFeed() reads text as it reads its bytes', () => {
  for (const [, , text] of FEEDS) expect(parseFeed(text)).toEqual(parseFeed(utf8Encode(text)));
});

test('parseFeed() joins the rows that Shopify gives one product, and keeps its other ids', () => {
  const feed = parseFeed(`Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Variant SKU,Variant Price,Variant Compare At Price,Variant Barcode,Image Src,Status
blue-mug,Blue mug,"<p>Holds <b>350&nbsp;ml</b></p>",Kiln,Mugs,"tea, coffee",true,MUG-S,12.50,15.00,4006381333931,https://cdn.example/1.jpg,active
blue-mug,,,,,,,MUG-L,14.50,,4006381333948,https://cdn.example/2.jpg,
blue-mug,,,,,,,,,,,https://cdn.example/3.jpg,
old-mug,Old mug,,Kiln,Mugs,,true,MUG-O,9.00,,,,draft
`, { currency: 'EUR' });
  expect(feed.products).toEqual([{
    id: 'blue-mug', title: 'Blue mug', description: 'Holds 350 ml', brand: 'Kiln', category: ['Mugs'], url: '', image: 'https://cdn.example/1.jpg', priceCents: 1250, listPriceCents: 1500,
    currency: 'EUR', available: true, aliases: ['MUG-S', '4006381333931', 'MUG-L', '4006381333948'], labels: ['tea', 'coffee'],
  }]);
  expect(feed.issues).toEqual([{ line: 5, field: 'Status', reason: expect.stringContaining('draft'), id: 'old-mug', isSkipped: true }]);
});

test('parseFeed() takes the sale price as the price and the other as the one before', () => {
  const feed = parseFeed('id,title,price,sale_price\na,A,20.00 EUR,15.00 EUR\nb,B,20.00 EUR,\nc,C,20.00 EUR,25.00 EUR\nd,D,20.00 EUR,0\n');
  expect(feed.products.map((product) => [product.priceCents, product.listPriceCents])).toEqual([[1500, 2000], [2000, undefined], [2000, undefined], [2000, undefined]]);
});

test('parseFeed() takes a sale price only while the sale lasts, if it is told the time', () => {
  const text = 'id,title,price,sale_price,sale_price_effective_date\na,A,20 EUR,15 EUR,2026-02-01T00:00Z/2026-03-01T00:00Z\n';
  const priceAt = (nowMs?: number): number | undefined => parseFeed(text, { nowMs }).products[0]?.priceCents;
  expect(priceAt(Date.UTC(2026, 1, 10))).toBe(1500);
  expect(priceAt(Date.UTC(2026, 3, 10))).toBe(2000);
  expect(priceAt()).toBe(1500);
});

test('parseFeed() reads Chinese in UTF-8 and UTF-16, and a mix of UTF-8 and windows-1252', () => {
  const text = 'id,title\n1,茶杯\n';
  const utf16 = Uint8Array.from([0xff, 0xfe, ...new Uint8Array(Uint16Array.from([...text].map((char) => char.charCodeAt(0))).buffer)]);
  expect(parseFeed(utf16).products[0]?.title).toBe('茶杯');
  expect(parseFeed(utf8Encode(text)).products[0]?.title).toBe('茶杯');
  const mixed = Uint8Array.from([...utf8Encode('id,title\n1,Café 茶\n2,Caf'), 0xe9, ...utf8Encode(' \n3,'), 0x80, ...utf8Encode(' note\n')]);
  const feed = parseFeed(mixed);
  expect(feed.products.map((product) => product.title)).toEqual(['Café 茶', 'Café', '€ note']);
  expect(feed.issues).toContainEqual({ line: 3, field: '', reason: expect.stringContaining('2 bytes are not UTF-8'), isSkipped: false });
});

test('parseFeed() guesses the currency from descriptions, says so, and never overrules what is passed', () => {
  const text = 'id,title,price,description\n1,A,899,Buy now for Rs. 899 only\n2,B,450,\n';
  expect(parseFeed(text).products.map((product) => product.currency)).toEqual(['INR', 'INR']);
  expect(parseFeed(text).issues).toContainEqual(expect.objectContaining({ line: 1, field: 'currency', isSkipped: false }));
  expect(parseFeed(text, { currency: 'EUR' }).products.map((product) => product.currency)).toEqual(['EUR', 'EUR']);
});

test('parseFeed() loads a product without a price as price 0, not known', () => {
  const feed = parseFeed('upc,name,manufacturer\n012345678905,Jazz for Two - CD,Nettwerk\n');
  expect(feed.products[0]).toMatchObject({ id: '012345678905', title: 'Jazz for Two - CD', brand: 'Nettwerk', priceCents: 0 });
  expect(feed.issues).toEqual([]);
});
