import { describe, expect, test } from 'vitest';
import { bookOf, counted, formatBytes, formatPrice, formatSpan, pluralsOf, type Translation } from '#page/words';
import { directionOf, languageOf } from '../../../src/words/language.ts';

const ENGLISH = { hello: 'Hello', things: (count: string) => `${count} things` } as const;
const CHINESE: Translation<typeof ENGLISH> = { hello: '你好', things: (count) => `${count}件` };
const ARABIC: Translation<typeof ENGLISH> = { hello: 'مرحبا', things: (count) => `${count} أشياء` };
const aBook = () => bookOf(ENGLISH, { zh: async () => CHINESE, ar: async () => ARABIC });

test('languageOf() knows Chinese and Arabic of every place, and reads all else in English', () => {
  expect(['zh', 'zh-Hans-CN', 'ZH-TW', 'ar', 'ar-EG', 'en-GB', 'fr', 'arn', ''].map(languageOf)).toEqual(['zh', 'zh', 'zh', 'ar', 'ar', 'en', 'en', 'en', 'en']);
  expect([directionOf('ar'), directionOf('zh'), directionOf('en')]).toEqual(['rtl', 'ltr', 'ltr']);
});

describe('pluralsOf()', () => {
  test('has one form for one and another for none and many in English', () => {
    const plural = pluralsOf('en');
    expect([0, 1, 2, 1234].map((value) => plural(counted(value, 'en'), { one: '# thing', other: '# things' }))).toEqual(['0 things', '1 thing', '2 things', '1,234 things']);
  });
  test('has six forms in Arabic, some of which say the number themselves, and one in Chinese', () => {
    const forms = { zero: 'لا شيء', one: 'شيء واحد', two: 'شيئان', few: '# أشياء', many: '# شيئًا', other: '# شيء' };
    const plural = pluralsOf('ar');
    expect([0, 1, 2, 3, 11, 100, 102, 103, 111].map((value) => plural({ value, text: String(value) }, forms))).toEqual(['لا شيء', 'شيء واحد', 'شيئان', '3 أشياء', '11 شيئًا', '100 شيء', '102 شيء', '103 أشياء', '111 شيئًا']);
    expect([1, 5].map((value) => pluralsOf('zh')(counted(value, 'zh'), { other: '#件' }))).toEqual(['1件', '5件']);
  });
});

describe('bookOf()', () => {
  test('speaks English at once, and another language once its words have come', async () => {
    const book = aBook();
    expect([book.open('en-GB'), book.words().hello, book.language()]).toEqual([undefined, 'Hello', 'en']);
    const opening = book.open('zh-CN');
    expect([opening === undefined, book.words().hello]).toEqual([false, 'Hello']);
    await opening;
    expect([book.open('zh-CN'), book.words().hello, book.words().things('3'), book.language()]).toEqual([undefined, '你好', '3件', 'zh']);
  });
  test('asks for a chunk once, however many open it', async () => {
    let loads = 0;
    const book = bookOf(ENGLISH, { zh: async () => CHINESE, ar: async () => { loads += 1; return ARABIC; } });
    await Promise.all([book.open('ar'), book.open('ar-EG')]);
    expect([loads, book.language()]).toEqual([1, 'ar']);
  });
  test('stays English, and says so, where a chunk does not come', async () => {
    const book = bookOf(ENGLISH, { zh: () => Promise.reject(new Error('offline')), ar: async () => ARABIC });
    await book.open('zh');
    expect([book.open('zh'), book.words().hello, book.language()]).toEqual([undefined, 'Hello', 'en']);
    await book.open('ar');
    expect(book.words().hello).toBe('مرحبا');
  });
  test('ends in the language that was wished for last, whichever chunk comes last', async () => {
    let arrive: (words: Translation<typeof ENGLISH>) => void = () => undefined;
    const arabic = new Promise<Translation<typeof ENGLISH>>((resolve) => { arrive = resolve; });
    const book = bookOf(ENGLISH, { zh: async () => CHINESE, ar: () => arabic });
    const first = book.open('ar');
    await book.open('zh');
    arrive(ARABIC);
    await first;
    expect(book.language()).toBe('zh');
    void book.open('en');
    expect(book.words().hello).toBe('Hello');
  });
});

test('formatPrice() writes the shop’s currency, nothing for no price, and survives a made-up currency', () => {
  expect([formatPrice(1990, 'EUR', 'en-GB'), formatPrice(0, 'EUR', 'en-GB'), formatPrice(1990, 'points', 'en-GB')]).toEqual(['€19.90', '', '19.90 points']);
});
test('formatBytes() and formatSpan() use units people know', () => {
  expect([formatBytes(0, 'en'), formatBytes(1, 'en'), formatBytes(999, 'en'), formatBytes(4312, 'en'), formatBytes(2_400_000, 'en')]).toEqual(['0 bytes', '1 byte', '999 bytes', '4.3 kB', '2.4 MB']);
  expect([formatSpan(7400, 'en-GB'), formatSpan(180_000, 'en-GB')]).toEqual(['7 secs', '3 mins']);
});
