import { expect, test } from 'vitest'
import { type MboxLetter, readMbox } from './read-mbox.ts'

const from = 'From anna@customer.example Fri Jul  8 12:08:34 2011'
const letter = (subject: string, body: string) => `Subject: ${subject}\n\n${body}\n`
async function* inPieces(text: string, size: number): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}
const read = async (
  text: string,
  options: { size?: number; start?: number; most?: number } = {},
): Promise<MboxLetter[]> => {
  const { size = 7, start = 0, most = 1e6 } = options
  return Array.fromAsync(readMbox(inPieces(text.slice(start), size), start, most))
}
const bodies = (letters: MboxLetter[]) => letters.map((one) => one.raw?.toString() ?? null)

test.each([1, 2, 7, 64, 10_000])('letters come out as they went in, in pieces of %i bytes', async (size) => {
  const file = `${from}\n${letter('one', 'First')}\n${from}\n${letter('two', 'Second')}\n`
  const letters = await read(file, { size })
  expect(bodies(letters)).toEqual([letter('one', 'First'), letter('two', 'Second')])
  expect(letters[0]?.arrivedAt).toEqual(new Date('2011-07-08T12:08:34Z'))
  expect(letters[1]?.start).toBe(letters[0]?.end)
  expect(letters[1]?.end).toBe(file.length)
})

test('reading goes on from where a letter ended', async () => {
  const file = `${from}\n${letter('one', 'First')}\n${from}\n${letter('two', 'Second')}\n`
  const [first] = await read(file)
  expect(bodies(await read(file, { start: first?.end ?? 0 }))).toEqual([letter('two', 'Second')])
})

test('a text that begins with From is no separator; quoted ones are unquoted, once', async () => {
  const body =
    'Hello\n\nFrom here on it gets better: 12:30 on Friday\n>From the start\n>>From the quote\n\nFrom Fri to Mon 10:00\nnothing'
  const [only, ...rest] = await read(`${from}\n${letter('one', body)}`)
  expect(rest).toEqual([])
  expect(only?.raw?.toString()).toContain('\nFrom the start\n>From the quote\n')
  expect(only?.raw?.toString()).toContain('\nFrom here on')
})

test('other writers: CRLF, Gmail, Thunderbird, dates with a zone', async () => {
  const separators = [
    'From 1234567890@xxx Fri Jul 08 12:08:34 +0000 2011',
    'From - Fri Jul  8 12:08:34 2011',
    'From ???@??? Fri Jul 08 12:08:34 2011',
    'From a@b.example Fri, 8 Jul 2011 12:08:34 +0000',
  ]
  const file = separators.map((line, at) => `${line}\r\nSubject: ${at}\r\n\r\nBody ${at}\r\n\r\n`).join('')
  const letters = await read(file)
  expect(bodies(letters)).toEqual([0, 1, 2, 3].map((at) => `Subject: ${at}\r\n\r\nBody ${at}\r\n`))
  expect(letters.map((one) => one.arrivedAt?.toISOString())).toEqual(
    Array.from({ length: 4 }, () => '2011-07-08T12:08:34.000Z'),
  )
})

test('a letter beyond the limit is passed over, and the next one is read', async () => {
  const file = `${from}\n${letter('big', 'x'.repeat(20_000))}\n${from}\n${letter('two', 'Second')}`
  const letters = await read(file, { size: 1000, most: 5_000 })
  expect(bodies(letters)).toEqual([null, letter('two', 'Second')])
  expect(letters[1]?.start).toBe(letters[0]?.end)
  expect(letters[1]?.end).toBe(file.length)
})

test('a file without a separator is one letter, an empty one is none', async () => {
  expect(bodies(await read(letter('one', 'First')))).toEqual([letter('one', 'First')])
  expect(await read('')).toEqual([])
  expect(await read('\n\n')).toEqual([])
})

test('what stands before the first separator and means nothing is no letter', async () => {
  for (const head of ['\n', '\r\n\r\n', '\uFEFF', '\uFEFF\n'])
    expect(bodies(await read(`${head}${from}\n${letter('one', 'First')}`))).toEqual([letter('one', 'First')])
})

test('a separator without a date stands after an empty line', async () => {
  const body = 'He wrote\nFrom anna@customer.example\nNote: this is text'
  expect(bodies(await read(`${from}\n${letter('one', body)}`))).toEqual([letter('one', body)])
  const dateless = `From anna@customer.example\n${letter('one', 'First')}\nFrom -\n${letter('two', 'Second')}`
  expect(bodies(await read(dateless))).toEqual([letter('one', 'First'), letter('two', 'Second')])
})
