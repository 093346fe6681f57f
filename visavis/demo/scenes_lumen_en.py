"""Maison Lumen, in English. `scripts.py` explains the notation."""

SCRIPT = """
== where-is-it; orders; /en/track; Track my order
C Hi, any news on order {order}? It was meant to be here {expected} | hello, where's my order? {order} | {Hello}, I ordered {the} on {ordered} and the tracking hasn't moved since. Order {order}.
A {hello} let me have a look for you. | {hello} thanks for the order number, checking with the warehouse now.
A It cleared the depot in Lille this morning and is on its way across. You should have it {soon}. Tracking: {tracking} | Found it: it missed one van and made the next, so it'll be with you {soon}. The live tracking number is {tracking}.
C Ah brilliant, thanks | ok good to know. Do I need to sign for it? | Great, I'm working from home then anyway
A No signature needed, but the driver will text you a two-hour slot. {bye} | They'll text you a slot in the morning, and you can ask for a safe place. {bye}
C? Perfect, cheers | thanks {agent} | Lovely, thank you

== broken-shade; orders; /en/orders; My orders; table,pendant,ceiling
C {Hello}, {my} arrived today and the shade is smashed 😕 | Hi, just opened the box and the shade on {the} is split right through. | hi. lamp arrived broken. not happy
C@shade Photo attached | pic here | This is how it came out of the box
A {hello} oh no, I'm so sorry, that's a miserable thing to open. Please don't pick up any more of the pieces! | {hello} I'm really sorry about that. Thank you for the photo, that's all I need.
A I've booked a replacement, no need to send anything back. It'll be with you {soon}. | A new one leaves tomorrow morning and reaches you {soon}. Recycle the broken one, no return needed.
N Replacement for {order}, breakage in transit. Photo in the thread. | Third breakage on this route since summer. Raised with the carrier.
C Oh that was easy. Thank you | And if that one breaks too? lol | Thank you, I was dreading having to post it back
A It's going in a double box with more padding than lamp. And if it does break, I'll sort that too. {bye} | We've changed the packing on this one, so I'm hopeful. Anything at all, just reply here. {bye}
~ 4 d
C? Arrived in one piece! Looks gorgeous | New one's here, all good, thanks {agent}
A? That's made my morning. Enjoy it! {bye}

== reading-corner; advice; /en/guides/light; Lighting a room; floor
C {Hello}, I want a lamp for a reading corner, living room's about 12 m². No idea where to start | hi! what would you suggest for reading, small lounge, one armchair by the window | Hi, is one lamp enough for a small living room? roughly 3 x 4 metres
A {hello} happy to help. Is there a plug near the chair, and do you read on paper or a screen? | {hello} lovely question. Tell me what's already in the room, and how high the ceiling is?
C= paper, and there's a socket right behind it | Just a ceiling light that makes us look ill. Ceiling's 2.4 m
C?@room Drew you a plan, be kind | here's a rough sketch
A Then I'd put {a} slightly behind your shoulder, on the side of the hand you don't write with, and a small warm light across the room so your eyes can rest. | For reading: {a} beside the chair, shade at eye level when you're sitting. Then one low lamp in the opposite corner, so the page isn't the only bright thing in the room.
C Does the bulb matter? | what sort of bulb | And how bright?
A= It does! 2,700 K is warm, 4,000 K is an office. About 800 lumens for paper. {The} includes one, at {price}. | Around 800 lumens and 2,700 K, which is the warm white of an old bulb. {The} comes with one. It's {price}. | About 800 lumens for paper, in a warm white (2,700 K). {The} comes with the right one, at {price}.
C That's really helpful, thank you | sold. ordering tonight | Thanks, nobody's ever explained that K thing to me
A? Enjoy the book! {bye} | If it doesn't feel right in the room, you have 30 days to send it back. {bye}

== dimmer-en; advice; /en/products/{page}; {Product}; pendant,ceiling,wall
C Does {the} work with a dimmer? | {Hello}, we've got a dimmer from the previous owners, will {the} work on it? | hi can i dim {the}
A {hello} yes, with a dimmable bulb and a trailing-edge LED dimmer. Do you know what yours is? | {hello} it does. The dimmer is usually the fussy part, is it an older one?
C@dimmer no clue, here's a photo | It says this on it
A That's a 60–400 W one made for halogen. An 8 W LED is too light a load for it, so it'll flicker. | Ah, that's a halogen dimmer. It won't hurt the lamp, but it will flicker or buzz.
C So new dimmer? | damn. is it expensive to swap
A Yes, about £25 plus ten minutes of an electrician's time. Until then, the lamp is fine on full. | A decent LED one is about £25. Or use a three-step bulb: flick the switch and it dims, no wiring.
C? Three-step bulb it is, clever | Thanks, saved me a headache

== uk-plug; advice; /en/products/{page}; {Product}; floor,table,desk
C {Hello}, does {the} come with a UK plug? | hi do your lamps work in the uk? plug and voltage
A {hello} yes, choose "United Kingdom" at checkout and it comes with a fused UK plug. Same voltage, so no adaptor. | {hello} they do. We fit the plug for the country you ship to, and the bulbs are E27, easy to find.
C I already ordered with the EU plug, oh no | And what if I move abroad later?
A= No drama, I'll post you a UK cable for {order}; it clicks into the base. | The cable detaches, so you'd only swap that. We keep spares at £9. {bye}
C? Brilliant service, thank you | oh nice

== card-declined; orders; /en/checkout; Checkout
C my card keeps getting declined at the last step | trying to buy {the} and it says payment refused. same card as always | {Hello}, payment fails after I approve it in my banking app. Tried twice | hi, stuck on a white screen after the bank check??
C?@payment screenshot | this is what i get
A {hello} sorry about that. I can see both attempts, and nothing was charged: your bank's answer didn't reach us in time. | {hello} nothing has left your account, don't worry. The bank check timed out.
A Could you open the banking app first, leave it in the background, then pay again? The approval often hides there. | Try once more with the banking app already open, and off the Wi-Fi if you can.
C ok trying | one sec
~ 3 m
C That worked! | Done, went through. | nope
A= Glad to hear it, and I can see the order: {order}. {bye} | Wonderful, it's here: {order}. You'll have the confirmation in a minute. {bye} | Then let's go round it: I've saved your basket and emailed you a payment link, valid 24 hours. {bye}
C? All good now, thanks | cheers {agent}

== refund-en; orders; /en/orders; My orders
C Hi, I returned {the} nearly two weeks ago and still no refund | {Hello}. Tracking says you received my return on {ordered}. Where's my money please?
A {hello} that's longer than it should ever take. Let me find out why. | {hello} you're right to ask. Two minutes.
N Return scanned at the dock, never closed because the slip was missing. Closed by hand. | Same issue as last week: no slip, no refund. I've asked the warehouse to check the shelf.
A Found it: your parcel arrived but the file was never closed. That's on us. I've just refunded {price} to your card. | It was sitting at our end waiting for a signature that nobody gave. Refunded just now, {price}.
C Thank you. How long will it take? | finally. when will i see it
A Two to three working days. I've set a reminder for {soon} to check it landed, so you don't have to chase. | Usually 48 hours, depends on the bank. I'll check on {soon} myself. {bye}
Z 3 d
C? It's in. Thanks for following up | Got it, thanks for actually sorting it {agent}
A? Perfect, closing this one with relief. {bye}

== ireland-duty; orders; /en/delivery; Delivery
C {Hello}, do you ship to Ireland and are there duties? | hi how much is delivery to Cork
A {hello} yes! €12 to Ireland, free over €150, and no duties since we ship from France. | {hello} we do, €12, three to five days. No customs to pay within the EU.
C And to Belfast? my sister's there | Perfect. and returns?
A= Belfast counts as UK for parcels, but duties are included in the price we show. Returns are free from both. | Free returns within 30 days, with a label we send you. {bye}
C? Great, thanks for the quick answer | Fab

== late-complaint; orders; /en/contact; Contact us
C I've now waited three weeks for {the} and every message tells me something different. This is really poor. | {Hello}. Order {order}. You've told me "tomorrow" four times. I've taken two days off for this. | honestly fed up. third time i'm explaining this
A= {hello} I've read the whole history and I'd be cross too. I'm {agent}, I'm taking this over, and you won't have to explain it again. | {hello} two days off work for a lamp that didn't come: I'm sorry, that's not acceptable. It's with me now.
N Four missed delivery dates, see history. Agreed with {lead}: full delivery refund and {part} off. | Escalated with the carrier, reference {tracking}. Please leave this one with me.
C Ok. So when does it actually arrive | I'd like to believe you
A I had it pulled off the van and sent with another carrier: {soon}, before noon, with a phone number that answers. And I've refunded {part}. | {Soon}, with a timed slot, and if it isn't there by noon I'll have one couriered from our shop. You've also been refunded {part}.
C Right. Thank you for being straight with me | We'll see. Thanks though
~ 3 d
A Hello again, it shows as delivered this morning. Is it with you, and is it all right? | Checking as promised: did it arrive?
C? It did, and it's lovely. You saved this one. | yes all here. thank you for following it through, {agent}
A? Thank you for giving us the chance. {bye}

== which-bulb; advice; /en/products/{page}; {Product}; pendant,floor,wall,table
C What bulb does {the} take? It's not on the page | {Hello}, {my} didn't come with a bulb?
A {hello} a standard E27 screw, 8 W LED, 2,700 K for a warm light. | {hello} E27, anything up to 10 W in LED. I'd go for an opal one so you don't see the filament.
C is B22 ok? that's what we have at home | And is that bright enough to read by?
A= B22 won't fit without an adaptor, and adaptors tend to sit the bulb too low. An E27 is about £4 anywhere. | 8 W is about 800 lumens, plenty for a book. {bye}
C? ok got it, thanks | thanks!

== thanks-en; advice; /en; Maison Lumen; pendant,wall,ceiling
C {Hello}, no question, just wanted to say {the} is beautiful and the packaging was a joy | just a thank you to whoever answered me last week, spot on advice | finally hung {the} after three weeks of promising my wife. worth it
C?@lamp and here it is in the hall | photo as promised | excuse the mess, look at the lamp
A {hello} that's made our day, thank you for taking the time. May we pin your message up in the studio? | {hello} what a kind message. I'll read it out at lunch.
C?= Of course! | haha please do
A? Wonderful. {bye}

== cancel-en; orders; /en/orders; My orders
C Can I cancel {order} please, I ordered the wrong colour | {Hello}, I need to change {order} to {colour}, ordered it an hour ago
A {hello} just in time, it hasn't been packed. Shall I change the colour or cancel the lot? | {hello} no problem at all, it's still on the shelf. Change or cancel?
C change to {colour} please | Change please, same address
A~ Done, you'll get a new confirmation by email in a minute. ~> Done: {the} in {colour}, same address, arriving {soon}. Confirmation is on its way by email.
C? You're a star | perfect thanks
"""
