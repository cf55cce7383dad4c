/**
 * What questions of shoppers are about, in the words of both languages: a question finds a passage that says it otherwise, or in
 * the other language. Written by hand; a passage's own words weigh more.
 */
const CONCEPTS: readonly (readonly [name: string, words: RegExp])[] = [
  ['return', /\b(?:return(?:s|ed|ing|able)?|send(?:ing)? (?:\w+ )?back|(?:bring|give|take|come) (?:\w+ )?back|change(?:d)? my mind|do(?:es)?n.?t (?:like|want)|no longer want)\b|退(?!款|订|钱)|寄回|不想要|不喜欢/i],
  ['refund', /\b(?:refund(?:s|ed|ing)?|money back|reimburse\w*)\b|退款|退钱|返还/i],
  ['exchange', /\b(?:exchang\w+|swap\w*|(?:another|different|other|bigger|smaller|larger|same) (?:one|size|colou?r|\w+ (?:one|in)))\b|one size (?:up|down)|换货|想换|更换|调换|换一|换个|换成/i],
  ['deliver', /\b(?:deliver\w*|ship(?:s|ped|ping|ment)?|dispatch\w*|arriv\w+|post(?:age|ed)?|get here|courier|carrier)\b|配送|送货|发货|运送|快递|送达|收到|寄到|到货|寄送|邮寄|送到/i],
  ['deliverycost', /\b(?:(?:deliver\w*|ship\w*|postage) (?:cost|fee|charge|price)s?|(?:cost|fee|charge|pay)\w* (?:\w+ ){0,3}(?:deliver\w*|ship\w*|postage)|free (?:deliver\w*|shipping)|postage)\b|运费|邮费|快递费|配送费|包邮|免邮/i],
  ['howlong', /\b(?:how long|how many (?:days|weeks|months|years|hours)|until when|how (?:fast|quick\w*|soon)|when (?:will|do|does|is|can)|days? (?:does|will)|what day)\b|多久|几天|多少天|多长|期限|什么时候|何时|多快/i],
  ['price', /\b(?:price\w*|cost\w*|how much|fees?|charge[sd]?|expensive|cheap\w*)\b|价格|多少钱|费用|收费|贵|便宜/i],
  ['track', /\b(?:track\w*|where(?:'s| is| are)? (?:my|the) (?:order|parcel|package|things?|delivery|stuff)|order status|status of (?:my|an) order|whereabouts)\b|追踪|跟踪|查询订单|物流|订单状态|到哪|在哪里了|查快递|查件/i],
  ['late', /\b(?:late|delay\w*|overdue|has ?n.?t (?:arrived|come)|not (?:arrived|come|received)|never (?:arrived|came)|still waiting|missing|lost)\b|延迟|迟到|没收到|没有收到|还没到|丢失|丢了|丢件|晚到/i],
  ['cancel', /\b(?:cancel\w*|call off|undo my order)\b|取消|撤销订单/i],
  ['changeorder', /\b(?:(?:change|edit|amend|modify|correct|add (?:\w+ )?to) (?:\w+ ){0,3}(?:order|address)|wrong address)\b|修改订单|改订单|修改地址|改地址|地址写错|地址错/i],
  ['child', /\b(?:child(?:ren)?|kids?|sons?|daughters?|bab(?:y|ies)|years? old)\b|孩|童装|岁/i],
  ['home', /\b(?:at home|is home|not home|not in|miss(?:ed)? (?:the|it)|neighbou?r|office)\b|在家|邻居/i],
  ['partial', /\b(?:part of|half of|only (?:some|one|a)|two parcels|several parcels|incomplete)\b|一部分|一半|两个包裹|分开/i],
  ['abroad', /\b(?:abroad|international\w*|overseas|foreign|countr(?:y|ies)|switzerland|norway|uk|britain|usa|america|outside|europe\w*|eu|worldwide|germany|france|china|japan|canada|australia)\b|国外|海外|国际|国家|瑞士|挪威|英国|美国|欧洲|欧盟|境外|中国|日本|德国|法国|加拿大|澳大利亚/i],
  ['customs', /\b(?:customs|dut(?:y|ies)|import|tax(?:es)?|vat)\b|关税|海关|进口税|税/i],
  ['collect', /\b(?:click (?:and|&) collect|collect(?:ion)?|pick(?:[ -]| it | them )?up|parcel shops?|lockers?|pick-?up point)\b|自提|取货|自取|提货|代收点|快递柜/i],
  ['express', /\b(?:express|next[- ]day|same[- ]day|urgent\w*|rush|faster|tomorrow|overnight|hurry)\b|加急|次日|当天|加快|特快|急需|明天/i],
  ['bulky', /\b(?:furniture|bulky|sofas?|wardrobes?|large items?|two people|heavy|stairs?|upstairs|floor)\b|大件|家具|沙发|上楼|搬/i],
  ['pay', /\b(?:pay(?:s|ing|ment|ments)?|paid|checkout|check out)\b|付款|支付|结账|付钱|买单/i],
  ['card', /\b(?:credit cards?|debit cards?|visa|mastercard|amex|american express|cards?)\b|信用卡|借记卡|银行卡|刷卡/i],
  ['wallet', /\b(?:paypal|apple pay|google pay|alipay|wechat(?: pay)?|wallets?)\b|支付宝|微信|贝宝|钱包/i],
  ['instalment', /\b(?:instal+ments?|later|klarna|financ\w+|monthly|split (?:the )?payments?|in parts)\b|分期|先买后付|月付|贷款/i],
  ['invoice', /\b(?:invoices?|receipts?|bills?|vat number|tax number)\b|发票|收据|账单|税号/i],
  ['voucher', /\b(?:vouchers?|gift cards?|coupons?|promo\w*|discount\w*|codes?)\b|礼品卡|优惠券|折扣|优惠|代金券|促销码/i],
  ['declined', /\b(?:declin\w+|reject\w+|fail(?:ed|s|ing)?|not (?:go|went|going) through|did ?n.?t work|does ?n.?t work|not accepted)\b|被拒|失败|付不了|不成功|支付不了/i],
  ['secure', /\b(?:safe(?:ly|ty)?|secur\w+|stored?|encrypt\w*)\b|安全|保存|加密/i],
  ['size', /\b(?:siz(?:e|es|ing)|fit(?:s|ting)?|measur\w+|too (?:small|big|large|tight|long)|chart|waist|chest|small|medium)\b|尺码|大小|尺寸|合身|合适|偏大|偏小|太小|太大|码数|量/i],
  ['shoe', /\b(?:shoes?|boots?|trainers?|sneakers?|foot|feet)\b|鞋|脚/i],
  ['damaged', /\b(?:damag\w+|broken?|breaks?|in pieces|defect\w*|fault\w*|cracked|smashed|torn|scratch\w*|does ?n.?t work|stopped working)\b|损坏|坏|破损|有缺陷|瑕疵|碎|摔坏|质量问题/i],
  ['wrongitem', /\b(?:wrong (?:item|product|thing|one|parcel)|not what i ordered|something else|missing (?:item|part|piece)s?|(?:part|piece|screw)s? (?:is|are) missing|another product|incomplete)\b|[发寄]错|错货|错误的商品|少发|缺件|漏发|不是我订/i],
  ['warranty', /\b(?:warrant\w+|guarantee\w*|stopped working|repair\w*|fix(?:ed)?|spare parts?)\b|保修|质保|维修|修理|保质|配件/i],
  ['sale', /\b(?:sale|reduced|clearance|offers?)\b|特价|打折|清仓/i],
  ['unreturnable', /\b(?:opened|unsealed|worn|used|underwear|earrings?|food|perishable|hygien\w+|cosmetics?|cannot be returned|personali[sz]ed|custom)\b|拆封|开封|穿过|用过|内衣|食品|化妆品|定制|不能退/i],
  ['label', /\b(?:labels?|print(?:er|ing)?)\b|标签|打印/i],
  ['packaging', /\b(?:packag(?:ing|ed)|box(?:es)?|cartons?|wrapp?\w*)\b|包装|盒子|纸箱/i],
  ['contact', /\b(?:contact\w*|phone|call(?:ing)?|e-?mail\w*|reach|speak|talk|human|person|agent|representative|customer service|staff|support|chat with|hotline|telephone)\b|联系|电话|客服|人工|邮箱|邮件|真人|热线|打给/i],
  ['hours', /\b(?:opening hours|open(?:s|ing)?|clos(?:e|es|ed|ing)|hours|weekends?|sundays?|saturdays?|holidays?)\b|营业时间|几点|周末|周日|周六|星期[六日天]|上班|节假日|开门|关门/i],
  ['store', /\b(?:physical|stores?|showroom|branch|visit|shop in|address|located|location)\b|实体店|门店|店铺|地址|展厅|线下/i],
  ['complain', /\b(?:complain\w*|terrible|awful|angry|unhappy|disappoint\w+|dissatisfied|unacceptable|worst|ridiculous|feedback)\b|投诉|差评|生气|不满|失望|太差|糟糕/i],
  ['account', /\b(?:accounts?(?! number)|register\w*|sign(?:ing)? (?:up|in)|log(?:ging)? ?in|login|password|guest|profile)\b|账户|账号|注册|登录|密码|帐号|帐户/i],
  ['privacy', /\b(?:privacy|personal data|my data|gdpr|cookies?|delete my|newsletter|unsubscribe|spy|track me)\b|隐私|个人信息|个人数据|删除我|订阅|退订/i],
  ['gift', /\b(?:gifts?|present|wrap(?:ped|ping)?|birthday|greeting card)\b|礼物|礼品|送人|生日|贺卡/i],
  ['eco', /\b(?:sustainab\w+|eco\w*|environment\w*|recycl\w+|carbon|green|climate|old (?:mattress|sofa|appliance)s?)\b|环保|可持续|回收|碳|绿色/i],
  ['restock', /\b(?:back in stock|restock\w*|sold out|out of stock|notify|when (?:will|is) .{0,30}back|reserve)\b|补货|缺货|售罄|到货通知|什么时候有货|预留/i],
  ['business', /\b(?:business\w*|company|wholesale|bulk|trade|b2b|quantit\w+)\b|企业|公司|批发|团购|大量/i],
  ['review', /\b(?:reviews?|ratings?|stars)\b|评价|评论|评分/i],
  ['assemble', /\b(?:assembl\w+|put (?:it |them )?together|build|install\w*|set ?up|mount\w*)\b|组装|安装|装配|自己装/i],
  ['seek', /\b(?:do you (?:sell|have|carry)|looking for|show me|find(?: me)?|recommend\w*|suggest\w*|want to buy|search(?:ing)? for)\b|推荐|想买|有没有|找一|卖什么|有哪些|看看/i],
  ['compare', /\b(?:compare\w*|difference|better|versus|vs|which (?:one|is))\b|区别|对比|比较|哪个好|哪个更/i],
  ['stock', /\b(?:in stock|available|availability|left|still have|sold out)\b|有货|现货|库存|还有吗|还剩|卖完/i],
  ['feature', /\b(?:made of|materials?|batter(?:y|ies)|weigh\w*|heavy|bluetooth|dishwasher|waterproof|brand|colou?rs?|dimmable|oven)\b|材质|电池|多重|蓝牙|洗碗机|防水|品牌|牌子|颜色|调光|烤箱/i],
  ['hello', /^\s*(?:hi|hello|hey|thanks?|thank you|bye|goodbye|good (?:morning|evening|day))\b|^(?:你好|您好|嗨|谢谢|再见|早上好|晚上好)|who are you|what can you do|robot|你是谁|机器人/i],
  ['command', /\b(?:ignore|pretend|instructions?|prompt|rules|you are now|write (?:a|an|me)|translate|joke|poem|sing|essay|system)\b|忽略|提示词|指令|规则|写一|翻译|笑话|唱/i],
  ['loyalty', /\b(?:loyalty|points?(?! (?:near|of))|rewards?|members?(?:hip)?|bonus|cashback|club|referr?al\w*|refer a)\b|积分|会员|返现|奖励|推荐人/i],
  ['group', /\b(?:students?|seniors?|pensioners?|teachers?|military|nurses?)\b|学生|老人|军人|教师|护士/i],
  ['match', /\b(?:match\w*|cheaper (?:else|some)where|other shops?|another shop|competitors?)\b|比价|差价|保价|别家|别的店/i],
  ['rent', /\b(?:rent\w*|hire|lend\w*|borrow\w*|on loan)\b|租|借/i],
  ['app', /\b(?:apps?|android|iphone|ios)\b|应用|客户端|安卓|苹果手机/i],
  ['people', /\b(?:founders?|founded|boss|owners?|ceo|director|chief|drivers?|suppliers?|history)\b|老板|创始人|创立|总裁|供应商/i],
  ['animal', /\b(?:dogs?|cats?|pets?|animals?)\b|狗|猫|宠物/i],
  ['parking', /\b(?:park(?:ing)?|garage|train|bus|taxi|airport|flight)\b|停车|火车|公交|出租车|机场|飞机/i],
  ['event', /\b(?:weddings?|part(?:y|ies)|events?|conference|sponsor\w*|donat\w*|tours?|courses?|class(?:es)?|lessons?|workshops?|training)\b|婚礼|聚会|活动|赞助|捐|旅游|课程|培训|上课/i],
  ['insure', /\b(?:insur\w+|accident)\b|保险|意外/i],
  ['health', /\b(?:health\w*|medic\w*|doctors?|allerg\w*|pregnan\w*|diet|vegan)\b|健康|医生|过敏|怀孕|对身体|素食/i],
  ['you', /\b(?:your (?:favou?rite|name|age|birthday|hobb\w+|opinion|family)|(?:do|would) you (?:like|love|think|believe|dream|sleep|feel|eat)|are you (?:a |an )?(?:robot|bot|human|real|alive|married|happy|single|old|smart)|how old are you|you feel)\b|你(?:们?最?(?:喜欢|爱|讨厌)|几岁|多大|今年|叫什么|觉得|认为|怎么看|支持哪|相信|结婚)/i],
  ['world', /\b(?:weather|rain|snow|president|election|football|world|history|capital of|universe|recipe|cook|bake|stock (?:market|exchange)|bitcoin|exchange rate|shares|politic\w*|what (?:day|time|year) is|months? are there|today's|news)\b|天气|下雨|下雪|总统|选举|足球|世界|首都|宇宙|菜谱|股|比特币|汇率|政治|星期几|现在几点|新闻|一年有|等于/i],
  ['job', /\b(?:jobs?|career|hiring|vacanc\w+|work for you|apply)\b|招聘|工作机会|求职|应聘/i],
];

/** Concepts that say what is wanted to know, or how it is asked, and not of what: alone they find nothing. */
const ASPECTS: ReadonlySet<string> = new Set(['howlong', 'price', 'seek', 'compare']);

/** What marks a concept among words: no text's words begin so. */
const MARK = '~';

/** Names of the concepts that `text` touches, as terms no text holds. */
export function conceptsIn(text: string): readonly string[] {
  const short = text.slice(0, 2_000);
  return CONCEPTS.flatMap(([name, words]) => (words.test(short) ? [MARK + name] : []));
}

/** Whether a term is a concept's. */
export function isConcept(term: string): boolean {
  return term.startsWith(MARK);
}

/** Whether a term is an aspect: see {@link ASPECTS}. */
export function isAspect(term: string): boolean {
  return isConcept(term) && ASPECTS.has(term.slice(MARK.length));
}

/** Whether a term is a concept that says what a question is about: neither a word nor an aspect of it. */
export function isTopic(term: string): boolean {
  return isConcept(term) && !ASPECTS.has(term.slice(MARK.length));
}
