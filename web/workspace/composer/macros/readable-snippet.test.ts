import { expect, test } from 'vitest'
import { readableSnippet } from './readable-snippet.ts'

const variables = [{ name: 'customer.polite_name', label: 'Имя и отчество клиента' }]

test('variables are said by what they mean, also one that is cut off at the end', () => {
  const said = (snippet: string) => readableSnippet(snippet, variables)
  expect(said('{{ customer.polite_name | default: "друг" }}, добрый день')).toBe(
    '[имя и отчество клиента], добрый день',
  )
  expect(said('{% if ticket.tags %}Да{% endif %}, {{ ticket.number | defau')).toBe('Да, [ticket.number]')
  expect(said('Привет, {{')).toBe('Привет,')
})
