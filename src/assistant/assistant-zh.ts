import { pluralsOf, type Translation } from '#page/words';
import type { ASSISTANT_ENGLISH } from './words.ts';

const plural = pluralsOf('zh');

/** The assistant in Chinese. */
export const ASSISTANT: Translation<typeof ASSISTANT_ENGLISH> = {
  open: '咨询本店', title: '咨询本店', close: '关闭', clear: '清空对话', cleared: '对话已清空。',
  label: '答案来自本店自己的页面，在你的设备上得出。你输入的内容不会被保存或发送。',
  field: '你的问题', send: '提问', thinking: '正在查找……', log: '问题与回答',
  hello: '你好！可以问配送、退货、付款、尺码或商品。',
  suggestions: '例如', near: '你是不是想问',
  unknown: '我不知道。在本店的页面里没有找到答案。',
  pagesIn: (languages) => `我只能按本店页面的语言查找：${languages}。请用其中一种提问。`,
  away: '助手暂时无法使用。',
  source: '来源', you: '你', it: '回答',
  found: (count) => plural(count, { other: '符合的商品有 # 件：' }),
  price: '价格：', stock: '是否可购买：', compare: '对比：',
  inStock: '有货', soldOut: '售罄', noPrice: '未标价', was: (price) => `原价 ${price}`, rated: (mean) => `评分 ${mean}（满分 5）`,
  cheapest: '更便宜', personal: '排序也参考了保存在你浏览器中的内容。',
  unhelpful: '没有帮助', person: '联系人工', withTalk: '附上这段对话', handOff: '联系本店', told: '已通知本店。', noContact: '本店没有在这里提供人工联系方式。',
  careful: { card: '这看起来像银行卡号。请不要在这里输入；它不会被保存或发送。', 'e-mail': '这看起来像邮箱地址。不需要在这里输入；它不会被保存或发送。', 'bank-account': '这看起来像银行账号。请不要在这里输入；它不会被保存或发送。' },
  subject: '关于贵店的问题',
};
