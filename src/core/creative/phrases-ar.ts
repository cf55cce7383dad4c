import type { Phrases } from './template.ts';

export const ARABIC: Phrases = {
  headlines: {
    plain: ['{title}', '{brand}: {title}', '{category} من {brand}: {title}'],
    value: ['وفّر {saving}: {title}', '{title} بسعر {price}', '{price}: {title}'],
    quality: ['{title}، التقييم {rating} من خمسة', '{title}', 'التقييم {rating}: {title}'],
    new: ['جديد: {title}', 'جديد في {category}: {title}', 'جديد من {brand}: {title}'],
  },
  lines: {
    plain: ['{benefit}', '{category} من {brand}'],
    value: ['الآن {price} بدلاً من {was}. {benefit}', 'الآن {price} بدلاً من {was}', '{price}، {available}. {benefit}', 'بسعر {price}، {available}'],
    quality: ['التقييم {rating} من خمسة في {ratings}. {benefit}', 'التقييم {rating} من خمسة في {ratings}'],
    new: ['جديد في {category}. {benefit}', 'جديد في {category}'],
  },
  ratings: { zero: '# تقييم', one: 'تقييم واحد', two: 'تقييمين', few: '# تقييمات', many: '# تقييمًا', other: '# تقييم' },
  buttons: { plain: ['شاهد المنتج', 'ألقِ نظرة'], value: ['شاهد السعر', 'شاهد المنتج'], quality: ['اعرف المزيد', 'شاهد التقييم'], new: ['شاهد الجديد', 'شاهد المنتج'] },
  available: 'متوفر الآن',
  between: ' · ',
};
