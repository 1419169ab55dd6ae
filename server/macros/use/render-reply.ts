import type { Language } from '#contract/common.ts'
import type { RenderedMacro } from '#contract/macros.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { fail } from '#server/platform/http/failure.ts'
import { loadTemplateContext } from '../context/load-context.ts'
import { mustBeSound, textTemplate } from '../library/check-macro.ts'
import { renderIn } from './prepare-macro.ts'

/** Ends with `bad_template`, with line and column, when plain text with variables cannot be filled in. */
export function checkReplyTemplate(text: string): void {
  mustBeSound(textTemplate(text), null)
}

/**
 * Plain text with variables, filled in for a ticket: `{ html, text, missing }`. `agentId` is who answers, null for the
 * desk itself. Ends with `bad_template`; `missing` names what has no value and no words instead.
 */
export async function renderReply(
  db: Db,
  template: string,
  ticketId: number,
  options: { agentId: number | null; now: Date; language?: Language },
): Promise<RenderedMacro> {
  const context = await loadTemplateContext(db, ticketId, options.agentId, options.now)
  const language = options.language ?? context.languages[0] ?? 'ru'
  return renderIn(context, `<p>${textTemplate(template)}</p>`, language)
}

/** The same for the desk's own answers, which nobody looks at before they go: `macro_incomplete` where a word is missing. */
export async function renderAutomaticReply(
  db: Db,
  template: string,
  ticketId: number,
  now: Date,
): Promise<{ html: string; text: string }> {
  const { html, text, missing } = await renderReply(db, template, ticketId, { agentId: null, now })
  if (missing.length > 0) fail('macro_incomplete', { detail: { missing } })
  return { html, text }
}
