import type { Translation } from '#page/words';
import type { AD_ENGLISH } from './ad-words.ts';

/** The words around an ad in Chinese. */
export const AD: Translation<typeof AD_ENGLISH> = {
  sponsored: (advertiser) => `广告：${advertiser}`, was: '原价',
  why: '为什么是这个广告？', hide: '隐藏此广告', dislike: (advertiser) => `减少来自 ${advertiser} 的广告`,
  hidden: '已隐藏，不会再出现。', disliked: (advertiser) => `将减少来自 ${advertiser} 的广告。`, undo: '撤销', close: '关闭',
  matched: (names) => `它面向对以下内容感兴趣的人：${names}。`, everybody: '它向所有人展示：没有用到你的任何信息。', random: '它是随机选出的，用于学习。',
  chance: (drawn, followed) => `它被抽中的概率为 ${drawn}；预计你会点开的概率为 ${followed}。`,
  local: '由你的浏览器从人人相同的广告中选出。没有人知道你看到了什么。',
};
