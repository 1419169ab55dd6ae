import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { decodeBytes, normalizeCharset } from './charset.ts'

const russian = 'Здравствуйте! Принтер на втором этаже не печатает, помогите, пожалуйста.'
const ukrainian = 'Добрий день! Їхній рахунок є, ґанок теж.'
const french = 'Café – “naïve” œuvre, 5 €'
const polish = 'Zażółć gęślą jaźń'
const greek = 'Καλημέρα σας, κύριε'
const hebrew = 'שלום עולם'
const japanese = 'こんにちは、請求書を送ってください。カタカナ'
const chinese = '您好，请重新发送发票。谢谢'
const taiwanese = '您好，請重新寄送發票。謝謝'
const korean = '안녕하세요, 청구서를 다시 보내 주세요'

describe('a declared charset', () => {
  it.each([
    ['utf-8', 'utf8', russian],
    ['UTF8', 'utf8', french],
    ['"utf-8"', 'utf8', russian],
    ['windows-1251', 'win1251', russian],
    ['cp1251', 'win1251', ukrainian],
    ['win-1251', 'win1251', russian],
    ['koi8-r', 'koi8-r', russian],
    ['KOI8-U', 'koi8-u', ukrainian],
    ['iso-8859-5', 'iso88595', russian],
    ['cp866', 'cp866', russian],
    ['x-mac-cyrillic', 'maccyrillic', russian],
    ['windows-1252', 'win1252', french],
    ['iso-8859-1', 'win1252', french],
    ['iso-8859-15', 'iso885915', 'Café, œuvre, 5 €'],
    ['macintosh', 'macroman', 'Café naïve'],
    ['windows-1250', 'win1250', polish],
    ['iso-8859-2', 'iso88592', polish],
    ['windows-1253', 'win1253', greek],
    ['iso-8859-7', 'iso88597', greek],
    ['windows-1254', 'win1254', 'Şükrü İğne'],
    ['iso-8859-9', 'win1254', 'Şükrü İğne'],
    ['windows-1255', 'win1255', hebrew],
    ['iso-8859-8-i', 'iso88598', hebrew],
    ['windows-1257', 'win1257', 'Ačiū už pagalbą'],
    ['windows-874', 'win874', 'สวัสดีครับ'],
    ['tis-620', 'win874', 'สวัสดีครับ'],
    ['shift_jis', 'shift_jis', japanese],
    ['cp932', 'shift_jis', japanese],
    ['euc-jp', 'euc-jp', japanese],
    ['gb2312', 'gbk', chinese],
    ['GBK', 'gbk', `${chinese}镕`],
    ['gb18030', 'gb18030', chinese],
    ['big5', 'big5', taiwanese],
    ['euc-kr', 'euc-kr', korean],
    ['ks_c_5601-1987', 'euc-kr', korean],
    ['utf-16le', 'utf16le', russian],
    ['utf-16be', 'utf16be', russian],
    ['utf-7', 'utf7', russian],
    ['cp437', 'cp437', 'Café'],
    ['cp850', 'cp850', 'Café'],
  ])('%s', (label, encoding, text) => {
    expect(decodeBytes(iconv.encode(text, encoding), label)).toBe(text)
  })

  it('iso-2022-jp', () => {
    const bytes = Buffer.from('1b2442244a244b1b284220616263', 'hex')
    expect(decodeBytes(bytes, 'iso-2022-jp')).toBe('なに abc')
    expect(decodeBytes(bytes, 'iso-2022-jp-ms')).toBe('なに abc')
    expect(decodeBytes(bytes, null)).toBe('なに abc')
  })

  it('iso-2022-kr', () => {
    expect(decodeBytes(Buffer.from('1b2429430e3e4833670f0a', 'hex'), 'iso-2022-kr')).toBe('안녕\n')
  })
})

describe('a wrong or missing label', () => {
  it.each([
    ['no label, windows-1251', null, 'win1251', russian],
    ['no label, koi8-r', null, 'koi8-r', russian],
    ['no label, cp866', null, 'cp866', russian],
    ['no label, utf-8', null, 'utf8', russian],
    ['no label, shift_jis', null, 'shift_jis', japanese],
    ['no label, euc-jp', null, 'euc-jp', japanese],
    ['no label, gbk', null, 'gbk', chinese],
    ['no label, euc-kr', null, 'euc-kr', korean],
    ['no label, latin', null, 'win1252', french],
    ['us-ascii, windows-1251', 'us-ascii', 'win1251', russian],
    ['iso-8859-1, windows-1251', 'iso-8859-1', 'win1251', russian],
    ['utf-8, windows-1251', 'utf-8', 'win1251', russian],
    ['utf-8, windows-1252', 'utf-8', 'win1252', french],
    ['utf-8, koi8-r', 'utf-8', 'koi8-r', russian],
    ['windows-1251, utf-8', 'windows-1251', 'utf8', russian],
    ['koi8-r, utf-8', 'koi8-r', 'utf8', russian],
    ['iso-2022-jp, shift_jis', 'iso-2022-jp', 'shift_jis', japanese],
    ['iso-2022-jp, euc-jp', 'iso-2022-jp', 'euc-jp', japanese],
    ['gb2312, utf-8', 'gb2312', 'utf8', chinese],
    ['a made-up label', 'x-klingon', 'win1251', russian],
    ['unknown-8bit', 'unknown-8bit', 'utf8', russian],
  ])('%s', (_name, label, encoding, text) => {
    expect(decodeBytes(iconv.encode(text, encoding), label)).toBe(text)
  })

  it('short Russian words are Russian', () => {
    for (const text of ['Да', 'Привет', 'Не работает', 'Спасибо!', 'СРОЧНО', 'Ok, спасибо']) {
      expect(decodeBytes(iconv.encode(text, 'win1251'), null)).toBe(text)
    }
    for (const text of ['Привет', 'Не работает', 'Спасибо за помощь']) {
      expect(decodeBytes(iconv.encode(text, 'koi8-r'), null)).toBe(text)
    }
  })

  it('one broken byte spoils one letter and no more', () => {
    const bytes = Buffer.concat([Buffer.from(russian), Buffer.from([0xff]), Buffer.from(russian)])
    expect(decodeBytes(bytes, 'utf-8')).toBe(`${russian}\ufffd${russian}`)
    const cut = Buffer.from(russian).subarray(0, -2)
    expect(decodeBytes(cut.subarray(0, cut.length - 1), null)).toContain('Здравствуйте')
  })

  it('a byte order mark wins', () => {
    expect(
      decodeBytes(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(russian)]), 'koi8-r'),
    ).toBe(russian)
    expect(
      decodeBytes(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(russian, 'utf16le')]), 'utf-8'),
    ).toBe(russian)
  })

  it('never throws and never lets a NUL through', () => {
    for (const label of ['utf-16', 'utf-7', 'hz-gb-2312', 'constructor', '__proto__', 'toString', '']) {
      const bytes = Buffer.from(Array.from({ length: 512 }, (_, index) => index % 256))
      expect(decodeBytes(bytes, label)).not.toContain('\0')
    }
  })
})

it('knows what labels mean', () => {
  expect(normalizeCharset(' "Windows-1251"; ')).toBe('windows-1251')
  expect(normalizeCharset('us-ascii')).toBeNull()
  expect(normalizeCharset('cp1252')).toBe('windows-1252')
  expect(normalizeCharset(undefined)).toBeNull()
})
