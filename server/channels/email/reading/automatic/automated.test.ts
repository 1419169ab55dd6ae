import { describe, expect, it } from 'vitest'
import { judgeLetter } from './automated.ts'
import { parseLetter } from '../parse.ts'

const letter = (headers: string, body = 'Hello\n') => parseLetter(Buffer.from(`${headers}\n\n${body}`))
const person = 'From: ann@customer.example\nSubject: Question'

describe('what forbids an answer', () => {
  it.each([
    'Auto-Submitted: auto-replied',
    'Auto-Submitted: auto-generated; owner-email="x@y.example"',
    'X-Autoreply: yes',
    'X-Autorespond: Vacation',
    'X-Autoresponder: yes',
    'X-Auto-Reply: yes',
    'X-Auto-Response-Suppress: DR, RN, NRN',
    'Auto-Submitted: auto-notified',
    'List-Post: <mailto:x@y.example>',
    'X-Auto-Response-Suppress: OOF, AutoReply',
    'X-FC-MachineGenerated: true',
    'Precedence: auto_reply',
    'Precedence: bulk',
    'Precedence: junk',
    'Precedence: list',
    'List-Id: <news.shop.example>',
    'List-Unsubscribe: <mailto:x@y.example>',
    'X-Loop: support@desk.example',
    'Return-Path: <>',
    'X-Auto-Response-Suppress: All',
  ])('%s', (header) => {
    expect(judgeLetter(letter(`${person}\n${header}`)).mayAnswer).toBe(false)
  })

  it.each([
    'mailer-daemon@x.example',
    'postmaster@x.example',
    'no-reply@x.example',
    'noreply@x.example',
    'donotreply@x.example',
    'bounces@x.example',
  ])('a sender like %s', (address) => {
    expect(judgeLetter(letter(`From: ${address}\nSubject: Question`)).mayAnswer).toBe(false)
  })

  it('our own inbox, with a plus part or without', () => {
    const options = { ownAddresses: ['support@desk.example'] }
    expect(judgeLetter(letter('From: Support@desk.example\nSubject: x'), options).mayAnswer).toBe(false)
    expect(judgeLetter(letter('From: support+1-a@desk.example\nSubject: x'), options).mayAnswer).toBe(false)
    expect(judgeLetter(letter(person), options).mayAnswer).toBe(true)
  })

  it('our own Message-ID, a null envelope sender, nobody at all', () => {
    expect(judgeLetter(letter(person), { isOwnMessageId: true }).mayAnswer).toBe(false)
    expect(judgeLetter(letter(person), { envelopeFrom: '' }).mayAnswer).toBe(false)
    expect(judgeLetter(letter('Subject: x')).mayAnswer).toBe(false)
  })
})

describe('what does not', () => {
  it.each([
    'Auto-Submitted: no',
    'Precedence: first-class',
    'X-Autoreply: no',
    'X-Auto-Response-Suppress: None',
    'Return-Path: <ann@customer.example>',
    'X-Priority: 1',
  ])('%s', (header) => {
    expect(judgeLetter(letter(`${person}\n${header}`))).toEqual({
      kind: 'person',
      reasons: [],
      mayAnswer: true,
    })
  })
})

describe('the kind', () => {
  it.each([
    ['Out of Office: Re: x', 'auto_reply'],
    ['Automatic reply: x', 'auto_reply'],
    ['Автоответ: x', 'auto_reply'],
    ['Автоматический ответ: x', 'auto_reply'],
    ['В отпуске до 15 марта', 'auto_reply'],
    ['Abwesenheitsnotiz: x', 'auto_reply'],
    ['Réponse automatique : x', 'auto_reply'],
    ['Re: your automatic reply feature', 'person'],
    ['Автоответчик не работает, помогите', 'person'],
    ['Автоответчик: Re: x', 'auto_reply'],
    ['В отпуске не приходит почта', 'person'],
    ['Out of office reply is not sent', 'person'],
    ['Out of Office', 'auto_reply'],
    ['Не доставлен заказ', 'person'],
    ['Undeliverable goods', 'person'],
  ])('of "%s" is %s', (subject, kind) => {
    expect(judgeLetter(letter(`From: ann@customer.example\nSubject: ${subject}`)).kind).toBe(kind)
  })

  it('of a daemon’s report is bounce, whatever its language', () => {
    for (const subject of [
      'Undelivered Mail Returned to Sender',
      'Не доставлено: x',
      'Недоставленное сообщение',
      'Unzustellbar: x',
      'x',
    ]) {
      const report = letter(
        `From: MAILER-DAEMON@mx.example\nSubject: ${subject}`,
        'The letter could not be delivered: 550 5.1.1 user unknown',
      )
      expect(judgeLetter(report).kind).toBe('bounce')
    }
  })

  it('of a person who writes about bounces is person', () => {
    for (const subject of [
      'Undelivered Mail Returned to Sender',
      'Re: Delivery Status Notification (Failure)',
      'Письмо не доставлено',
    ]) {
      expect(
        judgeLetter(
          letter(`From: ann@customer.example\nSubject: ${subject}`, 'I got 550 5.1.1 user unknown. Help!'),
        ).kind,
      ).toBe('person')
    }
  })
})
