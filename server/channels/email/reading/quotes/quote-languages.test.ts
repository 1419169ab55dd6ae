import { describe, expect, it } from 'vitest'
import { cutQuoteText } from './quote-text.ts'

const words = 'Thank you very much!\n\nThe box was damaged.\nWhat shall I do now?'
const quote = '> Hello,\n>\n> your order has been shipped.'
const visible = (text: string): string => cutQuoteText(text).visible

const introductions = [
  'вт, 3 мар. 2026 г. в 10:15, Анна Ли <ann@x.example>:',
  'вт, 3 бер. 2026 р. о 10:15 Анна Лі <ann@x.example> пише:',
  'Am Di., 3. März 2026 um 10:15 Uhr schrieb Ann Lee <ann@x.example>:',
  'Le mar. 3 mars 2026 à 10:15, Ann Lee <ann@x.example> a écrit :',
  'El mar, 3 mar 2026 a las 10:15, Ann Lee (<ann@x.example>) escribió:',
  'Il giorno mar 3 mar 2026 alle ore 10:15 Ann Lee <ann@x.example> ha scritto:',
  'Ann Lee <ann@x.example> escreveu (terça, 3/03/2026 à(s) 10:15):',
  'Op di 3 mrt 2026 om 10:15 schreef Ann Lee <ann@x.example>:',
  'wt., 3 mar 2026 o 10:15 Ann Lee <ann@x.example> napisał(a):',
  'Wiadomość napisana przez Ann Lee <ann@x.example> w dniu 3 mar 2026, o godz. 10:15:',
  'út 3. 3. 2026 v 10:15 odesílatel Ann Lee <ann@x.example> napsal:',
  'Den tis 3 mars 2026 kl 10:15 skrev Ann Lee <ann@x.example>:',
  'Ann Lee <ann@x.example> kirjoitti 3.3.2026 kello 10.15:',
  'Ann Lee <ann@x.example>, 3 Mar 2026 Sal, 10:15 tarihinde şunu yazdı:',
  'На вт, 3.03.2026 г. в 10:15 Ann Lee <ann@x.example> написа:',
  'Ann Lee <ann@x.example> 于2026年3月3日周二 10:15写道：',
  '2026年3月3日(火) 10:15 Ann Lee <ann@x.example>:',
  '2026. 3. 3. 오전 10:15, Ann Lee <ann@x.example> 작성:',
  'Ann Lee <ann@x.example> ezt írta (időpont: 2026. márc. 3., K, 10:15):',
  'În mar., 3 mar. 2026 la 10:15, Ann Lee <ann@x.example> a scris:',
  'Στις Τρί 3 Μαρ 2026 στις 10:15 π.μ., ο/η Ann Lee <ann@x.example> έγραψε:',
  'Vào Th 3, 3 thg 3, 2026 vào lúc 10:15 Ann Lee <ann@x.example> đã viết:',
  'уто, 3. мар 2026. у 10:15 Ann Lee <ann@x.example> је написао/ла:',
  'Pada tanggal Sel, 3 Mar 2026 pukul 10.15 Ann Lee <ann@x.example> menulis:',
  'Missatge de Ann Lee <ann@x.example> del dia dt., 3 de març 2026 a les 10:15:',
  '\u202bבתאריך יום ג׳, 3 במרץ 2026 ב-10:15 מאת \u202aAnn Lee\u202c\u200f <\u202aann@x.example\u202c\u200f>:\u202c',
  'On Tue, Mar 03, 2026 at 10:15 AM, Ann Lee < ann@x.example > wrote:',
  '3. März 2026, 10:15 von ann@x.example:',
  'Am 03.03.26 um 10:15 schrieb Ann Lee:',
  'Ann Lee писал(а) 2026-03-03 10:15:',
]

describe.each(introductions)('%s', (line) => {
  it.each([
    ['with an empty line above', `${words}\n\n${line}\n\n${quote}`],
    ['directly under the words', `${words}\n${line}\n${quote}`],
    ['above a quote without marks', `${words}\n\n${line}\n\nYour order has been shipped.`],
  ])('%s', (_, text) => {
    expect(visible(text)).toBe(words)
  })

  it('above the answer', () => {
    expect(visible(`${line}\n${quote}\n\n${words}`)).toBe(words)
  })
})

it.each([
  'Am Di., 3. März 2026 um 10:15 Uhr schrieb\nAnn Lee <ann@x.example>:',
  'On Tue, Mar 3, 2026\nat 10:15 AM Ann Lee\n<ann@x.example> wrote:',
  'Il giorno mar 3 mar 2026 alle ore\n10:15 Ann Lee <ann@x.example> ha\nscritto:',
  'Ann Lee <ann@x.example>, 3 Mar 2026\nSal, 10:15 tarihinde şunu yazdı:',
  'Ann Lee <ann@x.example> kirjoitti\n3.3.2026 kello 10.15:',
  'Кому: "Support" <s@d.example>;\n03.03.2026, 10:15, "Анна Ли" <ann@x.example>:',
])('takes off an introduction in several lines: %s', (lines) => {
  expect(visible(`${words}\n\n${lines}\n${quote}`)).toBe(words)
})

it.each([
  'От: Ann Lee <ann@x.example>\nИзпратено: вторник, 3 март 2026 г. 10:15\nДо: Bob\nОтносно: Order',
  'Από: Ann Lee <ann@x.example>\nΣτάλθηκε: Τρίτη, 3 Μαρτίου 2026 10:15\nΠρος: Bob\nΘέμα: Order',
  'מאת: Ann Lee <ann@x.example>\nנשלח: יום שלישי 3 מרץ 2026 10:15\nאל: Bob\nנושא: Order',
  'من: Ann Lee <ann@x.example>\nتم الإرسال: 2026/3/3 10:15\nإلى: Bob\nالموضوع: Order',
  'Nuo: Ann Lee <ann@x.example>\nIšsiųsta: 2026 m. kovo 3 d. 10:15\nKam: Bob\nTema: Order',
])('knows the labels of a quoted letter: %s', (block) => {
  expect(visible(`${words}\n\n${block}\n\nHello`)).toBe(words)
})

it.each([
  'Holen Sie sich Outlook für iOS',
  'Получить Outlook для iOS',
  'Sent from myMail for iOS',
  'Küldve iPhone-ról',
])('hides what a phone writes: %s', (line) => {
  expect(visible(`${words}\n\n${line}`)).toBe(words)
})

it.each([
  'Steps:\n--\n1. open\n--\nExpected: no crash. This happens on all our machines since the update.',
  'Спасибо.\n\n--\n\nИ ещё вопрос: когда придёт посылка?\nЗаказ 12345',
  'Contact data:\nName: Ann\nFrom: 2026\nTo: 2027\nSubject: Maths\n\nPlease enrol me.',
  'Прошу перевезти груз:\n\nОт: Москва\nДо: Казань\nДата: 3 марта 2026, 10:15\n\nСпасибо',
  'Hi, two flights:\n\nFrom: Berlin\nTo: Moscow\nDate: 3 March 2026 10:15\n\nPlease book',
  'Xin chào,\n\nTừ: Hà Nội\nĐến: Huế\nNgày: 3/3/2026 10:15\n\nCảm ơn',
  'Vom Kunden <kunde@x.example> schrieb mir gestern jemand:\nSie seien pleite?',
  'Guten Tag,\n\nam 3. März 2026 um 10:15 schrieb ich Ihnen:\nbisher keine Antwort.',
  'On 3/3/26 at 10:15 AM, the device showed error 5 and then\nsaid: reboot\n\nI did that.',
])('keeps a customer’s own words: %s', (text) => {
  expect(visible(text)).toBe(text)
})

it('hides what companies put under the quote with the quote', () => {
  const footer = 'This e-mail is confidential. If you are not the intended recipient, please tell us.'
  const introduction = 'On Tue, 3 Mar 2026 at 10:15, Ann Lee <ann@x.example> wrote:'
  expect(visible(`${words}\n\n${introduction}\n${quote}\n\n${footer}`)).toBe(words)
})
