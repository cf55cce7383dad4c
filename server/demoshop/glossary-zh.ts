/** Chinese words for what the demo shop sells, whose catalogue is in English. */
const WORDS: Readonly<Record<string, string>> = {
  Headphones: '耳机', Speaker: '音箱', Earbuds: '耳塞', Keyboard: '键盘', Mouse: '鼠标', Monitor: '显示器', Lamp: '灯', Sofa: '沙发', Chair: '椅子', Table: '桌子', Desk: '书桌', Bookcase: '书架', Bed: '床', Rug: '地毯', Mug: '杯子', Kettle: '水壶', Grinder: '磨豆机', Pan: '锅', Knife: '刀', Backpack: '背包', Bag: '包', Watch: '手表', Jacket: '外套', Dress: '连衣裙', Socks: '袜子', Sneakers: '运动鞋', Boots: '靴子', Tent: '帐篷', 'Yoga mat': '瑜伽垫', Bottle: '水瓶', Guitar: '吉他', Piano: '钢琴', Coffee: '咖啡', Tea: '茶', Chocolate: '巧克力', Notebook: '笔记本', Pen: '笔', Puzzle: '拼图', Game: '桌游', 'Dog bed': '狗窝', Cat: '猫', Pillow: '枕头', Candle: '蜡烛', Vase: '花瓶', Drill: '电钻', Soap: '香皂', Shampoo: '洗发水', Towel: '毛巾', Blanket: '毯子', Clock: '时钟',
};

/** {@link WORDS} as schema.org's DefinedTermSet, which a shop gives beside its pages. */
export const GLOSSARY_CHINESE = JSON.stringify({ '@context': 'https://schema.org', '@type': 'DefinedTermSet', inLanguage: 'zh', hasDefinedTerm: Object.entries(WORDS).map(([name, word]) => ({ '@type': 'DefinedTerm', name, alternateName: word })) }, null, 2);
