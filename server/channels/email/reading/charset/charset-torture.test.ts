import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { decodeHz } from './charset-asian.ts'
import { decodeBytes } from './charset.ts'

const ru = 'Здравствуйте! После обновления программа не запускается, пишет "Ошибка 500".'
const texts: Record<string, string> = {
  ru,
  russianShort: 'Счёт',
  russianCapitals: 'СРОЧНО! НЕ РАБОТАЕТ ПРИНТЕР',
  ukrainian: 'Доброго дня! Після оновлення програма не запускається, що робити?',
  german: 'Grüße aus München: Straße, Öl, Übung',
  french: 'Voilà la pièce jointe, à très bientôt',
  polish: 'Zażółć gęślą jaźń. Proszę o fakturę.',
  czech: 'Dobrý den, tiskárna nefunguje, prosím o pomoc.',
  greek: 'Το πρόγραμμα δεν λειτουργεί μετά την ενημέρωση.',
  turkish: 'Güncellemeden sonra program çalışmıyor.',
  hebrew: 'שלום, התוכנה אינה פועלת לאחר העדכון.',
  arabic: 'مرحبا، البرنامج لا يعمل بعد التحديث.',
  lithuanian: 'Labas rytas, programa neveikia, ačiū už žinutę.',
  thai: 'สวัสดี โปรแกรมไม่ทำงาน',
  chinese: '您好，更新后程序无法启动，请重新发送发票。',
  chineseRare: '朱镕基的发票，喆先生，请重新发送。',
  taiwanese: '您好，更新後程式無法啟動，請重新寄送發票。',
  japanese: 'こんにちは。更新後にプログラムが起動しません。',
  japaneseVendor: '①髙﨑様、㈱テストです。',
  kanjiOnly: '請求書',
  korean: '안녕하세요. 업데이트 후 프로그램이 실행되지 않습니다.',
  koreanRare: '똠방각하, 펲시콜라 업데이트',
}
const textOf = (name: string): string => texts[name] ?? ''

describe('a declared charset', () => {
  it.each([
    ['utf-8', 'utf-8', 'ru'],
    ['UTF8', 'utf-8', 'japanese'],
    ['utf-16le', 'utf-16le', 'ru'],
    ['utf-16be', 'utf-16be', 'german'],
    ['win-1251', 'windows-1251', 'ru'],
    ['koi8-ru', 'koi8-u', 'ukrainian'],
    ['iso-8859-5', 'iso-8859-5', 'ru'],
    ['cp-866', 'cp866', 'ru'],
    ['x-mac-ukrainian', 'maccyrillic', 'ru'],
    ['iso-8859-15', 'iso-8859-15', 'french'],
    ['cp850', 'cp850', 'german'],
    ['iso-8859-2', 'iso-8859-2', 'polish'],
    ['cp1250', 'windows-1250', 'czech'],
    ['windows-1253', 'windows-1253', 'greek'],
    ['iso-8859-9', 'windows-1254', 'turkish'],
    ['iso-8859-8-i', 'windows-1255', 'hebrew'],
    ['windows-1256', 'windows-1256', 'arabic'],
    ['windows-1257', 'windows-1257', 'lithuanian'],
    ['tis-620', 'windows-874', 'thai'],
    ['gb2312', 'gbk', 'chineseRare'],
    ['big5', 'big5', 'taiwanese'],
    ['shift_jis', 'cp932', 'japaneseVendor'],
    ['euc-jp', 'euc-jp', 'japanese'],
    ['ks_c_5601-1987', 'cp949', 'koreanRare'],
    ['euc-kr', 'euc-kr', 'korean'],
    ['unicode-1-1-utf-7', 'utf-7', 'ru'],
  ])('%s', (label, codec, name) => {
    expect(decodeBytes(iconv.encode(textOf(name), codec), label)).toBe(textOf(name))
  })

  it('gives the typography that windows-1252 has and latin1 lacks', () => {
    const bytes = Buffer.from([0x80, 0x20, 0x96, 0x20, 0x93, 0x61, 0x94, 0x85])
    for (const label of ['windows-1252', 'iso-8859-1', 'us-ascii', ''])
      expect(decodeBytes(bytes, label)).toBe('€ – “a”…')
  })

  it('is shifted: HZ, with its line end', () => {
    expect(decodeBytes(Buffer.from('~{Dz:C~} ok ~~'), 'hz-gb-2312')).toBe('您好 ok ~')
    expect(decodeHz(Buffer.from('~{Dz\nab'))).toBe('您\nab')
  })
})

const labels = ['', 'us-ascii', 'x-unknown', 'iso-8859-1', 'utf-8', 'no-such-charset']

describe.each(labels)('bytes that are not what "%s" says', (label) => {
  it.each([
    ['windows-1251', 'ru'],
    ['windows-1251', 'russianShort'],
    ['windows-1251', 'russianCapitals'],
    ['windows-1251', 'ukrainian'],
    ['koi8-r', 'ru'],
    ['koi8-r', 'russianCapitals'],
    ['cp866', 'ru'],
    ['iso-8859-5', 'ru'],
    ['shift_jis', 'japanese'],
    ['shift_jis', 'kanjiOnly'],
    ['euc-jp', 'japanese'],
    ['gbk', 'chinese'],
    ['big5', 'taiwanese'],
    ['euc-kr', 'korean'],
    ['utf-8', 'ru'],
    ['utf-8', 'french'],
    ['windows-1252', 'german'],
    ['windows-1252', 'french'],
  ])('%s: %s', (codec, name) => {
    expect(decodeBytes(iconv.encode(textOf(name), codec), label)).toBe(textOf(name))
  })
})

describe('a wrong label', () => {
  it.each([
    ['windows-1251', 'utf-8', 'ru'],
    ['koi8-r', 'utf-8', 'ru'],
    ['shift_jis', 'utf-8', 'german'],
    ['gb2312', 'utf-8', 'french'],
    ['big5', 'utf-8', 'german'],
    ['gb2312', 'big5', 'taiwanese'],
    ['iso-2022-jp', 'shift_jis', 'japanese'],
    ['iso-2022-jp', 'shift_jis', 'kanjiOnly'],
    ['iso-2022-jp', 'euc-jp', 'japanese'],
    ['shift_jis', 'euc-jp', 'japanese'],
    ['euc-jp', 'shift_jis', 'japanese'],
    ['windows-1251', 'koi8-r', 'ru'],
    ['koi8-r', 'windows-1251', 'russianCapitals'],
    ['iso-8859-5', 'windows-1251', 'ru'],
    ['utf-8', 'utf-16le', 'ru'],
    ['', 'utf-16be', 'german'],
  ])('%s over %s: %s', (label, codec, name) => {
    expect(decodeBytes(iconv.encode(textOf(name), codec), label)).toBe(textOf(name))
  })

  it.each(['windows-1251', 'koi8-r', 'cp866', 'iso-8859-5'])(
    'does not overrule a right one: %s',
    (charset) => {
      for (const text of ['Ж', 'щит', 'ООО "РОМАШКА"', 'ИНН 7701234567', 'Чебурашка', 'фыва ЙЦУКЕН'])
        expect(decodeBytes(iconv.encode(text, charset), charset)).toBe(text)
    },
  )

  it.each(['', 'us-ascii'])('is helped by the HTML itself: %s', (label) => {
    for (const [charset, name] of [
      ['windows-1251', 'ru'],
      ['gb2312', 'chinese'],
      ['iso-8859-7', 'greek'],
      ['windows-1254', 'turkish'],
      ['windows-1250', 'czech'],
    ] as const) {
      const html = `<html><head><meta http-equiv="Content-Type" content="text/html; charset=${charset}"></head>${textOf(name)}`
      expect(decodeBytes(iconv.encode(html, charset), label, true)).toBe(html)
    }
  })
})
