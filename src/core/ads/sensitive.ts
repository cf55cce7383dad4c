/**
 * Beginnings of words of categories, tags and titles that no ad is chosen by or set beside: the special categories of personal
 * data of GDPR, article 9(1) (origin, opinions, belief, unions, genes and biometrics, health, sex life), and what Google's
 * policy on personalised ads adds (addiction, hardship, intimate care, grief). In the three languages we speak. A few say what may
 * not follow: "Ethnic Wear" is a style, "Ethnic Hair Care" tells of origin.
 *
 * @see https://gdpr-info.eu/art-9-gdpr/
 * @see https://support.google.com/adspolicy/answer/143465
 */
const SENSITIVE_BEGINNINGS = [
  'racial', 'ethnicity', 'ethnic (?:origin|group|minorit|background|hair|skin|beauty|personal care)', 'politic', 'religio', 'bible', 'quran', 'koran', 'prayer', 'trade union', 'genetic', 'dna test', 'biometric',
  'health care', 'healthcare', 'medic(?!ine balls?(?!\\p{L}))', 'pharma', 'prescription', 'disease', 'diabet', 'cancer', 'hiv', 'depressi', 'mental health', 'incontinence', 'pregnan', 'fertil', 'contracept', 'abort',
  'weight loss', 'slimming', 'sexual', 'erotic', 'adult toy', 'mature', 'lgbt', 'gays?(?!\\p{L})', 'lesbian', 'transgender',
  'gambl', 'casino', 'tobacco', 'vape', 'alcohol', 'addict', 'debt', 'bankrupt', 'funeral', 'bereave',
] as const;
/** Chinese sets no space between words: found anywhere. */
const SENSITIVE_CHINESE = [
  '种族', '民族', '政治', '宗教', '圣经', '工会', '基因', '生物识别', '医疗', '药品', '处方', '疾病', '糖尿病', '癌症', '艾滋', '抑郁', '心理健康', '失禁', '怀孕', '孕妇', '生育', '避孕', '减肥', '情趣', '成人用品', '同性恋',
  '赌博', '烟草', '电子烟', '酒精', '成瘾', '债务', '破产', '殡葬',
] as const;
const SENSITIVE_ARABIC = [
  'عرقي', 'سياس', 'ديني', 'قرآن', 'إنجيل', 'نقاب', 'جيني', 'طبي', 'أدوية', 'صيدل', 'مرض', 'سكري', 'سرطان', 'اكتئاب', 'صحة نفسية', 'حمل', 'خصوبة', 'تخسيس', 'جنسي', 'قمار', 'تبغ', 'كحول', 'إدمان', 'ديون', 'إفلاس', 'جنائز',
] as const;

const ENGLISH = new RegExp(`(?:^|[^\\p{L}])(?:${SENSITIVE_BEGINNINGS.join('|')})`, 'iu');
const CHINESE = new RegExp(SENSITIVE_CHINESE.join('|'), 'u');
/** Arabic words may begin with an article. */
const ARABIC = new RegExp(`(?:^|[^\\p{L}])(?:ال|لل|وال)?(?:${SENSITIVE_ARABIC.join('|')})`, 'u');

/** Whether a category, tag or title names something that no ad may be chosen by or set beside. */
export function isSensitive(name: string): boolean {
  return ENGLISH.test(name) || CHINESE.test(name) || ARABIC.test(name);
}
