import type { Language } from '#contract/common.ts'
import type { InboxSections } from '#contract/inbox-sections.ts'
import { acknowledgementVariables } from '#contract/inbox-sections.ts'
import { cleanComposedHtml } from '#server/platform/composed-html.ts'
import { mustBeTemplate, renderTemplate } from '#server/platform/written-template.ts'
import { htmlToText } from '../html-to-text.ts'

export interface AcknowledgementValues {
  ticket: { number: string; subject: string }
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
  values: AcknowledgementValues,
): Acknowledgement {
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
