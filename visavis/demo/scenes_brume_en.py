"""Atelier Brume, in English. `scripts.py` explains the notation."""

SCRIPT = """
== super-king; advice; /en/guides/sizes; Size guide; cover,sheet,duvet
C {Hello}, which size for a UK super king (180 x 200)? Your sizes are French | hi your sizes confuse me, we have a UK king, 150 x 200. what do i order
A= {hello} you're not alone! Super king is our 180 × 200 for the fitted sheet, and 260 × 240 for the cover. | {hello} it confuses us too, after a trip home. For a UK king, our 160 × 200 fitted sheet tucks in nicely, and the cover is 240 × 220.
C and pillowcases? | Our duvet is 225 x 220 though
A= Ours are 65 × 65 square or 50 × 75: for British pillows take the 50 × 75. | Then 240 × 220 is the nearest: 15 cm of slack, shared by two sides. You'd barely see it.
C Great, that makes sense now | ok got it, ordering now
A Exactly. And you have 30 days to swap if the bed disagrees. {bye} | Spot on. {bye}
C? Thanks {agent}!

== wash-linen; advice; /en/guides/linen-care; Caring for linen; sheet,cover,set,table
C {Hello}, can I tumble dry {the}? | hi how do i wash linen without wrecking it | First time buying linen, a bit scared of washing it. What temperature?
A {hello} it's tougher than it looks: 40 °C, gentle spin, no bleach. | {hello} don't be scared! 40 °C, half a drum, 800 spin, no bleach. It gets softer each time.
C And drying? We've no garden | what about the creases
A Tumble dry on low and take it out slightly damp, then lay it flat. No iron needed. | Shake it hard when it's damp and hang it straight. The creases are half the charm.
C will it shrink? | Does the colour fade
A= Under 2 %, it's already washed in the workshop before sewing. | Very little, if you keep it out of full sun. The first two washes, keep it away from whites. {bye}
C? That's reassuring, thanks | lovely thank you

== wrong-size-en; orders; /en/orders; My orders; sheet,cover,set
C Hi, I ordered {the} in {other_size} and got {size} | {Hello}, wrong size arrived for {order} | you sent the wrong size :( | Hi there, label says {size} on the bag and {other_size} on my order {order}
C?@label label photo | here's the label | as you can see
A {hello} I'm sorry, that's our packing mistake. The {other_size} goes out today. | {hello} you're right, the order says {other_size}. Our mistake, let me put it right.
C Do I have to send the first one back? I've already washed it | great. do i need the original packaging
A= Washed is fine, any bag will do. The free label is attached. | Please do, but no packaging needed and the label's free.
A@return_label Here's the label, good for 30 days. | Your return label
C? Fab, thanks | perfect
~ 4 d
C? New one's here and it fits like a glove
A? Sleep well! {bye}

== torn-en; orders; /en/orders; My orders; sheet,cover,set
C {my} ripped after two washes. For that price! | Hi, look what came out of the machine. {The}, two months old | {Hello}, the seam on {the} has come undone overnight
C@torn photo | see here | all along the edge
A {hello} that shouldn't happen, and I'm sorry. It's a seam fault, so I'll replace it. | {hello} thank you for the photo, that's clearly a sewing fault. Replacement or refund, as you like?
C Replacement please, I do love the fabric | Will the next one do the same?
A It's on its way for {soon}, from a new batch with a double seam. And it's covered for two years. | This batch had a single seam; yours will have a double one, {soon} at your door. Keep the old one for cloths. {bye}
N Seam fault, {order}. Photo in thread, batch to be checked. | Told the workshop. Second report on this batch.
C? Thank you, that's fair | Brilliant, cheers

== gift-wrap-en; orders; /en/basket; My basket
C {Hello}, do you gift wrap? it's for a wedding | hi can you add a handwritten card and hide the price?
A {hello} we do, and you'll like it: a square of linen knotted around the box, to keep and reuse. €5. | {hello} of course. Linen wrap, and I write the card myself.
C Lovely. Card: "To Tom & Mina, may all your mornings be slow ones. Love, the Hendersons" | yes please! "Happy new home, Priya. Put the kettle on. x"
A Written in blue ink and no prices anywhere in the box. The invoice goes to your email. | Word for word, kettle included. No price in the parcel. {bye}
C? Thank you so much | you're lovely

== hotel-paris; orders; /en/delivery; Delivery
C {Hello}, I'm in Paris next week, could you deliver to my hotel? | hi we'll be staying in {city} then Paris, can i collect instead?
A= {hello} yes, if the hotel agrees to sign for it. Which nights are you there? | {hello} you can collect {shop}, Monday to Saturday, 10 to 7.
C= Monday to Thursday | collecting is better then
A= Then I'll send it on {soon} so it's there when you check in. Put the reservation name on the second line of the address. | I've set it aside under {order}. Bring a form of ID, and have a look at the workshop at the back.
C?= Great idea, thanks | perfect, see you there
A? Enjoy Paris! {bye}

== shade-match; orders; /en/returns; Returns; towel,cover
C {Hello}, I bought another one in the same colour and they don't match?! | is it me or has the {colour} changed
C?@stain side by side
A {hello} that's two dye lots. The eye is unforgiving with colour! Let me see if any of the older lot is left. | {hello} not just you: each dye lot sits a shade apart. I'll ask the workshop.
~ 1 h
A They found three from your lot. One is on its way and the odd one is yours to keep. | Good news, one left from your lot, and it has your name on it.
C No way, thank you! | ha, brilliant. cheers
A It arrives {soon}. {bye}

== partial-refund-en; orders; /en/orders; My orders; table,throw,set
C there's a pulled thread on {the}. Not worth sending back but a bit annoying | {Hello}, small flaw in {my}. What do you suggest?
A {hello} thank you for being reasonable about it. Shall I exchange it, or refund {part} and you keep it? | {hello} two options: a new one, or {part} back and you keep this one.
C I'll take the {part}, thanks | What if it gets worse?
A= Refunded. Tuck the thread in with a needle, don't cut it. And if it runs, I'll exchange it, even next year. | Then I'll exchange it, and you can wave this chat at us. Refund done. {bye}
C? Can't say fairer than that | Very kind

== trade-invoice; orders; /en/account/invoices; Invoices
C {Hello}, I need a VAT invoice for {order} please | hi, we're a guesthouse, could the invoice carry our company name?
A {hello} of course, what name and address should it carry? | {hello} with pleasure. Company name and VAT number?
C Harbour Street Guesthouse Ltd, 4 Harbour Street, {city} | The Old Rectory B&B, {city}. No VAT number, we're tiny
A@invoice Here it is, the earlier one is cancelled. | Attached! And if you reorder for several rooms, tell me, we have a rate for that.
C?= quick! thank you | oh good to know, thanks. 6 rooms..
A?= Any time. {bye} | For six rooms I can do 15 % off, same invoice name. {bye}

== back-in-stock; advice; /en/products/{page}; {Product}
C when will {the} be back in {colour}? | {Hello}, missed {the} in my size, is it coming back?
A {hello} the workshop is finishing a run, expected {later}. Shall I keep one for you? | {hello} it is, {later}. I can reserve one with no commitment.
C Yes please! | do i pay now?
A Nothing to pay. It's kept five days for you from the moment it arrives. {bye}
C? Amazing | thanks!

== thanks-brume-en; advice; /en; Atelier Brume; set,throw,duvet
C best sleep in months. that's it, that's the message | no complaint for once! the {product} arrived today and my cat has already claimed it | {Hello}, just wanted to say the linen is gorgeous and {agent} was so patient with me
C?@bed exhibit A | see for yourselves | took a photo before anyone could sit on it
A {hello} then our work here is done. Thank you! | {hello} you've made the whole room smile. Sleep well.
C? 😊 | have a lovely day all

== not-received-en; orders; /en/track; Track my order
C tracking says delivered, but nothing here | {Hello}, {tracking} is marked as delivered yesterday. I was in all day and there's no card
A {hello} let me ask the driver for proof of delivery. Did you check with the neighbours? | {hello} annoying, I'm asking the carrier now.
~ 45 m
A The signature reads "Doyle, no. 14". Does that ring a bell? | It was left with a neighbour: "Doyle". Anyone you know?
C Oh that's across the road! Off I go | no idea but i'll knock
~ 20 m
C Got it. Nobody left a note 🙄 | Found it, thank you for chasing
A I've told the carrier they owe you a card. {bye} | Hooray. {bye}
"""
