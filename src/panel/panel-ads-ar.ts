import { pluralsOf, type Translation } from '#page/words';
import type { ADS_ENGLISH } from './ads-words.ts';
import type { AUDIENCE_ENGLISH } from './audience-words.ts';
import type { SHOWN_ENGLISH } from './shown-words.ts';

const plural = pluralsOf('ar');

/** What concerns ads is called, in Arabic. */
export const ADS: Translation<typeof ADS_ENGLISH> = {
  audience: 'كيف تراك صفحة هذا المتجر', shown: 'الإعلانات التي رأيتها',
};

/** What ads are chosen by, in Arabic. */
export const AUDIENCE: Translation<typeof AUDIENCE_ENGLISH> = {
  lead: 'تُختار الإعلانات في هذه الصفحة داخل هذا المتصفح، بما هو مذكور هنا لا غير. لا يراه أحد سواك: يُحسب من جديد في كل مرة، ولا يُحفظ في أي مكان. ولا يُعرف ولا يُخمَّن شيء عن العمر أو الجنس أو مكان السكن.',
  thinking: 'جارٍ الحساب في هذا المتصفح…',
  tags: 'الاهتمامات', tagsLead: 'ابتداءً من النصف قد يُعرض عليك إعلان موجَّه إلى ذلك الاهتمام.', tagsNone: 'لا شيء بعد. تصفّح بعض المنتجات ثم عُد.',
  held: 'يُستخدم للإعلانات', from: (deeds) => `استنادًا إلى: ${deeds}`, semicolon: '؛ ',
  never: 'أبدًا', neverWhat: (name) => `عدم عدّي ممن يحبون «${name}» أبدًا`, forget: 'نسيان', forgetWhat: (name) => `نسيان «${name}»: حذف ما يستند إليه`,
  pin: 'تثبيت', pinWhat: (name) => `تثبيت «${name}»: لا يضعف مع الوقت`, pinned: 'مثبّت', unpinWhat: (name) => `«${name}» مثبّت: تراجع`,
  more: (count) => `عرض ${count} أخرى`,
  add: 'إضافة', addWhat: 'إضافة اهتمام', kinds: { category: 'الفئات', brand: 'العلامات' },
  neverList: 'ليست من اهتماماتك أبدًا',
  words: 'الكلمات', wordsLead: 'ما يسمّي الأشياء التي تهتم بها أكثر مما يسمّي بقية المتجر:', wordsNone: 'ما شوهد أقل من أن يقول شيئًا.',
  price: 'الموضع بين الأسعار',
  priceAt: (place, low, high) => `منتصف ما تهتم به أغلى من ${place} من الفئة نفسها؛ ونصف أشيائك بين ${low} و${high}.`,
  priceFrom: (count) => plural(count, { zero: 'من لا منتج.', one: 'من منتج واحد.', two: 'من منتجين.', few: 'من # منتجات.', many: 'من # منتجًا.', other: 'من # منتج.' }),
  priceNone: (seen, wanted) => `لم يُشاهَد ما يكفي: ${seen} من ${wanted} من المنتجات ذات السعر.`,
  cheapest: 'الأرخص', dearest: 'الأغلى',
  cycle: 'أين تقف من المتجر',
  segment: {
    new: 'جديد هنا: لم تشترِ بعد، ولم تأتِ كثيرًا.', potential: 'تتعرّف إلى المتجر: اشتريت مرة أو مرتين، أو وضعت شيئًا في السلة، أو أتيت مرات.',
    loyal: 'زبون دائم: اشتريت عدة مرات هذا العام.', lapsing: 'غائب منذ مدة: اشتريت هنا من قبل، ولم تعد منذ مدة أطول من المعتاد.',
  },
  cycleFrom: (purchases, visits) => `${plural(purchases, { zero: 'لا شراء', one: 'عملية شراء واحدة', two: 'عمليتا شراء', few: '# عمليات شراء', many: '# عملية شراء', other: '# عملية شراء' })} في السنة، و${plural(visits, { zero: 'لا زيارات', one: 'زيارة واحدة', two: 'زيارتان', few: '# زيارات', many: '# زيارة', other: '# زيارة' })}.`,
  portrait: 'من تشبه', portraitOf: (number, of) => `المجموعة ${number} من ${of}، وهي من المنتجات وحدها`, portraitTags: (tags) => `معظمها ${tags}`, portraitNone: 'لا أحد بعد: لم يُشاهَد ما يدل على ذلك.',
  comma: '، ',
  buying: 'احتمال الشراء', buyingOf: (title, chance) => `نظرة مثل نظرتك إلى ${title} تنتهي بالشراء في ${chance} من المرات.`, buyingNone: 'لم يُقَس بعد في هذا المتجر كم مرة تنتهي النظرة بالشراء.',
  off: 'أوقفت هذا: لا يُحسب، ولا يُختار به إعلان.', turnOff: 'لا تستخدمه', turnOffWhat: (what) => `عدم استخدام: ${what}`, turnOn: 'استخدمه من جديد', turnOnWhat: (what) => `استخدام من جديد: ${what}`,
  turnedOff: (what) => `${what}: لم يعد يُستخدم.`, turnedOn: (what) => `${what}: يُستخدم من جديد.`, undo: 'عاد كما كان.',
};

/** The history of ads, in Arabic. */
export const SHOWN: Translation<typeof SHOWN_ENGLISH> = {
  lead: 'محفوظ في هذا المتصفح وحده. ما تحذفه هنا قد يظهر من جديد كأنك لم تره.',
  thinking: 'جارٍ البحث…', none: 'لا شيء بعد.',
  by: (advertiser) => `إعلان من ${advertiser}`, over: 'إعلان انتهى',
  seen: 'شوهد', unseen: 'لم يظهر مدة كافية ليُحسب', followed: 'فتحتَه', sentAway: 'صرفتَه', dot: ' · ',
  matched: (names) => `موجَّه إلى المهتمين بما يلي: ${names}.`, everybody: 'يُعرض للجميع: لم يُستخدم أي شيء عنك.', comma: '، ',
  chance: (share) => `كان احتمال اختياره ${share}.`,
  hide: 'إخفاء', hideWhat: (title) => `إخفاء «${title}»`, hidden: 'مخفي', hid: (title) => `لن يظهر «${title}» من جديد.`,
  less: (advertiser) => `إعلانات أقل من ${advertiser}`, lessened: (advertiser) => `سترى إعلانات أقل من ${advertiser}.`,
  back: 'تراجع', backWhat: (title) => `التراجع عما قلتَه عن «${title}»`, remove: (title) => `حذف «${title}»`, removed: (title) => `حُذف: ${title}.`, removeAll: 'حذف الكل', removedAll: 'حُذفت كلها.',
  more: (count) => `عرض ${count} أخرى`,
};
