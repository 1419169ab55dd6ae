import { expect, test } from 'vitest'
import { isNarrowed, readLettersSearch, readOutboxName, readOutboxSearch } from './mail-search.ts'

test('an address typed by hand opens what can be understood of it', () => {
  expect(readLettersSearch({ state: 'ignored', inbox: '3', q: 777, from: '2026-11-01', letter: 5 })).toEqual({
    state: 'ignored',
    inbox: 3,
    q: '777',
    from: '2026-11-01',
    to: undefined,
    letter: 5,
  })
  expect(isNarrowed(readLettersSearch({ state: 'gone', inbox: -1, from: 'yesterday', letter: 5 }))).toBe(
    false,
  )
  expect(readOutboxSearch({ state: 'attention', kind: 'x', letter: 'letter-7' })).toMatchObject({
    state: 'attention',
    kind: undefined,
    letter: 'letter-7',
  })
  expect(readOutboxName('system-12')).toEqual({ kind: 'system', id: 12 })
  expect(readOutboxName('letter-12x')).toBeNull()
})
