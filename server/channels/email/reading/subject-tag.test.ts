import { describe, expect, it } from 'vitest'
import { bareSubject, findSubjectTags, isForwardSubject, subjectTag } from './subject-tag.ts'

describe('the tag in a subject', () => {
  it.each([
    [`Re: Printer ${subjectTag('HD', 1256)}`, [1256]],
    ['re: [hd-7] printer', [7]],
    ['RE: [ HD-7 ] printer', [7]],
    ['Re: [HD–7] printer', [7]],
    ['Re: [#HD-7] printer', [7]],
    ['Re: [OLD-3] printer [HD-12]', [12, 3]],
    ['Re: [HD-12] and [HD-12]', [12]],
    ['Re: HD-7', []],
    ['Re: [XX-7]', []],
    ['Re: [HD-7x]', []],
    ['Re: [HD-99999999999999999999]', []],
  ])('%s', (subject, numbers) => {
    expect(findSubjectTags(subject, ['HD', 'OLD'])).toEqual(numbers)
  })

  it('takes a prefix as it is, whatever characters it has', () => {
    expect(findSubjectTags('[A.B-1] [AxB-2]', ['A.B'])).toEqual([1])
    expect(findSubjectTags('Re: [ОТК-5]', ['отк'])).toEqual([5])
    expect(findSubjectTags('[HD-1]', [])).toEqual([])
  })
})

describe('a forward', () => {
  it.each([
    'Fwd: x',
    'FW: x',
    'WG: x',
    'Re: Fwd: x',
    'TR: x',
    'Пересл: x',
    'Fwd[2]: x',
    'Doorst: x',
    '转发：x',
  ])('is %s', (subject) => {
    expect(isForwardSubject(subject)).toBe(true)
  })
  it.each(['Re: x', 'Forward planning', 'x Fwd: y', 'Ответ: x', ''])('is not %s', (subject) => {
    expect(isForwardSubject(subject)).toBe(false)
  })
})

it('says the subject without what programs add', () => {
  expect(bareSubject('Re: RE: Ответ: Fwd: AW[3]: Принтер [HD-7] сломан [HD-7]', ['HD'])).toBe(
    'Принтер сломан',
  )
  expect(bareSubject('Report: the printer', ['HD'])).toBe('Report: the printer')
})
