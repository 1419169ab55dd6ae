import { agent, customer, handOver, note, type Script } from '../script.ts'

/** The same desk, in English. */
export const english: readonly Script[] = [
  {
    language: 'en',
    inbox: 'support',
    team: 'first',
    category: 'delivery',
    tags: ['courier'],
    openings: [
      [
        'Where is my order {order}?',
        'Hello,\n\nOrder {order} was due on Tuesday. The tracking page has said “out for delivery” for two days now. Could you find out what happened?\n\nThanks,\n{customer}',
      ],
      [
        'Delivery left with the wrong neighbour',
        'Hi there, the courier says order {order} was left with a neighbour at number 14. There is no number 14 in our street. Please help.',
      ],
      [
        'Can I change the delivery date?',
        'Good morning, we are away until Friday. Could order {order} come on Saturday instead? There are live plants in it and I would hate for them to sit in a depot.',
      ],
    ],
    turns: [
      agent(
        'Hello {name},\n\nThank you for writing. I have just spoken with the courier: the parcel is at their {city} depot and is booked for tomorrow, 9 to 13. They will call you an hour before.\n\nWe are refunding the delivery charge either way.\n\n{agent}\nRomashka Support',
      ),
      customer('Brilliant, thank you for sorting it out so quickly.'),
    ],
    ending: 'solved',
  },
  {
    language: 'en',
    inbox: 'support',
    team: 'first',
    category: 'advice',
    tags: [],
    priority: 'low',
    openings: [
      [
        'Which shears for an old hedge?',
        'Hello! We have a thirty-year-old yew hedge, branches up to 4 cm. Would the {item} manage it, or should I look at something with a motor?',
      ],
      [
        'Are your seeds treated?',
        'Hi, could you tell me whether the vegetable seeds are treated with anything? I keep bees and have to be careful.',
      ],
      [
        'Gift card for a keen gardener',
        'Hello, I would like to give a gift card for £50 but the site offers only £25 and £100. Can I combine two, or is there another way?',
      ],
    ],
    turns: [
      agent(
        'Hello {name},\n\nGood question, I asked our gardener to be sure. Short answer: yes. The longer one, with a link to the page that explains it, is in the article “Choosing with confidence” on our site.\n\nIf anything is still unclear, just reply here.\n\n{agent}\nRomashka Support',
      ),
      customer('That is exactly what I needed to know. Thank you!'),
    ],
    ending: 'solved',
  },
  {
    language: 'en',
    inbox: 'support',
    team: 'tech',
    category: 'passwords',
    tags: ['mail'],
    priority: 'high',
    openings: [
      [
        'Password reset e-mail never arrives',
        'Hi, I have requested a password reset four times today. Nothing in the inbox, nothing in spam. I need to place an order before noon.',
        'screenshot',
      ],
      [
        'Cannot sign in since Monday',
        'Hello, since Monday my password is refused. I have asked for a new one three times, but no letter arrives. Our mail is hosted in-house, if that matters.',
      ],
      [
        'No letter after “check your inbox”',
        'Hi, I am trying to change my password. The page says “check your inbox”, and the inbox stays empty. My colleagues have the same trouble.',
      ],
    ],
    turns: [
      note('@tech their mail gateway greylists us again. Resending from the spare address worked last time.'),
      agent(
        'Hello {name},\n\nSorry about that. Your mail gateway held our message back; I have sent a fresh link from our second address. It should be there within a couple of minutes and works for 24 hours.\n\n{agent}\nRomashka Technical Support',
      ),
      customer('Still nothing, I am afraid. Any news?'),
      agent(
        'I can see that it was accepted at 11:42 this time. Could you look into the “Junk” folder for the subject “New password”? I am staying with you until you are in.\n\n{agent}',
      ),
      customer('Found it, and I am in. Thank you for your patience!'),
    ],
    ending: 'solved',
  },
  {
    language: 'en',
    inbox: 'support',
    team: 'tech',
    category: 'api',
    tags: ['bug', 'wholesale'],
    openings: [
      [
        'Stock feed shows yesterday’s figures',
        'Hello,\n\nsince Monday the /stock endpoint returns data that is a day old (updated_at 03:00). Our shop oversold eleven items because of it. Could someone look into this today?\n\nRegards,\n{customer}',
      ],
      [
        '429 responses at 40 requests a minute',
        'Hi, the documentation says 120 requests per minute, but we are throttled at about 40. Did the limits change for our key?',
      ],
      [
        'Webhook signature does not match',
        'Hello, our receiver rejects about one webhook in ten because the signature does not match. Order {order} is the latest example. Body and headers are available on request.',
      ],
    ],
    turns: [
      agent(
        'Hello {name},\n\nThank you for the details. Could you tell us the first eight characters of the key and the time of a failing request in UTC? Please never send the whole key.\n\n{agent}\nRomashka Technical Support',
      ),
      customer('Key starts with rm_7f3a1, latest failure today at 08:42 UTC.'),
      note(
        'Found it: the key fell back to the shared plan during the migration. Restored, cache flushed. @dmitry we should check the other partners too.',
      ),
      agent(
        'We found the cause: during last week’s migration your key was moved to the shared plan. It is back on your own, and the cache has been flushed. Could you confirm that all is well now?\n\n{agent}',
      ),
      customer('Confirmed, all good on our side. Thanks for the quick turnaround.'),
    ],
    ending: 'solved',
  },
  {
    language: 'en',
    inbox: 'support',
    team: 'tech',
    category: 'site',
    tags: ['bug'],
    openings: [
      [
        'Checkout button does nothing in Safari',
        'Hi, on Safari 26 the “Pay” button does not react at all. It works in Chrome. Happened three times today, so I thought you would like to know.',
        'screenshot',
      ],
      [
        'Uploading a price list fails with 502',
        'Hello, uploading our price list (24 MB) ends in “502 Bad Gateway”. Smaller files are fine. Screenshot attached.',
        'screenshot',
      ],
      [
        'Basket empties itself',
        'Hi, I fill the basket, answer the phone, come back, and it is empty. Signed in the whole time. A little frustrating!',
      ],
    ],
    turns: [
      note('Reproduced. It came with yesterday’s release, the fix is in review.'),
      agent(
        'Hello {name},\n\nThank you for the clear report, we could reproduce it at once. The fix goes live tonight and I will write to you as soon as it is there.\n\n{agent}\nRomashka Technical Support',
      ),
      agent('Hello {name}, the fix is live. Would you give it another try?\n\n{agent}'),
      customer('Works like a charm. Thank you!'),
    ],
    ending: 'solved',
  },
  {
    language: 'en',
    inbox: 'billing',
    team: 'accounts',
    category: 'invoices',
    tags: [],
    openings: [
      [
        'Invoice address change for 2027',
        'Hello,\n\nour registered office moves in January. What do you need from us so that invoices for 2027 carry the new address?\n\nBest regards,\n{customer}',
      ],
      [
        'VAT number missing on invoice {bill}',
        'Good afternoon, invoice {bill} does not show our VAT number. Our accountant cannot book it like this. Could you reissue it, please?',
      ],
      [
        'Copy of invoice {bill}, please',
        'Hi, could you send us a copy of invoice {bill} ({sum})? It was paid, but the original seems lost.',
      ],
    ],
    turns: [
      agent(
        'Hello {name},\n\nDone. The corrected invoice {bill} is attached, and the details are saved for all that follow.\n\n{agent}\nRomashka Accounting',
        'invoice',
      ),
      customer('Received with thanks. That was fast.'),
    ],
    ending: 'solved',
  },
  {
    language: 'en',
    inbox: 'billing',
    team: 'accounts',
    category: 'payment',
    tags: ['doublePayment'],
    priority: 'high',
    openings: [
      [
        'Charged twice for order {order}',
        'Hello, my card was charged {sum} twice for order {order}. Screenshot of the statement attached. Please refund one of them.',
        'screenshot',
      ],
      [
        'Two payments for one basket',
        'Hi, the page froze, I pressed “Pay” again, and now there are two charges of {sum}. The order is {order}.',
      ],
    ],
    turns: [
      note('@accounts second charge is only an authorisation, it can be released right away.'),
      agent(
        'Hello {name},\n\nI can see both charges. The second is an authorisation only; we have released it, and your bank will show it within one to three days. Order {order} itself is paid and on its way.\n\n{agent}\nRomashka Accounting',
      ),
      customer('It is back on my account this morning. Thank you!'),
    ],
    ending: 'solved',
  },
  {
    language: 'en',
    inbox: 'support',
    team: 'returns',
    category: 'returning',
    tags: ['broken'],
    priority: 'high',
    openings: [
      [
        'Pot arrived in pieces, order {order}',
        'Hello, one of the two pots in order {order} arrived in about nine pieces. The box itself was fine. Photo attached. Could you send another?',
        'photo',
      ],
      [
        'Shears broke after one week',
        'Hi, I have used the Master bypass shears for a week and the lock has already given up. I would like a replacement rather than a refund.',
        'photo',
      ],
      [
        'Plant arrived dried out',
        'Hello, the box travelled for eight days and the lavender did not survive it. Photo attached. I am more sad than angry.',
        'photo',
      ],
    ],
    turns: [
      agent(
        'Hello {name},\n\nI am sorry, that is not how it should reach you. There is no need to send anything back. Would you like a replacement, or {sum} back to your card?\n\n{agent}\nRomashka Returns',
      ),
      customer('A replacement would be lovely.'),
      note('Replacement leaves the {city} warehouse tomorrow. Claim filed with the carrier.'),
      agent(
        'It leaves tomorrow; tracking follows by e-mail. We put a few bulbs in as an apology.\n\n{agent}',
      ),
      customer('Arrived safe and sound, and the bulbs are a lovely touch.'),
    ],
    ending: 'solved',
  },
  {
    language: 'en',
    inbox: 'support',
    team: 'first',
    category: 'returning',
    tags: [],
    openings: [
      [
        'Return of order {order}',
        'Hello, the {item} is too large for our terrace. Unopened, still in its box. How do I return it, and when will I see the {sum}?',
      ],
      [
        'Wrong colour delivered',
        'Hi, I ordered green and received blue ({item}). Happy to swap if the courier can take this one along.',
      ],
    ],
    turns: [
      handOver('returns'),
      agent(
        'Hello {name},\n\nNo forms needed. The label is attached: hand the parcel in at any pick-up point and the refund goes out the day we receive it.\n\n{agent}\nRomashka Returns',
        'act',
      ),
    ],
    ending: 'paused',
  },
  {
    language: 'en',
    inbox: 'support',
    team: 'first',
    category: 'orders',
    tags: ['wholesale', 'vip'],
    openings: [
      [
        'Spring order for 40 shops',
        'Good morning,\n\nwe are planning the spring season for our 40 shops, about 600 lines. Could we have the trade price list and your terms for delivery in two batches?\n\nKind regards,\n{customer}',
      ],
      [
        '200 pieces of {item}',
        'Hello, we need 200 pieces of the {item} by the end of February. The site shows 34 in stock. When is the next delivery due, and can you reserve them for us?',
      ],
      [
        'Discount on invoice {bill}',
        'Hello, our contract says 12 %, invoice {bill} says 8 %. Is that a mistake or did the terms change?',
      ],
    ],
    turns: [
      note(
        '@dmitry the 12 % are fixed until December, the invoice was made with the new grid. Can you confirm before I answer?',
      ),
      agent(
        'Hello {name},\n\nthank you for writing. I am checking this with our trade team and will come back to you today.\n\n{agent}\nRomashka Support',
      ),
      agent(
        'Hello again, {name},\n\nyour terms stand. The corrected papers and the spring price list are attached; reply with article numbers and quantities and we will reserve them for you.\n\n{agent}',
        'invoice',
      ),
      customer('Perfect. You will have the list by Friday.'),
    ],
    ending: 'paused',
  },
  {
    language: 'en',
    inbox: 'support',
    team: 'first',
    category: 'app',
    tags: ['idea'],
    priority: 'low',
    openings: [
      [
        'Could the app remind me to feed my plants?',
        'Hello! You know which plants I bought. It would be wonderful if the app reminded me when to feed them.',
      ],
      [
        'Dark mode, please',
        'Hi, I mostly browse your catalogue in bed. My partner would be grateful for a dark mode. So would I.',
      ],
    ],
    turns: [
      agent(
        'Hello {name},\n\nwhat a nice idea. I have passed it on to the app team; I cannot promise a date, but I will write to you first if it comes.\n\n{agent}\nRomashka Support',
      ),
      customer('Looking forward to it!'),
    ],
    ending: 'solved',
  },
]
