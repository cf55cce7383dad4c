import type { Translation } from '#page/words';
import type { AD_ENGLISH } from './ad-words.ts';

/** The words around an ad in Arabic. The advertiser's name keeps its own direction between isolates. */
export const AD: Translation<typeof AD_ENGLISH> = {
  sponsored: (advertiser) => `إعلان من \u2068${advertiser}\u2069`, was: 'السعر السابق',
  why: 'لماذا هذا الإعلان؟', hide: 'إخفاء هذا الإعلان', dislike: (advertiser) => `إعلانات أقل من \u2068${advertiser}\u2069`,
  hidden: 'تم إخفاؤه ولن يظهر مجددًا.', disliked: (advertiser) => `سترى إعلانات أقل من \u2068${advertiser}\u2069.`, undo: 'تراجع', close: 'إغلاق',
  matched: (names) => `هو موجه إلى المهتمين بما يلي: ${names}.`, everybody: 'يُعرض للجميع: لم يُستخدم أي شيء عنك.', random: 'اختير عشوائيًا، للتعلّم.',
  chance: (drawn, followed) => `كان احتمال اختياره ${drawn}، وقُدّر احتمال أن تتبعه بنسبة ${followed}.`,
  local: 'اختاره متصفحك من الإعلانات نفسها التي يحمّلها الجميع. لا يعلم أحد ما رأيته.',
};
