import { describe, expect, it } from 'vitest'
import { summarizeCalendar } from './calendar.ts'
import { parseLetter } from './parse.ts'

const event = (method: string, ...lines: string[]): string =>
  ['BEGIN:VCALENDAR', `METHOD:${method}`, 'BEGIN:VEVENT', ...lines, 'END:VEVENT', 'END:VCALENDAR'].join(
    '\r\n',
  )

describe('an invitation in words', () => {
  it('says what, when, where and who', () => {
    expect(
      summarizeCalendar(
        event(
          'REQUEST',
          'SUMMARY:Contract\\, part two',
          'DTSTART:20260401T100000Z',
          'DTEND:20260401T113000Z',
          'LOCATION:Room 5',
          'ORGANIZER;CN="Lee, Ann":mailto:ann@c.example',
          'ATTENDEE;CN=Support;RSVP=TRUE:mailto:support@d.example',
          'ATTENDEE:MAILTO:bob@c.example',
          'RRULE:FREQ=WEEKLY;COUNT=4',
          'BEGIN:VALARM',
          'DESCRIPTION:Reminder',
          'END:VALARM',
          'DESCRIPTION:Bring the',
          '  papers.\\nThanks.',
        ),
      ),
    ).toBe(
      [
        'Invitation: Contract, part two',
        'When: 1 April 2026, 10:00–11:30 (UTC)',
        'Repeats: weekly',
        'Where: Room 5',
        'Organizer: Lee, Ann <ann@c.example>',
        'Attendees: Support <support@d.example>, bob@c.example',
        '',
        'Bring the papers.',
        'Thanks.',
      ].join('\n'),
    )
  })

  it.each([
    ['DTSTART;VALUE=DATE:20260401', 'DTEND;VALUE=DATE:20260402', '1 апреля 2026 г.'],
    ['DTSTART;VALUE=DATE:20260401', 'DTEND;VALUE=DATE:20260404', '1 апреля 2026 г. – 3 апреля 2026 г.'],
    [
      'DTSTART;TZID=Europe/Moscow:20260401T100000',
      'DURATION:PT1H30M',
      '1 апреля 2026 г., 10:00–11:30 (Europe/Moscow)',
    ],
    ['DTSTART:20260401T230000', 'DTEND:20260402T010000', '1 апреля 2026 г., 23:00 – 2 апреля 2026 г., 01:00'],
    ['DTSTART:20260401T100000', 'X-NOTHING:1', '1 апреля 2026 г., 10:00'],
  ])('%s %s', (start, end, when) => {
    expect(summarizeCalendar(event('REQUEST', 'SUMMARY:Встреча', start, end))).toBe(
      `Приглашение: Встреча\nКогда: ${when}`,
    )
  })

  it.each([
    ['CANCEL', '', 'Отменено'],
    ['REPLY', ';PARTSTAT=ACCEPTED', 'Принято'],
    ['REPLY', ';PARTSTAT=DECLINED', 'Отклонено'],
    ['REPLY', ';PARTSTAT=TENTATIVE', 'Под вопросом'],
    ['COUNTER', '', 'Предложено другое время'],
  ])('tells an answer: %s%s', (method, status, word) => {
    expect(
      summarizeCalendar(event(method, 'SUMMARY:Встреча', `ATTENDEE${status}:mailto:ann@c.example`)),
    ).toBe(`${word}: Встреча\nУчастники: ann@c.example`)
  })

  it('survives nonsense', () => {
    for (const source of ['', 'BEGIN:VEVENT', 'DTSTART:99999999T999999Z', 'A'.repeat(10_000), '\0:\n;;;:::'])
      expect(summarizeCalendar(source)).toEqual(expect.any(String))
  })
})

it('stands in for the text of a letter that has none, and only then', () => {
  const letter = (text: string): string =>
    parseLetter(
      Buffer.from(
        `From: a@b.example\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n${text}\r\n--b\r\nContent-Type: text/calendar\r\n\r\n${event('REQUEST', 'SUMMARY:Meeting')}\r\n--b--\r\n`,
      ),
    ).text
  expect(letter('<p>&nbsp;</p>')).toBe('Invitation: Meeting')
  expect(letter('<p>Hello</p>')).toBe('Hello')
})
