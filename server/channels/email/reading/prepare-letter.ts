import { type LetterJudgement, judgeLetter } from './automatic/automated.ts'
import { type Bounce, readBounce } from './automatic/bounce.ts'
import { isUnreasonableHtml } from './html-tree.ts'
import { cleanLetterHtml } from './letter-html.ts'
import type { InboundLetter } from './letter.ts'
import { parseLetter } from './parse.ts'
import { cutQuote } from './quotes/quote.ts'

/** A letter with everything hostile input makes costly already done: parsed, judged, cut and cleaned. */
export type PreparedLetter = {
  letter: InboundLetter
  /** Judged by the letter alone; judge again with our own addresses before answering. */
  judgement: LetterJudgement
  /** Read when the letter is a bounce. */
  bounce: Bounce | null
  visibleText: string
  quotedText: string
  /** Cleaned; `cid:` images stand as `data-otk-cid` until the reader's page gives them an address. */
  visibleHtml: string | null
  quotedHtml: string | null
  hasRemoteImages: boolean
}

/** Bytes → a prepared letter. Never throws: where a step fails the text is kept and the HTML is left out. */
export function prepareLetter(raw: Uint8Array): PreparedLetter {
  return prepareParsed(parseLetter(raw))
}

/** The same for a letter that is parsed already. */
export function prepareParsed(letter: InboundLetter): PreparedLetter {
  const judgement = judgeLetter(letter)
  const bare: PreparedLetter = {
    letter,
    judgement,
    bounce: judgement.kind === 'bounce' ? readBounce(letter) : null,
    visibleText: letter.text,
    quotedText: '',
    visibleHtml: null,
    quotedHtml: null,
    hasRemoteImages: false,
  }
  try {
    const cut = cutQuote(letter)
    const visible = cut.visibleHtml === null ? null : cleanLetterHtml(cut.visibleHtml)
    const quoted = cut.quotedHtml === null ? null : cleanLetterHtml(cut.quotedHtml)
    const isHtmlLost =
      visible?.html === '' &&
      (cut.visibleHtml ?? '').trim() !== '' &&
      isUnreasonableHtml(cut.visibleHtml ?? '')
    return {
      ...bare,
      letter: isHtmlLost
        ? { ...letter, unparsableReason: letter.unparsableReason ?? 'HTML nested too deeply' }
        : letter,
      visibleText: cut.visibleText,
      quotedText: cut.quotedText,
      visibleHtml: visible?.html || null,
      quotedHtml: quoted?.html || null,
      hasRemoteImages: (visible?.hasRemoteImages ?? false) || (quoted?.hasRemoteImages ?? false),
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return { ...bare, letter: { ...letter, unparsableReason: letter.unparsableReason ?? reason } }
  }
}
