import { htmlToText } from '../html-to-text.ts'
import { cutHtmlWhereTextIs } from './quote-html-text.ts'
import { cutQuoteHtml } from './quote-html.ts'
import { cutQuoteText } from './quote-text.ts'
import { isForwardSubject } from '../subject-tag.ts'

export type QuoteInput = {
  text: string
  /** As it came or cleaned; null for a letter without HTML. */
  html: string | null
  /** Decides whether the letter is a forward, which stays whole. */
  subject?: string
  /** As in the letter: the text is only a picture of the HTML. */
  isTextFromHtml?: boolean
}

export type CutLetter = {
  visibleText: string
  visibleHtml: string | null
  /** '' when there was nothing to hide. Kept, shown on request and searched, never deleted. */
  quotedText: string
  quotedHtml: string | null
}

/**
 * A letter's body → what its writer wrote this time, and the quoted tail to hide behind a button. Each of text and
 * HTML is cut by its own signs; HTML stays uncleaned if it was.
 */
export function cutQuote(input: QuoteInput): CutLetter {
  const options = { keepsForwards: isForwardSubject(input.subject ?? '') }
  const html = input.html === null ? null : cutQuoteHtml(input.html, options)
  if (html && html.quoted !== '' && input.isTextFromHtml) {
    return {
      visibleText: cutQuoteText(htmlToText(html.visible), options).visible,
      visibleHtml: html.visible,
      quotedText: htmlToText(html.quoted),
      quotedHtml: html.quoted,
    }
  }
  const text = cutQuoteText(input.text, options)
  if (html && html.quoted !== '' && text.quoted === '') {
    // Containers of mail programs are surer than text rules: what they cut is cut from the text too.
    const visible = cutQuoteText(htmlToText(html.visible), options).visible
    return {
      visibleText: visible,
      visibleHtml: html.visible,
      quotedText: htmlToText(html.quoted),
      quotedHtml: html.quoted,
    }
  }
  const byText =
    html && html.quoted === '' && text.quoted !== '' ? cutHtmlWhereTextIs(html.visible, text) : null
  const shown = byText ?? html
  return {
    visibleText: text.visible,
    visibleHtml: shown?.visible ?? null,
    quotedText: text.quoted,
    quotedHtml: shown && shown.quoted !== '' ? shown.quoted : null,
  }
}
