/** Further questions to `unseen-pages.ts`, as `UNSEEN`, a third of them not answered there: written before words, weights and rules against confident wrong answers were last changed, and asked of the code before and after. */
export const FRESH = `
how old are the beans when they reach me | roastery#roasting | four days
what time do I have to order by | roastery#roasting | 18:00
is shipping cheaper if I take two bags | roastery#postage | Two bags
delivery price to Austria | roastery#postage | €7.90
does a 500 g box go through the slot in my door | roastery#letter-box | 2.8 cm
can I get a bag every two weeks | roastery#subscription | rhythm
how long can I pause for | roastery#pause | 3 months
where do I stop the plan | roastery#pause | Subscription
will you grind it for a French press | roastery#grind | French press
how long is ground coffee good for | roastery#shelf-life | ground coffee within one
a chocolatey coffee for espresso | roastery#espresso | Nocturne
coffee to water ratio for filter | roastery#filter | 60 g
I can't have caffeine in the evening | roastery#decaf | Siesta
how much more than the market do farms get | roastery#origin | 2.3
are there traces of milk in the syrups | roastery#allergens | milk
this bag is too bitter for me, what can I do | roastery#dislike | another coffee
how many days do I have to return a grinder | roastery#machines | 14 days
is limescale under guarantee | roastery#warranty | Scale
my package is missing | roastery#lost | five working days
can a restaurant pay by invoice | roastery#payment | invoice
what is your favourite coffee | -
how many months are there in a year | -
do you have a job for a barista | -
how old are you | -
can I bring my dog to the café | -
what colour are the bags | -
do you price match other roasters | -
is there a discount for students | -
how long does it take to fly to Mexico | -
what is the price of gold on the market today | -
每周哪几天烘焙 | roastery#roasting | 周一和周三
豆子多久能到 | roastery#roasting | 四天
奥地利的邮费 | roastery#postage | 7.90
两袋要付运费吗 | roastery#postage | 免邮
订阅有最短期限吗 | roastery#subscription | 没有最短期限
最长能暂停多久 | roastery#pause | 3个月
不想再订了怎么取消 | roastery#pause | 周日
可以磨成法压用的吗 | roastery#grind | 法压
磨好的粉能保存多久 | roastery#shelf-life | 一周
巧克力味的咖啡是哪款 | roastery#espresso | Nocturne
一杯意式用多少克粉 | roastery#espresso | 18克
有不含咖啡因的吗 | roastery#decaf | Siesta
豆子从哪里采购 | roastery#origin | 十一家农场
咖啡不合口味可以换吗 | roastery#dislike | 免费换寄
咖啡机退货期限是几天 | roastery#machines | 14天
磨豆机质保多长时间 | roastery#warranty | 两年
水垢算不算保修 | roastery#warranty | 水垢
收到的袋子破了 | roastery#torn | 照片
可以货到付款或者PayPal吗 | roastery#payment | PayPal
咖啡馆地址 | roastery#cafe | Speicher
你最喜欢哪款咖啡 | -
你今年几岁 | -
袋子是什么颜色的 | -
有学生折扣吗 | -
招咖啡师吗 | -
可以带狗去咖啡馆吗 | -
墨西哥现在几点 | -
一年有几个月 | -
你们老板叫什么名字 | -
附近哪里有停车场 | -
`;
