import { pluralsOf, type Translation } from '#page/words';
import type { CONSENT_ENGLISH } from './consent-words.ts';
import type { SEARCH_ENGLISH } from './search-words.ts';
import type { SHELF_ENGLISH } from './shelf-words.ts';
import type { WHY_ENGLISH } from './why-words.ts';

const plural = pluralsOf('ar');
/** A name in its own direction, whatever stands around it: "1.2 l" must not become "l 1.2". */
const whole = (name: string): string => `\u2068${name}\u2069`;

/** The shelf in Arabic. */
export const SHELF: Translation<typeof SHELF_ENGLISH> = {
  placement: { home: 'مختارات لك', category: 'مختارات لك في هذا القسم', 'product-related': 'قد يعجبك أيضًا', cart: 'يناسب ما في سلتك', 'search-empty': 'ربما تبحث عن أحد هذه' },
  popular: 'الأكثر رواجًا في هذا المتجر',
  notPersonal: 'يراها الجميع كما تراها: لم يُستخدم أي شيء عنك.',
  onDevice: 'اختيرت داخل متصفحك، مما هو محفوظ فيه.',
  earlier: 'عرض المنتجات السابقة', later: 'عرض المزيد من المنتجات',
  actions: (title) => `خيارات ${whole(title)}`,
  why: 'لماذا هذا؟', less: 'أقل من هذا النوع', hide: 'إخفاء',
  lessDone: 'سترى أقل من هذا النوع.', hidden: (title) => `أُخفي: ${whole(title)}.`, undo: 'تراجع', undone: 'تم التراجع.', whyAway: 'لا يمكن عرض المزيد الآن.',
  was: 'السعر السابق', rating: (mean, count) => `التقييم ${mean} من 5، عدد المقيّمين ${count}`,
  reason: {
    popular: 'رائج في هذا المتجر (ليس شخصيًا)', popularLately: 'رائج في هذا المتجر مؤخرًا (ليس شخصيًا)',
    thisPage: 'يشبه المنتج المعروض في هذه الصفحة',
    viewed: (title, more) => (more.value > 0
      ? `لأنك شاهدت ${whole(title)} و${plural(more, { zero: '', one: 'منتجًا آخر', two: 'منتجين آخرين', few: '# منتجات أخرى', many: '# منتجًا آخر', other: '# منتج آخر' })}`
      : `لأنك شاهدت ${whole(title)}`),
    viewedOften: (title, views) => `لأنك شاهدت ${whole(title)} ${plural(views, { zero: '', one: 'مرة', two: 'مرتين', few: '# مرات', many: '# مرة', other: '# مرة' })}`,
    bought: (title) => `لأنك اشتريت ${whole(title)}`, inCart: (title) => `لأن ${whole(title)} في سلتك`,
    viewedSomething: 'يشبه ما شاهدته',
    interest: (about) => `يبدو أنك مهتم بـ ${whole(about)}`,
    interestSomething: 'يناسب ما تصفحته',
    pinned: (about) => `ثبّتَّ ${whole(about)}`,
    again: 'سبق أن شاهدت هذا', againBought: 'سبق أن اشتريت هذا', againInCart: 'هذا في سلتك',
    againOften: (views) => `شاهدت هذا ${plural(views, { zero: '', one: 'مرة', two: 'مرتين', few: '# مرات', many: '# مرة', other: '# مرة' })}`,
    goesWith: (title) => `يتماشى مع ${whole(title)}`,
    together: (title) => `كثيرًا ما يُختار مع ${whole(title)}`, togetherInCart: (title) => `كثيرًا ما يُختار مع ${whole(title)} الموجود في سلتك`, togetherBought: (title) => `كثيرًا ما يُختار مع ${whole(title)} الذي اشتريته`,
    goesWithSomething: 'يتماشى مع ما شاهدته', goesWithPage: 'يتماشى مع المنتج المعروض في هذه الصفحة',
    explore: 'اختيار عشوائي، بغرض التعلم',
  },
};

/** The explanation in Arabic. */
export const WHY: Translation<typeof WHY_ENGLISH> = {
  title: 'لماذا ترى هذا', close: 'إغلاق', loading: 'يُعاد الحساب…',
  place: (place, of) => `المرتبة ${place.text} من ${of.text} هنا.`, everyone: (place) => `من دون سجلك لكانت المرتبة ${place.text}.`,
  together: (title, count, place) => `من دون كل ما فعلته مع ${whole(title)} (${count.text}) لكانت المرتبة ${place.text}.`,
  given: 'ثلاثة أماكن من كل ثمانية محجوزة لمنتجات جديدة عليك، وهذا أحدها.',
  unavailable: 'لا يمكن عرض المزيد الآن.',
  less: 'أقل من هذا النوع', hide: 'إخفاء', panel: 'كل ما هو محفوظ',
  events: 'ما فعلته وكان له أثر', noEvents: 'لا شيء مما فعلته في هذا.',
  strip: (count) => plural(count, { zero: 'لا شيء', one: 'شيء واحد فعلته وأثره في هذا المنتج', two: 'شيئان فعلتهما وأثر كل منهما في هذا المنتج', few: '# أشياء فعلتها، من الأقدم، وأثر كل منها في هذا المنتج', many: '# شيئًا فعلته، من الأقدم، وأثر كل منها في هذا المنتج', other: '# شيء فعلته، من الأقدم، وأثر كل منها في هذا المنتج' }),
  legend: 'إلى أعلى يرفع هذا المنتج، وإلى أسفل يخفضه.', attention: 'كلما كان أغمق في الأسفل، نظر إليه أكثر النموذجُ الذي يتوقع ما يأتي بعد ذلك.',
  up: (places) => plural(places, { zero: 'لا يغيّر مرتبته', one: 'يرفعه مرتبة واحدة', two: 'يرفعه مرتبتين', few: 'يرفعه # مراتب', many: 'يرفعه # مرتبة', other: 'يرفعه # مرتبة' }),
  down: (places) => plural(places, { zero: 'لا يغيّر مرتبته', one: 'يخفضه مرتبة واحدة', two: 'يخفضه مرتبتين', few: 'يخفضه # مراتب', many: 'يخفضه # مرتبة', other: 'يخفضه # مرتبة' }),
  upSlightly: 'يرفعه قليلًا', downSlightly: 'يخفضه قليلًا', nothing: 'لا أثر له',
  looked: (share) => `نظر النموذج: ${share}`,
  page: 'المنتج المعروض في هذه الصفحة', more: (count) => `و${count.text} غيره`,
  all: (count) => `عرض الكل (${count.text})`, forget: 'انسَ هذا', forgetWhat: (what) => `انسَ هذا: ${whole(what)}`,
  forgotten: (place) => `نُسي. المنتج الآن في المرتبة ${place.text}.`, undo: 'تراجع', undone: (place) => `عاد يُحتسب: المرتبة ${place.text}.`, failed: 'لم ينجح ذلك.',
  act: { select_item: 'اخترت', view_item: 'شاهدت', add_to_wishlist: 'أضفت إلى قائمة الأمنيات', add_to_cart: 'وضعت في السلة', remove_from_cart: 'أخرجت من السلة', purchase: 'اشتريت', refund: 'أعدت', review: 'قيّمت', rec_click: 'تبعت توصية', rec_dismiss: 'استبعدت' },
  numbers: 'الأرقام',
  scorers: { popularity: 'رائج لدى الجميع', content: 'يشبه ما شاهدته', model: 'ما يأتي بعد ذلك، كما يتوقعه نموذج', 'co-occurrence': 'يتماشى مع ما شاهدته', 'on-device': 'عاداتك هنا', mix: 'المزيج' },
  parts: 'ممَّ تتكوّن النتيجة', input: 'المُدخل', value: 'القيمة', weight: 'الوزن', part: 'يضيف', score: 'النتيجة',
  pinned: 'ثبّتَّه', lowered: 'طلبت أقل من هذا النوع',
  inputs: {
    popularity: 'الرواج', 'popularity lately': 'الرواج مؤخرًا', 'content of the whole history': 'يشبه سجلك', 'content of the newest item': 'يشبه آخر ما شاهدته', encoder: 'النموذج',
    'company of the whole history': 'يظهر مع ما في سجلك', 'liked category': 'فئة تهمك', 'category of the newest item': 'فئة آخر ما شاهدته', 'liked brand': 'علامة تهمك', 'liked price': 'سعر يناسبك',
    'goes with liked categories': 'يتماشى مع فئات تهمك', 'follows the history': 'يتبع ما في سجلك', 'follows the newest item': 'يتبع آخر ما شاهدته', 'goes with the history': 'يتماشى مع سجلك',
    'met before': 'صادفته من قبل', 'the newest item again': 'آخر ما شاهدته', 'met lately': 'صادفته مؤخرًا', 'met often': 'صادفته كثيرًا', 'left in the cart': 'بقي في السلة', 'bought before': 'اشتريته من قبل',
  },
  how: 'استُبعد كل ما فعلته واحدًا تلو الآخر، وأعاد ما صنع هذا الرف تقييم المنتج.',
  notPersonal: 'لا شيء عنك في هذا: الجميع يراه هنا.',
  local: 'حُسب داخل متصفحك. لم يُسأل المتجر ولا أي جهة أخرى.',
};

/** Banner and switches in Arabic. */
export const CONSENT: Translation<typeof CONSENT_ENGLISH> = {
  title: 'توصيات تبقى في متصفحك',
  body: 'هل تسمح لهذا المتجر بأن يتذكر ما تشاهده هنا، في هذا المتصفح فقط، ليعرض لك منتجات أنسب؟ لا يُرسل سجلك إلى أحد.',
  accept: 'أوافق', decline: 'أرفض', choose: 'أختار', save: 'حفظ اختياري', back: 'رجوع',
  offer: 'أساعد أيضًا في تحسين التوصيات للجميع',
  refusedByTool: 'إعدادات الخصوصية الخاصة بالمتجر ترفض ذلك: غيّر اختيارك هناك.',
  gpc: 'متصفحك يطلب عدم تتبعك (التحكم العالمي في الخصوصية، GPC). نحن نلتزم بذلك: ما تشمله الإشارة يبقى متوقفًا ما لم تشغّله بنفسك.',
  purpose: {
    local: { name: 'التذكر والتوصية', what: 'يحفظ ما تشاهده وتشتريه هنا في هذا المتصفح، ويرتب المنتجات وفقًا له. لا يُرسل أي شيء.' },
    federate: { name: 'المساعدة في تحسين التوصيات', what: 'يرسل ما تعلّمه متصفحك على شكل تحديثات مُقنَّعة، مرتين في الأسبوع عادةً، ولا يتجاوز أبدًا حدًّا أسبوعيًا للخصوصية. لا يُفتح سوى مجموع ما لا يقل عن 50 متصفحًا: لا يستطيع أي من الخادمين قراءة تحديثك.' },
  },
};

/** The search field in Arabic. */
export const SEARCH: Translation<typeof SEARCH_ENGLISH> = {
  label: 'ابحث في هذا المتجر', clear: 'مسح', results: 'المنتجات',
  recent: 'عمليات بحثك الأخيرة', forget: (query) => `نسيان «${whole(query)}»`, forgetAll: 'نسيان الكل',
  found: (count) => plural(count, { zero: 'لم يُعثر على أي منتج', one: 'عُثر على منتج واحد', two: 'عُثر على منتجين', few: 'عُثر على # منتجات', many: 'عُثر على # منتجًا', other: 'عُثر على # منتج' }),
  none: (query) => `لا نتائج لـ «${whole(query)}».`,
  unavailable: 'البحث غير متاح الآن.', soldOut: 'نفد',
  all: (query) => `كل نتائج «${whole(query)}»`,
  personal: 'رُتبت داخل متصفحك، وفقًا أيضًا لما هو محفوظ فيه. لا يُرسل بحثك إلى أحد.',
  popular: 'رُتبت داخل متصفحك. لا يُرسل بحثك إلى أحد.',
};
