import { expect, test } from 'vitest'
import { mailDesk } from '#test/mail-desk.ts'

/** Whatever a stranger or an agent puts into a name, a subject or a text, the letter that leaves has our headers only. */
const desk = await mailDesk()
const { db, sink } = desk

const word = (text: string) => `=?utf-8?b?${Buffer.from(text).toString('base64')}?=`
const breaks = ['\r\n', '\n', '\r', '\u2028', '\u2029', '\u0085', '\u000b', '\0', '\r\n\r\n', '\n\t\n']
const injected = (end: string) =>
  `x${end}Bcc: victim@elsewhere.example${end}X-Injected: yes${end}${end}<b>body</b>`

/** Header lines as a server reads them: a line that begins with no space begins a header. */
function headerNames(raw: string): string[] {
  const head = raw.slice(0, raw.indexOf('\r\n\r\n'))
  expect(head.replaceAll('\r\n', '')).not.toMatch(/[\r\n\0]/)
  return head
    .split(/\r\n(?![ \t])/)
    .map((line) => /^[A-Za-z-]+(?=:)/.exec(line)?.[0].toLowerCase() ?? `not a header: ${line}`)
}
const ours = new Set(
  'from to cc reply-to subject message-id in-reply-to references date mime-version content-type content-transfer-encoding thread-index thread-topic'.split(
    ' ',
  ),
)

test.each(breaks)('%j in what the answered letter says and in what the desk is called', async (end) => {
  sink.letters.length = 0
  const evil = injected(end)
  // PostgreSQL keeps no NUL.
  const kept = evil.replaceAll('\0', ' ')
  await db.updateTable('inbox').set({ name: kept }).where('id', '=', desk.inbox.id).execute()
  await db.updateTable('agent').set({ name: kept, position: kept, signature: kept }).execute()
  const raw = [
    `From: ${word(evil)} <customer@client.example>`,
    'To: support@desk.example',
    `Cc: ${word(evil)} <friend@client.example>`,
    `Subject: ${word(evil)}`,
    `Message-ID: <${Buffer.from(end).toString('hex')}${end === '\0' ? '' : '\u00e9'}@client.example>`,
    `References: <a\u0000b@client.example> <${'r'.repeat(3000)}@client.example>`,
    'Thread-Index: AdH0AdH0AdH0AdH0AdH0AdH0AdH0',
    `Thread-Topic: ${word(evil)}`,
    'Content-Type: text/plain; charset=utf-8',
    '',
    `Words${end}.${end}MAIL FROM:<x@evil.example>${end}${evil}`,
    '',
  ].join('\r\n')
  const row = await desk.receive(raw)
  const upload = await desk.ask({
    method: 'POST',
    path: `/files?name=${encodeURIComponent(`a${end}b"; x="\\.txt`)}&mime=${encodeURIComponent('text/plain\r\nX-Injected: y')}`,
    body: 'content',
    headers: { 'content-type': 'application/octet-stream' },
    as: desk.as,
  })
  const fileIds = upload.status === 201 ? [upload.body.id as number] : []
  const reply = await desk.answer(row.ticket_id ?? 0, {
    text: `Answer${end}.${end}RCPT TO:<victim@elsewhere.example>${end}.${end}x`.replaceAll('\0', ' '),
    fileIds,
  })
  expect(reply.delivery_state).toBe('sent')
  const [sunk] = await sink.received(1)
  expect(sunk?.to.toSorted()).toEqual(['customer@client.example', 'friend@client.example'])
  const text = sunk?.raw.toString('latin1') ?? ''
  const names = headerNames(text)
  expect(names.filter((name) => !ours.has(name))).toEqual([])
  expect(new Set(names).size).toBe(names.length)
  // No line of the letter ends other than it should: a server that takes less for an end finds none.
  expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n\0]/)
  expect(Math.max(...text.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(998)
  const parts = text
    .split(/\r\n--[^\r\n]+/)
    .slice(1)
    .filter((part) => part.trim() !== '')
  expect(parts.length > 0).toBe(fileIds.length > 0)
  const inParts = parts.flatMap((part) => headerNames(part.replace(/^\r\n/, '')))
  expect(inParts.filter((name) => !/^(?:content-[a-z-]+|mime-version)$/.test(name))).toEqual([])
})
