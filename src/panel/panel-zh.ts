import { pluralsOf, type Translation } from '#page/words';
import type { ERASED_ENGLISH } from './erased-words.ts';
import type { MORE_ENGLISH } from './more-words.ts';
import type { MOVE_ENGLISH } from './move-words.ts';
import type { SENT_ENGLISH } from './sent-words.ts';
import type { PANEL_ENGLISH } from './words.ts';

const plural = pluralsOf('zh');

/** What the panel opens with, in Chinese. */
export const PANEL: Translation<typeof PANEL_ENGLISH> = {
  title: '你在本店的隐私',
  lead: '本店的推荐功能了解你的哪些信息。所有内容都只保存在此浏览器中。',
  loading: '正在读取此浏览器中保存的内容…',
  gpcOn: '全球隐私控制（GPC）：已开启，我们遵守', gpcOff: '全球隐私控制（GPC）：你的浏览器未发送',
  sent: (what) => `本月已发送 ${what}`, sentErased: (count, isMost) => `${isMost ? '至多 ' : ''}${plural(count, { other: '# 份已清除的报告' })}`, and: '和 ',
  kept: (bytes) => `此处保存了 ${bytes} 的历史记录`, events: (count) => plural(count, { other: '已记住 # 项' }),
  pictures: '商品图片是从本店存放图片的地方逐张加载的。提供图片的一方可以看出推荐栏向你展示了哪些商品，包括个性化推荐的商品。',
  packs: '商品图片以人人相同的图片包加载，因此没有人能从中看出推荐栏向你展示了什么。',
  purposes: '你允许的用途',
  nothing: '由于你没有同意，现在不会记住任何内容。如果以前还留有内容，“全部清除”会将其删除。',
  unavailable: (why) => `现在无法显示：${why}。`,
  interests: '它认为你喜欢什么', interestsNone: '暂时没有。看几件商品后再回来吧。', evidence: (titles) => `依据：${titles}`, comma: '、',
  live: (events, served, popularity) => `在你最近关注的 ${events} 项中，它推荐的前十名包含了 ${served} 项；若只按热门程度，则为 ${popularity} 项。此数字只留在此浏览器中。`,
  timeline: '已记住的内容', timelineNone: '还没有记住任何内容。', search: '搜索已记住的内容', noMatch: '没有匹配的内容。',
  remove: (label) => `删除：${label}`, removeDay: (day) => `删除 ${day} 的全部内容`, removeDayWord: '删除当天', more: (count) => `再显示 ${count} 项`,
  looked: (seconds) => `看了 ${seconds}`,
  pin: '置顶', pinWhat: (name) => `置顶“${name}”：在每个推荐栏中优先展示`, pinned: '已置顶', unpinWhat: (name) => `“${name}”已置顶：取消`,
  never: '不再推荐', neverWhat: (name) => `不再推荐“${name}”`, forget: '忘记', forgetWhat: (name) => `忘记“${name}”：删除其依据`,
  forgot: (name) => `已忘记“${name}”。`, steered: (name, wish) => `${name}：${wish}。`,
  wishes: '你的要求', wish: { less: '少推荐', hide: '已隐藏', pin: '已置顶', never: '不再推荐' }, takeBack: '撤回', takeBackWhat: (name) => `撤回：${name}`,
  undo: '撤销', undone: '已恢复原样。', close: '关闭',
  deleted: (count) => plural(count, { other: '已删除 # 项。' }),
  show: '显示', kinds: { all: '全部', products: '商品', searches: '搜索', basket: '购物车与购买', shown: '推荐', pages: '页面与列表' },
  only: (title) => `仅显示：${title}`, onlyWhat: (title) => `显示与“${title}”有关的全部内容`, unonly: '重新显示全部',
  removeAll: '全部删除', removeThese: (count) => plural(count, { other: '删除这 # 项' }), removeProduct: '删除与它有关的全部内容',
  controls: '由你控制', pause: '暂停', pauseHour: '一小时', pauseVisit: '本次访问', pauseLong: '直到我恢复', resume: '恢复',
  pausedUntil: (time) => `已暂停至 ${time}。不会记住、学习或发送任何内容。`, paused: '已暂停，直到你恢复。不会记住、学习或发送任何内容。',
  pausedVisit: (time) => `本次访问已暂停：至 ${time}，或你在本店打开最后一个页面半小时之后。不会记住、学习或发送任何内容。`,
  download: '下载', export: '全部内容（JSON）', tables: '表格形式（CSV）', table: { events: '历史记录', interests: '兴趣', uploads: '已发送的内容', wishes: '你的要求' },
  seen: '你看到过的推荐', log: '你此前的选择', move: '迁移到另一台设备', partAway: '这一部分没有加载成功。请关闭后再打开。',
  erase: '全部清除',
  eraseAsk: '要清除本店推荐功能在此浏览器中保存的全部内容，并停止使用吗？', eraseYes: '是，清除', eraseNo: '保留',
  past: '已经公布的总和无法撤回。你的隐私预算花费会保留记录一年，以免重复花费。',
  failed: (why) => `未能完成：${why}。`,
  faults: {
    catalogue: '无法加载本店的商品目录', storage: '浏览器没有可供保存的空间', offline: '本店的一个文件没有加载成功',
    'no-consent': '你没有同意', paused: '目前已暂停',
  },
  fault: '负责此操作的部分没有运行；请重新打开页面',
  lists: (count) => plural(count, { other: '浏览了 # 个列表' }),
  event: {
    page_view: '访问了', view_item_list: '浏览了列表', select_item: '选择了', view_item: '查看了', search: '搜索了', add_to_wishlist: '收藏了', add_to_cart: '加入购物车', remove_from_cart: '移出购物车',
    view_cart: '查看了购物车', begin_checkout: '开始结账', purchase: '购买了', refund: '退货', review: '评分', rec_impression: '推荐展示了', rec_click: '点开了推荐', rec_dismiss: '不感兴趣',
    add_payment_info: '选择了付款方式', view_promotion: '看到了优惠', select_promotion: '点开了优惠',
  },
};

/** What is said after an erasure, in Chinese. */
export const ERASED: Translation<typeof ERASED_ENGLISH> = {
  erased: (count) => plural(count, { other: '已清除 # 项。再次检查：只剩下你的“不同意”。' }),
  erasedLog: (count) => plural(count, { other: '已清除 # 项。再次检查：保留的是你的“不同意”，以及公共日志最近一次签名的状态，后者人人相同。' }),
  erasedSpent: (count, entries) => `${plural(count, { other: '已清除 # 项。' })}再次检查：保留的是你的“不同意”、人人相同的公共日志最近签名状态，以及隐私预算的花费记录（${plural(entries, { other: '# 条' })}：哪项任务、何时、用了多少预算），以免有人让你的设备重复花费。`,
  erasedOnly: (count) => plural(count, { other: '已清除 # 项。再次检查：你的“不同意”仍然保留。' }),
  erasedMoved: '你已迁移到另一台设备的记录也会保留，这样在期满之前，此设备不会发送任何内容。',
  erasedUnseen: (count) => plural(count, { other: '已清除 # 项。隐私预算的花费记录仍然保留；此浏览器不允许我们查看具体数额。' }),
  erasedUnsure: (count) => plural(count, { other: '已清除 # 项，但浏览器仍列出该数据库。请关闭本店的其他标签页后再次清除。' }),
};

/** What was sent, in Chinese. */
export const SENT: Translation<typeof SENT_ENGLISH> = {
  uploads: '已发送的内容', uploadsNone: '此浏览器从未发送过任何内容。',
  uploadLead: '每一行是一份报告，即一次经过掩码的更新。展开即可看到已经或将要离开此浏览器的确切字节（已清除的除外）。',
  bytes: '确切字节', size: '大小', task: '任务', report: '报告编号', cost: '隐私花费', refusal: '原因', gone: '字节已清除；花费仍然计入。', goneShort: '字节已清除', noBytes: '未保存字节', copy: '复制', copied: '已复制', save: '另存为文件', elsewhere: '来自另一台设备', elsewhereWhat: '这是你的另一台设备发送的。其字节留在那里；花费计入这里的预算。',
  more: (count) => `再显示 ${count} 项`,
  prove: '向两台服务器查询它是否已计入',
  proveWhat: (server) => `你的浏览器自己无法得知。此链接会打开辅助服务器（第二台服务器 ${server}）的页面；它知道报告编号，只有在你于该页面确认后才会查询。如果打不开，说明该服务器暂时无法使用，请稍后再试。`,
  states: { draft: '正在生成', sealed: '等待发送', sent: '已发送，未确认', acked: '已收到', refused: '未计入' }, givenUp: '已放弃',
  measurement: '统计', measured: '此浏览器上发生之事的计数，只会与许多浏览器的相加。公开且对所有人相同：', layout: '每个数字统计什么',
  models: { mix: '混合权重', t11: '编码器', pairs: '商品搭配', ctr: '广告点击', cvr: '广告后的购买', portraits: '人群画像' },
  about: { mix: '每种推荐方式所占的比重', t11: '顾客看过某物之后会看什么', pairs: '同一批顾客会关注哪些商品', ctr: '哪些广告会被点击', cvr: '哪些被点击的广告会带来购买', portraits: '各类顾客喜欢什么' },
  helperOnly: '只有辅助服务器为公共日志作证：商店与辅助服务器若合谋，可能向你展示与他人不同的日志（分裂视图）。',
  budget: '隐私预算', budgetWeek: (share) => `本周限额已用 ${share}`, epsilon: (week, year) => `7 天内 ε ${week}，一年内 ε ${year}（δ = 10⁻⁶）`,
  unverified: '共同学习已关闭：无法验证本店的服务器。不会向它们发送任何内容，也不会使用它们公布的任何内容。推荐依靠此处保存的内容继续进行。',
  away: '本店的学习服务器现在没有响应。在它响应之前不会发送任何内容。推荐依靠此处保存的内容继续进行。',
  words: '这些词是什么意思',
  meanings: [
    ['经过掩码的更新', '你的浏览器学到或统计出的数字，拆成两半，每一半看起来都是随机的。两半都会送到商店的服务器，它只能打开其中一半；另一半只有第二台服务器（辅助服务器）才能打开。唯一会合并的是至少 50 个浏览器的总和，并且每台服务器都会加入噪声。'],
    ['混合权重、编码器、商品搭配', '顾客们共同改进的三样东西：每种推荐方式所占的比重、看过某物之后会看什么，以及哪些商品相配。'],
    ['任务', '公开发布的更新征集及其限制。你的浏览器回应之前，它已写入公共日志。'],
    ['报告编号', '一次上传的随机编号。凭它可以请两台服务器证明这次上传已计入。'],
    ['ε、δ 与 ρ', '所有公布的内容最多能透露你多少信息。当 ε 为 1 时，关于你的任何结论，其可能性不会超过你什么都没发送时的 2.7 倍，只有百万分之一的例外（δ）。ρ 是累计报告花费所用的单位。'],
    ['公共日志', '只增不减的清单，记录每项任务和每一轮。辅助服务器（以及商店设有的见证方）保证人人看到的是同一份清单。'],
  ],
  refusals: {
    'task-closed': '它在该轮结束之后才到达', 'task-refused': '商店的服务器已更换', 'no-task': '服务器不认识该任务', storage: '浏览器在准备好之前就关闭了',
    moved: '你在服务器确认之前迁移到了另一台设备；如果当时已经发出，则可能已被计入', 'no-consent': '你在服务器确认之前清除了它；如果当时已经发出，则可能已被计入',
  },
  refused: '服务器拒绝了它',
};

/** What was recommended and chosen, in Chinese. */
export const MORE: Translation<typeof MORE_ENGLISH> = {
  none: '还没有记住任何推荐。',
  lead: '推荐栏向你展示过的商品，最新的在前。你隐藏或要求少推荐的内容可以撤回。',
  shown: (count) => plural(count, { other: '展示过 # 次' }), followed: '点开过', dismissed: '表示过不感兴趣', last: (when) => `最近一次 ${when}`,
  why: '为什么？', whyWhat: (title) => `为什么推荐“${title}”`, less: '减少此类推荐', lessWhat: (title) => `减少与“${title}”类似的推荐`, hide: '隐藏', hideWhat: (title) => `隐藏“${title}”`,
  thinking: '正在此浏览器中计算…',
  place: (place, of, everyone) => `如果现在生成首页推荐栏，它对你排在 ${of} 件中的第 ${place} 位；对没有历史记录的人排在第 ${everyone} 位。`,
  because: '你的历史记录中起作用的内容', without: (place) => `若没有它，则排在第 ${place} 位`, nothing: '你的历史记录对它没有影响：对任何人它都排在这个位置。',
  pinned: '你置顶了它所属的类别。', lowered: '你要求减少此类推荐。',
  more: (count) => `再显示 ${count} 项`,
  logNone: '你还没有做出选择，因此一切都是关闭的。',
  logLead: '你允许的用途的每次变更，最新的在前。仅保存在此浏览器中。',
  refused: '你选择了不同意。对于不同意，只保存时间。', on: (purposes) => `开启：${purposes}`, off: (purposes) => `关闭：${purposes}`,
  by: { shopper: '你，在这里', page: '商店的脚本', 'consent-mode': '商店的同意工具（Consent Mode）', tcf: '商店的同意工具（TCF）', shopify: '商店的同意工具（Shopify）', external: '商店的同意工具' },
  unchanged: '没有变化',
  purposes: { local: '记住并推荐', ads: '在本机选择的广告', measure: '效果测量', federate: '帮助改进推荐' },
  comma: '，', semicolon: '；',
};

/** The move, in Chinese. */
export const MOVE: Translation<typeof MOVE_ENGLISH> = {
  moved: (day) => `你已从此浏览器迁移到另一台设备。在 ${day} 之前，此浏览器不会发送任何内容，因为这里的花费已计入另一台设备。只有时间能解除这一限制。`,
  out: '从此浏览器迁出',
  outLead: '生成一个只有你的口令才能打开的文件，其中有你的历史记录、你的要求，以及隐私预算的花费。它不会自行发送到任何地方：由你携带。',
  outStop: (day) => `一旦你保存、复制或显示它，在 ${day} 之前，此浏览器不会发送任何内容，因为这里的花费会计入另一台设备。只有时间能解除这一限制。这里的推荐照常进行。`,
  passphrase: '口令', made: '我们为你生成了一个。你可以修改，请务必记下来：没有它，谁都无法打开文件，它也不会保存在任何地方。',
  short: (count) => plural(count, { other: '请至少输入 # 个字符' }),
  make: '封存我的数据', sealing: '正在封存…', ready: (bytes) => `已封存：${bytes}。请保存文件，或让另一台设备的摄像头读取。`,
  save: '保存文件', copyText: '复制为文本', copied: '已复制', show: '显示二维码', hide: '隐藏二维码', refused: '这种方式在这里行不通。请改为保存文件。',
  tooLarge: '内容太多，无法用摄像头可读的二维码表示。请使用文件。',
  code: (place, of) => `第 ${place} 个二维码，共 ${of} 个`, codeLead: '请将另一台设备的摄像头对准这里，直到全部读完。', pause: '暂停', play: '播放', next: '下一个',
  in: '迁入此浏览器',
  inLead: '带来的内容会与这里已有的内容合并：不会重复，你删除或隐藏的内容也不会回来。',
  needsYes: '请先在上方允许本店记住内容。',
  file: '选择文件', paste: '或粘贴其文本，或粘贴摄像头读到的内容', camera: '使用摄像头', cameraStop: '停止摄像头',
  cameraLook: (got, of) => `已读取 ${got} / ${of} 个二维码`, cameraNone: '请将摄像头对准二维码。', cameraDenied: '这里无法使用摄像头。请使用文件。',
  have: (bytes) => `已就绪：${bytes}。`, bring: '迁入', opening: '正在打开…',
  done: (events, reports) => `已迁入 ${plural(events, { other: '# 项' })}，以及 ${plural(reports, { other: '# 份报告' })}的花费。`,
  older: (reports) => `此文件封存于你上次在这里选择不同意之前，因此没有迁入任何历史记录；仅计入了 ${plural(reports, { other: '# 份报告' })}的花费。`,
  faults: {
    'not-ours': '这不是我们的文件。', 'newer-version': '此文件由比本店更新的版本生成。待本店更新后再试。',
    'cut-off': '文件缺少一部分。请重新复制。', damaged: '文件在传递途中损坏。请重新复制。', 'other-shop': '此文件属于另一家商店。',
    'wrong-passphrase': '口令不正确。', 'no-crypto': '此页面没有安全连接（https），浏览器无法封存或打开。', 'too-large': '这不是我们的文件：它太大了。',
  },
  same: '这里的内容没有任何改变。',
};
