import type { Language } from '#contract/common.ts'
import type { MacroBody, MacroTexts } from '#contract/macros.ts'
import type { Actor } from '#server/identity/index.ts'
import { cleanComposedHtml, composedHtmlToText, pictureNames } from '#server/platform/composed-html.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { escapeHtml } from '#server/platform/html.ts'
import { fail } from '#server/platform/http/failure.ts'
import { withNamedPictures } from '../pictures/picture-names.ts'
import { findProblem } from '../template/find-problem.ts'
import { templateSource } from '../template/source.ts'

/** The texts as they are kept: cleaned, those without a word or a picture left out. `bad_template` tells the language too. */
export function checkedTexts(texts: MacroTexts): MacroTexts {
  const kept: MacroTexts = {}
  for (const language of ['ru', 'en'] as const) {
    const html = cleanTemplate(texts[language] ?? '')
    if (composedHtmlToText(html).trim() === '' && pictureNames(html).length === 0) continue
    mustBeSound(html, language)
    kept[language] = html
  }
  return kept
}

/** What a client sends as a template: the composer's marks, and the pictures a macro may name. */
export function cleanTemplate(html: string): string {
  return withNamedPictures(cleanComposedHtml(html).replaceAll('\0', ''))
}

/** Ends with `bad_template`, with the place, when a template cannot be used. */
export function mustBeSound(html: string, language: Language | null): void {
  const problem = findProblem(templateSource(html))
  if (problem !== null) fail('bad_template', { detail: { ...problem, language } })
}

/** Plain text as a template of the same kind: its lines stay lines. */
export function textTemplate(text: string): string {
  // The quotes stay: they stand in braces, where they mean something.
  const marked = escapeHtml(text).replaceAll('&#34;', '"').replaceAll('&#39;', "'")
  return marked.replaceAll(/\r?\n/g, '<br>')
}

export function checkActions(actions: MacroBody['actions']): void {
  for (const action of actions) if (action.type === 'add_note') mustBeSound(textTemplate(action.text), null)
}

/** Ends with `unknown_reference` when the team or the folder is not there, or is another agent's. */
export async function checkPlaces(
  tx: Tx,
  actor: Actor,
  { scope, teamId, folderId }: Pick<MacroBody, 'scope' | 'teamId' | 'folderId'>,
): Promise<void> {
  if ((scope === 'team') !== (teamId !== null))
    fail('invalid_input', { fields: [{ path: 'body.teamId', message: 'with scope team, and only then' }] })
  if (teamId !== null) {
    const team = await tx
      .selectFrom('team')
      .select('id')
      .where('id', '=', teamId)
      .where('archived_at', 'is', null)
      .executeTakeFirst()
    if (!team) fail('unknown_reference', { fields: [{ path: 'body.teamId', message: 'no such team' }] })
  }
  if (folderId === null) return
  const folder = await tx
    .selectFrom('macro_folder')
    .select('owner_id')
    .where('id', '=', folderId)
    .executeTakeFirst()
  // What everybody sees does not lie where one person alone can look.
  const fits = scope === 'personal' ? [null, actor.agentId] : [null]
  if (!folder || !fits.includes(folder.owner_id))
    fail('unknown_reference', { fields: [{ path: 'body.folderId', message: 'no such folder' }] })
}
