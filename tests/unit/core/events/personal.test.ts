import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { isPersonalKey, looksPersonal, MAX_PAGE_LENGTH, MAX_TITLE_LENGTH, pageTitle, pageWithoutPersonal } from '#core/events';

test.each(['email', 'Email', 'user_email', 'emailAddress', 'e-mail', 'phone', 'phoneNumber_phone', 'mobile', 'firstName', 'last_name', 'name', 'address', 'address_1', 'street', 'zip', 'postal_code', 'city', 'userId', 'customer_id', 'gclid', 'fbclid', '_ga', 'email_sha256', 'token', 'sessionId', 'vorname', 'adresse', 'telefon', 'kundennummer', 'rechnung_strasse', 'prenom', 'nom', 'apellido', 'cognome', 'dianhua'])('isPersonalKey() takes %s for a person’s', (key) => {
  expect(isPersonalKey(key)).toBe(true);
});
test.each(['item_name', 'item_id', 'price', 'category', 'q', 'page', 'sort', 'color', 'size', 'brand_name', 'product_name', 'utm_source', 'marke', 'produkt_nom', 'rue_filter'])('isPersonalKey() leaves %s alone', (key) => {
  expect(isPersonalKey(key)).toBe(false);
});
test.each(['jane@example.com', 'mail jane@example.co.uk please', 'jane%40example.com', '+44 20 7946 0958', '(020) 7946-0958', '0049 30 123456'])('looksPersonal() finds the person in %s', (text) => {
  expect(looksPersonal(text)).toBe(true);
});
test.each(['kettle 1.2 l', '4006381333931', 'iphone 15 pro', '2024-05-01', 'sku-123-456', '@home', 'A4 80 g'])('looksPersonal() finds nobody in %s', (text) => {
  expect(looksPersonal(text)).toBe(false);
});

afterEach(() => void vi.restoreAllMocks());

/** Characters that all patterns together are given while `act` runs. */
function lookedAt(act: () => unknown): number {
  const [tested, replaced, matched] = [vi.spyOn(RegExp.prototype, 'test'), vi.spyOn(RegExp.prototype, Symbol.replace), vi.spyOn(RegExp.prototype, Symbol.match)];
  act();
  return [...tested.mock.calls, ...replaced.mock.calls, ...matched.mock.calls].reduce((sum, [text]) => sum + text.length, 0);
}
/** Far above what any page or title needs, and independent of how long a link is. */
const MOST_LOOKED_AT = 100_000;
/** What a link can be made of so that patterns look at it again and again. */
const LONG = 1_000_000;
const pieces = fc.array(fc.constantFrom('a', 'Z', '1', '.', '@', '%40', '/', ' ', '-', 'com'), { maxLength: 24 }).map((parts) => parts.join(''));

test('looksPersonal() finds an e-mail address where the plain pattern for one does', () => {
  fc.assert(fc.property(pieces.filter((text) => /[a-z]/i.test(text)), (text) => looksPersonal(text) === /[^\s@/]+(?:@|%40)[^\s@/]+\.[a-z]{2,}/i.test(text)));
});

test.each(['a', 'a@', '%40a', '/', '&', '/a', ' ', '1 '])('however often a link or a title repeats %j, patterns look at no more than a bound', (piece) => {
  const text = piece.repeat(LONG / piece.length);
  expect(lookedAt(() => pageWithoutPersonal(`/p/1#/${text}`, ''))).toBeLessThan(MOST_LOOKED_AT);
  expect(lookedAt(() => pageWithoutPersonal('/p/1', `?q=${text}`))).toBeLessThan(MOST_LOOKED_AT);
  expect(lookedAt(() => pageTitle(text, '/p/1'))).toBeLessThan(MOST_LOOKED_AT);
});

describe('pageWithoutPersonal()', () => {
  test('keeps path and harmless parameters, drops personal ones, click ids and tokens', () => {
    expect(pageWithoutPersonal('/list', '?q=kettle&email=j%40x.de&page=2&gclid=abc&ref=jane@example.com&x=' + 'a'.repeat(65))).toBe('/list?q=kettle&page=2');
  });
  test('takes an address out of a path', () => {
    expect(pageWithoutPersonal('/unsubscribe/jane@example.com/now', '')).toBe('/unsubscribe/-/now');
  });
  test.each([
    ['/search?q=%2B49+170+1234567&page=2', '/search?page=2'], ['/search?q=%2B49%20170%201234567', '/search'], ['/search?q=call+%2B49+170+1234567', '/search'],
    ['/search?q=john%2540example.com', '/search'], ['/s?next=%2Fa%3Fe%3Djane%2540x.de', '/s'], ['/unsubscribe/anna%40x%2Ede', '/unsubscribe/-'], ['/unsubscribe/anna%2540x%252Ede/now', '/unsubscribe/-/now'],
    ['/list?vor%6eame=Anna&sort=price', '/list?sort=price'],
  ])('reads what is escaped, once or twice, in %s', (address, kept) => {
    const [path = '', query = ''] = address.split('?', 2);
    expect(pageWithoutPersonal(path, query)).toBe(kept);
  });
  test.each([
    ['/search/anna%200171%202345678', '/search/-'], ['/search/anna+0171+2345678/2', '/search/-/2'], ['/search/anna%20%2B491712345678', '/search/-'], ['/s/call%252B49%2520171%25202345678', '/s/-'],
    ['/search/anna 0171-2345678', '/search/-'],
  ])('takes a telephone number out of words that stand in the path %s', (path, kept) => {
    expect(pageWithoutPersonal(path, '')).toBe(kept);
  });
  test.each(['/search/red%20kettle+1.5%20l', '/search/9783161484100%20kettle', '/p/kettle-2026-11-22-4006381', '/p/Kettle%20220-240%20V%2050-60%20Hz', '/c++/2'])('leaves the words of %s', (path) => {
    expect(pageWithoutPersonal(path, '')).toBe(path);
  });
  test('takes a key of hers out of a path, and leaves the longest name of a product in it', () => {
    const key = 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U';
    expect(pageWithoutPersonal(`/reset-password/${key}`, '')).toBe('/reset-password/-');
    const name = 'bosch-professional-akkuschrauber-gsr-18v-55-mit-zwei-akkus-4-0-ah-und-aufbewahrungskoffer-schwarz';
    const tea = '%E6%9D%AD%E5%B7%9E%E8%A5%BF%E6%B9%96%E9%BE%99%E4%BA%95%E7%BB%BF%E8%8C%B62026';
    for (const slug of [name, tea, '9b2f61d04c7e8a53f0b1c2d3']) expect(pageWithoutPersonal(`/p/${slug}`, '')).toBe(`/p/${slug}`);
  });
  test('of an address too long to be looked at keeps no half of a part', () => {
    const early = '/jane@example.com'.repeat(200);
    for (let more = 600; more < 700; more++) expect(pageWithoutPersonal(`${early}/${'x'.repeat(more)}/jane@example.com`, '')).not.toContain('jane');
    expect(pageWithoutPersonal('/p', `?token=${'x'.repeat(3000)}&q=kettle&ref=${'y'.repeat(2000)}`)).toBe('/p?q=kettle');
  });
  test('is never longer than an event allows', () => {
    expect(pageWithoutPersonal('/' + 'a/'.repeat(1000), '?q=1').length).toBe(MAX_PAGE_LENGTH);
  });
});

describe('pageTitle()', () => {
  test.each(['ISBN 978-3-16-148410-0', 'Kettle 1.5 l, 220-240 V, 50-60 Hz', 'Item 4006381333931', 'SKU-123-456-7890', 'Calendar 2026-11-22', 'LEGO 10281 10311 10309', 'HP 364 300 920 ink', 'adapter 220-240 50-60', 'drill bits 1.5 2.0 2.5 3.0 3.5'])('takes no number of a product for a telephone’s in %j', (title) => {
    expect(pageTitle(title, '/p/1')).toBe(title);
  });
  test('keeps the shop’s own wording, in one line and cut where a tab would cut it', () => {
    expect(pageTitle('  Blue\n kettle – Shop ', '/p/1')).toBe('Blue kettle – Shop');
    expect(pageTitle('x'.repeat(200), '/p/1')).toHaveLength(MAX_TITLE_LENGTH);
  });
  test.each([['Hello Jane', '/account'], ['Order 17', '/checkout/done'], ['Jane’s list', '/wishlist/7'], ['jane@example.com', '/p/1'], ['Results for +49 170 1234567', '/s'], ['“0170 1234567” – 3 results', '/s'], ['Call 020-7946-0958', '/s'], ['', '/']])('says nothing for %j at %s', (title, page) => {
    expect(pageTitle(title, page)).toBeUndefined();
  });
});
