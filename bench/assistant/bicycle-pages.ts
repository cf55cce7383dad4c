/** Help pages of an invented bicycle dealer, which sells what the demo shop does not: weights and thresholds are chosen on questions about them too, so that they do not lean on one shop's words. */
export const BICYCLE_PAGES: ReadonlyMap<string, string> = new Map([
  ['shop.en.md', `---
address: /help/shop
language: en
---
# Veloria bicycles

## How is my bike delivered? {#bike-delivery}
Bicycles come by a forwarder in a large carton, 95 % assembled. The forwarder rings you the day before. Delivery of a bike costs €49 within Germany and €89 to Austria.

## What do parts and clothing cost to ship? {#parts-shipping}
Parcels with parts, helmets or clothing cost €5.50. From €80 we pay the postage.

## How quickly do you dispatch? {#dispatch}
Parts in stock leave us within one working day. Bikes need 5 to 8 working days, because every one is set up and test ridden first.

## Which tools do I need to finish my bike? {#set-up}
Only the Allen key in the carton: turn the handlebar straight, tighten it, and screw in the pedals. The left pedal has a left-hand thread. It takes about 20 minutes.

## How do I find my frame size? {#frame-size}
Measure the inside of your leg in centimetres and multiply by 0.66 for a road bike or by 0.57 for a mountain bike. The result is the frame height in centimetres.

## Which helmet size fits? {#helmet}
Measure around your head two fingers above the eyebrows: S is 51 to 55 cm, M is 55 to 59 cm, L is 59 to 63 cm. A helmet that took a blow must be replaced.

## May I try a bike and send it back? {#bike-returns}
Yes, within 30 days if you rode less than 20 kilometres. We arrange collection; it costs €59, taken off your refund. Bikes built to order cannot be returned.

## How do I return parts or clothes? {#parts-returns}
Within 100 days, unused and with their tags. Print the label from your account; the return is free within Germany. Opened inner tubes, sealants and bib shorts are excluded.

## When do I get my money back? {#refund}
Within 7 days after the goods are back with us, on the way you paid.

## What does the guarantee cover? {#guarantee}
Frames are guaranteed for 10 years, forks and electric motors for 2 years. Wear of chains, brake pads and tyres is not covered.

## How long does the battery of an e-bike last? {#battery}
A 500 Wh battery carries you 50 to 120 kilometres, by hills, weight and support. After 700 full charges it still holds about 70 %. Store it at half charge in a dry room above 5 °C.

## Can you ship a battery by itself? {#battery-shipping}
Only within Germany, with a dangerous goods carrier, for €19. Used batteries are taken back free of charge at our workshop.

## When is the first service due? {#service}
After 300 kilometres or 3 months. Our workshop in Kassel does it for €69, and any dealer may do it without loss of the guarantee.

## How do I book the workshop? {#workshop}
Choose a day under Workshop in your account, or ring 0561 555 0177. A repair takes 3 days at most outside of spring.

## Which ways to pay are there? {#payment}
Card, PayPal, bank transfer and, for bikes above €600, instalments over 12 to 48 months at 4.9 % a year.

## Do you lease bikes through employers? {#leasing}
Yes, with JobRad and Bikeleasing. Your employer signs once; we send the offer to the leasing company, and you collect or receive the bike as usual.

## Is my bike insured against theft? {#theft}
Not by us. The frame number is on your invoice: keep it, and have the bike coded by the police. We sell locks of class 15 with an insurance of the maker.

## My bike came damaged, what now? {#damage}
Note it on the forwarder's paper before you sign, take photos, and write to us within 2 days. We send parts or collect the bike at our cost.

## A part is missing in the carton {#missing}
Look in the small box taped to the frame: pedals and charger are there. If it is still missing, write to us with the number on the carton, and we send it the same day.

## Do you take my old bike in part exchange? {#trade-in}
Yes, bikes of the last 8 years. Upload four photos, and you get an offer within 2 days, paid as a voucher.

## Where is the showroom and when is it open? {#showroom}
Frankfurter Straße 12, Kassel. Tuesday to Saturday from 10:00 to 18:30. Test rides without an appointment until 17:30.

## How do I reach a person? {#contact}
Write to hello@veloria.example or ring 0561 555 0170 on working days from 9:00 to 17:00.
`],
  ['shop.zh.md', `---
address: /help/zh/shop
language: zh
---
# Veloria 自行车

## 自行车怎么送到? {#bike-delivery}
自行车由货运公司用大纸箱送货,已组装95%。货运司机前一天会打电话。德国境内运费49欧元,奥地利89欧元。

## 配件和服装的邮费是多少? {#parts-shipping}
配件、头盔或服装的包裹收5.50欧元。满80欧元包邮。

## 多久发货? {#dispatch}
有货的配件一个工作日内发出。自行车需要5到8个工作日,因为每辆都要调试和试骑。

## 怎么选车架尺寸? {#frame-size}
量腿内侧长度(厘米),公路车乘0.66,山地车乘0.57,结果就是车架高度。

## 头盔选多大? {#helmet}
在眉毛上方两指处量头围:S为51到55厘米,M为55到59厘米,L为59到63厘米。受过撞击的头盔必须更换。

## 试骑后可以退车吗? {#bike-returns}
可以,30天内且骑行少于20公里。我们安排上门取车,费用59欧元,从退款中扣除。定制的车不能退。

## 配件或衣服怎么退? {#parts-returns}
100天内,未使用且带吊牌。在账户里打印退货标签,德国境内免费。已开封的内胎、补胎液和背带骑行裤除外。

## 退款多久到账? {#refund}
我们收到货后7天内,按原支付方式退回。

## 保修包括什么? {#guarantee}
车架保修10年,前叉和电机保修2年。链条、刹车片和轮胎的磨损不在保修范围内。

## 电动车电池能用多久? {#battery}
500瓦时的电池可以骑50到120公里。充满700次后大约还有70%的容量。请在5度以上的干燥房间里半电存放。

## 第一次保养什么时候做? {#service}
骑行300公里或3个月后。我们在卡塞尔的车间收69欧元。

## 有哪些付款方式? {#payment}
银行卡、PayPal、银行转账;600欧元以上的自行车可以分12到48个月付款,年利率4.9%。

## 自行车送到时损坏了怎么办? {#damage}
签收前在货运单上注明,拍照,并在2天内写信给我们。我们寄配件或免费取回。

## 旧车可以折价吗? {#trade-in}
可以,最近8年的车。上传四张照片,2天内给出报价,以代金券支付。

## 展厅在哪里,几点开门? {#showroom}
卡塞尔法兰克福大街12号。周二到周六10:00到18:30。17:30前可以不预约试骑。

## 怎么联系客服? {#contact}
发邮件到hello@veloria.example,或工作日9:00到17:00拨打0561 555 0170。
`],
]);
