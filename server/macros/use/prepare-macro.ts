import type { Language } from '#contract/common.ts'
import type { MacroPreview, RenderedMacro } from '#contract/macros.ts'
import type { TicketAction } from '#contract/ticket-actions.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { loadTemplateContext, type TemplateContext } from '../context/load-context.ts'
import { textTemplate } from '../library/check-macro.ts'
import { languagesOf, presentMacroFile } from '../present.ts'
import { renderMacro } from '../template/render-macro.ts'
import type { MacroFileRow, MacroRow } from '../tables.ts'

export interface PreparedMacro {
  /** Null for a macro without words. */
  language: Language | null
  words: RenderedMacro
  actions: TicketAction[]
  files: MacroFileRow[]
}

const noWords: RenderedMacro = { html: '', text: '', missing: [] }

/**
 * A macro for a ticket: the words in the language that suits the customer, or in the one asked for; its notes with
 * their values. Nothing is written. Ends with `bad_template` rather than with half an answer.
 */
export async function prepareMacro(
  db: Db,
  macro: MacroRow,
  ticketId: number,
  options: { agentId: number | null; now: Date; language?: Language | undefined },
): Promise<PreparedMacro> {
  const context = await loadTemplateContext(db, ticketId, options.agentId, options.now)
  const files = await db
    .selectFrom('macro_file')
    .selectAll()
    .where('macro_id', '=', macro.id)
    .orderBy('id')
    .execute()
  const there = languagesOf(macro)
  const language = [options.language, ...context.languages].find((one) => one && there.includes(one)) ?? null
  const words = language === null ? noWords : renderIn(context, macro.texts[language] ?? '', language)
  const spoken = language ?? context.languages[0] ?? 'ru'
  const noted = macro.actions.map((action) =>
    action.type === 'add_note' ? fillNote(context, action, spoken) : { action, missing: [] },
  )
  const missing = [...new Set([...words.missing, ...noted.flatMap((one) => one.missing)])]
  return { language, words: { ...words, missing }, actions: noted.map(({ action }) => action), files }
}

/** The same as a person looks at it before it is used. */
export function presentPrepared(macro: MacroRow, prepared: PreparedMacro): MacroPreview {
  const { language, words, actions, files } = prepared
  const languages = languagesOf(macro)
  return { macroId: macro.id, language, languages, ...words, actions, files: files.map(presentMacroFile) }
}

export function renderIn(context: TemplateContext, template: string, language: Language): RenderedMacro {
  const { values, speech } = context.valuesIn(language)
  return renderMacro(template, values, speech)
}

function fillNote(
  context: TemplateContext,
  action: Extract<TicketAction, { type: 'add_note' }>,
  language: Language,
): { action: TicketAction; missing: string[] } {
  const { text, missing } = renderIn(context, textTemplate(action.text), language)
  return { action: { ...action, text: text.slice(0, 20_000) || action.text }, missing }
}
