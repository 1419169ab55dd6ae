import type { Language } from '#contract/common.ts'
import type { RenderedMacro } from '#contract/macros.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { mustSee } from '#server/tickets/index.ts'
import { loadTemplateContext } from '../context/load-context.ts'
import { cleanTemplate } from '../library/check-macro.ts'
import { renderIn } from './prepare-macro.ts'

/** Words that are still being written, as they would stand in an answer to this ticket. */
export async function previewTemplate(
  db: Db,
  actor: Actor,
  input: { html: string; language: Language; ticketId: number },
  now: Date,
): Promise<RenderedMacro> {
  await mustSee(db, actor, input.ticketId)
  const context = await loadTemplateContext(db, input.ticketId, actor.agentId, now)
  return renderIn(context, cleanTemplate(input.html), input.language)
}
