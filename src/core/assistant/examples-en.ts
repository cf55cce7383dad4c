import type { ExampleLines } from './examples.ts';
import { ENGLISH_UNANSWERED } from './unanswered-en.ts';

/** See {@link ExampleLines}. */
export const ENGLISH_EXAMPLES: ExampleLines = {
  'order-status': `where is my order
    when will my package arrive
    how do I track my parcel
    I have not received my order yet
    my delivery is late
    what is the status of my order
    can I cancel my order
    tracking number does not work
    has my order shipped
    the parcel says delivered but I do not have it
    how can I change my order
    I want to change the delivery address of my order
    I did not get a confirmation e-mail
    where can I see my orders
    it has been two weeks and nothing came
    is my order on its way
    order lost in the post
    I typed the wrong address, can you correct it
    can I add something to an order I placed
    only part of my order arrived
    track order
    cancel an order that I just placed`,
  delivery: `how long does delivery take
    how much is shipping
    do you ship to Switzerland
    do you deliver on Saturdays
    is delivery free
    which countries do you deliver to
    can I pick up my order in a shop
    is there express delivery
    can I choose a delivery day
    how do you deliver furniture
    do you deliver to a parcel locker
    what are the delivery costs
    do I have to pay customs
    who delivers your parcels
    will you carry a sofa upstairs
    what if I am not at home when the parcel comes
    shipping times to Norway
    can you send it to another address
    from which amount is shipping free
    do you ship abroad
    next day delivery
    how fast can you ship
    delivery to an island`,
  returns: `how do I return something
    what is your return policy
    how long do I have to send things back
    when do I get my money back
    can I exchange for another size
    who pays for return shipping
    I changed my mind about my purchase
    can I return opened items
    how do refunds work
    I do not have the original box
    can I return sale items
    print a return label
    do I get a refund if it does not fit
    return without receipt
    can I bring a return to a shop
    which products cannot be returned
    how many days to return an item
    I want to swap it for a different colour
    send back a gift
    where do I send my return
    has my refund been paid
    can underwear be returned
    what happens with my return`,
  payment: `which payment methods do you accept
    can I pay with PayPal
    do you take credit cards
    can I pay in instalments
    my card was declined
    when will I be charged
    do you accept Apple Pay
    how do I get an invoice
    can I use two gift cards
    where do I enter my discount code
    my voucher does not work
    is it safe to pay here
    do you store my card details
    pay by bank transfer
    can I pay after delivery
    which currency will I pay in
    I was charged twice
    do you take American Express
    invoice with VAT number for my company
    is the price with tax
    buy a gift card
    payment failed
    pay later with Klarna`,
  size: `what size should I order
    do your shoes run small
    is there a size chart
    how do I measure my chest
    will it fit me
    I am between two sizes
    are the trousers true to size
    what is size M in centimetres
    how do I measure my foot
    which size for a 6 year old
    does this jacket fit large
    UK size to EU size
    how long is the inseam
    which ring size am I
    what waist is size 32
    is size 40 the same as 7
    the size guide for boots
    do women's shoes come in wide`,
  'product-search': `do you have headphones
    I am looking for a present for my sister
    show me red running shoes
    find a kettle under 50 euros
    recommend a good backpack
    do you sell dog beds
    cheapest office chair
    something for the kitchen under 20
    what lamps do you have
    I need a warm jacket
    which speakers are on sale
    best rated coffee grinder
    any board games for kids
    show me sofas in green
    looking for a yoga mat between 20 and 40
    gifts for a cook
    do you carry guitars
    which tents do you sell
    I want to buy a keyboard
    bookshelves in oak
    suggest a wine glass set
    toys cheaper than 15
    recommend something for me
    what is new in the garden range`,
  'product-question': `what is the difference between these two headphones
    which is better, the Nova or the Echo
    compare the two kettles
    is the mug dishwasher safe
    what material is the sofa made of
    does the speaker have bluetooth
    how heavy is the tent
    how is this product rated
    which colour does it come in
    how long does the battery last
    is this lamp dimmable
    who makes this jacket
    does it come with batteries
    what brand is this backpack
    is this chair good for a small room
    can the pan go in the oven
    which one is cheaper
    tell me more about this desk
    what do people say about this grinder`,
  'stock-price': `how much is the Aarhus kettle
    is this in stock
    what does the sofa cost
    price of the desk lamp
    is the blue rug available
    when will it be back in stock
    is the tent sold out
    how much are these headphones
    do you still have the grinder
    is it on sale
    how many are left
    what is the price of the yoga mat
    has this become cheaper
    is the chair still available
    how much does it cost
    notify me when it is available again
    can you reserve one for me
    cost of the bookshelf`,
  contact: `how can I contact you
    I want to talk to a human
    what is your phone number
    can I speak to an agent
    what is your e-mail address
    customer service please
    when are you open
    do you have a shop in my town
    connect me with a person
    opening hours
    call me back
    is there a hotline
    where are you located
    who can help me
    chat with support
    can I visit your store
    are you open on Sunday
    I need help from your staff`,
  complaint: `I want to complain
    my item arrived broken
    this is terrible service
    you sent me the wrong product
    the product stopped working
    I am very unhappy with my order
    parts are missing from the box
    the mug is cracked
    I am angry, nobody answers
    worst shop ever
    the shirt has a hole
    it is defective
    how do I claim the warranty
    the chair broke after a week
    I received something I did not order
    it was damaged in transit
    the quality is awful
    I want compensation`,
  greeting: `hello
    hi there
    good morning
    hey
    thank you
    thanks a lot
    bye
    good evening
    are you a robot
    who are you
    what can you do
    hi
    thanks, that helped
    how are you
    okay great
    goodbye`,
  other: ENGLISH_UNANSWERED,
};
