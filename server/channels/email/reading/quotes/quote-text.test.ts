import { describe, expect, it } from 'vitest'
import { cutQuoteText } from './quote-text.ts'

/** Our own texts: what is cut, in the ways of many programs and languages; then what must stay. */
const cases: [string, string][] = [
  ['Test reply\n\nOn 11-Apr-2011, at 6:54 PM, Bob <bob@example.com> wrote:\n\n>\n> Test\n>', 'Test reply'],
  ['Test reply\n\n-------Original Message-------\n\nTest', 'Test reply'],
  ['Hello\n\nOp 13-02-2014 3:18, schreef Julius Caesar <pantheon@rome.com>:\n\nQuote', 'Hello'],
  [
    'Hello\n\nOp 17-feb.-2015, om 13:18 heeft Julius Caesar <pantheon@rome.com> het volgende geschreven:\n\nquote',
    'Hello',
  ],
  ['Reply\n\n2014-10-17 11:28 GMT+03:00 Postmaster <postmaster@sender.example.com>:\n\n> First\n', 'Reply'],
  ['Reply\n\n04.02.2014 01:30, Postmaster wrote:\n\n> quote', 'Reply'],
  ['Reply\n\nFrom: bob@example.com\nSent: Tuesday\nTo: a@b.example\nSubject: x\n\nQ', 'Reply'],
  ['Reply\n\nFrom: bob@example.com\nDate: x\n\nQ', 'Reply'],
  ['Reply\n\n  De: Toto\n  Date : 03/03/2026 10:00\n  À : y\n  Objet : z\n\nQ', 'Reply'],
  ["Reply\n\n-----Message d'origine-----\nDe : x\nQ", 'Reply'],
  ['Reply\n\nVan: A\nDatum: dinsdag 3 maart 2026 10:00\nAan: C\nOnderwerp: D\n\nQ', 'Reply'],
  ['Text\n\nSent from my BlackBerry', 'Text'],
  ['Text\n\nSent from my Verizon Wireless BlackBerry', 'Text'],
  ['Text\n\nSent from my Samsung Galaxy smartphone.', 'Text'],
  ['Text\n\nSent from Yahoo Mail on Android', 'Text'],
  ['Text\n\nОтправлено из мобильной Яндекс Почты', 'Text'],
  ['Text\n\nОтправлено из Почты Mail.ru', 'Text'],
  ['Text\n\nОтправлено с iPhone Пользователя', 'Text'],
  ['Text\n\n--\nОтправлено из мобильной Почты Mail.ru', 'Text'],
  ['Text\n\nGet Outlook for Android', 'Text'],
  ['Text\n\nEnvoyé de mon iPad', 'Text'],
  ['Text\n\nVon meinem iPhone gesendet', 'Text'],
  ['Text\n\n发自我的iPhone', 'Text'],
  ['Ответ\n\nПонедельник, 2 марта 2026, 15:20 +03:00 от Поддержка <s@d.example>:\n\nQ', 'Ответ'],
  ['Ответ\n\n2 марта 2026 г., 15:20, Поддержка <s@d.example> написал:\n\n> Q', 'Ответ'],
  ['Ответ\n\nпн, 2 мар. 2026 г. в 15:20, Поддержка <s@d.example>:\n> Q', 'Ответ'],
  [
    'Ответ\n\nпн, 2 мар. 2026 г. в 15:20, Очень длинное название отдела поддержки <\nsupport@d.example>:\n\n> Q',
    'Ответ',
  ],
  ['Ответ\n\n02.03.2026 15:20, Поддержка пишет:\n> Q', 'Ответ'],
  ['Ответ\n\n02.03.2026 15:20, Поддержка пишет:\nQ', 'Ответ'],
  ['Ответ\n\nПоддержка <s@d.example> писал(а) 2026-03-02 15:20:\n> Q', 'Ответ'],
  ['Ответ\n\n-----Исходное сообщение-----\nFrom: x\nQ', 'Ответ'],
  ['Ответ\n\nОт кого: Поддержка <s@d.example>\nКому: a\nДата: b\nТема: c\n\nQ', 'Ответ'],
  ['Ответ\n\n________________________________\nОт: Поддержка\nОтправлено: x\nКому: y\nТема: z\n\nQ', 'Ответ'],
  ['Ответ\n\n-------- Переадресованное сообщение --------\nТема: x\nДата: y\nОт: z\nКому: w\n\nQ', 'Ответ'],
  ['Ответ\n\n*От:* Поддержка\n*Отправлено:* x\n*Кому:* y\n*Тема:* z\n\nQ', 'Ответ'],
  ['Reply\n\nVào 14:24 8 tháng 6, 2017, X <a@b.example> đã viết:\n\n> Q', 'Reply'],
  ['Reply\n\nQuoting X <a@b.example>:\n\n> Q', 'Reply'],
  ['Reply\n\nZitat von X <a@b.example>:\n\n> Q', 'Reply'],
  ['Reply\n\n2014/10/17 11:28、X <a@b.example> のメール:\n\n> Q', 'Reply'],
  ['Reply\n\n2014年10月17日(金) 11:28 X <a@b.example>:\n\n> Q', 'Reply'],
  ['Reply\n\n在 2014年10月17日 11:28，X <a@b.example>写道：\n\n> Q', 'Reply'],
  ['Reply\n\nX <a@b.example>于2014年10月17日周五 11:28写道：\n\n> Q', 'Reply'],
  ['Reply\n\n2014년 10월 17일 (금) 오전 11:28, X <a@b.example>님이 작성:\n\n> Q', 'Reply'],
  ['Reply\n\nX <a@b.example>, 17 Eki 2014 Cum, 11:28 tarihinde şunu yazdı:\n\n> Q', 'Reply'],
  ['Reply\n\nX <a@b.example> ezt írta (időpont: 2014. okt. 17., P, 11:28):\n\n> Q', 'Reply'],
  ['Reply\n\npá 17. 10. 2014 v 11:28 odesílatel X <a@b.example> napsal:\n\n> Q', 'Reply'],
  ['Reply\n\npt., 17 paź 2014 o 11:28 X <a@b.example> napisał(a):\n\n> Q', 'Reply'],
  ['Reply\n\nEl vie, 17 oct 2014 a las 11:28, X (<a@b.example>) escribió:\n\n> Q', 'Reply'],
  ['Reply\n\nEm sex., 17 de out. de 2014 às 11:28, X <a@b.example> escreveu:\n\n> Q', 'Reply'],
  ['Reply\n\nIl giorno ven 17 ott 2014 alle ore 11:28 X <a@b.example> ha scritto:\n\n> Q', 'Reply'],
  ['Reply\n\nDen fre 17 okt. 2014 kl 11:28 skrev X <a@b.example>:\n\n> Q', 'Reply'],
  ['Reply\n\nfre. 17. okt. 2014 kl. 11:28 skrev X <a@b.example>:\n\n> Q', 'Reply'],
  ['Reply\n\npe 17. lokak. 2014 klo 11.28 X (a@b.example) kirjoitti:\n\n> Q', 'Reply'],
  ['Reply\n\nOp vr 17 okt. 2014 om 11:28 schreef X <a@b.example>:\n\n> Q', 'Reply'],
  ['Reply\n\nÎn vin., 17 oct. 2014 la 11:28, X <a@b.example> a scris:\n\n> Q', 'Reply'],
  ['Reply\n\nпт, 17 жовт. 2014 р. о 11:28 X <a@b.example> пише:\n\n> Q', 'Reply'],
  ['Reply\n\nНа пт, 17.10.2014 г. в 11:28 X <a@b.example> написа:\n\n> Q', 'Reply'],
  ['Reply\n\nam Fr., 17. Okt. 2014 um 11:28 Uhr schrieb X <a@b.example>:\n\n> Q', 'Reply'],
  ['Reply\n\nΣτις Παρ, 17 Οκτ 2014 στις 11:28 π.μ., ο χρήστης X <a@b.example> έγραψε:\n\n> Q', 'Reply'],
  ['Reply\n\nבתאריך יום ו׳, 17 באוק׳ 2014 ב-11:28 מאת ‪X‬‏ <‪a@b.example‬‏>:‬\n\n> Q', 'Reply'],
  ['Reply\n\nOn Friday, October 17, 2014, X <a@b.example> wrote:\n\n> Q', 'Reply'],
  ['Reply\n\nOn Oct 17, 2014 11:28, "X" <a@b.example> wrote:\n>\n> Q', 'Reply'],
  ['Reply\n\nOn Fri, 17 Oct 2014, X wrote:\n\n> Q', 'Reply'],
  ['Reply\n\n>>> X <a@b.example> 17.10.2014 11:28 >>>\nQ', 'Reply'],
  [
    'Reply\n\n\n\n-------- Original message --------\nFrom: X <a@b.example>\nDate: 17/10/2014 11:28 (GMT+00:00)\nTo: a@b.example\nSubject: Y\n\nQ',
    'Reply',
  ],
  ['Reply\n\n---- X wrote ----\n\nQ', 'Reply'],
  [
    'Reply\n\n------------------ Original ------------------\nFrom:  "X"<a@b.example>;\nDate:  x\nTo:  "y"\nSubject:  z\n\nQ',
    'Reply',
  ],
  [
    'Reply\n\n------------------ 原始邮件 ------------------\n发件人: "X"<a@b.example>;\n发送时间: x\n收件人: "y"\n主题: z\n\nQ',
    'Reply',
  ],
  ['Reply\n\n##- Please type your reply above this line -##\n\nQ', 'Reply'],
  ['Reply\n\n--- Ответьте выше этой строки ---\n\nQ', 'Reply'],
  [
    'Dear team,\n\nFrom: the address on your site I see\nthat you are open. To: be sure I ask.\n\nAnn',
    'Dear team,\n\nFrom: the address on your site I see\nthat you are open. To: be sure I ask.\n\nAnn',
  ],
  [
    'Дата: 3 марта\nСумма: 500\nОт: кассы\nКому: мне\nТема: оплата\n\nПомогите',
    'Дата: 3 марта\nСумма: 500\nОт: кассы\nКому: мне\nТема: оплата\n\nПомогите',
  ],
  [
    'Вчера в 10:15 коллега написал:\nничего не работает.\nЧто делать?',
    'Вчера в 10:15 коллега написал:\nничего не работает.\nЧто делать?',
  ],
  ['On Monday I wrote:\nthe printer fails.\nAny news?', 'On Monday I wrote:\nthe printer fails.\nAny news?'],
  [
    'Steps:\n1. Open\n2. Close\n--\n3. Open again\n4. Cry\n\nWhy?',
    'Steps:\n1. Open\n2. Close\n--\n3. Open again\n4. Cry\n\nWhy?',
  ],
  ['Error log:\n> at foo\n> at bar\n\nPlease help', 'Error log:\n> at foo\n> at bar\n\nPlease help'],
  [
    'Sent from my phone yesterday, but no answer came.\n\nWhy?',
    'Sent from my phone yesterday, but no answer came.\n\nWhy?',
  ],
  [
    'Здравствуйте.\n\nОтправлено с опозданием, простите.\n\nСчёт во вложении.',
    'Здравствуйте.\n\nОтправлено с опозданием, простите.\n\nСчёт во вложении.',
  ],
  [
    'We ordered on 3 March 2026 and your manager ann@x.example wrote:\n"It is shipped."\nBut nothing came.',
    'We ordered on 3 March 2026 and your manager ann@x.example wrote:\n"It is shipped."\nBut nothing came.',
  ],
  ['| a | b |\n| 1 | 2 |', '| a | b |\n| 1 | 2 |'],
  ['Спасибо.\n\n-- \nС уважением,\nАнна', 'Спасибо.'],
  ['Спасибо.\n\n-----\nС уважением,\nАнна', 'Спасибо.\n\n-----\nС уважением,\nАнна'],
]

describe('a reply', () => {
  it.each(cases)('%j', (text, visible) => {
    expect(cutQuoteText(text).visible).toBe(visible)
  })

  it('loses nothing: both parts together are the text', () => {
    const words = (text: string): string[] => text.match(/[\p{L}\p{N}]+/gu) ?? []
    for (const [text] of cases) {
      const { visible, quoted } = cutQuoteText(text)
      expect([...words(visible), ...words(quoted)].toSorted()).toEqual(words(text).toSorted())
    }
  })

  it('keeps answers between the quoted lines', () => {
    const text =
      'Hello,\n\nOn 3 March 2026, X <a@b.example> wrote:\n> Which?\n\nThe fifth.\n\n> Where?\n\nHere.\n'
    expect(cutQuoteText(text).visible).toBe('Hello,\n\n> Which?\n\nThe fifth.\n\n> Where?\n\nHere.')
  })

  it('keeps a forward whole when asked', () => {
    const text =
      'See below.\n\n---------- Forwarded message ---------\nFrom: X <a@b.example>\nDate: x\nSubject: y\nTo: z\n\nWords'
    expect(cutQuoteText(text, { keepsForwards: true })).toEqual({ visible: text, quoted: '' })
    expect(cutQuoteText(text).visible).toBe('See below.')
  })

  it('is quick with a long text', () => {
    for (const line of [
      'On 3 March 2026 10:15 a@b\n',
      'From: a\n',
      '> quoted\n',
      '-- \n',
      '-'.repeat(200) + '\n',
      'a@'.repeat(100) + '\n',
    ]) {
      const text = `Words\n${line.repeat(30_000)}`
      expect(cutQuoteText(text).visible.startsWith('Words')).toBe(true)
    }
  })
})
