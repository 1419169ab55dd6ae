import { createTransport } from 'nodemailer'

let count = 0

interface LetterWishes {
  from?: string
  to?: string
  subject?: string
  text?: string
  messageId?: string | null
  headers?: Record<string, string>
}

/** A letter's bytes: a short plain one from a customer unless told otherwise. */
export function buildLetter(wishes: LetterWishes = {}): string {
  const serial = ++count
  const messageId = wishes.messageId === undefined ? `letter-${serial}@customer.example` : wishes.messageId
  const headers: Record<string, string> = {
    From: wishes.from ?? `Customer ${serial} <customer${serial}@customer.example>`,
    To: wishes.to ?? 'support@desk.example',
    Subject: wishes.subject ?? `Question ${serial}`,
    Date: 'Mon, 02 Mar 2026 10:00:00 +0300',
    ...(messageId !== null && { 'Message-ID': `<${messageId}>` }),
    'MIME-Version': '1.0',
    'Content-Type': 'text/plain; charset=utf-8',
    ...wishes.headers,
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  return `${lines.join('\r\n')}\r\n\r\n${(wishes.text ?? `Text ${serial}`).replaceAll(/\r?\n/g, '\r\n')}\r\n`
}

/** Hands a letter's bytes to a server on this machine; rejects with what the server said against it. */
export async function deliver(
  port: number,
  raw: string | Buffer,
  envelope: { from: string; to: string | string[] },
): Promise<void> {
  const transport = createTransport({ host: '127.0.0.1', port, ignoreTLS: true })
  try {
    await transport.sendMail({ raw, envelope })
  } finally {
    transport.close()
  }
}
