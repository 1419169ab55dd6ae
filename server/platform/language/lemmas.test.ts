import { describe, expect, it } from 'vitest'
import { foldWord, lemmas } from './lemmas.ts'

/** Every form of a line must meet the first: share a lemma with it. */
const FAMILIES = [
  'вернуть вернул вернула вернули верните вернёте вернут вернув вернувший',
  'возврат возврата возврату возвратом возврате возвраты возвратов',
  'человек человека человеку люди людей людям людьми',
  'ребёнок ребенка дети детей детям',
  'идти иду идёт шёл шла шли',
  'прийти пришёл пришел пришла придёт приду',
  'деньги денег деньгам деньгами',
  'заказ заказа заказу заказом заказы заказов заказах',
  'заказать заказал заказала заказали закажу закажите',
  'оплатить оплатил оплатила оплачу оплатите оплачен',
  'письмо письма письму писем письмами',
  'посылка посылки посылке посылок посылками',
  'хороший хорошая хорошего лучший лучше',
  'ёлка елка ёлки ёлок',
  'счёт счета счетов счетам',
  'день дня дни дней днями',
  'прислать пришлите прислал прислали',
  'битрикс битрикса битриксу битриксом битриксе',
  'айфон айфона айфоны айфонов',
  'refund refunds refunded refunding',
  'pay pays paid paying',
  'send sends sent sending',
  'delivery deliveries',
  'child children child’s',
  'go goes went gone going',
  'cancel cancels cancelled cancelling',
  'cafe café cafés',
].map((line) => line.split(' '))

/** Pairs that a search must keep apart. */
const STRANGERS = [
  ['уже', 'узкий'],
  ['мой', 'мыть'],
  ['для', 'длить'],
  ['заказ', 'приказ'],
  ['счёт', 'считать'],
  ['order', 'ordinary'],
]

describe('lemmas', () => {
  for (const [word = '', ...forms] of FAMILIES) {
    it(`${word} is found in all its forms`, () => {
      const strangers = forms.filter((form) => !lemmas(form).some((lemma) => lemmas(word).includes(lemma)))
      expect(strangers).toEqual([])
    })
  }

  for (const [one = '', other = ''] of STRANGERS) {
    it(`keeps ${one} and ${other} apart`, () => {
      expect(lemmas(one).filter((lemma) => lemmas(other).includes(lemma))).toEqual([])
    })
  }

  it('keeps both readings of an ambiguous form', () => {
    expect([...lemmas('банки')].toSorted()).toEqual(['банк', 'банка'])
  })

  it('knows no function words, and keeps those that mean something', () => {
    expect(['и', 'в', 'the', 'of'].flatMap(lemmas)).toEqual([])
    expect(lemmas('не')).toEqual(['не'])
  })

  it('writes Ё as Е whichever way it was typed', () => {
    expect(lemmas('ЁЛКА')).toEqual(lemmas('елка'))
    expect(lemmas('Е\u0308лка')).toEqual(lemmas('елка'))
    expect(foldWord('Customer’s')).toBe('customer')
  })

  it('leaves alone what belongs to neither language', () => {
    expect(lemmas('1256')).toEqual(['1256'])
    expect(lemmas('注文')).toEqual(['注文'])
    expect(lemmas('їжак')).toEqual(['їжак'])
    expect(lemmas('a'.repeat(65))).toEqual([])
  })
})
