import { describe, expect, it } from 'vitest'
import { findForwardedLetter } from './forward.ts'

describe('a forwarded letter', () => {
  it.each([
    [
      'Gmail',
      'Fwd: Order',
      'Please help.\n\n---------- Forwarded message ---------\nFrom: Ann Lee <ann@x.example>\nDate: Tue, Mar 3, 2026 at 10:15 AM\nSubject: Order\nTo: <agent@desk.example>\n\nWhere is it?',
    ],
    [
      'Outlook',
      'FW: Order',
      'Please help.\n\nFrom: Ann Lee <ann@x.example>\nSent: Tuesday, March 3, 2026 10:15\nTo: agent@desk.example\nSubject: Order\n\nWhere is it?',
    ],
    [
      'Outlook, German',
      'WG: Order',
      'Please help.\n\nVon: Ann Lee <ann@x.example>\nGesendet: Dienstag, 3. März 2026 10:15\nAn: agent@desk.example\nBetreff: Order\n\nWhere is it?',
    ],
    [
      'Apple Mail',
      'Fwd: Order',
      'Please help.\n\n> Begin forwarded message:\n> \n> From: Ann Lee <ann@x.example>\n> Subject: Order\n> Date: 3 March 2026\n> To: agent@desk.example\n> \n> Where is it?',
    ],
    [
      'Яндекс',
      'Fwd: Order',
      'Please help.\n\n-------- Пересылаемое сообщение --------\nОт: Ann Lee <ann@x.example>\nДата: 3 марта 2026\nТема: Order\nКому: agent@desk.example\n\nWhere is it?',
    ],
    [
      'Mail.ru',
      'Fwd: Order',
      'Please help.\n\n-------- Пересылаемое сообщение --------\nОт кого: Ann Lee <ann@x.example>\nКому: agent@desk.example\nДата: вторник, 3 марта 2026\nТема: Order\n\nWhere is it?',
    ],
    [
      'Thunderbird',
      'Fwd: Order',
      'Please help.\n\n-------- Forwarded Message --------\nSubject: \tOrder\nDate: \tTue, 3 Mar 2026\nFrom: \tAnn Lee <ann@x.example>\nTo: \tagent@desk.example\n\n\n\nWhere is it?',
    ],
    [
      'Yahoo, all in a line',
      'Fw: Order',
      'Please help.\n\n  ----- Forwarded Message ----- From: Ann Lee <ann@x.example>To: "agent@desk.example" <agent@desk.example>Sent: Tuesday, March 3, 2026, 10:15:00 AM GMT+3Subject: Order\n Where is it?',
    ],
    [
      'an introduction only',
      'FW: Order',
      'Please help.\n\nOn 3/3/26, 10:15, "Ann Lee" <ann@x.example> wrote:\n\n    Where is it?',
    ],
  ])('%s', (_name, subject, text) => {
    const found = findForwardedLetter({ subject, text })
    expect(found).toMatchObject({
      from: { name: 'Ann Lee', address: 'ann@x.example' },
      subject: 'Order',
      comment: 'Please help.',
    })
    expect(found?.text.trim()).toBe('Where is it?')
  })

  it.each([
    [
      'an ordinary answer',
      'Re: Order',
      'Thanks.\n\nOn 3/3/26, 10:15, "Ann Lee" <ann@x.example> wrote:\n> Where is it?',
    ],
    [
      'an answer from Outlook',
      'RE: Order',
      'Thanks.\n\nFrom: Ann Lee <ann@x.example>\nSent: Tuesday\nTo: agent@desk.example\nSubject: Order\n\nWhere is it?',
    ],
    ['no quote at all', 'Fwd: Order', 'Please help.'],
  ])('is not found in %s', (_name, subject, text) => {
    expect(findForwardedLetter({ subject, text })).toBeNull()
  })
})
