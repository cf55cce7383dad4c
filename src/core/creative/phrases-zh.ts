import type { Phrases } from './template.ts';

export const CHINESE: Phrases = {
  headlines: {
    plain: ['{title}', '{brand}：{title}', '{brand}{category}：{title}'],
    value: ['立省{saving}：{title}', '{title}，售价{price}', '{price}：{title}'],
    quality: ['{title}，评分{rating}（满分五分）', '{title}', '评分{rating}：{title}'],
    new: ['新品：{title}', '{category}新品：{title}', '{brand}新品：{title}'],
  },
  lines: {
    plain: ['{benefit}', '{brand}出品，{category}'],
    value: ['现价{price}，原价{was}。{benefit}', '现价{price}，原价{was}', '{price}，{available}。{benefit}', '售价{price}，{available}'],
    quality: ['{ratings}，平均{rating}分。{benefit}', '{ratings}，平均{rating}分'],
    new: ['{category}新品。{benefit}', '{category}新品'],
  },
  ratings: { other: '#条评价' },
  buttons: { plain: ['查看', '看一看'], value: ['查看价格', '查看'], quality: ['了解更多', '查看评价'], new: ['查看新品', '查看'] },
  available: '现货',
  between: ' · ',
};
