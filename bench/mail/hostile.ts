import { findForwardedLetter } from '#server/channels/email/reading/quotes/forward.ts'
import { peekMessageId } from '#server/channels/email/reading/peek-message-id.ts'
import { prepareLetter } from '#server/channels/email/reading/prepare-letter.ts'

const head = 'From: ann@x.example\r\nTo: s@d.example\r\nSubject: s\r\n'
const list = (count: number, write: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => write(index)).join('')
const typed = (type: string, body: string): string => `${head}Content-Type: ${type}\r\n\r\n${body}`
const encoded = (encoding: string, body: string): string =>
  `${head}Content-Transfer-Encoding: ${encoding}\r\n\r\n${body}`
const html = (body: string): string => typed('text/html; charset=utf-8', body)
const mixed = (body: string, boundary = 'a'): string => typed(`multipart/mixed; boundary=${boundary}`, body)
const daemon = (body: string): string =>
  `Return-Path: <>\r\nFrom: MAILER-DAEMON@x.example\r\nSubject: Undelivered\r\n\r\n${body}`
const pdf = '--a\r\nContent-Type: application/pdf; name=x.pdf\r\n\r\nx\r\n'

/** Letters written to keep a reader busy (one char per byte); `n` is how often the hurtful piece is repeated. */
const letters: Record<string, (n: number) => string> = {
  'parts in parts': (n) =>
    head + list(n / 10, (i) => `Content-Type: multipart/mixed; boundary=n${i}\r\n\r\n--n${i}\r\n`),
  'parts in parts of one boundary': (n) =>
    head + 'Content-Type: multipart/mixed; boundary=n\r\n\r\n--n\r\n'.repeat(n / 10),
  'letters in letters': (n) => head + 'Content-Type: message/rfc822\r\n\r\nSubject: x\r\n'.repeat(n / 10),
  'a million headers': (n) => `${'X-A: b\r\n'.repeat(n * 10)}${head}\r\nhi`,
  'a header of a million lines': (n) => `X-A: b\r\n${' c\r\n'.repeat(n * 10)}${head}\r\nhi`,
  'no header at all': (n) => `${'junk\r\n'.repeat(n * 5)}${head}\r\nhi`,
  recipients: (n) => `To: ${'a@b.example, '.repeat(n)}\r\n\r\nhi`,
  'open quotes, comments and brackets': (n) =>
    `To: ${'"a'.repeat(n)}\r\nCc: ${'('.repeat(n)}\r\nFrom: ${'<'.repeat(n)}\r\nReply-To: ${'\\"'.repeat(n)}\r\n\r\nhi`,
  groups: (n) => `To: ${'a:'.repeat(n)}\r\nCc: ${'[:'.repeat(n)}\r\nFrom: ${'[mailto:'.repeat(n)}\r\n\r\nhi`,
  'raw bytes for names': (n) =>
    `From: ${'\xa0'.repeat(n)}\r\nTo: ${'\xd0\xa0 '.repeat(n)}<a@b.example>\r\nCc: ${'\x1b$B'.repeat(n)}\r\n\r\nhi`,
  'encoded words': (n) =>
    `Subject: ${'=?utf-8?q?a?= '.repeat(n)}\r\nFrom: ${'=?'.repeat(n)}\r\nTo: ${'=?a?b?'.repeat(n)}\r\n\r\nhi`,
  'many headers of encoded words': (n) =>
    `${`Subject: ${'=?utf-8?q?'.repeat(8_000)}\r\n`.repeat(n / 100)}\r\nhi`,
  parameters: (n) =>
    `${head}Content-Type: text/plain${'; a=b'.repeat(n)}\r\nContent-Disposition: attachment; filename="${'\\'.repeat(n)}\r\n\r\nhi`,
  'commas and open comments': (n) =>
    `${head}Content-Type: ${', '.repeat(n)}=\r\nContent-Transfer-Encoding: ${'('.repeat(n)}\r\nDate: ${'('.repeat(n)}\r\n\r\nhi`,
  boundaries: (n) => mixed('--a\r\n'.repeat(n * 10)),
  'almost boundaries': (n) => mixed('--a b\r\n'.repeat(n * 10)),
  'boundaries in a line': (n) => mixed(`--a\r\n\r\n${'--a'.repeat(n * 30)}`),
  parts: (n) => mixed(pdf.repeat(n)),
  'parts of HTML': () =>
    mixed(`--a\r\nContent-Type: text/html\r\n\r\n${'<p>x</p>'.repeat(100)}\r\n`.repeat(1_999)),
  names: () =>
    mixed(`--a\r\nContent-Type: application/pdf; name="${'%D0'.repeat(20_000)}"\r\n\r\nx\r\n`.repeat(100)),
  'uuencode without an end': (n) =>
    typed('text/plain', `${`begin 644 a\n${'M'.repeat(61)}\n`.repeat(n / 2)}end`),
  'uuencode with many ends': (n) => typed('text/plain', 'begin 644 a\nM\nend\n'.repeat(n)),
  yEnc: (n) => typed('text/plain', '=ybegin name=a\n=yend \n'.repeat(n)),
  'a line of fifty megabytes': (n) => typed('text/plain', 'a'.repeat(n * 500)),
  'a line of quote marks': (n) => typed('text/plain', '>'.repeat(n * 200)),
  'quoted-printable': (n) =>
    encoded('quoted-printable', `${`=${' '.repeat(n / 2)}`.repeat(100)}${'='.repeat(n * 100)}`),
  padding: (n) => encoded('base64', 'A='.repeat(n * 50)),
  'base64 with strangers': (n) => encoded('base64', `${'QUJD \n'.repeat(n * 30)}!`),
  introductions: (n) => typed('text/plain', 'On Mon, 3 Mar 2026 at 10:15\n'.repeat(n)),
  'introductions without an end': (n) =>
    typed('text/plain', `On Mar 3 ${'Ann '.repeat(95)}<\n`.repeat(n / 5)),
  labels: (n) => typed('text/plain', `From: ${'x'.repeat(1_000)}\n`.repeat(n / 5)),
  rules: (n) => typed('text/plain', `${'----\n'.repeat(n)}${`${'- '.repeat(2_500)}x\n`.repeat(n / 50)}`),
  'separators that are none': (n) =>
    typed('text/plain', `-----Original Message${'-'.repeat(3_000)}x\n`.repeat(n / 30)),
  'quote marks and spaces': (n) => typed('text/plain', `${' >'.repeat(2_500)}\n`.repeat(n / 50)),
  signatures: (n) => typed('text/plain', '--\n'.repeat(n)),
  'labels glued together': (n) =>
    typed('text/plain', `----- Forwarded message ----- From: ${'To: '.repeat(n)}`),
  'a report on everybody': (n) =>
    `${head}Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n\r\nfailed ${'user '.repeat(4_000)}\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n${'Final-Recipient: rfc822;a@b.example\r\nAction: failed\r\n\r\n'.repeat(n / 2)}--b--`,
  'a report of one word': (n) =>
    daemon(`${list(60, (i) => `<u${i}@b.example>:\n`)}${'exceed'.repeat(n / 3)}`),
  'a report of empty lines': (n) => daemon('\n'.repeat(n)),
  tags: (n) => html('<p>x</p>'.repeat(n)),
  'tags in tags': (n) => html('<div>'.repeat(n)),
  'open tags': (n) => html('<a '.repeat(n * 3)),
  'open attributes': (n) => html('<a href="'.repeat(n)),
  'quotes beside quotes': (n) => html('<p>x</p><blockquote type=cite>y</blockquote>'.repeat(n / 5)),
  'links that lie': (n) => html('<a href=http://a.example/>b.example</a>'.repeat(n / 21)),
  'a stylesheet for each word': (n) => html(`<p style="${'a:b;'.repeat(n / 5)}">x</p>`.repeat(10)),
  'pictures by name': (n) =>
    mixed(
      `--a\r\nContent-Type: text/html\r\n\r\n${'<img src="cid:a@b">'.repeat(n / 3)}\r\n--a\r\nContent-Type: image/png\r\nContent-ID: <a@b>\r\n\r\nx\r\n--a--`,
    ),
  'an appointment in an appointment': (n) =>
    typed('text/calendar', `${'BEGIN:VEVENT\n'.repeat(n)}SUMMARY${';a'.repeat(n)}\n`),
  'shifts of charset': (n) => typed('text/plain; charset=iso-2022-jp', '\x1b$B'.repeat(n * 10)),
  'UTF-7': (n) => typed('text/plain; charset=utf-7', '+'.repeat(n * 20)),
  'zero bytes': (n) => typed('text/plain', '\0'.repeat(n * 100)),
  ids: (n) =>
    `Message-ID:${'\r\n '.repeat(n)}\r\nReferences: ${'<a@b> '.repeat(n / 6)}\r\nIn-Reply-To: ${'<'.repeat(n)}\r\n\r\nhi`,
}

export type HostileFigures = {
  runs: number
  throws: string[]
  slowest: { name: string; milliseconds: number }
}

/** Reads every hostile letter as a received one is read. */
export function readHostileLetters(size = 100_000): HostileFigures {
  const figures: HostileFigures = { runs: 0, throws: [], slowest: { name: '', milliseconds: 0 } }
  for (const [name, write] of Object.entries(letters)) {
    const raw = Buffer.from(write(size), 'latin1')
    const start = performance.now()
    try {
      const { letter } = prepareLetter(raw)
      findForwardedLetter({ text: letter.text, subject: 'Fwd: x' })
      peekMessageId(raw.subarray(0, 64_000))
    } catch (error) {
      figures.throws.push(`${name}: ${error instanceof Error ? error.stack : String(error)}`)
    }
    const milliseconds = Math.round(performance.now() - start)
    if (milliseconds > figures.slowest.milliseconds) figures.slowest = { name, milliseconds }
    figures.runs += 1
  }
  return figures
}

/** Prints the figures and the peak of memory. */
export function printHostileFigures(): void {
  const { runs, throws, slowest } = readHostileLetters()
  for (const line of throws) console.log(`throw ${line}`)
  console.log(`hostile_runs ${runs}\nhostile_throws ${throws.length}`)
  console.log(`hostile_slowest ${slowest.milliseconds} ms (${slowest.name})`)
  console.log(`hostile_peak ${Math.round(process.resourceUsage().maxRSS / 1_024)} MB`)
}
