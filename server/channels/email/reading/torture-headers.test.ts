import { expect, it } from 'vitest'
import { parseLetter } from './parse.ts'

const H = 'From: Ann <ann@c.example>\nTo: s@d.example\nSubject: Hi\n'

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

/** Header blocks as broken senders write them (one char per byte), and what must be read out of them. */
const cases: [string, string, Wanted][] = [
  [
    'raw ISO-2022-JP name',
    'From: \x1b$B;3ED\x1b(B <a@c.example>\n\nb',
    { from: 'a@c.example', name: '山田' },
  ],
  [
    'raw Shift_JIS name whose second bytes are "@" and "\\"',
    'From: \x83\x40\x95\x5c <a@c.example>\nContent-Type: text/plain; charset=shift_jis\n\nb',
    { from: 'a@c.example', name: 'ァ表' },
  ],
  [
    'raw GBK name in quotes',
    'From: "\xd5\xc5\xc8\xfd" <a@c.example>\nContent-Type: text/plain; charset=gb2312\n\nb',
    { from: 'a@c.example', name: '张三' },
  ],
  [
    'daemon no domain',
    'From: MAILER-DAEMON (Mail Delivery System)\nSubject: x\n\nb',
    { from: 'MAILER-DAEMON', name: 'Mail Delivery System' },
  ],
  ['empty from + reply-to', 'From: \nReply-To: r@c.example\nSubject: x\n\nb', { from: 'r@c.example' }],
  ['from <>', 'From: <>\nSender: s@c.example\n\nb', { from: 's@c.example' }],
  ['from missing return path', 'Return-Path: <rp@c.example>\nSubject: x\n\nb', { from: 'rp@c.example' }],
  ['from name only', 'From: Ann Lee\nReply-To: r@c.example\n\nb', { from: 'r@c.example', name: 'Ann Lee' }],
  ['comment in addr', 'From: ann(comment)@c.example (Ann Lee)\n\nb', { from: 'ann@c.example' }],
  [
    'nested comment',
    'From: Pete(A nice \\) chap (nested)) <pete(his account)@silly.test(his host)>\n\nb',
    { from: 'pete@silly.test', name: 'Pete' },
  ],
  [
    'group',
    'From: a@b.example\nTo: A Group:Chris <c@a.test>,joe@w.test,John <jdoe@o.test>;\n\nb',
    { to: 'c@a.test, joe@w.test, jdoe@o.test' },
  ],
  ['undisclosed', 'From: a@b.example\nTo: undisclosed-recipients:;\n\nb', { to: '' }],
  ['quoted comma', 'From: "Lee, Ann" <ann@c.example>\n\nb', { from: 'ann@c.example', name: 'Lee, Ann' }],
  ['unquoted comma', 'From: Lee, Ann <ann@c.example>\n\nb', { from: 'ann@c.example' }],
  [
    '2047 comma',
    'From: =?utf-8?Q?Lee=2C_Ann?= <ann@c.example>\n\nb',
    { from: 'ann@c.example', name: 'Lee, Ann' },
  ],
  [
    '2047 with address inside',
    'From: =?utf-8?Q?evil=40x.example_=3Cevil=40x.example=3E?= <ann@c.example>\n\nb',
    { from: 'ann@c.example' },
  ],
  [
    'quoted 2047',
    'From: "=?koi8-r?B?4c7OwQ==?=" <ann@c.example>\n\nb',
    { from: 'ann@c.example', name: 'Анна' },
  ],
  [
    'raw 1251 name',
    'From: \xc0\xed\xed\xe0 \xcf\xe5\xf2\xf0\xee\xe2\xe0 <ann@c.example>\nSubject: \xc2\xee\xef\xf0\xee\xf1\n\nb',
    { from: 'ann@c.example', name: 'Анна Петрова', subject: 'Вопрос' },
  ],
  [
    'raw utf8 name',
    u('From: Анна <ann@c.example>\nSubject: Вопрос\n\nb'),
    { from: 'ann@c.example', name: 'Анна', subject: 'Вопрос' },
  ],
  ['smtputf8 address', u('From: Анна <анна@почта.рф>\n\nb'), { from: 'анна@почта.рф', name: 'Анна' }],
  [
    'raw koi8',
    'From: \xe1\xce\xce\xc1 \xf0\xc5\xd4\xd2\xcf\xd7\xc1 <ann@c.example>\nSubject: \xf7\xcf\xd0\xd2\xcf\xd3 \xd0\xcf \xd3\xde\xc5\xd4\xd5\n\nb',
    { from: 'ann@c.example', name: 'Анна Петрова', subject: 'Вопрос по счету' },
  ],
  [
    'addr w/o brackets + name',
    'From: ann@c.example (Ann Lee)\n\nb',
    { from: 'ann@c.example', name: 'Ann Lee' },
  ],
  ['addr then name', 'From: ann@c.example Ann Lee\n\nb', { from: 'ann@c.example' }],
  ['double brackets', 'From: Ann <<ann@c.example>>\n\nb', { from: 'ann@c.example', name: 'Ann' }],
  ['missing close', 'From: Ann <ann@c.example\n\nb', { from: 'ann@c.example', name: 'Ann' }],
  ['space in addr', 'From: Ann <ann @c.example>\n\nb', { from: 'ann@c.example' }],
  ['mailto', 'From: <mailto:ann@c.example>\n\nb', { from: 'ann@c.example' }],
  ['quoted local', 'From: "ann lee"@c.example\n\nb', { from: '"ann lee"@c.example' }],
  ['two froms', 'From: a@c.example, b@c.example\n\nb', { from: 'a@c.example' }],
  ['route addr', 'From: <@a.example,@b.example:ann@c.example>\n\nb', { from: 'ann@c.example' }],
  [
    'semicolon list',
    'From: a@b.example\nTo: a@x.example; b@x.example\n\nb',
    { to: 'a@x.example, b@x.example' },
  ],
  ['domain literal', 'From: a@[192.168.1.1]\n\nb', { from: 'a@[192.168.1.1]' }],
  ['name is address', 'From: "ann@c.example" <ann@c.example>\n\nb', { from: 'ann@c.example', name: '' }],
  ['name with @ differs', 'From: "support@bank.example" <evil@x.example>\n\nb', { from: 'evil@x.example' }],
  ['quotes unbalanced', 'From: "Ann Lee <ann@c.example>\n\nb', { from: 'ann@c.example' }],
  ['apostrophes', "From: 'Ann Lee' <ann@c.example>\n\nb", { from: 'ann@c.example', name: 'Ann Lee' }],
  ['folded from', 'From: Ann\n Lee\n <ann@c.example>\n\nb', { from: 'ann@c.example', name: 'Ann Lee' }],
  ['from upper', 'FROM: Ann <ann@c.example>\nSUBJECT: Hi\n\nb', { from: 'ann@c.example', subject: 'Hi' }],
  [
    'from space colon',
    'From : Ann <ann@c.example>\nSubject : Hi\n\nb',
    { from: 'ann@c.example', subject: 'Hi' },
  ],
  [
    'whole field encoded',
    'From: =?utf-8?B?' + b64('Анна <ann@c.example>') + '?=\n\nb',
    { from: 'ann@c.example', name: 'Анна' },
  ],
  [
    'escaped quote name',
    'From: "Ann \\"A\\" Lee" <ann@c.example>\n\nb',
    { from: 'ann@c.example', name: 'Ann "A" Lee' },
  ],
  ['x@y by exchange', 'From: "/O=ORG/OU=X/CN=ann" <ann@c.example>\n\nb', { from: 'ann@c.example' }],
  ['trailing dot', 'From: ann@c.example.\n\nb', { from: 'ann@c.example' }],
  ['from with trailing comma', 'From: Ann <ann@c.example>,\n\nb', { from: 'ann@c.example' }],
  [
    'subj split char',
    'From: a@b.c\nSubject: =?utf-8?B?0KHRh9E=?= =?utf-8?B?kdGC?=\n\nb',
    { subject: 'Счёт' },
  ],
  ['subj q spaces', 'From: a@b.c\nSubject: =?utf-8?Q?hello world?=\n\nb', { subject: 'hello world' }],
  ['subj no gap', 'From: a@b.c\nSubject: =?utf-8?Q?a?==?utf-8?Q?b?=\n\nb', { subject: 'ab' }],
  ['subj inside word', 'From: a@b.c\nSubject: x=?utf-8?Q?a?=y\n\nb', { subject: 'xay' }],
  ['subj unclosed', 'From: a@b.c\nSubject: =?utf-8?B?0KHRh9GR0YI\n\nb', { subject: 'Счёт' }],
  ['subj folded 2047 mid', 'From: a@b.c\nSubject: =?utf-8?B?0KHRh9GR\n 0YI=?=\n\nb', { subject: 'Счёт' }],
  ['subj lang tag', 'From: a@b.c\nSubject: =?utf-8*ru?Q?=D0=A1?=\n\nb', { subject: 'С' }],
  [
    'subj b64 no pad',
    'From: a@b.c\nSubject: =?utf-8?B?0KHRh9GR0YIh?= =?UTF-8?b?YQ?=\n\nb',
    { subject: 'Счёт!a' },
  ],
  ['subj iso2022', 'From: a@b.c\nSubject: \x1b$B@A5a=q\x1b(B\n\nb', { subject: '請求書' }],
  [
    'subj raw gbk',
    'From: a@b.c\nSubject: \xc7\xeb\xd6\xd8\xd0\xc2\xb7\xa2\xcb\xcd\xb7\xa2\xc6\xb1\nContent-Type: text/plain; charset=gb2312\n\nb',
    { subject: '请重新发送发票' },
  ],
  ['subj empty', 'From: a@b.c\nSubject:\n\nb', { subject: '' }],
  ['subj twice', 'From: a@b.c\nSubject: one\nSubject: two\n\nb', { subject: 'one' }],
  [
    'subj tabs fold',
    'From: a@b.c\nSubject: a long\n\tsubject\n  here\n\nb',
    { subject: 'a long subject here' },
  ],
  ['subj x-unknown', 'From: a@b.c\nSubject: =?x-unknown?B?0KHRh9GR0YI=?=\n\nb', { subject: 'Счёт' }],
  ['subj utf8 in iso label', 'From: a@b.c\nSubject: =?iso-8859-1?B?0KHRh9GR0YI=?=\n\nb', { subject: 'Счёт' }],
  [
    'subj Q with lowercase hex and =',
    'From: a@b.c\nSubject: =?UTF-8?Q?a=3db_=e2=82=ac?=\n\nb',
    { subject: 'a=b €' },
  ],
  [
    'bare CR letter',
    'From: ann@c.example\nSubject: Hi\n\nline1\nline2'.replace(/\n/g, '\r'),
    { from: 'ann@c.example', subject: 'Hi', text: 'line1\nline2' },
  ],
  [
    'bare CR multipart',
    (H + 'Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nT\n--b--').replace(
      /\n/g,
      '\r',
    ),
    { text: 'T' },
  ],
  [
    'CRCRLF',
    (H + 'Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nT\n--b--').replace(
      /\n/g,
      '\r\r\n',
    ),
    { from: 'ann@c.example', text: 'T' },
  ],
  [
    'mixed ends',
    'From: ann@c.example\r\nSubject: Hi\nTo: x@y.example\r\n\nbody',
    { from: 'ann@c.example', subject: 'Hi', text: 'body' },
  ],
  [
    'BOM first',
    '\xef\xbb\xbfFrom: ann@c.example\nSubject: Hi\n\nb',
    { from: 'ann@c.example', subject: 'Hi' },
  ],
  [
    'leading blank lines',
    '\n\nFrom: ann@c.example\nSubject: Hi\n\nb',
    { from: 'ann@c.example', subject: 'Hi', text: 'b' },
  ],
  [
    'mbox from',
    'From ann@c.example Mon Jan  1 00:00:00 2026\nFrom: ann@c.example\nSubject: Hi\n\nb',
    { from: 'ann@c.example', subject: 'Hi', text: 'b' },
  ],
  [
    '>From mbox',
    '>From ann@c.example Mon Jan  1 00:00:00 2026\nFrom: ann@c.example\nSubject: Hi\n\nb',
    { from: 'ann@c.example', subject: 'Hi', text: 'b' },
  ],
  [
    'header junk line',
    'From: ann@c.example\nthis is junk\nSubject: Hi\n\nb',
    { from: 'ann@c.example', subject: 'Hi', text: 'b' },
  ],
  [
    'header continuation first',
    ' cont\nFrom: ann@c.example\nSubject: Hi\n\nb',
    { from: 'ann@c.example', subject: 'Hi' },
  ],
  [
    'space line ends headers',
    'From: ann@c.example\nSubject: Hi\n \nbody',
    { from: 'ann@c.example', subject: 'Hi' },
  ],
  ['no body', 'From: ann@c.example\nSubject: Hi', { from: 'ann@c.example', subject: 'Hi', text: '' }],
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
