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
  /** Words that shops have for who it is for, likeliest first; none where nobody is named. */
  readonly departments: readonly string[];
  /** Whether it is to be given to somebody. */
  readonly isGift: boolean;
}

/** What is counted after a number that is no price: days, years of age, sizes. */
const NOT_MONEY = String.raw`(?![\d.,]*\d|\s*-?(?:(?:working|business)\s+)?(?:days?|weeks?|months?|years?|hours?|minutes?|cm|mm|kg|grams?|g|litres?|l|inch(?:es)?|pieces?|items?|people|%)(?![a-z])|\s*(?:个|天|周|月|年|岁|小时|分钟|工作日|厘米|毫米|公斤|千克|克|升|件|人|码|号))`;
const AMOUNT = String.raw`[€$£¥]?\s*(\d[\d,]*(?:\.\d{1,2})?)${NOT_MONEY}\s*(?:€|\$|£|¥|euros?|eur|dollars?|usd|pounds?|gbp|欧元|欧|元|块钱|块|美元)?`;
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

/** Something to be given, but no card, voucher or wrapping. */
const GIFT = /\b(?:(?:birthday|christmas|wedding|anniversary) )?(?:gifts?|presents?)(?! (?:cards?|vouchers?|wrap\w*|box(?:es)?|notes?))(?: ideas?)?\b|\bfor (?:his|her|my|a|the|their)? ?(?:\d+(?:st|nd|rd|th) )?(?:birthday|christmas|wedding|anniversary)\b|礼物|生日|圣诞|送给?/giu;
/** Who something is for, and what shops call their departments for them. */
const RECIPIENTS: readonly (readonly [who: RegExp, departments: readonly string[]])[] = [
  [/\bbab(?:y|ies)(?:['’]s?)?\b|\bnewborns?\b|婴儿|宝宝/giu, ['baby', '婴儿', 'toys', '玩具']],
  [/\b(?:an? |my |our |the |his |her )?(?:(?:\d+|\w+)[- ]years?[- ]olds? ?)?(?:child(?:ren)?|kids?|boys?|girls?|toddlers?|sons?|daughters?|grand(?:son|daughter|child(?:ren)?)s?|nephews?|nieces?)(?![a-z])(?:['’]s?)?|\d+[- ]years?[- ]olds?\b|孩子|小孩|儿童|儿子|女儿|孙子|孙女|侄子|侄女|外甥|\d+岁/giu, ['kids', 'children', '儿童', 'toys', '玩具']],
  [/\bfor (?:an? |my |the )?(?:wom[ae]n|wi(?:fe|ves)|girlfriend|mothers?|mum|mom|sisters?|aunt|grandmothers?|grandma)\b|妻子|老婆|女朋友|妈妈|母亲|姐姐|妹妹|奶奶/giu, ['women', '女士', 'beauty', '美妆']],
  [/\bfor (?:an? |my |the )?(?:m[ae]n|husband|boyfriend|fathers?|dad|brothers?|uncle|grandfathers?|grandpa)\b|丈夫|老公|男朋友|爸爸|父亲|哥哥|弟弟|爷爷/giu, ['men', '男士']],
  [/\bfor (?:an? |my |the )?(?:cooks?|chefs?|foodies?)\b|爱做饭的人|厨师/giu, ['kitchen', '厨房']],
  [/\bfor (?:an? |my |the )?gardeners?\b|园丁/giu, ['garden', '花园']],
];

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
  const isGift = rest.search(GIFT) >= 0;
  const departments = RECIPIENTS.filter(([who]) => rest.search(who) >= 0).flatMap(([, own]) => own);
  const bare = wordsOf([GIFT, ...RECIPIENTS.map(([who]) => who)].reduce((left, pattern) => left.replaceAll(pattern, ' '), rest.replace(BACK, ' ')));
  return {
    about: isComparing ? 'compare' : STOCK.test(text) ? 'stock' : PRICE.test(text) ? 'price' : 'list',
    words: contentWords(bare).length === 0 ? '' : bare,
    others: isComparing ? parts.slice(0, 3) : measure === undefined ? [] : [wordsOf(measure)],
    ...(bounds.minCents !== undefined && { minCents: bounds.minCents }), ...(bounds.maxCents !== undefined && { maxCents: bounds.maxCents }),
    ...(order && !isComparing && { order }), ...(SALE.test(text) && { isOnSale: true as const }),
    leansBack: BACK.test(text) || (contentWords(bare).length === 0 && departments.length === 0 && !isGift),
    departments, isGift,
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
