import type { Language } from '#contract/common.ts'
import type { InboxSections } from '#contract/inbox-sections.ts'
import { acknowledgementVariables } from '#contract/inbox-sections.ts'
import { cleanComposedHtml } from '#server/platform/composed-html.ts'
import { mustBeTemplate, renderTemplate } from '#server/platform/written-template.ts'
import { htmlToText } from '../reading/html-to-text.ts'

export interface AcknowledgementValues {
  /** Its address on the portal; empty where there is none. */
  ticket: { number: string; subject: string; url: string }
  customer: { name: string }
  inbox: { name: string; address: string }
  desk: { name: string }
}

export interface Acknowledgement {
  subject: string
  html: string
  text: string
}

/** The letter in one language: templates are Liquid over plain text; an empty line begins a paragraph. */
export function writeAcknowledgement(
  template: { subject: string; body: string },
  given: AcknowledgementValues,
): Acknowledgement {
  const values = {
    ...given,
    ticket: { ...given.ticket, subject: withoutAddresses(given.ticket.subject) },
    customer: { name: withoutAddresses(given.customer.name) },
  }
  // The subject is a header, not HTML: what the template engine escaped is turned back.
  const subject = htmlToText(renderTemplate(template.subject, values)).replaceAll(/\s+/g, ' ').trim()
  const paragraphs = renderTemplate(template.body, values)
    .replaceAll('\r\n', '\n')
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '')
  const marked = paragraphs
    .map((paragraph) => `<p>${linked(paragraph).replaceAll('\n', '<br>')}</p>`)
    .join('\n')
  const html = cleanComposedHtml(marked)
  return { subject: subject.slice(0, 300) || values.ticket.subject, html, text: htmlToText(html).trim() }
}

const pageAddress = /(?:\bhttps?:\/\/|\bwww\.)\S+|\b(?:[\p{L}\p{N}-]+\.)+[\p{L}]{2,24}\/\S*/giu

/**
 * What a stranger wrote, without addresses of pages: whoever writes in somebody's name would have us send them on,
 * with our own good name under them.
 */
function withoutAddresses(words: string): string {
  return words.replace(pageAddress, '…')
}

/** Addresses of pages become links, in a template that is not HTML already. */
function linked(paragraph: string): string {
  if (/<a\s/i.test(paragraph)) return paragraph
  return paragraph.replaceAll(
    /https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)]/g,
    (url) => `<a href="${url}">${url}</a>`,
  )
}

/** Ends with `bad_template` when one of the templates cannot be used. */
export function mustBeAcknowledgement({ ru, en }: Pick<InboxSections['acknowledgement'], Language>): void {
  for (const template of [ru.subject, ru.body, en.subject, en.body]) {
    mustBeTemplate(template, acknowledgementVariables)
  }
}
