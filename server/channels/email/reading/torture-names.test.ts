import { expect, it } from 'vitest'
import { parseLetter } from './parse.ts'

const b = (text: string): string => Buffer.from(text, 'utf8').toString('latin1')

function namesIn(part: string): string[] {
  const source = `From: a@b.example\nContent-Type: multipart/mixed; boundary=B\n\n--B\nContent-Type: text/plain\n\nhi\n--B\n${part}\nContent-Transfer-Encoding: base64\n\nAAAA\n--B--\n`
  return parseLetter(Buffer.from(source.replace(/\n/g, '\r\n'), 'latin1')).attachments.map(
    (file) => file.name,
  )
}

/** A part's header block (one char per byte) and the name its file must get. */
const cases: [string, string, string][] = [
  [
    '2231 utf8',
    `Content-Type: application/pdf\nContent-Disposition: attachment; filename*=UTF-8''%D0%A1%D1%87%D1%91%D1%82.pdf`,
    'Счёт.pdf',
  ],
  [
    '2231 cont',
    `Content-Type: application/pdf\nContent-Disposition: attachment;\n filename*0*=utf-8''%D0%A1%D1%87;\n filename*1*=%D1%91%D1%82;\n filename*2=.pdf`,
    'Счёт.pdf',
  ],
  [
    '2231 out of order',
    `Content-Type: application/pdf\nContent-Disposition: attachment;\n filename*2=.pdf;\n filename*0*=utf-8''%D0%A1%D1%87;\n filename*1*=%D1%91%D1%82`,
    'Счёт.pdf',
  ],
  [
    '2231 split in char',
    `Content-Type: application/pdf\nContent-Disposition: attachment;\n filename*0*=utf-8''%D0;\n filename*1*=%A1.pdf`,
    'С.pdf',
  ],
  [
    '2231 10+',
    `Content-Type: application/pdf\nContent-Disposition: attachment;${Array.from(
      { length: 12 },
      (_, i) => `\n filename*${i}=${'abcdefghijkl'[i]}`,
    )
      .toReversed()
      .join(';')};\n filename*12=.pdf`,
    'abcdefghijkl.pdf',
  ],
  [
    '2231 cont quoted',
    `Content-Type: application/pdf\nContent-Disposition: attachment;\n filename*0="long name ";\n filename*1="goes on.pdf"`,
    'long name goes on.pdf',
  ],
  [
    '2231 quoted ext',
    `Content-Type: application/pdf\nContent-Disposition: attachment; filename*="utf-8''%D0%A1.pdf"`,
    'С.pdf',
  ],
  [
    '2231 cp1251',
    `Content-Type: application/pdf\nContent-Disposition: attachment; filename*=windows-1251''%D1%F7%B8%F2.pdf`,
    'Счёт.pdf',
  ],
  [
    '2231 koi8 lang',
    `Content-Type: application/pdf\nContent-Disposition: attachment; filename*=koi8-r'ru'%F3%DE%A3%D4.pdf`,
    'Счёт.pdf',
  ],
  [
    '2231 no charset',
    `Content-Type: application/pdf\nContent-Disposition: attachment; filename*=''%D0%A1.pdf`,
    'С.pdf',
  ],
  [
    '2231 no quotes',
    `Content-Type: application/pdf\nContent-Disposition: attachment; filename*=%D0%A1.pdf`,
    'С.pdf',
  ],
  [
    '2231 + plain prefers ext',
    `Content-Type: application/pdf\nContent-Disposition: attachment; filename="Schet.pdf"; filename*=UTF-8''%D0%A1%D1%87%D1%91%D1%82.pdf`,
    'Счёт.pdf',
  ],
  [
    '2231 + plain reversed',
    `Content-Type: application/pdf\nContent-Disposition: attachment; filename*=UTF-8''%D0%A1%D1%87%D1%91%D1%82.pdf; filename="Schet.pdf"`,
    'Счёт.pdf',
  ],
  [
    '2231 with 2047 inside',
    `Content-Type: application/pdf\nContent-Disposition: attachment; filename*0="=?UTF-8?B?0KHRh9GR"; filename*1="0YI=?=.pdf"`,
    'Счёт.pdf',
  ],
  [
    '2231 ext with 2047 inside',
    `Content-Type: application/pdf\nContent-Disposition: attachment; filename*=utf-8''=?utf-8?B?0KHRh9GR0YI=?=.pdf`,
    'Счёт.pdf',
  ],
  [
    '2231 encoded 2047 %3D',
    `Content-Type: application/pdf\nContent-Disposition: attachment; filename*=us-ascii''%3D%3Futf-8%3FB%3F0KHRh9GR0YI%3D%3F%3D.pdf`,
    'Счёт.pdf',
  ],
  [
    '2047 quoted',
    `Content-Type: application/pdf; name="=?koi8-r?B?897aow==?="\nContent-Disposition: attachment; filename="=?UTF-8?B?0KHRh9GR0YIucGRm?="`,
    'Счёт.pdf',
  ],
  [
    '2047 unquoted',
    `Content-Type: application/pdf\nContent-Disposition: attachment; filename==?UTF-8?B?0KHRh9GR0YIucGRm?=`,
    'Счёт.pdf',
  ],
  [
    '2047 unquoted q spaces',
    `Content-Type: application/pdf\nContent-Disposition: attachment; filename==?UTF-8?Q?=D0=A1_a?= =?UTF-8?Q?_b.pdf?=`,
    'С a b.pdf',
  ],
  [
    '2047 two words folded',
    `Content-Type: application/pdf\nContent-Disposition: attachment; filename="=?UTF-8?B?0KHRhw==?=\n =?UTF-8?B?0ZHRgi5wZGY=?="`,
    'Счёт.pdf',
  ],
  [
    '2047 split char',
    `Content-Type: application/pdf\nContent-Disposition: attachment; filename="=?UTF-8?B?0KHRh9E=?=\n =?UTF-8?B?kdGCLnBkZg==?="`,
    'Счёт.pdf',
  ],
  [
    '2047 ext outside',
    `Content-Type: application/pdf\nContent-Disposition: attachment; filename="=?UTF-8?B?0KHRh9GR0YI=?=.pdf"`,
    'Счёт.pdf',
  ],
  [
    'raw utf8',
    b(`Content-Type: application/pdf\nContent-Disposition: attachment; filename="Счёт.pdf"`),
    'Счёт.pdf',
  ],
  [
    'raw utf8 unquoted',
    b(`Content-Type: application/pdf\nContent-Disposition: attachment; filename=Счёт на оплату.pdf`),
    'Счёт на оплату.pdf',
  ],
  [
    'raw 1251',
    `Content-Type: application/pdf\nContent-Disposition: attachment; filename="\xd1\xf7\xb8\xf2 \xed\xe0 \xee\xef\xeb\xe0\xf2\xf3.pdf"`,
    'Счёт на оплату.pdf',
  ],
  [
    'percent',
    `Content-Type: application/pdf\nContent-Disposition: attachment; filename="%D0%A1%D1%87%D1%91%D1%82.pdf"`,
    'Счёт.pdf',
  ],
  [
    'percent plus',
    `Content-Type: application/pdf\nContent-Disposition: attachment; filename="%D0%A1%D1%87%D1%91%D1%82+1.pdf"`,
    'Счёт+1.pdf',
  ],
  [
    'percent literal',
    `Content-Type: application/pdf\nContent-Disposition: attachment; filename="100%25.pdf"`,
    '100%25.pdf',
  ],
  [
    'percent sale',
    `Content-Type: application/pdf\nContent-Disposition: attachment; filename="50% off.pdf"`,
    '50% off.pdf',
  ],
  ['only name', `Content-Type: application/pdf; name="a b.pdf"`, 'a b.pdf'],
  [
    'only name 2231',
    `Content-Type: application/pdf; name*=utf-8''%D0%A1.pdf\nContent-Disposition: attachment`,
    'С.pdf',
  ],
  [
    'empty filename',
    `Content-Type: application/pdf; name="x.pdf"\nContent-Disposition: attachment; filename=""`,
    'x.pdf',
  ],
  [
    'escaped quotes',
    `Content-Type: application/pdf\nContent-Disposition: attachment; filename="a \\"b\\" c.pdf"`,
    'a _b_ c.pdf',
  ],
  [
    'semicolon in quotes',
    `Content-Type: application/pdf\nContent-Disposition: attachment; filename="a; b.pdf"`,
    'a; b.pdf',
  ],
  [
    'unquoted spaces',
    `Content-Type: application/pdf\nContent-Disposition: attachment; filename=my long file.pdf`,
    'my long file.pdf',
  ],
  [
    'unquoted spaces + size',
    `Content-Type: application/pdf\nContent-Disposition: attachment; filename=my long file.pdf; size=12`,
    'my long file.pdf',
  ],
  [
    'single quotes',
    `Content-Type: application/pdf\nContent-Disposition: attachment; filename='my file.pdf'`,
    'my file.pdf',
  ],
  [
    'path win',
    `Content-Type: application/pdf\nContent-Disposition: attachment; filename="C:\\\\Docs\\\\a.pdf"`,
    'a.pdf',
  ],
  [
    'path win raw',
    `Content-Type: application/pdf\nContent-Disposition: attachment; filename="C:\\Docs\\new.pdf"`,
    'new.pdf',
  ],
  [
    'path unix',
    `Content-Type: application/pdf\nContent-Disposition: attachment; filename="../../etc/passwd"`,
    'passwd',
  ],
  [
    'path trailing',
    `Content-Type: application/pdf\nContent-Disposition: attachment; filename=".."`,
    'file.pdf',
  ],
  [
    'bidi',
    b(`Content-Type: application/pdf\nContent-Disposition: attachment; filename="inv\u202efdp.exe"`),
    'invfdp.exe',
  ],
  [
    'control',
    `Content-Type: application/pdf\nContent-Disposition: attachment; filename="a\x01\x07b.pdf"`,
    'ab.pdf',
  ],
  [
    'html',
    `Content-Type: application/pdf\nContent-Disposition: attachment; filename="<img src=x onerror=alert(1)>.pdf"`,
    '_img src=x onerror=alert(1)_.pdf',
  ],
  ['nameless pdf', `Content-Type: application/pdf\nContent-Disposition: attachment`, 'file.pdf'],
  ['nameless jpg', `Content-Type: image/jpeg`, 'image.jpg'],
  ['nameless eml', `Content-Type: application/octet-stream\nContent-Description: Report.xls`, 'Report.xls'],
  ['desc sentence', `Content-Type: application/pdf\nContent-Description: the invoice`, 'file.pdf'],
  [
    'missing close quote',
    `Content-Type: application/pdf\nContent-Disposition: attachment; filename="abc.pdf`,
    'abc.pdf',
  ],
  [
    'comment',
    `Content-Type: application/pdf\nContent-Disposition: attachment (really); filename="abc.pdf" (x)`,
    'abc.pdf',
  ],
  [
    'spaces around =',
    `Content-Type: application/pdf\nContent-Disposition: attachment; filename = "abc.pdf"`,
    'abc.pdf',
  ],
  ['upper', `Content-Type: application/pdf\nContent-Disposition: ATTACHMENT; FILENAME="ABC.PDF"`, 'ABC.PDF'],
  [
    'disposition filename only',
    `Content-Type: application/pdf\nContent-Disposition: filename="abc.pdf"`,
    'abc.pdf',
  ],
  ['no ct', `Content-Disposition: attachment; filename="abc.pdf"`, 'abc.pdf'],
  [
    'iso-2022-jp 2047',
    `Content-Type: application/pdf\nContent-Disposition: attachment; filename="=?ISO-2022-JP?B?GyRCQEE1YT1xGyhCLnBkZg==?="`,
    '請求書.pdf',
  ],
  [
    'gb2312',
    `Content-Type: application/pdf\nContent-Disposition: attachment; filename="=?gb2312?B?t6LGsS5wZGY=?="`,
    '发票.pdf',
  ],
  [
    'name continuation split 2047 with fold',
    `Content-Type: application/vnd.ms-excel;\n name*0="=?UTF-8?Q?=D0=A1=D1=87";\n name*1="=D1=91=D1=82.xls?="`,
    'Счёт.xls',
  ],
  [
    'mixed: first ext then not, percent in plain',
    `Content-Type: application/pdf\nContent-Disposition: attachment; filename*0*=utf-8''%D0%A1; filename*1="100%.pdf"`,
    'С100%.pdf',
  ],
  [
    'dup filename param',
    `Content-Type: application/pdf\nContent-Disposition: attachment; filename="a.pdf"; filename="b.pdf"`,
    'a.pdf',
  ],
  [
    'tab fold',
    `Content-Type: application/pdf\nContent-Disposition: attachment;\n\tfilename="a b\n\tc.pdf"`,
    'a b c.pdf',
  ],
  [
    'newline in name fold',
    `Content-Type: application/pdf\nContent-Disposition: attachment; filename="a\n b.pdf"`,
    'a b.pdf',
  ],
  ['comma sep', `Content-Type: application/pdf, name="x.pdf"`, 'x.pdf'],
  [
    '2047 lowercase b underscore',
    `Content-Type: application/pdf\nContent-Disposition: attachment; filename="=?utf-8?q?a=5Fb_c.pdf?="`,
    'a_b c.pdf',
  ],
  [
    'utf8 2231 truncated percent',
    `Content-Type: application/pdf\nContent-Disposition: attachment; filename*=utf-8''%D0%A1%D.pdf`,
    'С%D.pdf',
  ],
  [
    'nfd',
    b(
      `Content-Type: application/pdf\nContent-Disposition: attachment; filename="${'й'.normalize('NFD')}.pdf"`,
    ),
    'й.pdf',
  ],
  [
    'reserved dot end',
    `Content-Type: application/pdf\nContent-Disposition: attachment; filename="a.pdf..."`,
    'a.pdf',
  ],
  [
    'zero width',
    b(`Content-Type: application/pdf\nContent-Disposition: attachment; filename="a\u200b\u2066b.pdf"`),
    'ab.pdf',
  ],
]

it.each(cases)('%s', (_, part, name) => {
  expect(namesIn(part)).toEqual([name])
})

it('cuts a long name between characters and keeps its extension', () => {
  const [name = ''] = namesIn(b(`Content-Type: application/pdf; name="${'я'.repeat(300)}.pdf"`))
  expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255)
  expect(name).toMatch(/^я{100,}\.pdf$/)
})
