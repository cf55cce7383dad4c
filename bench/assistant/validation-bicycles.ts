/** Chosen on, as `VALIDATION`: questions about `bicycle-pages.ts`. */
export const VALIDATION_BICYCLES = `
how does the bicycle get to my house | shop#bike-delivery | forwarder
what's the delivery fee for a bike to Vienna, Austria | shop#bike-delivery | €89
is the bike put together when it arrives | shop#bike-delivery | assembled
postage for a jersey | shop#parts-shipping | €5.50
from what amount is shipping free | shop#parts-shipping | €80
how long before my bike leaves your warehouse | shop#dispatch | 5 to 8
how fast do you send spare parts | shop#dispatch | one working day
do I need my own tools for assembly | shop#set-up | Allen key
pedal won't screw in | shop#set-up | left-hand thread
which frame for my leg length | shop#frame-size | 0.66
what size mountain bike should I get | shop#frame-size | 0.57
I crashed with my helmet, do I need a new one | shop#helmet | replaced
head circumference 57 cm | shop#helmet | M is 55
can I test a bike at home and give it back | shop#bike-returns | 30 days
what do you charge to pick up a returned bike | shop#bike-returns | €59
can custom built bikes be sent back | shop#bike-returns | built to order
return policy for clothing | shop#parts-returns | 100 days
can I send back an inner tube that I opened | shop#parts-returns | excluded
how long until my refund arrives | shop#refund | 7 days
warranty on the frame | shop#guarantee | 10 years
are brake pads under warranty | shop#guarantee | not covered
is the motor covered | shop#guarantee | 2 years
how far can I go on one charge | shop#battery | 120 kilometres
where should I keep the battery in winter | shop#battery | dry room
I only want a spare battery, can you send it | shop#battery-shipping | €19
where can I dispose of an old battery | shop#battery-shipping | taken back
when should I bring it in for its first inspection | shop#service | 300 kilometres
price of the first service | shop#service | €69
I need an appointment for a repair | shop#workshop | Workshop
how long does a repair take | shop#workshop | 3 days
can I pay by PayPal | shop#payment | PayPal
can I pay monthly for an e-bike | shop#payment | instalments
interest rate for financing | shop#payment | 4.9 %
does my company bike scheme work with you | shop#leasing | JobRad
bike lease via my employer | shop#leasing | JobRad
my bike got stolen | shop#theft | frame number
which lock is safest | shop#theft | class 15
the derailleur was bent in transport | shop#damage | photos
box arrived with a hole and scratches on the bike | shop#damage | photos
no pedals in the box | shop#missing | small box
the charger is not there | shop#missing | small box
can I sell you my used bike | shop#trade-in | four photos
trade in value | shop#trade-in | voucher
opening hours on Saturday | shop#showroom | 18:30
can I come for a test ride | shop#showroom | Test rides
address of your store | shop#showroom | Frankfurter
customer service phone number | shop#contact | 0561 555 0170
how can I email you | shop#contact | hello@veloria
waranty for forks | shop#guarantee | forks
retrun of a bicyle | shop#bike-returns | 30 days
do you rent out bikes | -
who will win the Tour de France | -
do you have a student discount | -
can you fix my car | -
how do I learn to ride | -
is it legal to cycle on the motorway | -
do you sell surfboards | -
what is the weather in Kassel tomorrow | -
do you organise group tours | -
do you deliver to Japan by ship | -
车子是怎么寄过来的 | shop#bike-delivery | 货运
寄到奥地利要多少运费 | shop#bike-delivery | 89
买衣服要付邮费吗 | shop#parts-shipping | 5.50
买多少可以免运费 | shop#parts-shipping | 80
我买的自行车什么时候寄出 | shop#dispatch | 5到8
我的身高该骑多大的车 | shop#frame-size | 0.66
头围57厘米买哪个头盔 | shop#helmet | 55到59
头盔摔过还能用吗 | shop#helmet | 更换
骑了几天不喜欢能退吗 | shop#bike-returns | 30天
上门取车收费吗 | shop#bike-returns | 59
骑行裤能退货吗 | shop#parts-returns | 除外
衣服不合适怎么退 | shop#parts-returns | 100天
钱什么时候退给我 | shop#refund | 7天
车架质保几年 | shop#guarantee | 10年
刹车片坏了保修吗 | shop#guarantee | 不在
充一次电能骑多远 | shop#battery | 120公里
电池冬天怎么保存 | shop#battery | 干燥
首次保养多少钱 | shop#service | 69
可以用PayPal吗 | shop#payment | PayPal
能分期付款吗 | shop#payment | 4.9
收到车有划痕 | shop#damage | 拍照
运输中车撞坏了 | shop#damage | 拍照
能不能以旧换新 | shop#trade-in | 代金券
周日开门吗 | shop#showroom | 周二到周六
想去店里试骑 | shop#showroom | 试骑
客服电话是多少 | shop#contact | 0561
可以租自行车吗 | -
学生有优惠吗 | -
明天下雨吗 | -
你们修汽车吗 | -
怎么学骑自行车 | -
有没有骑行旅游团 | -
`;
