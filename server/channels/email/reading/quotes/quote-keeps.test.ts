import { expect, it } from 'vitest'
import { cutQuoteText } from './quote-text.ts'

/** Words of customers that look like quotes and are none: nothing of them may be hidden. */
const texts = [
  'Здравствуйте!\n\n12.03.2026 в 10:00 программа пишет:\n\nОшибка 500\n\nЧто делать?',
  'Здравствуйте!\n\nВчера, 5 апреля 2026 г., в 12:30 сервер написал:\nОшибка 500. Перезапустите.\nПерезапустил, не помогло.',
  'Добрый день.\nОт: нашего директора\nКому: вашему\nТема: договор\n\nПросим подписать.',
  'Hello\n\nThe log says:\n2026-03-03 10:00:00 ERROR disk full\n2026-03-03 10:00:01 ERROR stopping\n\nPlease help.',
  'On 3 March 2026 Anna wrote: the printer is broken. Please fix it.',
  'Hi,\n\nSubject: my order\nDate: yesterday\n\nI have not got it.',
  'Here is my config:\n---\nname: x\nfrom: y\n---\nIt does not work.',
  'Список:\n-- яблоки\n-- груши\n--\nещё текст после\nи ещё\nи ещё строка',
  'Отправлено вам письмо с договором, проверьте почту.\n\nЖду ответа.',
  'Sent from the warehouse yesterday, the parcel has not arrived.\n\nWhere is it?',
  'I get this:\n\n> error: cannot find module\n> at line 5\n\nWhat now?',
  '> Can you send the invoice?\nYes, attached.\n> When will you pay?\nTomorrow.',
  'Добрый день!\n\n> Пришлите номер договора\n\n12345\n\n> И дату\n\n5 апреля\n\nС уважением, Анна',
  'В 2025 году вы писали: «починим за неделю». Прошёл год.\n\nКогда почините?',
  'Вы писали 5 апреля, что почините:\nно так и не починили.\nЖду.',
  'To: whom it may concern\n\nI want a refund.',
  'Заявка №5\n==========\nСломался принтер\n==========\nСрочно',
  '1. От кого: ООО Ромашка\n2. Кому: ООО Лютик\n3. Тема: поставка\nНужен счёт.',
  'Имя: Анна\nE-mail: anna@x.example\nДата: 5.04.2026\nТема: возврат\nСообщение: верните деньги',
  'Name: Ann\nFrom: Berlin\nTo: Moscow\nDate: 5 April\nSubject: tickets\n\nI need two tickets.',
  'My boss said on 3 March 2026 at 10:00:\n"fix it".\nSo please fix it.',
  'Письмо от 05.04.2026 10:00, Иванов И.И. пишет:\n\nпросим продлить срок.\n\nПрошу ответить на него.',
  'Hello team\n\nFrom: 5 March\nTo: 10 March\nSubject: vacation\nI will be away. Please close my ticket.',
  'Текст ошибки ниже\n-----\nError 5\n-----\nПомогите',
  'Reply above? No. I mean the reply above the line in the form does not work.',
  'Please type your reply above this line — this text is shown to us in your letters, why?',
  'Le problème: le 03/03/2026 à 10:00 le serveur a écrit :\nerreur 5\nMerci de corriger.',
  'In the chat of 3.3.2026, 10:00 your agent wrote:\n\nWe will call back.\n\nNobody called. Please call.',
  'Отправлено с опозданием, извините.\nВопрос прежний: где заказ?',
]

it.each(texts)('keeps %j', (text) => {
  expect(cutQuoteText(text)).toEqual({ visible: text, quoted: '' })
})

/** Introductions of programs that write them in their own way. */
it.each([
  'Yes\n\n------- Original Message -------\nOn Monday, March 2nd, 2026 at 10:00 AM, Bob <b@x.example> wrote:\n\n> old',
  'Yes\n\n\u2010\u2010\u2010\u2010\u2010 Original Message \u2010\u2010\u2010\u2010\u2010\nOn Monday, Bob <b@x.example> wrote:\n\n> old',
  'Yes\n\nSent with [Proton Mail](https://proton.me/) secure email.\n\n------- Original Message -------\nold',
  'Yes\n\n---- Вкл. Пн, 02 мар 2026 10:00:00 +0300 Bob <b@x.example> написал ----\n\nold',
  'Yes\n\nBob Smith ---03/03/2026 10:00:00 AM---Hello, I have a question\n\nFrom: Bob\nTo: Ann\n\nold',
  'Yes\n\nBob wrote:\n| old\n| older',
])('cuts %j', (text) => {
  expect(cutQuoteText(text).visible).toBe('Yes')
})
