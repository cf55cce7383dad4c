import type { Phrases } from './template.ts';

export const ENGLISH: Phrases = {
  headlines: {
    plain: ['{title}', '{brand}: {title}', '{phrase}', '{phrase} by {brand}'],
    value: ['{saving} off: {title}', '{title} for {price}', '{price}: {title}'],
    quality: ['{title}, rated {rating} of five', '{title}', '{rating} of five for {title}'],
    new: ['New: {title}', 'New in {category}: {title}', 'New from {brand}: {title}'],
  },
  lines: {
    plain: ['{benefit}', '{category} by {brand}'],
    value: ['Now {price}, was {was}. {benefit}', 'Now {price}, was {was}', '{price}, {available}. {benefit}', 'For {price}, {available}'],
    quality: ['Rated {rating} of five in {ratings}. {benefit}', 'Rated {rating} of five in {ratings}'],
    new: ['New in {category}. {benefit}', 'New in {category}'],
  },
  ratings: { one: '# rating', other: '# ratings' },
  buttons: { plain: ['See it', 'Have a look'], value: ['See the price', 'See it'], quality: ['Read more', 'See why'], new: ['See what’s new', 'See it'] },
  available: 'in stock',
  between: ' · ',
};
