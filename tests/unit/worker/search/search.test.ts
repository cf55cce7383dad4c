import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Reason } from '#core/ranking';
import { createTextIndex, orderHits } from '#worker/search';

const PRODUCTS = [
  ['Enamel pour-over kettle 1.2 l', 'Aarhus Works', 'Kitchen > Coffee'], // 0
  ['Stoneware mug, set of four', 'Tollund', 'Kitchen > Mugs & Cups'], // 1
  ['Hand burr grinder', 'Aarhus Works', 'Kitchen > Coffee'], // 2
  ['Men’s T-shirt, organic cotton', 'Nordlys', 'Clothing > Tops'], // 3
  ['Door bell with chime', 'Tollund', 'Home > Doorbells'], // 4
  ['轻便跑步鞋 男款', '回力', '鞋 > 跑鞋'], // 5
  ['Crème brûlée torch', '', 'Kitchen > Baking'], // 6
  ['حقيبة سفر كبيرة', '', 'حقائب'], // 7
  ['New Balance 574 trainers', 'New Balance', 'Shoes > Trainers'], // 8
  ['がま口財布', '', '財布'], // 9
] as const;

/** A small judged sample of two languages besides English: titles, and for a query the one that was meant. */
const JUDGED: readonly { readonly language: string; readonly shop: readonly string[]; readonly asked: readonly (readonly [query: string, meant: number])[] }[] = [
  {
    language: 'Arabic', shop: ['شاي أخضر بالنعناع', 'قهوة عربية مع الهيل', 'حقيبة يد نسائية من الجلد', 'حذاء رياضي للأطفال', 'وسادة قطنية بيضاء', 'إبريق الشاي الزجاجي', 'عسل السدر الطبيعي', 'بالون ملون للحفلات'],
    asked: [['نعناع', 0], ['النعناع', 0], ['الشاي الاخضر', 0], ['قهوه', 1], ['القهوة بالهيل', 1], ['هيل', 1], ['شنطة جلد', 2], ['جلد', 2], ['الحذاء الرياضي', 3], ['اطفال', 3], ['الوسادة', 4], ['ابريق', 5], ['ابريق شاي', 5], ['سدر', 6], ['بالون', 7], ['حفلات', 7]],
  },
  {
    language: 'Chinese', shop: ['龙井绿茶 250克', '陶瓷茶杯 带盖', '男士跑步鞋 透气', '儿童雨靴', '不锈钢保温杯 500毫升', '纯棉床单四件套', '无线蓝牙耳机', '蓝色双肩背包'],
    asked: [['绿茶', 0], ['茶杯', 1], ['跑鞋', 2], ['跑步鞋男', 2], ['雨靴', 3], ['雨鞋 儿童', 3], ['保温杯', 4], ['500毫升 杯', 4], ['床单', 5], ['蓝牙', 6], ['耳机无线', 6], ['背包', 7], ['双肩包', 7], ['蓝色 包', 7]],
  },
];

function anIndex() {
  const index = createTextIndex();
  PRODUCTS.forEach(([title, brand, category], item) => index.add(item, { title, brand, category: category.split(' > '), id: `sku-${item}` }));
  return index;
}
const found = (query: string, isTyping = false): readonly number[] => anIndex().search(query, isTyping).map(({ item }) => item);

describe('createTextIndex()', () => {
  test('finds by title, brand, category and id', () => {
    expect(found('burr grinder')[0]).toBe(2);
    expect(found('aarhus').toSorted()).toEqual([0, 2]);
    expect(found('coffee').toSorted()).toEqual([0, 2]);
    expect(found('sku-4')[0]).toBe(4);
  });
  test('finds what is spelled another way: plural, accent, joined, apart, mistyped', () => {
    expect([found('kettles')[0], found('creme brulee')[0], found('tshirt')[0], found('t shirt')[0], found('newbalance')[0]]).toEqual([0, 6, 3, 3, 8]);
    expect([found('doorbel')[0], found('grindr')[0], found('stonewear mug')[0]]).toEqual([4, 2, 1]);
  });
  test('finds an unfinished word while somebody types, and only then', () => {
    expect([found('gri', true), found('gri', false)]).toEqual([[2], []]);
    expect(found('burr gr', true)[0]).toBe(2);
  });
  test('finds Chinese, Japanese and Arabic, also by one character and by a pair nobody wrote', () => {
    expect([found('跑步'), found('鞋'), found('男鞋')[0], found('財布'), found('حقيبه')]).toEqual([[5], [5], 5, [9], [7]]);
  });
  test.each(JUDGED)('in $language puts what was meant first, for all that shoppers ask', ({ shop, asked }) => {
    const index = createTextIndex();
    shop.forEach((title, item) => index.add(item, { title, brand: '', category: [], id: `sku-${item}` }));
    expect(asked.map(([query]) => [query, index.search(query, false)[0]?.item])).toEqual(asked);
  });
  test('puts what has all words before what has one, and gives nothing for nothing', () => {
    expect(found('hand kettle burr grinder')[0]).toBe(2);
    expect([found(''), found('   '), found('zzzzzz'), found('!!')]).toEqual([[], [], [], []]);
    expect(createTextIndex().search('anything', true)).toEqual([]);
  });
  test('scores are above 0, fall, and name no item twice, whatever is asked', () => {
    const index = anIndex();
    fc.assert(fc.property(fc.oneof(fc.string(), fc.constantFrom('coffee mug', 't-shirts', '跑鞋 kettle')), fc.boolean(), (query, isTyping) => {
      const hits = index.search(query, isTyping);
      expect(new Set(hits.map(({ item }) => item)).size).toBe(hits.length);
      hits.forEach(({ score }, i) => expect(score > 0 && score <= (hits[i - 1]?.score ?? Infinity)).toBe(true));
    }));
  });
});

describe('orderHits()', () => {
  const hits = [{ item: 0, score: 2 }, { item: 1, score: 1.9 }, { item: 2, score: 1.9 }, { item: 3, score: 0.1 }];
  const available = Uint8Array.of(1, 1, 1, 1);
  const popularity = Float32Array.of(0, 1, 4, 9);
  const liked: Reason = { scorer: 'content', kind: 'similar-to-viewed', evidence: [], about: '', shares: {} };
  test('orders likes by popularity without a history, and drops what hardly matches', () => {
    expect(orderHits(hits, { popularity, available }, 10).map(({ item, reason }) => [item, reason])).toEqual([[2, null], [0, null], [1, null]]);
  });
  test('orders likes by her history where it may be used, and says why of what that moved up', () => {
    const judgement = { scores: Float32Array.of(0, 5, 1, 9), reason: () => liked };
    expect(orderHits(hits, { popularity, available, judgement }, 2)).toMatchObject([{ item: 1, reason: liked }, { item: 0, reason: null }]);
  });
  test('does not call popularity a reason about her', () => {
    const judgement = { scores: Float32Array.of(0, 5, 1, 9), reason: (): Reason => ({ ...liked, kind: 'popular' }) };
    expect(orderHits(hits, { popularity, available, judgement }, 1)).toMatchObject([{ item: 1, reason: null }]);
  });
  test('keeps what is sold out, behind what can be bought', () => {
    expect(orderHits(hits, { popularity, available: Uint8Array.of(0, 1, 0, 1) }, 3).map(({ item }) => item)).toEqual([1, 2, 0]);
  });
  test('nothing found is an empty list', () => expect(orderHits([], { popularity, available }, 5)).toEqual([]));
});
