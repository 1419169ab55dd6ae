import { expect, it } from 'vitest'
import { parseLetter } from './parse.ts'

type Wanted = {
  from?: string | null
  name?: string
  to?: string
  subject?: string
  text?: string
  html?: string | null
  files?: string
  inline?: string
  mid?: string | null
}

const u = (text: string): string => Buffer.from(text, 'utf8').toString('latin1')
const b64 = (text: string): string => Buffer.from(text).toString('base64')
const H = 'From: Ann <ann@c.example>\nTo: s@d.example\nSubject: Hi\n'

/** Letters whose structure is strange or broken (one char per byte), and what must be read out of them. */
const cases: [string, string, Wanted][] = [
  [
    'Apple: HTML cut in pieces by a file, beside one plain text',
    `${H}Content-Type: multipart/alternative; boundary=a\n\n--a\n\nOne two\n--a\nContent-Type: multipart/mixed; boundary=m\n\n--m\nContent-Type: text/html\n\n<p>One</p>\n--m\nContent-Type: application/pdf; name=a.pdf\n\nA\n--m\nContent-Type: text/html\n\n<p>two</p>\n--m--\n--a--`,
    { text: 'One two', html: '<p>One</p>\n<p>two</p>', files: 'a.pdf' },
  ],
  [
    'text and its twin under "mixed"',
    `${H}Content-Type: multipart/mixed; boundary=a\n\n--a\n\nOne two\n--a\nContent-Type: text/html\n\n<p>One <b>two</b></p>\n--a--`,
    { text: 'One two', html: '<p>One <b>two</b></p>' },
  ],
  [
    'text and other HTML under "mixed"',
    `${H}Content-Type: multipart/mixed; boundary=a\n\n--a\n\nOne\n--a\nContent-Type: text/html\n\n<p>two</p>\n--a--`,
    { text: 'One\ntwo' },
  ],
  [
    'a boundary that is the outer one with dashes behind it',
    `${H}Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/mixed; boundary="b--x"\n\n--b--x\n\nOne\n--b--x--\n--b\nContent-Type: application/pdf; name=a.pdf\n\nA\n--b--`,
    { text: 'One', files: 'a.pdf' },
  ],
  ['no content-type', H + '\nhello', { text: 'hello', html: null }],
  ['html only', H + 'Content-Type: text/html\n\n<p>hello <b>you</b></p>', { text: 'hello you' }],
  [
    'alt',
    H +
      'Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\nT\n--b\nContent-Type: text/html\n\n<p>H</p>\n--b--',
    { text: 'T', html: '<p>H</p>' },
  ],
  [
    'alt html first',
    H +
      'Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/html\n\n<p>H</p>\n--b\nContent-Type: text/plain\n\nT\n--b--',
    { text: 'T', html: '<p>H</p>' },
  ],
  [
    'alt empty text',
    H +
      'Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\n\n--b\nContent-Type: text/html\n\n<p>H</p>\n--b--',
    { text: 'H' },
  ],
  [
    'boundary with spaces',
    H + 'Content-Type: multipart/mixed; boundary="a b c"\n\n--a b c\n\nT\n--a b c--',
    { text: 'T' },
  ],
  [
    'boundary trailing ws',
    H + 'Content-Type: multipart/mixed; boundary="abc"\n\n--abc   \n\nT\n--abc-- \t',
    { text: 'T' },
  ],
  [
    'boundary case',
    H + 'Content-Type: multipart/mixed; boundary="AbC"\n\n--AbC\n\nT\n--abc\nmore\n--AbC--',
    { text: 'T\n--abc\nmore' },
  ],
  [
    'boundary special',
    H + 'Content-Type: multipart/mixed; boundary="=_()+,-./:=?"\n\n--=_()+,-./:=?\n\nT\n--=_()+,-./:=?--',
    { text: 'T' },
  ],
  [
    'boundary folded',
    H + 'Content-Type: multipart/mixed;\n boundary=\n "abc"\n\n--abc\n\nT\n--abc--',
    { text: 'T' },
  ],
  [
    'missing end',
    H +
      'Content-Type: multipart/mixed; boundary=b\n\n--b\n\nT\n--b\nContent-Type: image/png; name=a.png\nContent-Transfer-Encoding: base64\n\nAAAA',
    { text: 'T', files: 'a.png' },
  ],
  [
    'missing boundary param',
    H + 'Content-Type: multipart/mixed\n\n--b\nContent-Type: text/plain\n\nT\n--b--',
    { text: 'T' },
  ],
  ['no parts at all', H + 'Content-Type: multipart/mixed; boundary=zzz\n\njust text', { text: 'just text' }],
  [
    'preamble/epilogue',
    H + 'Content-Type: multipart/mixed; boundary=b\n\npreamble\n--b\n\nT\n--b--\nepilogue',
    { text: 'T' },
  ],
  ['part no blank line', H + 'Content-Type: multipart/mixed; boundary=b\n\n--b\nT\n--b--', { text: 'T' }],
  [
    'part with only headers',
    H + 'Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n--b\n\nT\n--b--',
    { text: 'T' },
  ],
  [
    'nested same boundary prefix',
    H +
      'Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/alternative; boundary=b2\n\n--b2\n\nT\n--b2\nContent-Type: text/html\n\n<p>H</p>\n--b2--\n--b\nContent-Type: text/csv; name=x.csv\n\na,b\n--b--',
    { text: 'T', html: '<p>H</p>', files: 'x.csv' },
  ],
  [
    'inner not closed',
    H +
      'Content-Type: multipart/mixed; boundary=o\n\n--o\nContent-Type: multipart/alternative; boundary=i\n\n--i\n\nT\n--i\nContent-Type: text/html\n\n<p>H</p>\n--o\nContent-Type: text/csv; name=x.csv\n\na,b\n--o--',
    { text: 'T', files: 'x.csv' },
  ],
  [
    'rfc822 attach',
    H +
      'Content-Type: multipart/mixed; boundary=b\n\n--b\n\nT\n--b\nContent-Type: message/rfc822\n\nFrom: z@z.example\nSubject: Inner thing\n\ninner body\n--b--',
    { text: 'T', files: 'Inner thing.eml' },
  ],
  [
    'rfc822 root',
    H + 'Content-Type: message/rfc822\n\nFrom: z@z.example\nSubject: Inner\n\ninner body',
    { files: 'Inner.eml' },
  ],
  [
    'rfc822 base64',
    H +
      'Content-Type: multipart/mixed; boundary=b\n\n--b\n\nT\n--b\nContent-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n' +
      b64('From: z@z.example\r\nSubject: Inner thing\r\n\r\nx') +
      '\n--b--',
    { text: 'T', files: 'Inner thing.eml' },
  ],
  [
    'digest',
    H +
      'Content-Type: multipart/digest; boundary=b\n\n--b\n\nFrom: z@z.example\nSubject: One\n\nx\n--b\n\nFrom: z@z.example\nSubject: Two\n\nx\n--b--',
    { files: 'One.eml|Two.eml' },
  ],
  [
    'cid no disposition',
    H +
      'Content-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n\n<p>x<img src="cid:a@b"></p>\n--b\nContent-Type: image/png\nContent-ID: <a@b>\nContent-Transfer-Encoding: base64\n\nAAAA\n--b--',
    { text: 'x', inline: 'image.png' },
  ],
  [
    'cid unreferenced inline',
    H +
      'Content-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n\n<p>x</p>\n--b\nContent-Type: image/png; name=p.png\nContent-Disposition: inline\nContent-ID: <a@b>\nContent-Transfer-Encoding: base64\n\nAAAA\n--b--',
    { inline: '', files: 'p.png' },
  ],
  [
    'cid spaced',
    H +
      'Content-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n\n<p>x<img src="cid: a@b "></p>\n--b\nContent-Type: image/png; name=p.png\nContent-ID: < a@b >\n\nAAAA\n--b--',
    { inline: 'p.png' },
  ],
  [
    'cid percent',
    H +
      'Content-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n\n<p>x<img src="cid:a%40b"></p>\n--b\nContent-Type: image/png; name=p.png\nContent-ID: <a@b>\n\nAAAA\n--b--',
    { inline: 'p.png' },
  ],
  [
    'src without cid',
    H +
      'Content-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n\n<p>x<img src="a@b"></p>\n--b\nContent-Type: image/png; name=p.png\nContent-ID: <a@b>\n\nAAAA\n--b--',
    { inline: 'p.png' },
  ],
  [
    'content-location',
    H +
      'Content-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n\n<p>x<img src="p.png"></p>\n--b\nContent-Type: image/png; name=p.png\nContent-Location: p.png\n\nAAAA\n--b--',
    { files: 'p.png' },
  ],
  [
    'css background cid',
    H +
      'Content-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n\n<p style="background:url(cid:a@b)">x</p>\n--b\nContent-Type: image/png; name=p.png\nContent-ID: <a@b>\n\nAAAA\n--b--',
    { inline: 'p.png' },
  ],
  [
    'attachment text/plain',
    H +
      'Content-Type: multipart/mixed; boundary=b\n\n--b\n\nT\n--b\nContent-Type: text/plain\nContent-Disposition: attachment; filename=log.txt\n\nlog\n--b--',
    { text: 'T', files: 'log.txt' },
  ],
  [
    'attachment html',
    H +
      'Content-Type: multipart/mixed; boundary=b\n\n--b\n\nT\n--b\nContent-Type: text/html; name="r.html"\nContent-Disposition: attachment\n\n<p>r</p>\n--b--',
    { text: 'T', html: null, files: 'r.html' },
  ],
  [
    'only attachment',
    H + 'Content-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: base64\n\nAAAA',
    { text: '', files: 'a.pdf' },
  ],
  [
    'attachment first then text',
    H +
      'Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: image/png; name=a.png\n\nAAAA\n--b\n\nT\n--b--',
    { text: 'T', files: 'a.png' },
  ],
  [
    'uu body',
    H + '\nsee file\nbegin 644 a.txt\n#0V%T\n`\nend\nthanks',
    { text: 'see file\nthanks', files: 'a.txt' },
  ],
  [
    'uu cte',
    H +
      'Content-Type: multipart/mixed; boundary=b\n\n--b\n\nT\n--b\nContent-Type: application/octet-stream; name=a.txt\nContent-Transfer-Encoding: x-uuencode\n\nbegin 644 a.txt\n#0V%T\n`\nend\n--b--',
    { text: 'T', files: 'a.txt' },
  ],
  ['uu in html part?', H + 'Content-Type: text/html\n\n<p>begin 644 a</p>', { text: 'begin 644 a' }],
  [
    'qp soft break',
    H + 'Content-Transfer-Encoding: quoted-printable\n\na=\nb=20\n=D0=A1=\n',
    { text: 'ab \nС' },
  ],
  [
    'qp lowercase + bad',
    H +
      'Content-Transfer-Encoding: quoted-printable\nContent-Type: text/plain; charset=utf-8\n\n=d0=a1 =ZZ 100=',
    { text: 'С =ZZ 100' },
  ],
  ['CTE upper/space', H + 'Content-Transfer-Encoding:  BASE64 \n\n' + b64('hello'), { text: 'hello' }],
  ['CTE quoted', H + 'Content-Transfer-Encoding: "base64"\n\n' + b64('hello'), { text: 'hello' }],
  [
    'CTE utf-8 junk',
    H + 'Content-Transfer-Encoding: utf-8\nContent-Type: text/plain; charset=utf-8\n\n' + u('Счёт'),
    { text: 'Счёт' },
  ],
  [
    'CTE base64 on multipart',
    H + 'Content-Type: multipart/mixed; boundary=b\nContent-Transfer-Encoding: base64\n\n--b\n\nT\n--b--',
    { text: 'T' },
  ],
  [
    'CTE qp on multipart',
    H +
      'Content-Type: multipart/mixed; boundary="=_b"\nContent-Transfer-Encoding: quoted-printable\n\n--=_b\nContent-Transfer-Encoding: quoted-printable\n\nT=3D\n--=_b--',
    { text: 'T=' },
  ],
  [
    'base64 declared but plain',
    H + 'Content-Transfer-Encoding: base64\n\nHello, this is plainly text, is it not?',
    { text: 'Hello, this is plainly text, is it not?' },
  ],
  [
    'b64 with trailing mailing list footer',
    H +
      'Content-Transfer-Encoding: base64\n\n' +
      b64('hello world') +
      '\n\n_______________________________________________\nList mailing list\n',
    { text: 'hello world' },
  ],
  [
    'duplicate content-type',
    H + 'Content-Type: text/plain; charset=utf-8\nContent-Type: text/html\n\nT',
    { text: 'T' },
  ],
  ['content-type garbage', H + 'Content-Type: ;;;\n\nT', { text: 'T' }],
  ['content-type text', H + 'Content-Type: text\n\nT', { text: 'T' }],
  [
    'malformed attachment ct',
    H +
      'Content-Type: multipart/mixed; boundary=b\n\n--b\n\nT\n--b\nContent-Type: application\nContent-Disposition: attachment; filename="a.bin"\n\nX\n--b--',
    { text: 'T', files: 'a.bin' },
  ],
  [
    'ct =',
    H +
      'Content-Type: multipart/mixed; boundary=b\n\n--b\n\nT\n--b\nContent-Type: =?utf-8?B?xx?=; name=a.bin\nContent-Disposition: attachment; filename="a.bin"\n\nX\n--b--',
    { text: 'T', files: 'a.bin' },
  ],
  [
    'calendar only',
    H +
      'Content-Type: text/calendar; method=REQUEST; charset=utf-8\n\nBEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Meeting\nDTSTART:20260401T100000Z\nDTEND:20260401T110000Z\nLOCATION:Room 5\nORGANIZER;CN=Ann:mailto:ann@c.example\nEND:VEVENT\nEND:VCALENDAR',
    { files: 'invite.ics' },
  ],
  [
    'signed',
    H +
      'Content-Type: multipart/signed; micalg=sha1; protocol="application/pkcs7-signature"; boundary=b\n\n--b\nContent-Type: text/plain\n\nT\n--b\nContent-Type: application/pkcs7-signature; name=smime.p7s\nContent-Transfer-Encoding: base64\n\nAAAA\n--b--',
    { text: 'T', files: 'smime.p7s' },
  ],
  [
    'pgp enc',
    H +
      'Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary=b\n\n--b\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n--b\nContent-Type: application/octet-stream; name=encrypted.asc\n\n-----BEGIN PGP MESSAGE-----\n--b--',
    { text: '' },
  ],
  [
    'flowed',
    H + 'Content-Type: text/plain; format=flowed\n\na \nb\n> q \n> r\n-- \nsig',
    { text: 'a b\n> q r\n-- \nsig' },
  ],
  ['flowed delsp', H + 'Content-Type: text/plain; format=flowed; delsp=yes\n\na \nb', { text: 'ab' }],
  [
    'html entity',
    H + 'Content-Type: text/html; charset=utf-8\n\n<p>a&nbsp;&lt;b&gt; &#1057; &euro;</p>',
    { text: 'a <b> С €' },
  ],
  [
    'html in alt related',
    H +
      'Content-Type: multipart/alternative; boundary=a\n\n--a\n\nT\n--a\nContent-Type: multipart/related; boundary=r\n\n--r\nContent-Type: text/html\n\n<img src="cid:x">H\n--r\nContent-Type: image/gif\nContent-ID: <x>\n\nA\n--r--\n--a--',
    { text: 'T', inline: 'image.gif' },
  ],
  [
    'mixed text html text',
    H +
      'Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b\nContent-Type: image/png; name=a.png\n\nA\n--b\n\ntwo\n--b--',
    { text: 'one\ntwo', files: 'a.png' },
  ],
  [
    'external-body',
    H +
      'Content-Type: multipart/mixed; boundary=b\n\n--b\n\nT\n--b\nContent-Type: message/external-body; access-type=URL; url="http://x"\n\nContent-Type: text/plain\n\n--b--',
    { text: 'T' },
  ],
  [
    'dup names',
    H +
      'Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: image/png; name=a.png\n\nA\n--b\nContent-Type: image/png; name=A.png\n\nA\n--b\nContent-Type: image/png; name=a.png\n\nA\n--b--',
    { files: 'a.png|A (2).png|a (3).png' },
  ],
  ['mid spaces', H + 'Message-ID: < a b@c >\n\nb', { mid: 'ab@c' }],
  ['mid no brackets', H + 'Message-ID: abc@c\n\nb', { mid: 'abc@c' }],
  ['mid missing', H + '\nb', { mid: null }],
  [
    'amp html',
    H +
      'Content-Type: multipart/alternative; boundary=b\n\n--b\n\nT\n--b\nContent-Type: text/x-amp-html\n\n<html amp4email>\n--b\nContent-Type: text/html\n\n<p>H</p>\n--b--',
    { text: 'T', html: '<p>H</p>' },
  ],
  [
    'watch-html',
    H +
      'Content-Type: multipart/alternative; boundary=b\n\n--b\n\nT\n--b\nContent-Type: text/watch-html\n\n<b>W</b>\n--b\nContent-Type: text/html\n\n<p>H</p>\n--b--',
    { text: 'T', html: '<p>H</p>' },
  ],
]

it.each(cases)('%s', (label, source, wanted) => {
  const hasOwnEnds = /bare CR|CRCRLF|mixed ends/.test(label)
  const letter = parseLetter(Buffer.from(hasOwnEnds ? source : source.replace(/\n/g, '\r\n'), 'latin1'))
  const names = (isInline: boolean): string =>
    letter.attachments
      .filter((file) => !isInline || file.isInline)
      .map((file) => file.name)
      .join('|')
  const have: Wanted = {
    from: letter.from?.address ?? null,
    name: letter.from?.name ?? '',
    to: letter.to.map((box) => box.address).join(', '),
    subject: letter.subject,
    text: letter.text.trim(),
    html: letter.html?.trim() ?? null,
    files: names(false),
    inline: names(true),
    mid: letter.messageId,
  }
  expect(have).toMatchObject(wanted)
  expect(letter.unparsableReason).toBeNull()
})
