import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cellKey } from '../../../../src/core/feed/row.ts';
import { isWithin, parseInterval } from '../../../../src/core/feed/interval.ts';
import { plainText } from '../../../../src/core/feed/plain-text.ts';
import { parseAddress, parseAvailability, parseCategory, parseCount, parsePrice, parseRating } from '../../../../src/core/feed/values.ts';

test.each([
  ['15.00 USD', 1500, 'USD'], ['USD 15', 1500, 'USD'], ['$1,299.00', 129900, 'USD'], ['1.299,00 €', 129900, 'EUR'], ['1 299,50 kr', 129950, undefined], ["1'299.50 CHF", 129950, 'CHF'],
  ['Rs. 899', 89900, 'INR'], ['₹1,899', 189900, 'INR'], ['12,5', 1250, undefined], ['1,299', 129900, undefined], ['1.299', 130, undefined], ['0.85', 85, undefined], ['£3.50', 350, 'GBP'],
  ['19.90-29.90', 1990, undefined], ['1,234,567.89', 123456789, undefined], ['1.234.567', 123456700, undefined], ['  5 EUR each', 500, 'EUR'], ['0', 0, undefined], ['￥1200', 120000, 'JPY'], ['R$ 10,00', 1000, 'BRL'],
])('parsePrice() reads %j', (text, cents, currency) => {
  expect(parsePrice(text)).toEqual({ cents, currency });
});

test.each(['', 'free', '-5', 'EUR', '99999999999', '∞'])('parsePrice() refuses %j', (text) => {
  expect(parsePrice(text)).toBeUndefined();
});

test('parsePrice() reads back every amount as it is commonly written', () => {
  fc.assert(fc.property(fc.nat({ max: 900_000_000 }), (cents) => {
    const plain = (cents / 100).toFixed(2);
    const grouped = plain.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
    for (const text of [plain, `${plain} EUR`, `$${grouped}`, `${grouped.replaceAll(',', ' ')} USD`, grouped.replace(/[.,]/g, (sign) => (sign === '.' ? ',' : '.'))]) expect(parsePrice(text)?.cents, text).toBe(cents);
  }));
});

test.each([
  ['in stock', true], ['in_stock', true], ['https://schema.org/InStock', true], ['http://schema.org/LimitedAvailability', true], ['preorder', true], ['backorder', true], ['12', true], ['TRUE', true],
  ['out of stock', false], ['https://schema.org/OutOfStock', false], ['SoldOut', false], ['0', false], ['-3', false], ['no', false], ['perhaps', undefined], ['', undefined],
])('parseAvailability() reads %j as %s', (text, wanted) => {
  expect(parseAvailability(text)).toBe(wanted);
});

test.each([['4.5', 4.5], ['4,5 of 5', 4.5], ['9/10', 4.5], ['90%', 4.5], ['5 out of 5 stars', 5], ['6', undefined], ['No rating available', undefined], ['', undefined], ['1/0', undefined]])('parseRating() reads %j as %s', (text, wanted) => {
  expect(parseRating(text)).toBe(wanted);
});

test.each([['1,234', 1234], ['1 234 reviews', 1234], ['12.0', 12], ['7', 7], ['many', undefined], ['-2', undefined], ['9'.repeat(30), undefined]])('parseCount() reads %j as %s', (text, wanted) => {
  expect(parseCount(text)).toBe(wanted);
});

test.each([
  ['A > B > C', ['A', 'B', 'C']], ['["A >> B >> C & D"]', ['A', 'B', 'C & D']], ['A | B', ['A', 'B']], ['A', ['A']], ['Men/Women', ['Men/Women']], ['1604', []], ['A > 1604', ['A']], ['', []], [' > ', []],
])('parseCategory() reads %j', (text, wanted) => {
  expect(parseCategory(text)).toEqual(wanted);
});

test.each([
  ['https://a.example/x.jpg', 'https://a.example/x.jpg'], ['/p/1', '/p/1'], ['a.jpg', 'a.jpg'], ['["https://a.example/1.jpg", "https://a.example/2.jpg"]', 'https://a.example/1.jpg'],
  ['https://a.example/1.jpg,https://a.example/2.jpg', 'https://a.example/1.jpg'], ['//cdn.example/x.jpg', '//cdn.example/x.jpg'],
  ['javascript:alert(1)', undefined], ['JaVaScRiPt:alert(1)', undefined], ['data:text/html,x', undefined], ['vbscript:x', undefined], ['Supplied by me', undefined], ['"><script>', undefined], ['', undefined],
])('parseAddress() reads %j as %j', (text, wanted) => {
  expect(parseAddress(text)).toBe(wanted);
});

test.each([
  ['g:image_link', 'image_link'], ['Image Link', 'image_link'], ['imageLink', 'image_link'], ['image[0].link', 'image_link'], ['Body (HTML)', 'body_html'], ['@id', 'at_id'], ['offers.priceCurrency', 'offers_price_currency'], ['StockCode', 'stock_code'], ['名称', '名称'],
])('cellKey() of %j is %j', (name, wanted) => {
  expect(cellKey(name)).toBe(wanted);
});

test('plainText() gives well-formed single-line text within its limit', () => {
  const sources = fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.array(fc.constantFrom('<p>', '</p>', '<script>', '</script>', '&amp;', '&#128512;', '&#xd800;', '<', '>', '&', ' ', 'word', '😀', '\ud83d'), { maxLength: 60 }).map((parts) => parts.join('')));
  fc.assert(fc.property(sources, fc.integer({ min: 2, max: 50 }), (source, maxChars) => {
    const text = plainText(source, maxChars);
    expect(text.length).toBeLessThanOrEqual(maxChars);
    expect(text).not.toMatch(/[\n\r\t]|<p>|<script>|\p{Cs}/u);
  }), { numRuns: 500 });
});

test.each([
  ['2026-02-24T11:07+0100/2026-02-29T23:07+0100', Date.UTC(2026, 1, 24, 10, 7), Date.UTC(2026, 1, 29, 22, 7)],
  ['2026-02-24T11:07:31Z/2026-03-01T00:00:00Z', Date.UTC(2026, 1, 24, 11, 7, 31), Date.UTC(2026, 2, 1)],
  ['2026-02-24 / 2026-03-01', Date.UTC(2026, 1, 24), Date.UTC(2026, 2, 1)],
  ['1999-12-31T23:59-08:00/2000-03-01', Date.UTC(2000, 0, 1, 7, 59), Date.UTC(2000, 2, 1)],
])('parseInterval() reads %s', (text, fromMs, toMs) => {
  expect(parseInterval(text)).toEqual({ fromMs, toMs });
});

test.each(['', 'always', '2026-02-24', '2026-13-01/2026-14-01', '2026-02-24/soon'])('parseInterval() refuses %j', (text) => {
  expect(parseInterval(text)).toBeUndefined();
});

test('parseInterval() agrees with Date for every day', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 80_000 }), (day) => {
    const iso = new Date(day * 86_400_000).toISOString().slice(0, 10);
    expect(parseInterval(`${iso}/${iso}`)).toEqual({ fromMs: day * 86_400_000, toMs: day * 86_400_000 });
  }));
});

test('isWithin() counts both ends in', () => {
  const interval = { fromMs: 10, toMs: 20 };
  expect([9, 10, 20, 21].map((ms) => isWithin(interval, ms))).toEqual([false, true, true, false]);
});
