import { judgeLetter } from '#server/channels/email/reading/automatic/automated.ts'
import { readBounce } from '#server/channels/email/reading/automatic/bounce.ts'
import { findForwardedLetter } from '#server/channels/email/reading/quotes/forward.ts'
import { cleanLetterHtml } from '#server/channels/email/reading/letter-html.ts'
import { parseLetter } from '#server/channels/email/reading/parse.ts'
import { cutQuote } from '#server/channels/email/reading/quotes/quote.ts'
import { readTnef } from '#server/channels/email/reading/tnef/tnef.ts'
import { randomFrom } from '#bench/random.ts'

type Mutation = (letter: Buffer, random: () => number) => Buffer

function scatter(letter: Buffer, random: () => number, byte: number): Buffer {
  const copy = Buffer.from(letter)
  const hits = Math.max(1, Math.floor(copy.length / 200))
  for (let hit = 0; hit < hits; hit += 1) copy[Math.floor(random() * copy.length)] = byte
  return copy
}

const charsets = [
  'utf-7',
  'utf-16',
  'iso-2022-jp',
  'iso-2022-kr',
  'hz-gb-2312',
  'big5',
  'cp949',
  'koi8-r',
  'x',
  '',
]
const encodings = ['base64', 'quoted-printable', 'x-uuencode', '8bit', 'binary', '?']
const types = [
  'text/html',
  'text/plain',
  'text/calendar',
  'text/enriched',
  'message/rfc822',
  'multipart/mixed',
  'application/ms-tnef',
  'message/delivery-status',
]

const mutations: Record<string, Mutation> = {
  cut: (letter, random) => letter.subarray(0, Math.floor(random() * letter.length)),
  beheaded: (letter, random) => letter.subarray(Math.floor(random() * letter.length)),
  nuls: (letter, random) => scatter(letter, random, 0),
  high: (letter, random) => scatter(letter, random, 0xff),
  returns: (letter) => Buffer.from(letter.toString('latin1').replace(/\r?\n/g, '\r'), 'latin1'),
  unquoted: (letter) => Buffer.from(letter.toString('latin1').replaceAll('"', ''), 'latin1'),
  brackets: (letter, random) => scatter(letter, random, 0x3c),
  equals: (letter, random) => scatter(letter, random, 0x3d),
  noise: (letter, random) => scatter(letter, random, Math.floor(random() * 256)),
  doubled: (letter) => Buffer.concat([letter, letter]),
  headers: (letter) =>
    Buffer.concat([
      Buffer.from(`X-Long: ${'=?utf-8?q?a?= '.repeat(20_000)}\r\nTo: ${'(<"'.repeat(20_000)}\r\n`),
      letter,
    ]),
  shuffled: (letter, random) => {
    const lines = letter.toString('latin1').split('\n')
    for (let at = lines.length - 1; at > 0; at -= 1) {
      const other = Math.floor(random() * (at + 1))
      const line = lines[at] ?? ''
      lines[at] = lines[other] ?? ''
      lines[other] = line
    }
    return Buffer.from(lines.join('\n'), 'latin1')
  },
  relabelled: (letter, random) => {
    const pick = (list: readonly string[]): string => list[Math.floor(random() * list.length)] ?? ''
    const text = letter
      .toString('latin1')
      .replace(/charset\s*=\s*"?[\w-]+"?/gi, () => `charset=${pick(charsets)}`)
      .replace(/(content-transfer-encoding:)[^\r\n]*/gi, (_, name: string) => `${name} ${pick(encodings)}`)
      .replace(/(content-type:\s*)[\w-]+\/[\w.+-]+/gi, (_, name: string) => `${name}${pick(types)}`)
    return Buffer.from(text, 'latin1')
  },
  repeated: (letter, random) => {
    const at = Math.floor(random() * letter.length)
    const piece = letter.subarray(at, at + 50 + Math.floor(random() * 500))
    return Buffer.concat([
      letter.subarray(0, at),
      ...Array.from({ length: 500 }, () => piece),
      letter.subarray(at),
    ])
  },
  nested: (letter) => {
    let body = letter
    for (let depth = 0; depth < 60; depth += 1)
      body = Buffer.concat([
        Buffer.from(`Content-Type: multipart/mixed; boundary="n${depth}"\r\n\r\n--n${depth}\r\n`),
        body,
      ])
    return body
  },
}

/** Mutates every letter in every way; prints throws, letters slower than two seconds, and the peak of memory. */
export function fuzzLetters(letters: readonly Buffer[]): void {
  const random = randomFrom(20_260_101).next
  let runs = 0
  let throws = 0
  let slow = 0
  let slowest = 0
  let peak = 0
  for (const letter of letters) {
    for (const [name, mutate] of Object.entries(mutations)) {
      const mutated = mutate(letter, random)
      const start = performance.now()
      try {
        const parsed = parseLetter(mutated)
        if (parsed.unparsableReason !== null) {
          throws += 1
          console.log(`unparsable ${name}: ${parsed.unparsableReason}`)
        }
        judgeLetter(parsed)
        readBounce(parsed)
        const cut = cutQuote(parsed)
        findForwardedLetter(parsed)
        if (cut.visibleHtml !== null) cleanLetterHtml(cut.visibleHtml)
      } catch (error) {
        throws += 1
        console.log(`throw ${name}: ${error instanceof Error ? error.stack : String(error)}`)
      }
      const took = performance.now() - start
      slowest = Math.max(slowest, took)
      if (took > 2_000) slow += 1
      runs += 1
    }
    peak = Math.max(peak, process.memoryUsage().rss)
  }
  console.log(`fuzz_runs ${runs}\nfuzz_throws ${throws}\nfuzz_hangs ${slow}`)
  console.log(`fuzz_slowest ${Math.round(slowest)} ms\nfuzz_peak ${Math.round(peak / 1_048_576)} MB`)
}

/** Damages every winmail.dat byte by byte and piece by piece; prints throws and the slowest. */
export function fuzzTnef(files: readonly Buffer[]): void {
  const random = randomFrom(20_260_102).next
  let runs = 0
  let throws = 0
  let slowest = 0
  for (const file of files) {
    for (let round = 0; round < 60; round += 1) {
      const copy = Buffer.from(round % 3 === 0 ? file.subarray(0, Math.floor(random() * file.length)) : file)
      const hits = round % 3 === 1 ? 1 : 20
      for (let hit = 0; hit < hits && copy.length > 6; hit += 1)
        copy[6 + Math.floor(random() * (copy.length - 6))] = Math.floor(random() * 256)
      const start = performance.now()
      try {
        readTnef(copy)
      } catch (error) {
        throws += 1
        console.log(`throw tnef: ${error instanceof Error ? error.stack : String(error)}`)
      }
      slowest = Math.max(slowest, performance.now() - start)
      runs += 1
    }
  }
  console.log(
    `fuzz_tnef_runs ${runs}\nfuzz_tnef_throws ${throws}\nfuzz_tnef_slowest ${Math.round(slowest)} ms`,
  )
}
