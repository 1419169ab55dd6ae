import type { DemoArticle } from './demo-article.ts'

export const moneyArticles: readonly DemoArticle[] = [
  {
    key: 'double',
    category: 'money',
    author: 'marina',
    tags: { ru: ['двойная оплата', 'карта'], en: ['paid twice', 'card'] },
    related: ['refund'],
    opinions: [22, 6],
    ru: {
      title: 'Деньги списались два раза',
      summary: 'Почти всегда второе списание — бронь, и она вернётся сама.',
      html: `<p>Банк сначала бронирует сумму, а потом списывает её. В приложении это выглядит как две операции.</p>
<h2>Как отличить</h2>
<ul><li><p>У брони нет чека, и она исчезает через 1–3 дня.</p></li><li><p>У настоящего списания есть чек: он приходит на почту от нас.</p></li></ul>
<h2>Чеков два</h2>
<p>Напишите нам номер заказа и приложите снимок экрана из банка. Лишнее вернём в тот же день, на карту деньги придут за 3–5 рабочих дней.</p>`,
    },
    en: {
      title: 'I was charged twice',
      summary: 'The second charge is mostly a reservation, and goes by itself.',
      html: `<p>A bank reserves the sum first and charges it later. In its app that looks like two operations.</p>
<h2>How to tell</h2>
<ul><li><p>A reservation has no receipt and disappears in 1–3 days.</p></li><li><p>A charge has a receipt: it comes from us by mail.</p></li></ul>
<h2>There are two receipts</h2>
<p>Send us the number of the order and a screenshot from your bank. We return the money the same day; it takes the bank 3–5 working days.</p>`,
    },
  },
  {
    key: 'refund',
    category: 'money',
    author: 'marina',
    related: ['return', 'double'],
    opinions: [35, 9],
    comments: [
      {
        helped: false,
        ru: 'Прошло шесть дней, денег нет. Куда звонить?',
        en: 'Six days and no money. Whom do I call?',
      },
    ],
    ru: {
      title: 'Когда придут деньги за возврат',
      summary: 'Мы отправляем их в день решения, дальше всё зависит от банка.',
      html: `<table><tbody><tr><th>Как платили</th><th>Когда придут</th></tr><tr><td>Карта</td><td>3–5 рабочих дней</td></tr><tr><td>СБП</td><td>в тот же день</td></tr><tr><td>Счёт компании</td><td>до 10 дней, по письму</td></tr><tr><td>Наличные</td><td>сразу, в пункте выдачи</td></tr></tbody></table>
<p>Если срок прошёл, напишите нам: пришлём номер операции, по которому банк найдёт перевод.</p>`,
    },
    en: {
      title: 'When does my refund arrive',
      summary: 'We send it on the day of the decision; the rest is up to the bank.',
      html: `<table><tbody><tr><th>How you paid</th><th>When it arrives</th></tr><tr><td>Card</td><td>3–5 working days</td></tr><tr><td>Fast payment</td><td>the same day</td></tr><tr><td>A company’s account</td><td>up to 10 days, by a letter</td></tr><tr><td>Cash</td><td>at once, at the pick-up point</td></tr></tbody></table>
<p>If that has passed, write to us: we will send the number by which your bank finds the transfer.</p>`,
    },
  },
  {
    key: 'return',
    category: 'money',
    author: 'anna',
    related: ['refund'],
    opinions: [48, 5],
    ru: {
      title: 'Как вернуть товар или растение',
      summary: 'Инвентарь — 14 дней, растения — если приехали повреждёнными.',
      html: `<h2>Инвентарь, горшки, грунт</h2>
<p>Верните в течение 14 дней, если товаром не пользовались и упаковка цела.</p>
<h2>Живые растения</h2>
<ol><li><p>Сфотографируйте растение и упаковку в день получения.</p></li><li><p>Ответьте на письмо о заказе и приложите снимки.</p></li><li><p>Мы решим в тот же день: замена, деньги или скидка, как удобнее вам.</p></li></ol>
<aside data-kind="success"><p>Везти обратно повреждённое растение не нужно.</p></aside>`,
    },
    en: {
      title: 'How to return goods or a plant',
      summary: 'Tools within 14 days; plants if they arrived damaged.',
      html: `<h2>Tools, pots, soil</h2>
<p>Return them within 14 days, unused and in their packing.</p>
<h2>Living plants</h2>
<ol><li><p>Take a picture of the plant and its packing on the day it comes.</p></li><li><p>Answer the letter about your order with the pictures.</p></li><li><p>We decide the same day: another plant, money or a discount, as you prefer.</p></li></ol>
<aside data-kind="success"><p>You need not send a damaged plant back.</p></aside>`,
    },
  },
  {
    key: 'bonus',
    category: 'money',
    author: 'james',
    stand: 'draft',
    ru: {
      title: 'Как работают бонусы',
      summary: 'Начисление, срок и как потратить.',
      html: '<p>Черновик: дождаться новых правил с первого числа.</p>',
    },
  },
]
