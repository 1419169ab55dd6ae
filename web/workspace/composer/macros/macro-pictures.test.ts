import { expect, test } from 'vitest'
import { macroFromWire, macroToWire, picturesOf } from './macro-pictures.ts'

test('a picture of a macro, or one that is to be, has an address here and a name on the wire', () => {
  const here = '<img src="/api/v1/macro-files/5?inline=true"><img alt="x" src="/api/v1/files/5?inline=true">'
  const wire = '<img src="cid:macro-file-5"><img alt="x" src="cid:file-5">'
  expect(macroToWire(here)).toBe(wire)
  expect(macroFromWire(wire)).toBe(here)
  expect(picturesOf(wire)).toMatchObject([
    { contentId: 'macro-file-5', url: '/api/v1/macro-files/5' },
    { contentId: 'file-5', url: '/api/v1/files/5' },
  ])
  expect(picturesOf('<p>cid:file-5</p><img src="cid:other">')).toEqual([])
})
