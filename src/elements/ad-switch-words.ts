/** Names and meanings of the switches for ads, in three languages: a part of its own, because most shops run none. */
const WORDS = {
  en: {
    ads: { name: 'Ads chosen in your browser', what: 'Your browser picks ads from a list that everyone loads, by what is kept here. Nobody learns which ones you see. You can hide any of them.' },
    measure: { name: 'Help count ads', what: 'Sends one masked count a day of ads seen and bought from. Only sums of at least 50 browsers, with noise, are ever opened.' },
  },
  zh: {
    ads: { name: '在你的浏览器中选择广告', what: '你的浏览器依据保存在此的内容，从人人相同的列表中选择广告。没有人知道你看到了哪些。你可以隐藏任何广告。' },
    measure: { name: '帮助统计广告', what: '每天发送一份掩码计数，包括看到的广告和由此产生的购买。只有至少 50 个浏览器加噪声后的总和才会被打开。' },
  },
  ar: {
    ads: { name: 'إعلانات يختارها متصفحك', what: 'يختار متصفحك الإعلانات من قائمة يحمّلها الجميع، بحسب ما هو محفوظ هنا. لا يعلم أحد أيها تراه. يمكنك إخفاء أي منها.' },
    measure: { name: 'المساعدة في عدّ الإعلانات', what: 'يرسل مرة في اليوم عددًا مقنّعًا لما شوهد من إعلانات وما اشتُري بسببها. لا يُفتح إلا مجموع 50 متصفحًا على الأقل مع تشويش.' },
  },
} as const;

/** In the page's language, English where we do not speak it. */
export function adSwitchWords(locale: string): (typeof WORDS)[keyof typeof WORDS] {
  return locale.startsWith('zh') ? WORDS.zh : locale.startsWith('ar') ? WORDS.ar : WORDS.en;
}
