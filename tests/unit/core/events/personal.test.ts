import { describe, expect, test } from 'vitest';
import { isPersonalKey, looksPersonal, MAX_PAGE_LENGTH, pageWithoutPersonal } from '#core/events';

test.each(['email', 'Email', 'user_email', 'emailAddress', 'e-mail', 'phone', 'phoneNumber_phone', 'mobile', 'firstName', 'last_name', 'name', 'address', 'address_1', 'street', 'zip', 'postal_code', 'city', 'userId', 'customer_id', 'gclid', 'fbclid', '_ga', 'email_sha256', 'token', 'sessionId'])('isPersonalKey() takes %s for a person’s', (key) => {
  expect(isPersonalKey(key)).toBe(true);
});
test.each(['item_name', 'item_id', 'price', 'category', 'q', 'page', 'sort', 'color', 'size', 'brand_name', 'product_name', 'utm_source'])('isPersonalKey() leaves %s alone', (key) => {
  expect(isPersonalKey(key)).toBe(false);
});
test.each(['jane@example.com', 'mail jane@example.co.uk please', 'jane%40example.com', '+44 20 7946 0958', '(020) 7946-0958', '0049 30 123456'])('looksPersonal() finds the person in %s', (text) => {
  expect(looksPersonal(text)).toBe(true);
});
test.each(['kettle 1.2 l', '4006381333931', 'iphone 15 pro', '2024-05-01', 'sku-123-456', '@home', 'A4 80 g'])('looksPersonal() finds nobody in %s', (text) => {
  expect(looksPersonal(text)).toBe(false);
});

describe('pageWithoutPersonal()', () => {
  test('keeps path and harmless parameters, drops personal ones, click ids and tokens', () => {
    expect(pageWithoutPersonal('/list', '?q=kettle&email=j%40x.de&page=2&gclid=abc&ref=jane@example.com&x=' + 'a'.repeat(65))).toBe('/list?q=kettle&page=2');
  });
  test('takes an address out of a path', () => {
    expect(pageWithoutPersonal('/unsubscribe/jane@example.com/now', '')).toBe('/unsubscribe/-/now');
  });
  test('is never longer than an event allows', () => {
    expect(pageWithoutPersonal('/' + 'a/'.repeat(1000), '?q=1').length).toBe(MAX_PAGE_LENGTH);
  });
});
