import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CLAIMS, DEFAULT_RULES, type BrandRules, campaignFaults, encodeAdCatalogue, decodeAdCatalogue } from '#core/campaigns';
import type { Product } from '#core/catalogue';
import { brandFaults, makeCreatives, numbersIn, provenBy, traceFaults, type AdFacts, type CreativeRequest } from '#core/creative';
import { wordingOf } from '#page/words';
import { demoProducts } from '#server/demoshop';
import { aCampaign, anAdCatalogue } from '#support/campaigns';
import { aProduct } from '#support/products';
import { realProducts, realSet } from '#support/real-products';

const SIZES = [{ width: 300, height: 250 }, { width: 320, height: 50 }, { width: 160, height: 240 }];
const LANGUAGES = ['en', 'zh', 'ar'] as const;

function request(facts: AdFacts, change: Partial<CreativeRequest> = {}): CreativeRequest {
  return { facts, wording: wordingOf('en'), rules: DEFAULT_RULES, sponsored: 'Larkfield', sizes: SIZES, life: 'passing', count: 8, seed: 1, ...change };
}

const SHOE = aProduct({
  title: 'Fellworks Hill Boots, size 42, Moss', brand: 'Fellworks', category: ['Shoes', 'Boots'], priceCents: 14_900, listPriceCents: 19_900, rating: 4.6, ratingCount: 120, labels: ['new'],
  description: 'Made of waxed suede, the Hill Boots keep wet streets out. Welted soles can be replaced. Only 3 left!',
});
const textsOf = (change: Partial<CreativeRequest> = {}, facts: AdFacts = SHOE): readonly string[] => makeCreatives(request(facts, change)).flatMap(({ creative: { assets } }) => [assets.title, assets.desc ?? '']);

const REAL = [['retail_demo_store', realSet('retail_demo_store/products.json.gz')], ['flipkart_1050', realSet('flipkart_1050/flipkart_1050.csv.gz')]] as const;

type Language = (typeof LANGUAGES)[number];

/** Everything that is made for `products`, for weeks and for now, with what its trace does not bear out. */
function untraced(products: readonly Product[], languagesOf: (place: number) => readonly Language[]): { readonly made: number; readonly faults: readonly string[] } {
  const faults: string[] = [];
  let made = 0;
  for (const [place, facts] of products.entries()) {
    for (const language of languagesOf(place)) {
      const wording = wordingOf(language);
      const known = new Set(numbersIn([facts.title, facts.brand, facts.description, ...facts.category].join(' ')));
      const [price, list] = [facts.priceCents, facts.listPriceCents ?? 0].map((cents) => wording.price(cents, facts.currency));
      const saving = facts.listPriceCents === undefined ? 0 : Math.floor((100 * (facts.listPriceCents - facts.priceCents)) / facts.listPriceCents) / 100;
      for (const number of numbersIn([price, list, wording.percent(saving), wording.number(facts.rating ?? 0), wording.number(facts.ratingCount ?? 0)].join(' '))) known.add(number);
      for (const { trace } of makeCreatives(request(facts, { wording, life: language === 'en' ? 'lasting' : 'passing' }))) {
        made += 1;
        for (const text of [trace.title, trace.desc, trace.ctatext]) {
          if (text === undefined) continue;
          faults.push(...traceFaults(text, facts, wording), ...numbersIn(text.text).filter((number) => !known.has(number)).map((number) => `${facts.id}: ${number} is no fact`));
        }
      }
    }
  }
  return { made, faults };
}

describe('every word is a template’s or stands in the catalogue, and every number is a fact:', () => {
  test('demo shop', () => {
    const { made, faults } = untraced(demoProducts(), () => LANGUAGES);
    expect(faults.slice(0, 5)).toEqual([]);
    expect(made).toBeGreaterThan(10_000);
  });
  for (const [name, file] of REAL) test.skipIf(file === undefined)(`${name}, each product in one language (needs ../shared/data)`, () => {
    if (file === undefined) return;
    const { made, faults } = untraced(realProducts(file), (place) => [LANGUAGES[place % 3] ?? 'en']);
    expect(faults.slice(0, 5)).toEqual([]);
    expect(made).toBeGreaterThan(5_000);
  });
});

test('traceFaults() finds what is no fact', () => {
  const wording = wordingOf('en');
  const faults = (text: string, source: 'title' | 'price' | 'template'): number => traceFaults({ text, spans: [{ text, source }] }, SHOE, wording).length;
  expect([faults('Hill Boots', 'title'), faults('€149.00', 'price')]).toEqual([0, 0]);
  expect([faults('Hill Shoes', 'title'), faults('€14.90', 'price'), faults('Best of all', 'template'), faults('size 4', 'title')]).toEqual([1, 1, 1, 1]);
  expect(traceFaults({ text: 'Hill Boots for you', spans: [{ text: 'Hill Boots', source: 'title' }] }, SHOE, wording)).toHaveLength(1);
});

test('makeCreatives() of a product with every fact, by hand', () => {
  expect(textsOf({ count: 4, sizes: [{ width: 300, height: 250 }] })).toEqual([
    '25% off: Fellworks Hill Boots, size 42, Moss', 'Now €149.00, was €199.00. Made of waxed suede, the Hill Boots keep wet streets out',
    'Fellworks Hill Boots, size 42, Moss', 'Rated 4.6 of five in 120 ratings. Made of waxed suede, the Hill Boots keep wet streets out',
    'New: Fellworks Hill Boots, size 42, Moss', 'New in Boots. Made of waxed suede, the Hill Boots keep wet streets out',
    '25% off: Fellworks Hill Boots, size 42, Moss', 'Now €149.00, was €199.00. Made of waxed suede',
  ]);
});

test('makeCreatives() gives the same for the same request, and ids that follow the text', () => {
  expect(makeCreatives(request(SHOE))).toEqual(makeCreatives(request(SHOE)));
  const ids = new Set(makeCreatives(request(SHOE)).map(({ creative }) => creative.id));
  expect(ids.size).toBe(8);
});

test('makeCreatives() for weeks says nothing that changes from day to day', () => {
  for (const language of LANGUAGES) {
    const made = makeCreatives(request(SHOE, { wording: wordingOf(language), life: 'lasting' }));
    expect(made.length).toBeGreaterThan(2);
    for (const { trace, creative } of made) {
      const sources = [trace.title, trace.desc].flatMap((text) => text?.spans.map(({ source }) => source) ?? []);
      expect(sources.filter((source) => ['price', 'listPrice', 'saving', 'rating', 'ratingCount', 'available'].includes(source))).toEqual([]);
      expect(creative.assets.priceCents).toBeUndefined();
    }
  }
});

test('makeCreatives() leads with what suits her: price for who looks at prices, ratings for who does not', () => {
  const first = (leaning: CreativeRequest['leaning']): string | undefined => makeCreatives(request({ ...SHOE, listPriceCents: 14_900 }, { count: 1, sizes: [{ width: 300, height: 250 }], ...(leaning && { leaning }) }))[0]?.tone;
  expect([first({ interests: [], prices: 'low' }), first({ interests: [], prices: 'high' }), first({ interests: [], lifeCycle: 'loyal' })]).toEqual(['value', 'quality', 'new']);
});

test('makeCreatives() quotes the sentence that meets her interests', () => {
  const description = 'Made of waxed suede for town. The soles grip on wet granite when climbing.';
  const of = (interests: readonly string[]): string | undefined => makeCreatives(request(aProduct({ title: 'Hill Boots', description }), { count: 1, sizes: [{ width: 300, height: 250 }], leaning: { interests, prices: 'high' } }))[0]?.creative.assets.desc;
  expect(of([])).toContain('waxed suede');
  expect(of(['Climbing'])).toContain('climbing');
});

test.each([
  ['ar', 2, 'تقييمين'], ['ar', 1, 'تقييم واحد'], ['ar', 7, '7 تقييمات'], ['ar', 11, '11 تقييمًا'], ['zh', 7, '7条评价'], ['en', 7, '7 ratings'],
] as const)('plural of %s ratings, %i', (language, ratingCount, wanted) => {
  const wording = { ...wordingOf(language), number: String };
  const texts = textsOf({ wording, count: 20, leaning: { interests: [], prices: 'high' } }, { ...SHOE, ratingCount });
  // Fewer than five ratings are not told of at all, whatever their plural.
  expect(texts.some((text) => text.includes(wanted))).toBe(ratingCount >= 5);
});

test('a product that cannot be had, has no page of its own or stands in a sensitive category has no creatives', () => {
  expect(makeCreatives(request({ ...SHOE, available: false }))).toEqual([]);
  expect(makeCreatives(request({ ...SHOE, url: 'javascript:alert(1)' }))).toEqual([]);
  expect(makeCreatives(request({ ...SHOE, category: ['Health', 'Pregnancy tests'] }))).toEqual([]);
  expect(() => makeCreatives(request(SHOE, { count: 0 }))).toThrow(RangeError);
});

test('makeCreatives() shows a title alone where no line may stand beside it', () => {
  const made = makeCreatives(request(aProduct({ title: 'Hill Boots', brand: '', description: 'The best boots that there are on the hill.' }), { sizes: [{ width: 300, height: 250 }], life: 'lasting' }));
  expect(made.map(({ creative: { assets } }) => [assets.title, assets.desc])).toEqual([['Hill Boots', undefined]]);
});

test('creatives are ones that the ad catalogue takes', () => {
  for (const life of ['lasting', 'passing'] as const) {
    for (const language of LANGUAGES) {
      const creatives = makeCreatives(request(SHOE, { wording: wordingOf(language), life, count: 20 })).map(({ creative }) => creative);
      const campaign = aCampaign('boots', { creatives });
      expect(campaignFaults(campaign)).toEqual([]);
      expect(decodeAdCatalogue(encodeAdCatalogue(anAdCatalogue([campaign])))).toMatchObject({ ok: true });
    }
  }
});

/** Texts as feeds have them, hostile ones among them. */
const words = fc.constantFrom('Boots', 'BEST', 'free', 'waxed suede', 'wet', 'hills', '100% cotton', 'buy now!!!', '🔥', 'guaranteed', '打折', '防水靴子', 'مجان', 'Rs. 499', '<b>', '-50 %', 'cheaper than theirs', 'OLED', 'IMPORTANT', 'and', 'with', ',', '.', ':', '42', '4-person', '{price}', 'acme');
const prose = fc.array(words, { minLength: 1, maxLength: 30 }).map((parts) => parts.join(' '));
const facts = fc.record({
  title: prose, description: prose, brand: fc.constantFrom('', 'Acme', 'BOOTCO'), priceCents: fc.nat(100_000), listPriceCents: fc.option(fc.nat(200_000), { nil: undefined }), rating: fc.option(fc.constantFrom(3.2, 4, 4.7, 5), { nil: undefined }),
  ratingCount: fc.option(fc.nat(5_000), { nil: undefined }), labels: fc.constantFrom([], ['new'], ['sale']),
}).map(({ listPriceCents, rating, ratingCount, ...rest }) => aProduct({ ...rest, ...(listPriceCents !== undefined && { listPriceCents }), ...(rating !== undefined && { rating }), ...(ratingCount !== undefined && { ratingCount }) }));
const someRules = fc.record({
  maxTitleLength: fc.integer({ min: 1, max: 90 }), maxDescLength: fc.integer({ min: 0, max: 140 }), banned: fc.subarray(['boots', 'wet', 'see it', '靴']), required: fc.subarray(['T&C apply', '详见条款']), proofs: fc.subarray([...CLAIMS]).map((claims) => Object.fromEntries(claims.map((claim) => [claim, '/proof']))),
  exclamations: fc.integer({ min: 0, max: 3 }), allowsEmoji: fc.boolean(), allowsCapitals: fc.boolean(), excludedCategories: fc.subarray(['Mugs']),
}).map((change): BrandRules => ({ ...DEFAULT_RULES, ...change }));

test('makeCreatives() never breaks a brand rule, a length or its trace', () => {
  fc.assert(fc.property(facts, someRules, fc.constantFrom(...LANGUAGES), fc.constantFrom('lasting' as const, 'passing' as const), fc.nat(99), (product, rules, language, life, seed) => {
    const wording = wordingOf(language);
    for (const { creative, trace } of makeCreatives(request(product, { rules, wording, life, seed }))) {
      expect(brandFaults(creative.assets, rules, provenBy(product))).toEqual([]);
      for (const text of [trace.title, trace.desc, trace.ctatext]) if (text) expect(traceFaults(text, product, wording, rules.required)).toEqual([]);
      for (const word of rules.banned) expect(`${creative.assets.title} ${creative.assets.desc ?? ''} ${creative.assets.ctatext ?? ''}`.toLowerCase().split(/[^\p{L}]+/u)).not.toContain(word);
      expect(creative.assets.title.length).toBeLessThanOrEqual(rules.maxTitleLength);
    }
  }), { numRuns: 300 });
});
