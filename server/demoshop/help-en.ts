/** Help pages of the demo shop in English, as Markdown: what its assistant answers from, and what its own pages show. All of it is invented. */
export const HELP_ENGLISH: Readonly<Record<string, string>> = {
  'delivery.en.md': `---
address: /help/delivery
language: en
---
# Delivery

Larkfield delivers parcels and furniture to 18 countries. All times count working days, Monday to Friday.

## How long does delivery take? {#times}
Parcels take 2 to 4 working days within Germany and 4 to 7 working days to the rest of the European Union. Orders placed before 14:00 leave our warehouse the same day. Furniture takes 10 to 15 working days, because it leaves a warehouse of its own.

## How much does delivery cost? {#costs}
Standard delivery of a parcel costs €4.90. It is free from an order value of €60. Furniture costs €39 whatever the number of pieces. Express delivery costs €9.90.

## Do you offer express delivery? {#express}
Yes, within Germany: order before 12:00 from Monday to Thursday and the parcel arrives the next working day. Express costs €9.90 and is not offered for furniture.

## Which countries do you deliver to? {#countries}
We deliver to all countries of the European Union except Malta and Cyprus. We do not deliver to Switzerland, Norway or the United Kingdom yet, nor outside Europe.

## Do I have to pay customs or import duty? {#customs}
No. We deliver within the European Union only, so no customs or import duty is due. All prices include value added tax.

## Can I choose the day of delivery? {#day}
For furniture, yes: the carrier phones you and agrees on a day and a window of 3 hours. For parcels no day can be chosen, but the carrier's message lets you put the parcel off by up to 5 days. We do not deliver on Saturdays or Sundays.

## Can I collect my order myself? {#collect}
Yes. Choose "Collect" at checkout: 1,200 parcel shops and lockers take our parcels, and it costs €2.90. A parcel waits there for 7 days. Furniture cannot be collected.

## Will furniture be carried upstairs? {#upstairs}
Yes. Two people carry it to the room you name, up to the 5th floor, at no extra charge. They do not unpack or assemble it. For an additional €25 they take your old sofa or mattress with them.

## What happens if I am not at home? {#not-at-home}
The carrier leaves the parcel with a neighbour or in the nearest parcel shop and puts a card into your letter box. It waits there for 7 days before it comes back to us.

## Can I send an order to another address, for example as a gift? {#other-address}
Yes. Enter a different delivery address at checkout. Tick "This is a gift" and the parcel holds no prices; wrapping paper costs €3.50.
`,
  'orders.en.md': `---
address: /help/orders
language: en
---
# Your order

## Where is my order? {#track}
The message that we send when your parcel leaves holds a tracking link. You also find it under "Orders" if you have an account. Tracking shows something after the first evening, not earlier.

## My parcel is late. What can I do? {#late}
Please wait 3 working days beyond the time we named, since carriers sometimes lose a scan. After that write to us with the order number: we search for the parcel, and if it is not found within 5 working days we send a new one or give the money back.

## It says delivered, but I have nothing {#says-delivered}
Ask your neighbours and look at the parcel shop nearest to you. If it is not there, tell us within 14 days; the carrier then has to show who signed.

## Can I cancel my order? {#cancel}
Yes, until it is packed, which is about 2 hours after you ordered. Open the confirmation message and press "Cancel". After that, refuse the parcel or send it back.

## Can I change the address or the items of an order? {#change}
The address can be changed until the order is packed: answer the confirmation message. Items cannot be added or changed; cancel the order and place it again.

## I did not receive a confirmation {#confirmation}
Look into your spam folder first. If there is nothing after 30 minutes, the order was not placed or the e-mail address has a slip: write to us and we look it up by your name.

## Why did only a part of my order arrive? {#part}
Orders from two warehouses come in two parcels, furniture always apart. The message of dispatch says how many parcels there are. Only one delivery fee is charged.

## Do I need an account to order? {#account}
No. You can order as a guest. With an account you see your orders, and returns take fewer steps. You can delete the account at any time under "Account".
`,
  'returns.en.md': `---
address: /help/returns
language: en
---
# Returns and refunds

## How long do I have to return something? {#how-long}
You have 60 days from the day the parcel arrives. For orders placed in November and December the period runs until 31 January, or 60 days if that is later.

## How do I return an item? {#how}
Open "Returns" on our site, enter order number and postcode, choose the items and print the label. Put everything into any box and hand it in at a parcel shop. No printer? The parcel shop prints it from the code on your phone.

## Who pays for sending it back? {#cost}
Parcels are free to return from Germany and Austria. From other countries the label costs €6.90, which we take off the refund. Collecting furniture costs €29.

## When do I get my money back? {#refund}
Within 5 working days after the return has reached us, by the way you paid. Banks may need another 2 to 3 days to show it. A gift card is refunded as a gift card.

## Can I exchange an item for another size or colour? {#exchange}
We do not exchange directly. Return the item for a refund and order the other size or colour anew: that is faster than waiting for us. If you write "exchange" on the form we keep the new item for you for 10 days.

## Which items cannot be returned? {#exceptions}
Opened food, cosmetics whose seal is broken, earrings, underwear without its hygiene strip, and anything made to your measure or with your name on it. Everything else can come back.

## Can I return something that I have opened or tried? {#opened}
Yes, opening the box and trying a thing as you would in a shop is fine. For clear signs of use we may take off a part of the price, and we tell you before we do.

## Do I need the original packaging? {#packaging}
No. Any box that protects the item will do. Electronics should come back with all cables and the manual.

## Can I return items bought on sale? {#sale}
Yes. Sale items have the same 60 days as all others. You get back the price that you paid.

## Can I return a gift without the giver knowing? {#gift}
Yes. Enter the number on the gift note instead of the order number. The refund comes as a gift card to you, and the giver is not told.

## Can I return to a store? {#store}
Returns are taken at our showroom in Leipzig during opening hours, furniture excepted. Bring the order number.
`,
  'payment.en.md': `---
address: /help/payment
language: en
---
# Payment

## Which payment methods do you accept? {#methods}
Visa, Mastercard, PayPal, Apple Pay, Google Pay, bank transfer in advance and our gift cards. We do not accept American Express, cash on delivery or cryptocurrencies.

## Can I pay in instalments or later? {#later}
Yes, from €100 on: 3, 6 or 12 monthly instalments with Klarna, or all of it 30 days after delivery. The 3 instalments are free of interest; Klarna decides within seconds whether it offers them.

## When will I be charged? {#when}
Cards and wallets are charged when the parcel leaves, not before. A bank transfer must reach us within 7 days or the order is cancelled.

## Why was my card declined? {#declined}
Mostly the bank asks for a confirmation in its app that was not given, or a digit is wrong. Try again, or choose another way. We do not see the reason. If money was reserved although the order failed, the bank frees it within 7 days.

## Is it safe to pay here? Do you store my card? {#safe}
Card details go encrypted to our payment provider and never reach our servers. We keep the last 4 digits only, so that you can tell your cards apart.

## How do I get an invoice? {#invoice}
Every order comes with an invoice as a PDF, attached to the message of dispatch. For a company, enter its name and VAT number at checkout; they cannot be added afterwards.

## Where do I enter a voucher or discount code? {#voucher}
In the basket, below the sum. One code can be used per order, and codes do not count for gift cards. If a code is refused, look at its smallest order value and its last day.

## How do gift cards work? {#gift-cards}
Gift cards of €10 to €250 come by e-mail and are valid for 3 years. Several can be used in one order. What is left stays on the card.

## Do prices include tax? {#tax}
Yes, all prices include the value added tax of the country we deliver to. Prices are in euro.
`,
  'sizes.en.md': `---
address: /help/sizes
language: en
---
# Sizes

## Which size should I order? {#which}
Measure yourself and compare with the table on the product's page; our clothes follow it closely. Between two sizes take the larger one for jackets and the smaller one for jersey.

## How do I measure my chest, waist and hips? {#measure}
Chest: around the widest place, under the arms. Waist: where it is narrowest. Hips: around the widest place, feet together. Keep the tape level and not tight. Size M fits a chest of 94 to 100 cm, size L 100 to 106 cm.

## How do shoes fit? How do I measure my foot? {#shoes}
Our shoes run true to size; only hiking boots run half a size small. Stand on a sheet of paper in the evening, mark heel and longest toe, and add 1 cm: size 38 fits 24 cm, size 40 fits 25.3 cm, size 42 fits 26.6 cm.

## Do you have wide shoes? {#wide}
Shoes marked "Wide" are 8 mm wider in the ball. Sneakers and boots come in wide, sandals do not.

## Which size for children? {#children}
Children's clothes are sized by body height in cm: 116 fits children of 111 to 116 cm, about 6 years old. Take one size more to grow into.
`,
  'products.en.md': `---
address: /help/products
language: en
---
# Products and warranty

## My item arrived damaged or broken {#damaged}
We are sorry. Send us a photo of the item and the box within 14 days, through the contact form: you get a new one or your money back, as you like. You need not return broken glass or ceramics.

## I received the wrong item, or parts are missing {#wrong}
Write to us with the order number and a photo. We send the right item or the missing part at once, at our cost, and a label for the wrong one.

## How long is the warranty, and how do I claim it? {#warranty}
All products have 2 years of legal warranty, furniture frames 10 years and electronics 3 years from us. Write to us with the order number and describe the fault; we repair, replace or refund, in this order.

## Where do I get spare parts or repairs? {#repair}
We keep spare parts for electronics and furniture for 10 years. Order them through the contact form; most cost less than €15. Our workshop in Leipzig repairs what we sold.

## When will a sold out item be back? {#restock}
Press "Tell me when it is back" on the product's page. Most items return within 3 to 6 weeks; what is marked "Last pieces" does not come back. We cannot reserve items.

## Does furniture come assembled? {#assembly}
Sofas and armchairs come assembled but for the legs. Tables, beds and shelves come flat with tools and a manual; two people need about 45 minutes. For €59 our fitters assemble everything.

## Are your products sustainable? {#sustainable}
Wood comes from certified forests, packaging holds no plastic, and parcels travel with carriers that report their emissions. Each product's page says where it is made. Take old batteries and lamps back to us for free.

## Can I trust the reviews? {#reviews}
In this demonstration shop all reviews are generated, and labelled so. In a real shop only buyers could write one.

## Do you sell to businesses? {#business}
Yes. From 10 pieces or €1,000 we make an offer within 2 working days. Write to trade@larkfield.example.
`,
  'contact.en.md': `---
address: /help/contact
language: en
---
# Contact

## How can I contact you? {#contact}
By e-mail to help@larkfield.example, by the contact form on this page, or by phone on +49 341 555 0100. We answer messages within 1 working day.

## When can I reach somebody by phone? {#hours}
Monday to Friday from 9:00 to 18:00, Saturday from 10:00 to 14:00. We are closed on Sundays and public holidays in Saxony.

## Do you have a physical store? {#store}
Yes, a showroom: Larkfield, Am Alten Güterbahnhof 7, 04109 Leipzig. It is open from Tuesday to Saturday, 10:00 to 19:00. All furniture can be seen there.

## How do I make a complaint? {#complaint}
Write to complaints@larkfield.example. A person who was not involved reads it and answers within 3 working days. If we cannot agree you can turn to the consumer arbitration board, whose decision we accept.

## What do you do with my personal data? {#privacy}
We keep what an order needs, for as long as the law asks. Recommendations and this assistant work on your device; what you look at and ask is not sent to us. Write to privacy@larkfield.example to see or delete your data.

## How do I unsubscribe from the newsletter? {#newsletter}
Every newsletter has a link at its end: one click and you get no more. It takes effect at once.

## Do you have jobs? {#jobs}
Open positions stand on larkfield.example/jobs. Please apply there and not by e-mail.
`,
};
