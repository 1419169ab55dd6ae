import { describe, expect, it } from 'vitest'
import { documentVectors } from './document.ts'

const vector = (text: string): string => documentVectors([{ weight: 'D', text }]).join(' / ')

describe('documentVectors', () => {
  it('gives lemmas with positions and weights', () => {
    expect(
      documentVectors([
        { weight: 'A', text: 'Возврат заказа' },
        { weight: 'D', text: 'Верните за заказ' },
      ]),
    ).toEqual(["'возврат':2A 'заказ':3A,7 'вернуть':5"])
  })

  it('keeps codes, addresses and telephone numbers whole and in parts', () => {
    expect(vector('HD-1256')).toBe("'hd':2 'hd-1256':2 '1256':3")
    expect(vector('Ivan.Petrov@mail.example')).toContain("'ivan.petrov@mail.example':2")
    expect(vector('petrov@mail.example')).toContain("'petrov':2")
    expect(vector('8 (912) 345-67-89')).toContain("'79123456789':2")
    expect(vector('+79123456789')).toContain("'79123456789':2")
  })

  it('survives quotes, zero bytes and lone surrogates', () => {
    expect(vector("d'Artagnan \u0000 \\ ' \ud800 кот")).toBe("'dartagnan':2 'кот':3")
  })

  it('is empty for a text without words', () => {
    expect(documentVectors([{ weight: 'D', text: '… — !' }])).toEqual([])
  })

  it('divides a very long text instead of losing its end or PostgreSQL’s limits', () => {
    const numbers = Array.from({ length: 30_000 }, (_, n) => `n${n}`).join(' ')
    const vectors = documentVectors([{ weight: 'D', text: numbers }])
    expect(vectors.length).toBeGreaterThan(7)
    expect(vectors.at(-1)).toContain("'n29999':")
    expect(documentVectors([{ weight: 'D', text: 'кот '.repeat(50_000) }])[0]?.split(',').length).toBe(255)
  })

  it('stops reading where nobody writes by hand', () => {
    expect(documentVectors([{ weight: 'D', text: `${'кот '.repeat(100_000)}собака` }]).join()).not.toContain(
      'собака',
    )
  })
})
