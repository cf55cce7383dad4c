import { pluralsOf, type Translation } from '#page/words';
import type { ADS_ENGLISH } from './ads-words.ts';
import type { AUDIENCE_ENGLISH } from './audience-words.ts';
import type { SHOWN_ENGLISH } from './shown-words.ts';

const plural = pluralsOf('zh');

/** What concerns ads is called, in Chinese. */
export const ADS: Translation<typeof ADS_ENGLISH> = {
  audience: '本店页面把你看作什么样的人', shown: '你看到过的广告',
};

/** What ads are chosen by, in Chinese. */
export const AUDIENCE: Translation<typeof AUDIENCE_ENGLISH> = {
  lead: '此页面上的广告是在此浏览器中选出的，只依据这里列出的内容。其他人看不到它：每次都重新计算，不保存在任何地方。关于年龄、性别和住址，既不知道，也不猜测。',
  thinking: '正在此浏览器中计算…',
  tags: '兴趣', tagsLead: '达到一半时，可能会向你展示针对该兴趣的广告。', tagsNone: '暂时没有。看几件商品后再回来吧。',
  held: '用于广告', from: (deeds) => `依据：${deeds}`, semicolon: '；',
  never: '永不', neverWhat: (name) => `永不把我看作喜欢“${name}”的人`, forget: '忘记', forgetWhat: (name) => `忘记“${name}”：删除其依据`,
  pin: '固定', pinWhat: (name) => `固定“${name}”：不会减弱`, pinned: '已固定', unpinWhat: (name) => `“${name}”已固定：取消`,
  more: (count) => `再显示 ${count} 项`,
  add: '添加', addWhat: '添加一项兴趣', kinds: { category: '类别', brand: '品牌' },
  neverList: '永不视为你的兴趣',
  words: '词语', wordsLead: '与店内其他商品相比，你关注的商品更常用这些词：', wordsNone: '看过的内容太少，无法判断。',
  price: '价格位置',
  priceAt: (place, low, high) => `你关注的商品，中间价位高于同类商品的 ${place}；其中一半位于 ${low} 和 ${high} 之间。`,
  priceFrom: (count) => plural(count, { other: '依据 # 件商品。' }),
  priceNone: (seen, wanted) => `看过的不够：有价格的商品 ${seen} 件，需要 ${wanted} 件。`,
  cheapest: '最便宜', dearest: '最贵',
  cycle: '你与本店的关系',
  segment: {
    new: '新来：你还没有买过，也不常来。', potential: '正在了解本店：你买过一两次、把商品放进过购物车，或来过多次。',
    loyal: '常客：今年你买过多次。', lapsing: '许久未来：你以前在这里买过，但已超过通常的间隔。',
  },
  cycleFrom: (purchases, visits) => `一年内购买 ${plural(purchases, { other: '# 次' })}，访问 ${plural(visits, { other: '# 次' })}。`,
  portrait: '你像哪类人', portraitOf: (number, of) => `共 ${of} 组中的第 ${number} 组，仅由商品构成`, portraitTags: (tags) => `主要是${tags}`, portraitNone: '暂时没有：还没有看到能说明这一点的内容。',
  comma: '、',
  buying: '购买的可能', buyingOf: (title, chance) => `像你这样看“${title}”，有 ${chance} 会购买。`, buyingNone: '本店尚未统计浏览后购买的比例。',
  off: '你已关闭此项：不再计算，也不会据此选择广告。', turnOff: '不要使用', turnOffWhat: (what) => `不要使用：${what}`, turnOn: '重新使用', turnOnWhat: (what) => `重新使用：${what}`,
  turnedOff: (what) => `${what}：不再使用。`, turnedOn: (what) => `${what}：已重新使用。`, undo: '已恢复原样。',
};

/** The history of ads, in Chinese. */
export const SHOWN: Translation<typeof SHOWN_ENGLISH> = {
  lead: '只保存在此浏览器中。在这里删除的广告可能会再次出现，如同你没有看过。',
  thinking: '正在查找……', none: '暂时没有。',
  by: (advertiser) => `广告：${advertiser}`, over: '已结束的广告',
  seen: '看到了', unseen: '出现的时间太短，不计入', followed: '你点开了', sentAway: '你让它离开了', dot: ' · ',
  matched: (names) => `面向对以下内容感兴趣的人：${names}。`, everybody: '向所有人展示：没有用到你的任何信息。', comma: '、',
  chance: (share) => `被抽中的概率为 ${share}。`,
  hide: '隐藏', hideWhat: (title) => `隐藏“${title}”`, hidden: '已隐藏', hid: (title) => `“${title}”不会再出现。`,
  less: (advertiser) => `减少来自 ${advertiser} 的广告`, lessened: (advertiser) => `将减少来自 ${advertiser} 的广告。`,
  back: '收回', backWhat: (title) => `收回对“${title}”的选择`, remove: (title) => `删除“${title}”`, removed: (title) => `已删除：${title}。`, removeAll: '全部删除', removedAll: '已全部删除。',
  more: (count) => `再显示 ${count} 项`,
};
