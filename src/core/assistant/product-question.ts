import { queryTokens } from '#core/text';
import { isStopWord, stem } from './terms.ts';
import { typingErrors } from './typing-errors.ts';

/** What is asked of products. */
export type ProductAbout = 'list' | 'price' | 'stock' | 'compare';

/** A question about products, taken apart. */
export interface ProductQuestion {
  readonly about: ProductAbout;
  /** What is looked for, in the question's own words; '' where only a price or an order is named. */
  readonly words: string;
  /** The things compared, or the one that a price is measured by: "cheaper than …". */
  readonly others: readonly string[];
  /** In hundredths; a product costs at least, at most that. */
  readonly minCents?: number;
  readonly maxCents?: number;
  readonly order?: 'cheapest' | 'dearest' | 'rated';
  readonly isOnSale?: true;
  /** Whether it speaks of something shown before: it, that one, 这个. */
  readonly leansBack: boolean;
}

const AMOUNT = String.raw`[€$£¥]?\s*(\d[\d,]*(?:\.\d{1,2})?)\s*(?:€|\$|£|¥|euros?|eur|dollars?|usd|pounds?|gbp|欧元|欧|元|块钱|块|美元)?`;
const AT_MOST = new RegExp(String.raw`(?:\b(?:under|below|less than|cheaper than|lower than|up to|at most|no more than|not more than|maximum|max|within)\b|低于|不超过|少于|小于|不到|便宜于|最多)\s*${AMOUNT}|${AMOUNT}\s*(?:or less|or cheaper|or under|at most|以内|以下|之内|之下)`, 'i');
const AT_LEAST = new RegExp(String.raw`(?:\b(?:over|above|more than|at least|no less than|from|minimum)\b|高于|超过|大于|至少|不低于)\s*${AMOUNT}|${AMOUNT}\s*(?:or more|and up|以上|之上)`, 'i');
const BETWEEN = new RegExp(String.raw`(?:\bbetween\b|\bfrom\b)?\s*${AMOUNT}\s*(?:\band\b|\bto\b|-|–|到|至)\s*${AMOUNT}`, 'i');
const CHEAPER_THAN = /(?:\b(?:cheaper|less expensive|lower priced) than\b)\s+(?<en>[^?？.]{3,80})|比\s*(?<zh>[^?？，]{2,40}?)\s*(?:更?便宜|低)/i;
const COMPARE = /\b(?:compare|difference between|which (?:one )?is (?:cheaper|better|more expensive))\b,?:?\s*(?<en>[^?？]{3,160})|(?<zh>[^?？，]{2,60}?(?:和|与|还是|跟)[^?？，]{2,60}?)(?:哪个|哪款|哪一个|相比|比较|谁)/i;
const ORDERS: readonly (readonly [RegExp, NonNullable<ProductQuestion['order']>])[] = [
  [/\b(?:cheapest|lowest[- ]priced?|least expensive|most affordable|cheaper|less expensive)\b|最便宜|最低价|更便宜|便宜点|便宜一点/i, 'cheapest'],
  [/\b(?:most expensive|priciest|dearest|premium)\b|最贵/i, 'dearest'],
  [/\b(?:best|top)[- ]rated\b|\bhighest (?:rating|rated)\b|\bbest\b|评分最高|最好|口碑/i, 'rated'],
];
const SALE = /\b(?:on sale|discounted|reduced|bargains?)\b|打折|特价|促销/i;
const PRICE = /\b(?:how much (?:is|are|does|do|for)|price of|what(?:'s| is| does| do) .{0,40}(?:price|cost)|cost of)\b|多少钱|什么价|价格是|价钱/i;
const STOCK = /\b(?:in stock|available|availability|sold out|out of stock|have .{0,30} left)\b|有货|现货|缺货|售罄|还有吗|有库存/i;
const BACK = /\b(?:it|this|that|these|those|them|the (?:first|second|third|other) one)\b|这个|那个|这款|那款|它|第[一二三]个/i;
/** Words of a question that name no product. */
const ASKING = /\b(?:do you (?:sell|have|carry|stock)|are there|is there|i(?:'m| am) looking for|looking for|show me|find(?: me)?|search(?: for)?|recommend(?: me)?|suggest|i (?:need|want)|i(?:'d| would) like|buy|sell|products?|items?|anything|something|nice|good|great|new|any|some|ones?|much|price[ds]?|costs?|stock|available|left|sold out|cheap(?:er|est)?|best|top|rated|rating|highest|lowest|most|least|expensive|sale|discounted|reduced|compare|which|better|difference|between|please|still|currently|for me|euros?|eur|than)\b|有没有|有卖|卖不卖|卖|推荐|帮我找|我想买|想买|买|找|看看|一款|一些|商品|产品|东西|多少钱|价格|有货|现货|还有|最便宜|便宜|最好|评分最高|的|吗|呢|哪个|哪款|更|什么|请|一下|你们|我想要|想要|有/giu;

function centsOf(match: RegExpExecArray | null): number | undefined {
  const amount = match?.slice(1).find((group) => group !== undefined);
  const cents = Math.round(Number(amount?.replaceAll(',', '')) * 100);
  return Number.isSafeInteger(cents) ? cents : undefined;
}

/** What is left of a question when what asks is taken out. */
function wordsOf(text: string): string {
  return text.replaceAll(ASKING, ' ').replaceAll(/[?？!！,，.。:：;；"“”]/g, ' ').split(/\s+/).filter((word) => word !== '' && !isStopWord(word.toLowerCase())).join(' ');
}

/** Takes a question about products apart. Bounds are in the shop's currency, whatever sign stands there. */
export function productQuestion(text: string): ProductQuestion {
  const [between, most, least] = [BETWEEN.exec(text), AT_MOST.exec(text), AT_LEAST.exec(text)];
  const compared = COMPARE.exec(text)?.groups;
  const dearer = CHEAPER_THAN.exec(text)?.groups;
  const measure = most === null ? (dearer?.['en'] ?? dearer?.['zh']) : undefined;
  const parts = (compared?.['en'] ?? compared?.['zh'])?.split(/\s+(?:or|and|vs\.?|versus|with)\s+|,\s*|和|与|还是|跟/).map(wordsOf).filter((part) => part !== '') ?? [];
  const order = ORDERS.find(([pattern]) => pattern.test(text))?.[1];
  const isComparing = parts.length > 1;
  const bounds = between ? { minCents: centsOf(between), maxCents: between[2] === undefined ? undefined : Math.round(Number(between[2].replaceAll(',', '')) * 100) } : { minCents: centsOf(most ? null : least), maxCents: centsOf(most) };
  const rest = [between ?? most ?? least, measure === undefined ? null : CHEAPER_THAN.exec(text)].reduce<string>((left, match) => (match ? left.replace(match[0], ' ') : left), text);
  const bare = wordsOf(rest.replace(BACK, ' '));
  return {
    about: isComparing ? 'compare' : STOCK.test(text) ? 'stock' : PRICE.test(text) ? 'price' : 'list',
    words: contentWords(bare).length === 0 ? '' : bare,
    others: isComparing ? parts.slice(0, 3) : measure === undefined ? [] : [wordsOf(measure)],
    ...(bounds.minCents !== undefined && { minCents: bounds.minCents }), ...(bounds.maxCents !== undefined && { maxCents: bounds.maxCents }),
    ...(order && !isComparing && { order }), ...(SALE.test(text) && { isOnSale: true as const }),
    leansBack: BACK.test(text) || contentWords(bare).length === 0,
  };
}

/** Words that a product must have some of, as its text spells them. */
export function contentWords(words: string): readonly string[] {
  return [...new Set(queryTokens(words).filter((token) => !isStopWord(token)).map(stem))];
}

/** The share of `wanted` that a product's text holds; a typing error is forgiven in a long word. */
export function coverage(wanted: readonly string[], text: string): number {
  if (wanted.length === 0) return 1;
  const own = new Set(queryTokens(text).map(stem));
  const holds = (word: string): boolean => own.has(word) || (word.length >= 5 && [...own].some((other) => other.length >= 4 && other[0] === word[0] && typingErrors(word, other, 1) <= 1));
  return wanted.filter(holds).length / wanted.length;
}
