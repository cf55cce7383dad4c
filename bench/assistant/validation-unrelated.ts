/** Chosen on, as `VALIDATION`: what no shop's pages answer, small talk and questions about the world that share words with what shops write. Asked of both shops that weights are chosen on; none is among the classifier's examples. */
export const VALIDATION_UNRELATED = `
what is your favourite season
do you like furniture
which colour do you like most
are you open minded
how much do you weigh
what size are your feet
do you take holidays
how long have you been alive
do you have children of your own
what do you do at the weekend
are you paid for this work
can you return to the past
how do I return a phone call politely
what does free will mean
how many countries are there in Africa
which country has the largest army
how long does it take to learn the piano
how much does a letter to Australia weigh
what is the size of the sun
how many days until Christmas
when was the first card game invented
what is the best way to break a habit
how do I change a light bulb
how do I change my name
what is the address of the town hall
who delivers babies at night
how old must I be to drive
where do birds go in winter
can I send a postcard to the moon
how do I open a jar
what does a lawyer charge an hour
is it safe to swim here
how do I wrap a burrito
how do I get out of debt
which bank gives the best loan
how do I delete my browser history
tell me the price of a flight to Oslo
how do I pick a good melon
what is a gift economy
do fish feel the cold
你喜欢哪个季节
你最喜欢的家具是什么
你穿多大的鞋
你周末做什么
你有孩子吗
你的工资是多少
非洲有多少个国家
学钢琴要多久
太阳有多大
离圣诞节还有几天
怎么换灯泡
怎么改名字
市政府的地址在哪里
几岁可以开车
鸟冬天去哪里
律师费怎么收
怎么打开罐头
哪家银行贷款便宜
去奥斯陆的机票多少钱
怎么挑西瓜
谁发明了纸牌
孩子不爱吃饭怎么办
怎么跟老板提加薪
寄信去月球要几天
`;
