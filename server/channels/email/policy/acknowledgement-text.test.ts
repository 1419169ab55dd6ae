import { expect, test } from 'vitest'
import { sectionDefaults } from '#contract/inbox-sections.ts'
import { writeAcknowledgement } from './acknowledgement-text.ts'

const values = {
  ticket: { number: 'HD-12', subject: 'Where is my parcel?', url: '' },
  customer: { name: 'Anna' },
  inbox: { name: 'Support', address: 'support@desk.example' },
  desk: { name: 'Desk' },
}

test('links of the template are links', () => {
  const body = 'See https://desk.example/help.'
  expect(writeAcknowledgement({ subject: 'x', body }, values).html).toContain(
    'href="https://desk.example/help"',
  )
})

test('a letter in somebody’s name makes us say no address of its own to them', () => {
  const spam = {
    ...values,
    ticket: {
      number: 'HD-12',
      subject: 'You won: HTTPS://evil.example/win at www.evil.example or evil.example/x',
      url: '',
    },
    customer: { name: 'Visit http://evil.example' },
  }
  for (const template of [
    sectionDefaults.acknowledgement.en,
    { subject: '', body: '{{ ticket.subject }}' },
  ]) {
    const { subject, html, text } = writeAcknowledgement(template, spam)
    expect(`${subject} ${html} ${text}`).not.toMatch(/evil/i)
    expect(`${subject} ${text}`).toContain('You won: …')
  }
  const usual = writeAcknowledgement(sectionDefaults.acknowledgement.en, {
    ...values,
    ticket: { number: 'HD-12', subject: 'Счёт №5.2 за т. 3/4, v1.2.3 и т.д.', url: '' },
  })
  expect(usual.subject).toContain('Счёт №5.2 за т. 3/4, v1.2.3 и т.д.')
})
