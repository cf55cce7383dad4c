/** Questions to `unseen-pages.ts`, as `VALIDATION`: written once, before the assistant was first asked them. */
export const UNSEEN = `
how fresh are the beans when I get them | roastery#roasting | four days
if I order tonight when does it ship | roastery#roasting | 18:00
which days do you roast | roastery#roasting | Mondays
shipping costs to Belgium | roastery#postage | €7.90
from how many bags is delivery free | roastery#postage | Two bags
I work all day, will the box fit in my mailbox | roastery#letter-box | 2.8 cm
explain the coffee subscription | roastery#subscription | rhythm
is there a minimum term | roastery#subscription | no minimum
when am I charged for my plan | roastery#subscription | charge
going on holiday, stop deliveries for a while | roastery#pause | 3 months
cancel my subscription | roastery#pause | Subscription
I want a different coffee in my next delivery | roastery#swap | account
switch from filter grind to whole beans in the plan | roastery#swap | account
can you grind it for a moka pot | roastery#grind | moka pot
does grinding cost extra | roastery#grind | without charge
best before date of the beans | roastery#shelf-life | 60 days
should I put coffee in the fridge | roastery#shelf-life | refrigerator
recommend beans for my portafilter machine | roastery#espresso | Nocturne
something with low acidity | roastery#espresso | Harbour
how many grams for a double espresso | roastery#espresso | 18 g
water temperature for pour over | roastery#filter | 94
what do you have for filter | roastery#filter | light roasts
decaf please | roastery#decaf | Siesta
do you use chemicals to take out caffeine | roastery#decaf | no solvents
is it organic | roastery#origin | organic
what do you pay the farmers | roastery#origin | 2.3
I have a nut allergy | roastery#allergens | nuts
I did not like the taste, can I exchange it | roastery#dislike | another coffee
must I send an opened bag back | roastery#dislike | need not
send back an espresso machine | roastery#machines | 14 days
I used the grinder a few times, can I still return it | roastery#machines | 14 days
guarantee on coffee makers | roastery#warranty | Two years
how often to descale | roastery#warranty | 2 months
the coffee bag was ripped open | roastery#torn | photo
my order never arrived | roastery#lost | five working days
post lost my package | roastery#lost | send it anew
do you take credit cards | roastery#payment | credit card
can my café pay by invoice | roastery#payment | invoice
coffee for our office | roastery#wholesale | 5 kg
do you lend machines to businesses | roastery#wholesale | on loan
latte art class | roastery#courses | €89
I can't come to the course, can my friend go | roastery#courses | passed on
gift card for my mother | roastery#vouchers | €10
how long is the voucher good for | roastery#vouchers | 3 years
which bin do empty bags go into | roastery#packaging | yellow bin
opening times of the café | roastery#cafe | 18:00
can I pick up my order in Bremen | roastery#cafe | collect
subscribtion pause | roastery#pause | 3 months
do you sell tea | -
who invented the espresso machine | -
can I rent your café for a wedding | -
do you sponsor football clubs | -
what time is it in Brazil | -
is coffee healthy for my heart | -
do you have a points programme | -
can you send me a taxi | -
how do I grow coffee plants at home | -
do you ship to Canada | -
咖啡豆新鲜吗,几天前烘的 | roastery#roasting | 四天
今晚下单什么时候发 | roastery#roasting | 18:00
寄到法国运费多少 | roastery#postage | 7.90
买几袋包邮 | roastery#postage | 两袋
订阅怎么收费 | roastery#subscription | 扣一次款
可以随时取消订阅吗 | roastery#pause | 周日
出去旅游想停一个月 | roastery#pause | 3个月
能帮我磨成手冲粉吗 | roastery#grind | 手冲
磨粉要钱吗 | roastery#grind | 免费
豆子开封后多久要喝完 | roastery#shelf-life | 4周
能放冰箱吗 | roastery#shelf-life | 不要放冰箱
不酸的豆子推荐哪个 | roastery#espresso | Harbour
晚上喝怕睡不着 | roastery#decaf | Siesta
脱因是怎么做的 | roastery#decaf | 山泉水
是不是有机的 | roastery#origin | 有机认证
味道不喜欢怎么办 | roastery#dislike | 免费换寄
买的磨豆机想退 | roastery#machines | 14天
机器坏了保修几年 | roastery#warranty | 两年
多久除一次水垢 | roastery#warranty | 2个月
包装破损漏豆了 | roastery#torn | 照片
能用信用卡吗 | roastery#payment | 信用卡
想学拉花 | roastery#courses | 89
礼品券有效期 | roastery#vouchers | 3年
店几点关门 | roastery#cafe | 18:00
可以自提吗 | roastery#cafe | 取货
你们卖茶叶吗 | -
咖啡对身体好吗 | -
可以包场办婚礼吗 | -
有会员积分吗 | -
今天股市怎么样 | -
怎么种咖啡树 | -
`;
