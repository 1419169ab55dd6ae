import { describe, expect, test } from 'vitest'
import en from '#locales/en.json' with { type: 'json' }
import ru from '#locales/ru.json' with { type: 'json' }
import { sectionDefaults } from '#contract/inbox-sections.ts'
import { differenceAt, excerpt, factsOf, valueKey } from './audit-values.ts'

const at = (tree: unknown, key: string): unknown =>
  key.split('.').reduce((node, name) => (node as Record<string, unknown> | undefined)?.[name], tree)

test('facts within facts are told by their path; what is in two languages is one', () => {
  const names = { ru: 'Отдел', en: 'Team' }
  expect(factsOf({ names, to: { smtp: { port: 25 }, imap: null }, memberIds: [1] })).toEqual([
    ['names', names],
    ['smtp.port', 25],
    ['imap', null],
    ['memberIds', [1]],
  ])
})

describe.each(Object.entries({ ru, en }))('in the catalog of %s', (_, catalog) => {
  const connection = { host: '', port: 1, security: 'tls', user: '', folder: '', password: 'changed' }
  const inbox = {
    imap: connection,
    smtp: connection,
    sendsBy: 'smtp',
    receivesBy: 'graph',
    ...sectionDefaults,
  }
  const changed = ['name', 'url', 'types', 'teamIds', 'inboxIds', 'headers']
  const webhook = [
    ...changed.map((field) => ['changed', field] as const),
    ...['active', 'paused', 'disabled'].map((state) => ['webhookState', state] as const),
    ...['gone', 'failing', 'hand'].map((reason) => ['because', reason] as const),
  ]
  test.each(webhook)('of a webhook, %s has words: %s', (path, value) => {
    expect(at(catalog, valueKey(path, value) ?? '')).toBeTypeOf('string')
  })

  test.each(factsOf(inbox))('%s has a name', (path) => {
    expect(at(catalog, `settings.audit.field.${path.replaceAll('.', '_')}`)).toBeTypeOf('string')
  })

  test.each(factsOf(inbox).filter(([path, value]) => valueKey(path, value) !== null))(
    'and what %s says has words: %s',
    (path, value) => {
      expect(at(catalog, valueKey(path, value) ?? '')).toBeTypeOf('string')
    },
  )
})

test('a template is told by its first words', () => {
  expect(excerpt('<p>Best\n regards,</p><b>Support</b>')).toBe('Best regards, Support')
  expect(excerpt('x'.repeat(500))).toHaveLength(120)
})

test('and a change of a long one from where it differs', () => {
  const before = `${'Same words. '.repeat(20)}Old end`
  const after = `${'Same words. '.repeat(20)}New end, longer`
  const from = differenceAt(before, after)
  expect([excerpt(before, from), excerpt(after, from)]).toEqual([
    '…words. Same words. Same words. Old end',
    '…words. Same words. Same words. New end, longer',
  ])
  expect(differenceAt('Short', 'Shorter')).toBe(0)
  expect(differenceAt(null, 'x')).toBe(0)
})
