import { pluralsOf, type Translation } from '#page/words';
import type { CONSENT_ENGLISH } from './consent-words.ts';
import type { SEARCH_ENGLISH } from './search-words.ts';
import type { SHELF_ENGLISH } from './shelf-words.ts';
import type { WHY_ENGLISH } from './why-words.ts';

const plural = pluralsOf('zh');

/** The shelf in Chinese. */
export const SHELF: Translation<typeof SHELF_ENGLISH> = {
  placement: { home: '为你挑选', category: '本类为你挑选', 'product-related': '你可能还喜欢', cart: '与购物车商品相配', 'search-empty': '也许你想找这些' },
  popular: '本店热门',
  notPersonal: '人人所见相同：未使用你的任何信息。',
  onDevice: '在你的浏览器中挑选，只依据保存在其中的内容。',
  earlier: '查看前面的商品', later: '查看更多商品',
  actions: (title) => `“${title}”的选项`,
  why: '为什么推荐？', less: '减少此类推荐', hide: '隐藏',
  lessDone: '将减少此类推荐。', hidden: (title) => `已隐藏：${title}。`, undo: '撤销', undone: '已撤销。', whyAway: '目前无法提供更多说明。',
  was: '原价', rating: (mean, count) => `${count} 人评分，平均 ${mean} 分（满分 5 分）`,
  reason: {
    popular: '本店热门（与你个人无关）', popularLately: '本店近期热门（与你个人无关）',
    thisPage: '与本页商品相似',
    viewed: (title, more) => (more.value > 0 ? `因为你看过 ${title} 和另外 ${more.text} 件商品` : `因为你看过 ${title}`),
    viewedOften: (title, views) => `因为你看过 ${title} ${views.text} 次`,
    bought: (title) => `因为你买过 ${title}`, inCart: (title) => `因为 ${title} 在你的购物车中`,
    viewedSomething: '与你看过的商品相似',
    interest: (about) => `你似乎喜欢 ${about}`,
    interestSomething: '符合你看过的内容',
    pinned: (about) => `你置顶了${about}`,
    again: '你之前看过', againBought: '你以前买过', againInCart: '已在你的购物车中',
    againOften: (views) => `你看过 ${views.text} 次`,
    goesWith: (title) => `与 ${title} 相配`,
    together: (title) => `常与 ${title} 一起被选购`, togetherInCart: (title) => `常与你购物车中的 ${title} 一起被选购`, togetherBought: (title) => `常与你买过的 ${title} 一起被选购`,
    goesWithSomething: '与你看过的商品相配', goesWithPage: '与本页商品相配',
    explore: '随机推荐，用于学习',
  },
};

/** The explanation in Chinese. */
export const WHY: Translation<typeof WHY_ENGLISH> = {
  title: '为什么你会看到它', close: '关闭', loading: '正在重新计算……',
  place: (place, of) => `在此处 ${of.text} 件商品中排第 ${place.text} 位。`, everyone: (place) => `没有你的浏览记录，它会排第 ${place.text} 位。`,
  together: (title, count, place) => `去掉你与 ${title} 有关的全部 ${count.text} 次操作，它会排第 ${place.text} 位。`,
  given: '每八个位置中有三个留给你没见过的商品，这是其中之一。',
  unavailable: '目前无法提供更多说明。',
  less: '减少此类推荐', hide: '隐藏', panel: '查看记住的全部内容',
  events: '起作用的是你的这些操作', noEvents: '这里没有用到你的任何操作。',
  strip: (count) => plural(count, { other: '你的 # 次操作（从早到晚）以及每次对这件商品的作用' }),
  legend: '向上：提升这件商品；向下：降低。', attention: '下方颜色越深，表示预测下一步的模型越关注。',
  up: (places) => plural(places, { other: '使它上升 # 位' }), down: (places) => plural(places, { other: '使它下降 # 位' }),
  upSlightly: '使它略微上升', downSlightly: '使它略微下降', nothing: '没有影响',
  looked: (share) => `模型关注：${share}`,
  page: '本页商品', more: (count) => `另有 ${count.text} 件`,
  all: (count) => `显示全部 ${count.text} 项`, forget: '忘记这项', forgetWhat: (what) => `忘记这项：${what}`,
  forgotten: (place) => `已忘记。这件商品现在排第 ${place.text} 位。`, undo: '撤销', undone: (place) => `已恢复：排第 ${place.text} 位。`, failed: '操作未成功。',
  act: { select_item: '选中', view_item: '看过', add_to_wishlist: '收藏', add_to_cart: '加入购物车', remove_from_cart: '移出购物车', purchase: '买过', refund: '退货', review: '评分', rec_click: '点开推荐', rec_dismiss: '不感兴趣' },
  numbers: '具体数字',
  scorers: { popularity: '大家都喜欢', content: '与你看过的相似', model: '模型预测的下一步', 'co-occurrence': '与你看过的相配', 'on-device': '你在本店的习惯', mix: '综合' },
  parts: '分数的构成', input: '输入', value: '数值', weight: '权重', part: '贡献', score: '总分',
  pinned: '你置顶了它', lowered: '你要求减少此类推荐',
  inputs: {
    popularity: '热门程度', 'popularity lately': '近期热门程度', 'content of the whole history': '与你的记录相似', 'content of the newest item': '与你最近看的相似', encoder: '模型',
    'company of the whole history': '常与你看过的同时出现', 'liked category': '你喜欢的类别', 'category of the newest item': '与最近看的同类', 'liked brand': '你喜欢的品牌', 'liked price': '你喜欢的价位',
    'goes with liked categories': '与你喜欢的类别相配', 'follows the history': '常在你看过的之后', 'follows the newest item': '常在最近看的之后', 'goes with the history': '与你的记录相配',
    'met before': '以前见过', 'the newest item again': '刚看过的', 'met lately': '最近见过', 'met often': '经常看', 'left in the cart': '留在购物车里', 'bought before': '以前买过',
  },
  how: '逐一去掉你的每次操作，再由生成这一栏的程序重新为商品打分。',
  notPersonal: '这里没有用到你的任何信息：每个人看到的都一样。',
  local: '由你的浏览器算出，没有询问商店或其他任何人。',
};

/** Banner and switches in Chinese. */
export const CONSENT: Translation<typeof CONSENT_ENGLISH> = {
  title: '只留在你浏览器中的推荐',
  body: '本店可以记住你在这里浏览的内容，从而为你推荐更合适的商品吗？记录只保存在此浏览器中，不会发送给任何人。',
  accept: '接受', decline: '拒绝', choose: '选择', save: '保存选择', back: '返回',
  offer: '同时帮助改进大家的推荐',
  refusedByTool: '本店自己的隐私设置中拒绝了这一项：请到那里更改。',
  gpc: '你的浏览器要求不被跟踪（全球隐私控制，GPC）。我们遵守：它涵盖的用途保持关闭，除非你自己打开。',
  purpose: {
    local: { name: '记住并推荐', what: '把你在这里浏览和购买的内容保存在此浏览器中，并据此排列商品。不发送任何内容。' },
    federate: { name: '帮助改进推荐', what: '把你的浏览器学到的内容以掩码更新的形式发送，通常每周两次，且绝不超过每周的隐私上限。只有至少 50 个浏览器的总和才会被打开：两台服务器都无法读取你的那一份。' },
  },
};

/** The search field in Chinese. */
export const SEARCH: Translation<typeof SEARCH_ENGLISH> = {
  label: '搜索本店', clear: '清除', results: '商品',
  recent: '最近的搜索', forget: (query) => `忘记“${query}”`, forgetAll: '全部忘记',
  found: (count) => plural(count, { other: '找到 # 件商品' }),
  none: (query) => `没有找到“${query}”。`,
  unavailable: '目前无法搜索。', soldOut: '售罄',
  all: (query) => `“${query}”的全部结果`,
  personal: '在你的浏览器中排序，也依据保存在其中的内容。搜索词不会发送给任何人。',
  popular: '在你的浏览器中排序。搜索词不会发送给任何人。',
};
