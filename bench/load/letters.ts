import { once } from 'node:events'
import net from 'node:net'
import type { Random } from '../random.ts'
import { INBOX } from '../seed/plan.ts'
import type { Writer } from '../text/letter.ts'

/** A letter as a mail program writes it: a text and an HTML part, both in UTF-8. */
export function composeLetter(
  writer: Writer,
  random: Random,
  serial: string,
): { from: string; source: Buffer } {
  const language = random.chance(0.7) ? 'ru' : 'en'
  const person = writer.person(language, random.below(1e9))
  const { text } = writer.message(random, language, person)
  const html = `<html><body><p>${text.replaceAll('\n', '<br>')}</p></body></html>`
  const source = [
    `From: ${encoded(person.name)} <${person.email}>`,
    `To: <${INBOX}>`,
    `Subject: ${encoded(writer.subject(random, language).text)}`,
    `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: <${serial}@mail.example>`,
    'MIME-Version: 1.0',
    'Content-Type: multipart/alternative; boundary="border"',
    '',
    '--border',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    '',
    folded(text),
    '--border',
    'Content-Type: text/html; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    '',
    folded(html),
    '--border--',
    '',
  ].join('\r\n')
  return { from: person.email, source: Buffer.from(source) }
}

function encoded(text: string): string {
  return `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`
}

function folded(text: string): string {
  return Buffer.from(text).toString('base64').replace(/.{76}/g, '$&\r\n')
}

/** A mail server at our door: one connection over which letters are handed in, one after another. */
export interface Courier {
  hand(letter: { from: string; source: Buffer }): Promise<void>
  close(): void
}

export async function openCourier(port: number): Promise<Courier> {
  const socket = net.connect(port, '127.0.0.1')
  socket.setNoDelay(true)
  let heard = ''
  let waiting: PromiseWithResolvers<string> | undefined
  socket.on('data', (data: Buffer) => {
    heard += data.toString()
    // The last line of an answer has a space after its code.
    const line = /^(?:\d{3}-.*\r\n)*(\d{3} .*)\r\n/.exec(heard)
    if (!line || !waiting) return
    heard = heard.slice(line[0].length)
    waiting.resolve(line[1] ?? '')
  })
  socket.on('error', (error) => waiting?.reject(error))
  const say = async (text: string | Buffer | null, expected: string): Promise<void> => {
    waiting = Promise.withResolvers()
    if (text !== null) socket.write(text)
    const answer = await waiting.promise
    if (!answer.startsWith(expected)) throw new Error(`the desk's mail server said: ${answer}`)
  }
  const greeted = say(null, '220')
  await once(socket, 'connect')
  await greeted
  await say('EHLO bench.example\r\n', '250')
  return {
    async hand({ from, source }) {
      await say(`MAIL FROM:<${from}>\r\n`, '250')
      await say(`RCPT TO:<${INBOX}>\r\n`, '250')
      await say('DATA\r\n', '354')
      await say(Buffer.concat([source, Buffer.from('\r\n.\r\n')]), '250')
    },
    close: () => socket.end('QUIT\r\n'),
  }
}
