import { expect, it } from 'vitest'
import { findForwardedLetter } from './forward.ts'

const words = 'My order has not arrived.\n\nJohn'
const note = 'Please take care of this one.\n\nAnna'
const find = (text: string, subject = ''): ReturnType<typeof findForwardedLetter> =>
  findForwardedLetter({ text, subject })
const right = {
  from: { name: 'John Doe', address: 'john@acme.example' },
  subject: 'Order 123',
  text: words,
  comment: note,
}

it.each([
  ['VS: Order 123', 'Fra', 'Sendt', 'Til', 'Emne'],
  ['İLT: Order 123', 'Kimden', 'Gönderildi', 'Kime', 'Konu'],
  ['ΠΡΘ: Order 123', 'Από', 'Στάλθηκε', 'Προς', 'Θέμα'],
  ['הועבר: Order 123', 'מאת', 'נשלח', 'אל', 'נושא'],
  ['轉寄: Order 123', '寄件者', '寄件日期', '收件者', '主旨'],
  ['Pārs: Order 123', 'No', 'Nosūtīts', 'Kam', 'Tēma'],
  ['Пересылка: Order 123', 'От', 'Отправлено', 'Кому', 'Тема'],
])('%s, as Outlook forwards', (subject, from, sent, to, about) => {
  const block = `${from}: John Doe <john@acme.example>\n${sent}: 3.3.2026 10:15\n${to}: Desk <s@d.example>\n${about}: Order 123`
  expect(find(`${note}\n\n${block}\n\n${words}`, subject)).toMatchObject(right)
})

it('takes a Finnish answer for no forward', () => {
  const block =
    'Lähettäjä: John Doe <john@acme.example>\nLähetetty: 3.3.2026 10:15\nVastaanottaja: Desk\nAihe: Order'
  expect(find(`Kiitos!\n\n${block}\n\nHei`, 'VS: Order')).toBeNull()
})

it.each(['开始转发的邮件：', '전달된 메시지:', '転送されたメッセージ:', 'Začátek přeposílané zprávy:'])(
  'Apple Mail: %s',
  (announcement) => {
    const block =
      '> From: John Doe <john@acme.example>\n> Subject: Order 123\n> Date: 3 March 2026\n> To: s@d.example\n> \n'
    const quoted = words.replace(/^/gm, '> ')
    expect(find(`${note}\n\n${announcement}\n\n${block}${quoted}`)).toMatchObject(right)
  },
)

it('Yandex, with an introduction and a mark at the end', () => {
  const text = `${note}\n\n-------- Пересылаемое сообщение --------\n03.03.2026, 10:15, "John Doe" <john@acme.example>:\n\n${words}\n-------- Конец пересылаемого сообщения --------`
  expect(find(text, 'Fwd: Order 123')).toMatchObject(right)
})

it('Yahoo, whose Portuguese forgets a colon', () => {
  const text = `----- Mensagem reencaminhada ----- De: John Doe <john@acme.example>Para: "s@d.example" <s@d.example>Enviado: terça-feira, 2 de novembro de 2021, 09:26:50 CETAssunto Order 123\n ${words}`
  expect(find(text)).toMatchObject({ ...right, comment: '' })
})

it('a subject that is wrapped', () => {
  const text = `---------- Forwarded message ---------\nFrom: John Doe <john@acme.example>\nSubject: Order 123 and\nmore\nTo: s@d.example\n\n${words}`
  expect(find(text)).toMatchObject({ subject: 'Order 123 and more', text: words })
})
