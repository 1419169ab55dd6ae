import { createSocket } from 'node:dgram'
import { once } from 'node:events'

/** A DNS server on this machine that knows some TXT records and says of every other name that there is none. */
export async function startNameServer(texts: Record<string, string>) {
  const asked: string[] = []
  const silent = new Set<string>()
  const socket = createSocket('udp4')
  socket.on('message', (question, peer) => {
    const name = readName(question)
    asked.push(name)
    if (!silent.has(name)) socket.send(answerTo(question, texts[name]), peer.port, peer.address)
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  return {
    address: `127.0.0.1:${socket.address().port}`,
    asked,
    /** Questions about these names stay without an answer. */
    silent,
    stop: () => new Promise<void>((done) => socket.close(() => done())),
  }
}

function readName(question: Buffer): string {
  const labels: string[] = []
  for (let at = 12, length = question[at] ?? 0; length > 0; length = question[at] ?? 0) {
    labels.push(question.toString('latin1', at + 1, at + 1 + length))
    at += 1 + length
  }
  return labels.join('.').toLowerCase()
}

function answerTo(question: Buffer, text: string | undefined): Buffer {
  const end = question.indexOf(0, 12) + 5
  const header = Buffer.alloc(12)
  question.copy(header, 0, 0, 2)
  // An answer, recursion available; 3 is "no such name".
  header.writeUInt16BE(text === undefined ? 0x8183 : 0x8180, 2)
  header.writeUInt16BE(1, 4)
  header.writeUInt16BE(text === undefined ? 0 : 1, 6)
  const asked = question.subarray(12, end)
  if (text === undefined) return Buffer.concat([header, asked])
  const words = Buffer.from(text)
  // The name by a pointer to the question; TXT, IN, a minute.
  const record = Buffer.from([0xc0, 12, 0, 16, 0, 1, 0, 0, 0, 60, 0, words.length + 1, words.length])
  return Buffer.concat([header, asked, record, words])
}
