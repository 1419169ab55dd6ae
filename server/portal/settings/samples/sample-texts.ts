import type { Language } from '#contract/common.ts'

interface SampleTexts {
  customer: string
  colleague: string
  agent: string
  subject: string
  question: string
  answer: string
  category: string
  topics: string[]
  articles: string[]
  summary: string
  headings: string[]
  html: string
  query: string
  file: string
  form: string
  intro: string
  consent: string
  thanks: string
  cause: string
}

/** A shop's small knowledge base and one talk: nobody's. */
export const sampleTexts: Record<Language, SampleTexts> = {
  ru: {
    customer: 'Анна Смирнова',
    colleague: 'Пётр Орлов',
    agent: 'Ольга Панова',
    subject: 'Заказ приехал с царапиной на крышке',
    question: 'Здравствуйте! На крышке царапина, фото приложила. Можно заменить?',
    answer: 'Анна, здравствуйте! Заменим бесплатно. Когда вам удобно принять курьера?',
    category: 'Доставка и возврат',
    topics: ['Доставка и возврат', 'Оплата', 'Гарантия'],
    articles: ['Как вернуть товар', 'Сколько идёт посылка', 'Как проверить заказ при получении'],
    summary: 'За 14 дней без объяснения причин: что собрать и куда отправить.',
    headings: ['Что понадобится', 'Куда отправить', 'Когда вернутся деньги'],
    html:
      '<h2 id="part-0">Что понадобится</h2><p>Товар с ярлыками, чек или номер заказа. Коробка подойдёт любая.</p>' +
      '<h2 id="part-1">Куда отправить</h2><ul><li>курьером: приедем сами;</li><li>почтой: <a href="#">адрес склада</a>.</li></ul>' +
      '<h2 id="part-2">Когда вернутся деньги</h2><p>За три рабочих дня после того, как товар у нас.</p>',
    query: 'возврат',
    file: 'Заявление на возврат.pdf',
    form: 'Возврат товара',
    intro: 'Заполните, и мы пришлём курьера.',
    consent: 'Согласен на обработку персональных данных',
    thanks: 'Спасибо, заявка у нас.',
    cause: 'Скорость ответа',
  },
  en: {
    customer: 'Anna Smith',
    colleague: 'Peter Hall',
    agent: 'Olga Reed',
    subject: 'The lid arrived with a scratch',
    question: 'Hello! There is a scratch on the lid, a photo is attached. Can it be replaced?',
    answer: 'Hello Anna! We will replace it for free. When may the courier come?',
    category: 'Delivery and returns',
    topics: ['Delivery and returns', 'Payment', 'Warranty'],
    articles: ['How to return an item', 'How long a parcel takes', 'How to check an order on arrival'],
    summary: 'Within 14 days, for no reason at all: what to collect and where to send it.',
    headings: ['What you need', 'Where to send it', 'When the money is back'],
    html:
      '<h2 id="part-0">What you need</h2><p>The item with its labels, a receipt or the order’s number. Any box will do.</p>' +
      '<h2 id="part-1">Where to send it</h2><ul><li>by courier: we come for it;</li><li>by post: <a href="#">our warehouse</a>.</li></ul>' +
      '<h2 id="part-2">When the money is back</h2><p>Within three working days after the item is with us.</p>',
    query: 'return',
    file: 'Return form.pdf',
    form: 'Return an item',
    intro: 'Fill it in, and we will send a courier.',
    consent: 'I agree to the processing of my personal data',
    thanks: 'Thank you, we have it.',
    cause: 'Speed of the answer',
  },
}
