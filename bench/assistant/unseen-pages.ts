/**
 * Help pages of a shop that no concept, weight or threshold was made for: an invented coffee roastery. They and the questions of
 * `unseen-questions.ts` were written once, before the assistant was first asked, and neither is changed for a better figure.
 */
export const UNSEEN_PAGES: ReadonlyMap<string, string> = new Map([
  ['roastery.en.md', `---
address: /help/roastery
language: en
---
# Tenfold coffee roastery

## When is my coffee roasted and sent? {#roasting}
We roast on Mondays and Wednesdays. What you order by 18:00 the evening before is roasted the next day and leaves us the day after, so beans reach you at most four days old.

## What does postage cost? {#postage}
€3.90 in Germany and €7.90 in the rest of the European Union. Two bags or more travel free within Germany.

## Will the parcel fit through my letter box? {#letter-box}
Up to 500 g yes: the flat box is 2.8 cm thick. Larger orders come as a normal parcel and are handed to you or a neighbour.

## How does the subscription work? {#subscription}
Choose a coffee, a grind and a rhythm of 1, 2 or 4 weeks. We send it and charge you each time a bag leaves us. There is no minimum term.

## How do I pause or end my subscription? {#pause}
Under Subscription in your account, any time until the Sunday before the next roast. A pause lasts up to 3 months.

## Can I change coffee or grind of a running subscription? {#swap}
Yes, up to the Sunday before each roast, in your account under Subscription. The change holds for all bags after it.

## Do you grind the beans? {#grind}
On request and without charge: espresso, moka pot, filter, French press or cold brew. Whole beans keep their aroma far longer.

## How long do beans keep? {#shelf-life}
Best between 7 and 60 days after roasting, closed and cool, not in the refrigerator. Once opened, use them within 4 weeks; ground coffee within one.

## Which coffee suits an espresso machine? {#espresso}
Our dark roasts: Nocturne for much body and chocolate, Harbour for less acidity. Start with 18 g of coffee for 36 g in the cup in 28 seconds.

## Which beans suit filter coffee? {#filter}
The light roasts of single farms. Use 60 g for a litre of water at 94 °C.

## Is there coffee without caffeine? {#decaf}
Yes, Siesta: decaffeinated in Mexico with mountain water, no solvents.

## Are your coffees organic and fairly traded? {#origin}
All beans are certified organic. We buy directly from eleven farms and publish the price that each was paid, on average 2.3 times the world market.

## Does your coffee contain allergens? {#allergens}
No. Flavoured syrups may hold traces of nuts and milk; the label of each says so.

## Can I give back coffee that I do not like? {#dislike}
Tell us within 30 days: we send another coffee free of charge once. Opened bags need not come back.

## How do I return machines and grinders? {#machines}
Within 14 days, cleaned and in the original box. A machine that made more than 20 cups is taken back at 80 % of its price.

## What warranty is there on machines? {#warranty}
Two years from the maker, who repairs it. Scale is not covered: descale every 2 months.

## My bag arrived torn {#torn}
Send a photo of the bag to help@tenfold.example, and a new one is on its way the next roasting day.

## My parcel has not come {#lost}
Wait five working days after our message that it was sent. Then write to us: we search for it with the post and send it anew.

## What can I pay with? {#payment}
PayPal, credit card, direct debit and, for cafés, invoice within 14 days.

## Do you supply cafés and offices? {#wholesale}
Yes, from 5 kg a month, with machines on loan and barista training. Write to trade@tenfold.example.

## Do you give barista courses? {#courses}
Every first Saturday in Bremen: espresso basics for €79, latte art for €89. Book under Courses; a place may be passed on to somebody else.

## Do you have gift vouchers? {#vouchers}
Yes, from €10, by email or on a card. They are valid for 3 years and can be used in parts.

## Can I recycle the bags? {#packaging}
The bags are of one plastic, polypropylene, without aluminium: put them in the yellow bin.

## Where is your café? {#cafe}
Am Speicher 4 in Bremen, every day from 8:00 to 18:00. You can collect orders there without postage.
`],
  ['roastery.zh.md', `---
address: /help/zh/roastery
language: zh
---
# Tenfold 咖啡烘焙坊

## 咖啡什么时候烘焙和寄出? {#roasting}
我们周一和周三烘焙。前一晚18:00前下单,第二天烘焙,再过一天寄出,咖啡豆到手最多四天。

## 邮费多少? {#postage}
德国3.90欧元,欧盟其他国家7.90欧元。两袋起德国境内免邮。

## 订阅是怎么运作的? {#subscription}
选择咖啡、研磨度和1周、2周或4周的频率。每寄出一袋扣一次款,没有最短期限。

## 怎么暂停或结束订阅? {#pause}
在账户的“订阅”里操作,下次烘焙前的周日之前都可以。暂停最长3个月。

## 你们可以磨豆吗? {#grind}
可以,免费:意式、摩卡壶、手冲、法压或冷萃。整豆的香味保持得更久。

## 咖啡豆能放多久? {#shelf-life}
烘焙后7到60天最好,密封阴凉保存,不要放冰箱。开封后4周内用完,咖啡粉一周内用完。

## 意式咖啡机适合哪款咖啡? {#espresso}
深烘:Nocturne醇厚有巧克力味,Harbour酸度低。从18克粉、36克液、28秒开始。

## 有没有低因咖啡? {#decaf}
有,Siesta:在墨西哥用山泉水脱咖啡因,不用溶剂。

## 咖啡是有机和公平贸易的吗? {#origin}
所有咖啡豆都有有机认证。我们直接从十一家农场采购,并公布付给每家的价格。

## 不喜欢的咖啡能退吗? {#dislike}
30天内告诉我们,免费换寄一次别的咖啡。已开封的不用寄回。

## 咖啡机和磨豆机怎么退? {#machines}
14天内,清洁并用原包装。做过20杯以上的机器按八折回收。

## 咖啡机保修多久? {#warranty}
厂家保修两年。水垢不在保修内:每2个月除垢一次。

## 袋子到货时破了 {#torn}
把照片发到help@tenfold.example,下一个烘焙日重寄。

## 可以怎么付款? {#payment}
PayPal、信用卡、银行扣款;咖啡馆可以14天内付发票。

## 有咖啡课程吗? {#courses}
每月第一个周六在不来梅:意式基础79欧元,拉花89欧元。名额可以转给别人。

## 有礼品券吗? {#vouchers}
有,10欧元起,电子邮件或卡片形式,有效期3年,可以分次使用。

## 咖啡馆在哪里? {#cafe}
不来梅Am Speicher 4号,每天8:00到18:00。可以到店取货,免邮费。
`],
]);
