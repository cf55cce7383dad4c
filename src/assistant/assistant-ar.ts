import { pluralsOf, type Translation } from '#page/words';
import type { ASSISTANT_ENGLISH } from './words.ts';

const plural = pluralsOf('ar');

/** The assistant's own words in Arabic; the shop's pages answer in the language that they are written in. */
export const ASSISTANT: Translation<typeof ASSISTANT_ENGLISH> = {
  open: 'اسأل هذا المتجر', title: 'اسأل هذا المتجر', close: 'إغلاق', clear: 'مسح المحادثة', cleared: 'مُسحت المحادثة.',
  label: 'تأتي الإجابات من صفحات هذا المتجر نفسه، وتُستخرج على جهازك. ما تكتبه لا يُحفظ ولا يُرسل.',
  field: 'سؤالك', send: 'اسأل', thinking: 'جارٍ البحث…', log: 'الأسئلة والإجابات',
  hello: 'مرحبًا! اسأل عن التوصيل أو الإرجاع أو الدفع أو المقاسات أو أحد المنتجات.',
  suggestions: 'مثلًا', near: 'ربما تقصد',
  unknown: 'لا أعرف. لم أجد ذلك في صفحات هذا المتجر.',
  pagesIn: (languages) => `لا أستطيع البحث إلا بلغات صفحات هذا المتجر: ${languages}. من فضلك اسأل بإحداها.`,
  away: 'لا يمكن استخدام المساعد الآن.',
  source: 'المصدر', you: 'أنت', it: 'الإجابة',
  found: (count) => plural(count, { zero: 'لا منتج مناسب:', one: 'منتج واحد مناسب:', two: 'منتجان مناسبان:', few: '# منتجات مناسبة:', many: '# منتجًا مناسبًا:', other: '# منتج مناسب:' }),
  price: 'السعر:', stock: 'التوفر:', compare: 'مقارنة:',
  inStock: 'متوفر', soldOut: 'نفدت الكمية', noPrice: 'لا سعر مذكور', was: (price) => `قبل ذلك ${price}`, rated: (mean) => `التقييم ${mean} من 5`,
  cheapest: 'الأرخص', personal: 'الترتيب يراعي أيضًا ما هو محفوظ في متصفحك.',
  unhelpful: 'لم يفدني', person: 'اسأل شخصًا', withTalk: 'أرفق هذه المحادثة', handOff: 'تواصل مع المتجر', told: 'أُبلغ المتجر.', noContact: 'لم يذكر هذا المتجر هنا طريقة للوصول إلى شخص.',
  careful: { card: 'يبدو هذا رقم بطاقة. من فضلك لا تكتبه هنا؛ لا يُحفظ ولا يُرسل.', 'e-mail': 'يبدو هذا عنوان بريد. لا حاجة لكتابته هنا؛ لا يُحفظ ولا يُرسل.', 'bank-account': 'يبدو هذا رقم حساب. من فضلك لا تكتبه هنا؛ لا يُحفظ ولا يُرسل.' },
  subject: 'سؤال عن متجركم',
};
