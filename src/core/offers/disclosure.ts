import type { OfferReason } from './eligible.ts';

/** Languages that offers speak. */
export type OfferLanguage = 'en' | 'zh' | 'ar';

const SAID: Readonly<Record<OfferLanguage, { readonly set: string; readonly because: Readonly<Record<OfferReason, string>> }>> = {
  en: {
    set: 'Everyone gets the same set of offers. This one was chosen on your device',
    because: { everybody: ', and it is open to everybody.', interest: ' because of what you look at here. The shop is not told.', 'life-cycle': ' because of how often you buy here. The shop is not told.', portrait: ' because of what you and others alike look at. The shop is not told.' },
  },
  zh: {
    set: '所有人得到的优惠集合相同。这一项是在您的设备上选出的',
    because: { everybody: '，人人可用。', interest: '，依据您在此浏览的内容。商店不会得知。', 'life-cycle': '，依据您在此购买的频率。商店不会得知。', portrait: '，依据您与相似顾客浏览的内容。商店不会得知。' },
  },
  ar: {
    set: 'يحصل الجميع على مجموعة العروض نفسها. اختير هذا العرض على جهازك',
    because: { everybody: '، وهو متاح للجميع.', interest: ' بناءً على ما تشاهده هنا. لا يُبلَّغ المتجر.', 'life-cycle': ' بناءً على عدد مرات شرائك هنا. لا يُبلَّغ المتجر.', portrait: ' بناءً على ما تشاهده أنت وأمثالك. لا يُبلَّغ المتجر.' },
  },
};

const PRICED: Readonly<Record<OfferLanguage, string>> = {
  en: 'This price follows how much such things are wanted at this time of day, within bounds that the shop publishes. At any moment it is the same for everybody; nothing about you is in it.',
  zh: '此价格随此时段同类商品的需求而变，且不超出商店公布的范围。同一时刻对所有人相同，与您个人无关。',
  ar: 'يتبع هذا السعر مقدار الطلب على مثل هذه المنتجات في هذا الوقت من اليوم، ضمن حدود ينشرها المتجر. وهو في أي لحظة واحد للجميع، ولا يدخل فيه شيء عنك.',
};

/** The language to speak to a page of `locale` (BCP 47): English where it is none of ours. */
export function offerLanguage(locale: string): OfferLanguage {
  const language = locale.toLowerCase().split('-')[0];
  return language === 'zh' || language === 'ar' ? language : 'en';
}

/** What always stands beside a price that follows demand, whole. */
export function priceDisclosure(language: OfferLanguage): string {
  return PRICED[language];
}

/** What always stands beside a chosen offer, whole: which choice this is, where it was made and by what. */
export function offerDisclosure(reason: OfferReason, language: OfferLanguage): string {
  return `${SAID[language].set}${SAID[language].because[reason]}`;
}
