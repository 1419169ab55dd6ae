import { describe, expect, it } from 'vitest'
import { highlight } from './highlight.ts'
import { extendTyping, parseQuery, queryText } from './query.ts'

const tsquery = (input: string): string => queryText(parseQuery(input))

describe('parseQuery', () => {
  it('asks for all words, in any form', () => {
    expect(tsquery('верните деньгами ')).toBe("(('вернуть')) & (('деньга'))")
    expect(tsquery('банки')).toBe("(('банк'|'банка'))")
  })

  it('asks for phrases in quotes of any kind, and leaves room for function words', () => {
    expect(tsquery('"не работает"')).toBe("(('не') <1> ('работать'))")
    expect(tsquery('«деньги на карту» заказ ')).toBe("(('деньга') <2> ('карта')) & (('заказ'))")
    expect(tsquery('"не закрыта кавычка')).toContain(' <1> ')
  })

  it('takes what is written together as a phrase, codes and addresses as one', () => {
    expect(tsquery('интернет-магазин')).toBe("(('интернет') <1> ('магазин'))")
    expect(tsquery('hd-1256')).toBe("('hd-1256' | (('hd') <1> ('1256')))")
    expect(tsquery('Petrov@Mail.example')).toBe("'petrov@mail.example'")
    expect(tsquery('+7 912 345-67-89')).toBe("'79123456789'")
  })

  it('finds nothing to look for in function words and signs', () => {
    expect(tsquery('и в на')).toBe('')
    expect(tsquery("& | ! <-> :* \\ '")).toBe('')
  })

  it('tells a word that may not be finished', () => {
    expect(parseQuery('заказ возвр').typing).toBe('возвр')
    expect(parseQuery('заказ возвр ').typing).toBeUndefined()
    expect(parseQuery('"заказ возвр"').typing).toBeUndefined()
    expect(parseQuery('во').typing).toBeUndefined()
    expect(queryText(extendTyping(parseQuery('заказ возвр'), ['возврат', 'возвращать']))).toBe(
      "(('заказ')) & (('возвр'|'возврат'|'возвращать'))",
    )
  })

  it('reads no more than a person types', () => {
    expect(parseQuery('слово '.repeat(10_000)).clauses.length).toBeLessThanOrEqual(12)
  })
})

describe('highlight', () => {
  const marked = (text: string, query: string): string[] =>
    highlight(text, parseQuery(query)).map(([start, end]) => text.slice(start, end))

  it('marks every form of the words', () => {
    expect(marked('Верните деньги! Деньгами не вернули.', 'вернуть деньги ')).toEqual([
      'Верните',
      'деньги',
      'Деньгами',
      'вернули',
    ])
  })

  it('marks a phrase only where its words stand in a row', () => {
    expect(marked('Не знаю, работает ли: чайник не работает', '"не работает"')).toEqual(['не работает'])
  })

  it('marks addresses, codes and what is being typed', () => {
    expect(marked('Пишите на Petrov@mail.example', 'petrov@mail.example')).toEqual(['Petrov@mail.example'])
    expect(marked('заказ HD-1256', 'hd-1256')).toEqual(['HD-1256'])
    expect(marked('возвращение', 'возвр')).toEqual(['возвращение'])
  })
})
