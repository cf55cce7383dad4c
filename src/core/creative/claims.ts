import { CLAIMS, type Claim } from '#core/campaigns';

/**
 * How each claim is worded, in every language that templates speak: a merchant may mix them. "Free" beside a dash is a property
 * (BPA-free), and a share of something (100 % cotton) is no discount.
 */
const WORDED: Readonly<Record<Claim, readonly RegExp[]>> = {
  superlative: [/\b(?:best|finest|greatest|unbeatable|unrivall?ed|unmatched|unparalleled|ultimate|world['’]?s|leading|top[- ]rated|number one|no\.? ?1|#1)(?![\p{L}\p{N}])/iu, /最(?:佳|好|优|强|低|高|大|新)|第一|顶级|极致|唯一/u, /(?<!\p{L})(?:الأفضل|أفضل|الأول|رقم ?1|لا مثيل له)(?!\p{L})/u],
  free: [/(?<![-\w])(?:free|complimentary|gratis)(?![-\w])(?! from| of)/iu, /免费|赠送|包邮/u, /مجان/u],
  discount: [/\p{Nd}\s?[%٪]\s?(?:off|discount|cheaper|less)|(?:save|off|less)\s+[^\s]{0,6}\p{Nd}|[-−–]\s?\p{Nd}+\s?[%٪]|\b(?:half price|discount|on sale|sale price|bargain|reduced to|was [^\s]{0,4}\p{Nd})/iu, /打折|\p{Nd}折|优惠|减价|降价|特价|立省/u, /خصم|تخفيض|تنزيلات|وفّر|بدلاً من/u, /\p{Nd}\s?[%٪] off/iu],
  comparative: [/\b(?:better|cheaper|faster|stronger|longer|safer|lighter|quieter|superior|more \p{L}+)\s+(?:than|to)\b|\b(?:beats|outperforms|unlike (?:other|any|most))\b/iu, /比.{1,12}更|优于|胜过|超越/u, /(?:أرخص|أقوى|أسرع|أخف|أفضل|أكثر \p{L}+) من/u],
  guarantee: [/\b(?:guarantee[ds]?|warrant(?:y|ies|ed)|risk[- ]free|money[- ]back|certified|authentic|genuine)\b/iu, /保证|保修|包退|正品|认证/u, /ضمان|مضمون|أصلي/u],
  health: [/\b(?:cures?|heals?|treats? (?!your)|prevents?|clinically|dermatologist\p{L}*|medical(?:ly)?|therapeutic|anti-?(?:bacterial|viral|ag(?:e)?ing|allerg\p{L}*)|detox\p{L}*|weight loss)\b/iu, /治疗|治愈|疗效|抗菌|减肥|防病/u, /يعالج|يشفي|علاج|شفاء|طبي/u],
  urgency: [/\b(?:hurry|last chance|limited time|while (?:stocks?|supplies) last|ends (?:today|soon|tonight)|act now|don['’]t miss|only \p{Nd}+ left)\b/iu, /最后机会|仅剩|限时|抢购|错过/u, /سارع|الكمية محدودة|لفترة محدودة|لا تفوت/u],
};

/** Claims that `text` makes. */
export function claimsIn(text: string): readonly Claim[] {
  return CLAIMS.filter((claim) => WORDED[claim].some((pattern) => pattern.test(text)));
}
