import addressParser from 'nodemailer/lib/addressparser'

const recipientHeaders = /^(?:to|cc|bcc):/i

/**
 * A letter's MIME with exactly these recipients in its header: Graph knows no envelope and sends to whom the header
 * names. To and Cc stay where all of them are meant, whoever is not named there goes into Bcc, which Exchange takes
 * out; otherwise only those who are meant are named at all. Pure.
 */
export function addressMime(mime: Buffer, recipients: readonly string[]): Buffer {
  const end = headerEnd(mime)
  const fields = mime
    .subarray(0, end)
    .toString('latin1')
    .split(/\r?\n(?![ \t])/)
  const named = fields
    .filter((field) => /^(?:to|cc):/i.test(field))
    .flatMap((field) => addressParser(field.slice(field.indexOf(':') + 1), { flatten: true }))
    .map(({ address }) => address.toLowerCase())
  const meant = new Set(recipients.map((address) => address.toLowerCase()))
  const isWhole = named.every((address) => meant.has(address))
  const unnamed = isWhole ? recipients.filter((address) => !named.includes(address.toLowerCase())) : []
  const kept = fields.filter(
    (field) => field !== '' && (isWhole ? !/^bcc:/i.test(field) : !recipientHeaders.test(field)),
  )
  const added = isWhole ? list('Bcc', unnamed) : list('To', recipients)
  return Buffer.concat([Buffer.from([...kept, ...added, '', ''].join('\r\n'), 'latin1'), mime.subarray(end)])
}

function list(name: string, addresses: readonly string[]): string[] {
  return addresses.length === 0 ? [] : [`${name}: ${addresses.join(',\r\n ')}`]
}

/** Where the body begins: after the empty line. */
function headerEnd(mime: Buffer): number {
  const crlf = mime.indexOf('\r\n\r\n')
  if (crlf >= 0) return crlf + 4
  const lf = mime.indexOf('\n\n')
  return lf >= 0 ? lf + 2 : mime.length
}
