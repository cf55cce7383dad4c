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

/** What always stands beside a chosen offer, whole: which choice this is, where it was made and by what. */
export function offerDisclosure(reason: OfferReason, language: OfferLanguage): string {
  return `${SAID[language].set}${SAID[language].because[reason]}`;
}
