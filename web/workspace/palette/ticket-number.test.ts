import { expect, test } from 'vitest'
import { ticketNumber } from './ticket-number.ts'

test('a ticket number is known however it is written', () => {
  for (const text of ['1256', 'HD-1256', 'hd1256', '#1256', '№ 1256', ' HD 1256 '])
    expect(ticketNumber(text, 'HD')).toBe(1256)
  expect(ticketNumber('Тикет-7', 'Тикет')).toBe(7)
  for (const text of ['', '0', 'XX-1256', '12 56', '1256a', 'возврат'])
    expect(ticketNumber(text, 'HD')).toBeNull()
})
