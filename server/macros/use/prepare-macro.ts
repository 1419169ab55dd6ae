import type { Language } from '#contract/common.ts'
import type { MacroPreview, MacroTexts, RenderedMacro } from '#contract/macros.ts'
import type { TicketAction } from '#contract/ticket-actions.ts'
import { pictureNames, renamePictures } from '#server/platform/composed-html.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { loadTemplateContext, type TemplateContext } from '../context/load-context.ts'
import { textTemplate } from '../library/check-macro.ts'
import { macroPictureName } from '../pictures/picture-names.ts'
import { languagesOf, presentMacroFile } from '../present.ts'
import { renderMacro } from '../template/render-macro.ts'
import type { MacroFileRow, MacroRow } from '../tables.ts'

export interface PreparedMacro {
  /** Null for a macro without words. */
  language: Language | null
  words: RenderedMacro
  actions: TicketAction[]
  /** Beside the words. */
  files: MacroFileRow[]
  /** What the words show. */
  pictures: MacroFileRow[]
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
  const { texts, carried } = await readWords(db, macro.id)
  const there = languagesOf({ texts })
  const language = [options.language, ...context.languages].find((one) => one && there.includes(one)) ?? null
  const words = language === null ? noWords : renderIn(context, texts[language] ?? '', language)
  const spoken = language ?? context.languages[0] ?? 'ru'
  const noted = macro.actions.map((action) =>
    action.type === 'add_note' ? fillNote(context, action, spoken) : { action, missing: [] },
  )
  const missing = [...new Set([...words.missing, ...noted.flatMap((one) => one.missing)])]
  // What is not the macro's own has come from elsewhere; what a condition has left out goes nowhere.
  const own = new Map(carried.map((file) => [macroPictureName(file.id), file.is_inline] as const))
  const html = renamePictures(words.html, (name) => (own.get(name) ? name : null))
  const shown = new Set(pictureNames(html))
  return {
    language,
    words: { ...words, html, missing },
    actions: noted.map(({ action }) => action),
    files: carried.filter((file) => !file.is_inline),
    pictures: carried.filter((file) => shown.has(macroPictureName(file.id))),
  }
}

/** Words and files of one moment: a change between the two would leave words that show what is gone. */
async function readWords(db: Db, macroId: number): Promise<{ texts: MacroTexts; carried: MacroFileRow[] }> {
  const rows = await db
    .selectFrom('macro')
    .leftJoin('macro_file', 'macro_file.macro_id', 'macro.id')
    .select(['macro.texts', 'macro_file.id', 'macro_file.sha256', 'macro_file.size_bytes'])
    .select(['macro_file.name', 'macro_file.mime', 'macro_file.is_inline'])
    .where('macro.id', '=', macroId)
    .orderBy('macro_file.id')
    .execute()
  const carried = rows.flatMap(({ texts: _texts, ...file }) =>
    file.id === null ? [] : [{ ...(file as Omit<MacroFileRow, 'macro_id'>), macro_id: macroId }],
  )
  return { texts: rows[0]?.texts ?? {}, carried }
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
