import { judgeLetter } from '#server/channels/email/automated.ts'
import { readBounce } from '#server/channels/email/bounce.ts'
import { cleanLetterHtml } from '#server/channels/email/letter-html.ts'
import { parseLetter } from '#server/channels/email/parse.ts'
import { cutQuote } from '#server/channels/email/quote.ts'
import { randomFrom } from '#bench/random.ts'

type Mutation = (letter: Buffer, random: () => number) => Buffer

function scatter(letter: Buffer, random: () => number, byte: number): Buffer {
  const copy = Buffer.from(letter)
  const hits = Math.max(1, Math.floor(copy.length / 200))
  for (let hit = 0; hit < hits; hit += 1) copy[Math.floor(random() * copy.length)] = byte
  return copy
}

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
