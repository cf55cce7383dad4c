import { DEFAULT_RULES, parseBrandRules, type BrandRules } from '#core/campaigns';
import { describe, expect, test } from 'vitest';
import { brandFaults, claimsIn, type Proven } from '#core/creative';
import { valueOf } from '#support/result';

const messages = (title: string, change: Partial<BrandRules> = {}, proven?: Proven): readonly string[] => brandFaults({ title }, { ...DEFAULT_RULES, ...change }, proven).map(({ message }) => message);

describe('claimsIn()', () => {
  test.each([
    ['The best boots', ['superlative']], ['World’s lightest tent', ['superlative']], ['No. 1 in boots', ['superlative']], ['最好的靴子', ['superlative']], ['الأفضل', ['superlative']],
    ['Free laces', ['free']], ['免费试穿', ['free']], ['مجانًا', ['free']], ['20 % off', ['discount']], ['-50 %', ['discount']], ['Save €20', ['discount']], ['八折', []], ['8折', ['discount']], ['خصم', ['discount']],
    ['Lighter than any other', ['comparative']], ['比普通帐篷更轻', ['comparative']], ['أرخص من غيرها', ['comparative']], ['Guaranteed for life', ['guarantee']], ['Clinically tested', ['health']], ['Only 3 left', ['urgency']], ['限时', ['urgency']],
  ])('%s', (text, claims) => expect(claimsIn(text)).toEqual(claims));

  test.each(['BPA-free bottle', 'Free from parabens', '100 % cotton', 'Made of waxed suede', 'Runs at 60 % humidity', 'Bestial', 'Freestanding tub', 'Free-range eggs', '防水', 'حذاء'])('%s claims nothing', (text) => expect(claimsIn(text)).toEqual([]));
});

test('a claim wants its proof, of the merchant or of the catalogue', () => {
  expect(messages('The best boots')).toEqual(['This claims being the best: give its proof in your rules, or leave it out']);
  expect(messages('The best boots', { proofs: { superlative: 'Stiftung Warentest 10/2026' } })).toEqual([]);
  expect(messages('The best boots', { proofs: { superlative: ' ' } })).toHaveLength(1);
  expect(messages('-20 %')).toHaveLength(1);
  expect(messages('-20 %', {}, { claims: ['discount'], category: [] })).toEqual([]);
});

test('banned words are found whatever their case, as words of their own', () => {
  expect(messages('Cheap boots', { banned: ['CHEAP'] })).toEqual(['Your rules ban "CHEAP"']);
  expect(messages('Cheapest? No: cheapish', { banned: ['cheap'] })).toEqual([]);
  expect(messages('这双便宜靴子', { banned: ['便宜'] })).toHaveLength(1);
  expect(messages('Boots, as-is.', { banned: ['as-is'] })).toHaveLength(1);
});

test('capitals, emoji, exclamation marks and lengths', () => {
  expect(messages('AMAZING boots')).toEqual(['Do not shout in capital letters']);
  expect(messages('BUY IT NOW')).toEqual(['Do not shout in capital letters']);
  expect(messages('OLED TV, USB-C, 4K')).toEqual([]);
  expect(messages('AMAZING boots', { allowsCapitals: true })).toEqual([]);
  expect(messages('Boots 🔥')).toEqual(['Leave emoji out']);
  expect(messages('Gore-Tex® boots™')).toEqual([]);
  expect(brandFaults({ title: 'Boots!', desc: 'Yes！' }, { ...DEFAULT_RULES, exclamations: 1 })).toEqual([{ path: 'assets', message: 'Use at most 1 exclamation marks: there are 2' }]);
  expect(brandFaults({ title: 'x'.repeat(91), ctatext: 'x'.repeat(16) }, DEFAULT_RULES).map(({ path }) => path)).toEqual(['assets.title', 'assets.ctatext']);
});

test('required texts and categories', () => {
  expect(messages('Boots', { required: ['T&C apply'] })).toEqual(['Your rules ask every ad to say "T&C apply"']);
  expect(brandFaults({ title: 'Boots', desc: 'T&C apply' }, { ...DEFAULT_RULES, required: ['T&C apply'] })).toEqual([]);
  expect(messages('Boots', { excludedCategories: ['Boots'] }, { claims: [], category: ['Shoes', 'Boots'] })).toEqual(['Your rules keep the category "Boots" out of ads']);
  expect(messages('A test', {}, { claims: [], category: ['Health', 'Pregnancy tests'] })).toHaveLength(1);
});

test('parseBrandRules() fills what is left out, and names what is wrong', () => {
  expect(valueOf(parseBrandRules({ version: 1 }))).toEqual(DEFAULT_RULES);
  expect(valueOf(parseBrandRules({ version: 1, banned: [' cheap ', ''], proofs: { free: 'https://x.example/terms' }, maxTitleLength: 60 }))).toEqual({ ...DEFAULT_RULES, banned: ['cheap'], proofs: { free: 'https://x.example/terms' }, maxTitleLength: 60 });
  expect(parseBrandRules({ version: 1, maxTitleLength: 91 })).toMatchObject({ ok: false, fault: { message: 'Cannot read brand rules.maxTitleLength: wanted a number from 1 to 90' } });
  expect(parseBrandRules({ version: 1, proofs: { luck: 'x' } })).toMatchObject({ ok: false, fault: { message: 'Cannot read brand rules.proofs.luck: there is no such field' } });
  expect(parseBrandRules('no')).toMatchObject({ ok: false });
});
