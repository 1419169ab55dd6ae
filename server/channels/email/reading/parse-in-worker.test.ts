import { afterAll, describe, expect, it } from 'vitest'
import { closeParser, createLetterParser, parseLetterSafely, prepareLetterSafely } from './parse-in-worker.ts'

const letter = (body: string): Buffer =>
  Buffer.from(
    `From: ann@customer.example\r\nSubject: Question\r\nMessage-ID: <q@customer.example>\r\n${body}`,
  )

afterAll(closeParser)

describe('parsing in a thread', () => {
  it('gives what parsing here gives, files included', async () => {
    const content = Buffer.alloc(300_000, 7)
    const raw = letter(
      `Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nHello\r\n--b\r\nContent-Type: application/zip; name=a.zip\r\nContent-Transfer-Encoding: base64\r\n\r\n${content.toString('base64')}\r\n--b--\r\n`,
    )
    const copy = Buffer.from(raw)
    const prepared = await prepareLetterSafely(raw)
    expect(prepared.visibleText).toBe('Hello')
    expect(prepared.judgement.kind).toBe('person')
    expect(Buffer.from(prepared.letter.attachments[0]?.content ?? []).equals(content)).toBe(true)
    // The caller's bytes are still the caller's.
    expect(raw.equals(copy)).toBe(true)
  })

  it('answers many at once, each with its own', async () => {
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, index) => parseLetterSafely(letter(`\r\nNumber ${index}\r\n`))),
    )
    expect(answers.map((answer) => answer.text.trim())).toEqual(
      Array.from({ length: 40 }, (_, index) => `Number ${index}`),
    )
  })

  it('gives up on a letter that takes too long, keeps its headers, and goes on', async () => {
    const parser = createLetterParser({ timeLimitMs: 1 })
    const slow = letter(`Content-Type: text/html\r\n\r\n${'<p>words <b>and</b> words</p>'.repeat(30_000)}`)
    const prepared = await parser.prepare(slow)
    expect(prepared.letter.unparsableReason).toContain('longer than 1 ms')
    expect(prepared.letter).toMatchObject({
      from: { address: 'ann@customer.example' },
      subject: 'Question',
      messageId: 'q@customer.example',
    })
    await parser.close()
    const patient = createLetterParser({})
    expect((await patient.prepare(letter('\r\nNext\r\n'))).letter.unparsableReason).toBeNull()
    await patient.close()
  })

  it('gives up on a letter that takes too much memory', async () => {
    const parser = createLetterParser({ heapLimitMb: 8, timeLimitMs: 30_000 })
    const greedy = letter(`Content-Type: text/html\r\n\r\n${'<p a=1>x</p>'.repeat(80_000)}`)
    const prepared = await parser.prepare(greedy)
    expect(prepared.letter.unparsableReason).not.toBeNull()
    expect(prepared.letter.subject).toBe('Question')
    await parser.close()
  })

  it('starts again after it was stopped', async () => {
    await closeParser()
    expect((await parseLetterSafely(letter('\r\nAgain\r\n'))).text.trim()).toBe('Again')
  })

  it('stops by itself when idle and starts again when needed', async () => {
    const parser = createLetterParser({ idleMs: 1 })
    await parser.prepare(letter('\r\nOne\r\n'))
    await expect.poll(() => parser.isRunning()).toBe(false)
    expect((await parser.prepare(letter('\r\nTwo\r\n'))).visibleText).toBe('Two')
    await parser.close()
  })
})
