import { describe, expect, it } from 'vitest'
import { judgeLetter } from './automated.ts'
import { readBounce } from './bounce.ts'
import { parseLetter } from '../parse.ts'

const report = (text: string, headers = ''): ReturnType<typeof parseLetter> =>
  parseLetter(
    Buffer.from(
      `From: Mail Delivery System <mailer-daemon@mx.example>\r\nTo: desk@d.example\r\nSubject: Undelivered mail\r\n${headers}\r\n${text.replace(/\n/g, '\r\n')}`,
    ),
  )
const read = (text: string): (string | boolean | null)[][] =>
  readBounce(report(text)).recipients.map((one) => [
    one.address,
    one.reason,
    one.isPermanent,
    one.isAddressDead,
  ])

describe('a report in words', () => {
  it('tells of every recipient with its own reason', () => {
    expect(
      read(
        'Could not be delivered:\n\n<a@c.example>:\nUser unknown\n\n<b@c.example>:\nMailbox is full\n\n<c@c.example>:\n550 5.7.1 blocked as spam\n',
      ),
    ).toEqual([
      ['a@c.example', 'no_mailbox', true, true],
      ['b@c.example', 'mailbox_full', false, false],
      ['c@c.example', 'refused', true, false],
    ])
  })

  it.each([
    ['550 Unknown user a@c.example (in reply to end of DATA command)', 'refused', false],
    ['550 Unknown user a@c.example (in reply to RCPT TO command)', 'no_mailbox', true],
    ['550 5.1.1 a@c.example: user unknown (in reply to end of DATA command)', 'no_mailbox', true],
    ['553 5.1.0 d.example does not exist (in reply to MAIL FROM command)', 'refused', false],
    ['550 <a@c.example>: Recipient address rejected', 'no_mailbox', true],
    ['550 <a@c.example>: Recipient address rejected.', 'no_mailbox', true],
    ['550 Rejected', 'unknown', false],
    ['521 5.3.2 c.example does not accept mail', 'no_domain', true],
    ['450 4.1.1 User unknown', 'no_mailbox', false],
    ['550 5.1.1 203.0.113.1 has sent to too many recipients this hour', 'refused', false],
  ])('%s', (words, reason, isDead) => {
    expect(
      read(`Delivery failed.\n\n<a@c.example>: host mx.c.example said: ${words}\n`)[0]?.slice(1),
    ).toEqual([reason, !words.startsWith('4'), isDead])
  })

  it('says itself whether it is final', () => {
    const full = (words: string): boolean | null | string | undefined =>
      read(`${words}\n\na@c.example\n\nThe mailbox is full.\n`)[0]?.[2]
    expect(full('Delivery to the following recipient failed permanently:')).toBe(true)
    expect(full('Could not be delivered:')).toBe(false)
  })
})

it('a report that a filter wrapped into one of its own is read', () => {
  const inner = [
    'From: mailer-daemon@mx.example',
    'Content-Type: multipart/report; report-type=delivery-status; boundary=i',
    '',
    '--i',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.example',
    '',
    'Final-Recipient: rfc822; a@c.example',
    'Action: failed',
    'Status: 5.1.1',
    '--i--',
  ].join('\r\n')
  const letter = report(
    `--o\nContent-Type: text/plain\n\nThe following addresses had permanent delivery errors\n--o\nContent-Type: message/rfc822\n\n${inner}\n--o--\n`,
    'Content-Type: multipart/mixed; boundary=o\r\n',
  )
  expect(judgeLetter(letter).kind).toBe('bounce')
  expect(readBounce(letter).recipients).toMatchObject([{ address: 'a@c.example', isAddressDead: true }])
})

it('a delay is no failure, whatever its status says', () => {
  const letter = report(
    '--o\nContent-Type: text/plain\n\nStill trying.\n--o\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; a@c.example\nAction: delayed\nStatus: 5.1.1\n--o--\n',
    'Content-Type: multipart/report; report-type=delivery-status; boundary=o\r\n',
  )
  expect(readBounce(letter).recipients).toMatchObject([
    { address: 'a@c.example', outcome: 'delayed', isPermanent: false, isAddressDead: false },
  ])
})

describe('a report in another language', () => {
  it.each([
    ['Non remis : Votre commande', 'L’adresse kunde@x.example est introuvable.'],
    ['Non recapitabile: Il suo ordine', 'kunde@x.example\nL’indirizzo immesso non è stato trovato.'],
    ['Não é possível entregar: pedido', 'kunde@x.example: usuário desconhecido'],
    ['Niedostarczone: zamówienie', 'kunde@x.example\nNie można odnaleźć wprowadzonego adresu.'],
    ['Kan inte levereras: Din beställning', 'kunde@x.example\nDet gick inte att hitta e-postadressen.'],
    ['Kan ikke leveres: Din ordre', 'kunde@x.example\nDen angivne adresse blev ikke fundet.'],
    ['Ei voi toimittaa: Tilauksesi', 'kunde@x.example\nSähköpostiosoitetta ei löydy.'],
    ['Teslim edilemedi: Siparişiniz', 'kunde@x.example\nGirdiğiniz adres bulunamadı.'],
    ['Не удается доставить: Ваш заказ', 'kunde@x.example\nНе удалось найти введённый адрес.'],
    ['Не вдалося доставити: замовлення', 'kunde@x.example\nНе вдалося знайти введену адресу.'],
    ['未送达: 您的订单', 'kunde@x.example\n找不到您输入的电子邮件地址。'],
    ['無法傳遞: 您的訂單', 'kunde@x.example\n找不到您輸入的電子郵件地址。'],
    ['メールを配信できませんでした', 'kunde@x.example\n宛先のユーザーが存在しません。'],
    ['배달되지 않음: 주문', 'kunde@x.example\n입력한 주소를 찾을 수 없습니다.'],
    ['Nelivrat: Comanda', 'kunde@x.example\nAdresa nu a fost găsită.'],
  ])('%s', (subject, text) => {
    for (const from of [
      'postmaster@x.example',
      'Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@x.example>',
    ]) {
      const letter = parseLetter(
        Buffer.from(`Return-Path: <>\nFrom: ${from}\nTo: desk@d.example\nSubject: ${subject}\n\n${text}\n`),
      )
      expect(judgeLetter(letter).kind).toBe('bounce')
      expect(readBounce(letter).recipients).toMatchObject([
        { address: 'kunde@x.example', isAddressDead: true },
      ])
    }
  })

  it('is one though its subject is in a language nobody here knows', () => {
    const letter = (to: string): ReturnType<typeof parseLetter> =>
      parseLetter(
        Buffer.from(
          `Return-Path: <>\nFrom: MAILER-DAEMON@x.example\nTo: desk@d.example\nSubject: Xyz\n\nAbc ${to} def.\n`,
        ),
      )
    expect(judgeLetter(letter('kunde@x.example')).kind).toBe('bounce')
    expect(judgeLetter(letter('desk@d.example')).kind).not.toBe('bounce')
  })

  it('does not condemn a group that may not exist', () => {
    const text =
      'The group (kunde@x.example) does not exist, or you may not post.\nhttps://groups.google.com/support/'
    expect(read(text)).toEqual([['kunde@x.example', 'refused', true, false]])
  })
})

it.each(['Automatic reply: Undeliverable: Your order', 'Abwesenheitsnotiz: Unzustellbar: Bestellung'])(
  'takes no absent person for a report: %s',
  (subject) => {
    const letter = parseLetter(
      Buffer.from(
        `Return-Path: <>\nFrom: Kunde <kunde@x.example>\nTo: desk@d.example\nSubject: ${subject}\n\nMy mailbox is full, 550 5.1.1\n`,
      ),
    )
    expect(judgeLetter(letter).kind).toBe('auto_reply')
  },
)

it.each([
  ['Royal Mail Delivery <noreply@post.example>', 'Your parcel', 'We were unable to deliver it. rejected', ''],
  ['Delivery <delivery@shop.example>', 'Delivery failed', 'Your parcel was returned to sender.', ''],
  [
    'Shop <noreply@shop.example>',
    'Order 5: delivery problem',
    'The courier could not deliver it.',
    'Return-Path: <>\n',
  ],
  ['Почта <info@post.example>', 'Отправление не доставлено', 'Возврат отправителю.', ''],
])('takes what a carrier writes of a parcel for no report: %s', (from, subject, text, headers) => {
  const letter = parseLetter(
    Buffer.from(`${headers}From: ${from}\nTo: desk@d.example\nSubject: ${subject}\n\n${text}\n`),
  )
  expect(judgeLetter(letter).kind).not.toBe('bounce')
})

it.each([
  ['{"notificationType":"Bounce","bounce":{}}', 'bounce'],
  ['{\n  "eventType" : "Complaint",\n  "complaint": {}\n}', 'complaint'],
  ['{"Type":"Notification","Message":"{\\"notificationType\\":\\"Bounce\\"}"}', 'bounce'],
  ['{"notificationType":"Delivery"}', 'person'],
  ['Our log says {"notificationType":"Bounce"}', 'person'],
])('knows what Amazon writes: %s', (text, kind) => {
  const letter = parseLetter(
    Buffer.from(`From: no-reply@sns.example\nSubject: AWS Notification Message\n\n${text}\n`),
  )
  expect(judgeLetter(letter).kind).toBe(kind)
})
