import { describe, expect, it } from 'vitest'
import { judgeLetter } from './automated.ts'
import { readBounce } from './bounce.ts'
import { parseLetter } from './parse.ts'

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
