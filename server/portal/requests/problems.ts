import type { Language } from '#contract/common.ts'
import type { Config } from '#server/platform/config.ts'
import { words } from '#server/platform/words.ts'
import { mostFiles, type TakenForm } from './read-form.ts'

export const mostTextChars = 50_000

/** What is wrong with the words of a message; nothing when they are fine. */
export function textProblem(text: string, language: Language): string | undefined {
  const { t } = words(language)
  if (text === '') return t('portal.request.noText')
  return text.length > mostTextChars ? t('portal.request.longText') : undefined
}

export function filesProblem(
  { filesProblem: problem }: TakenForm,
  { uploadMaxBytes }: Pick<Config, 'uploadMaxBytes'>,
  language: Language,
): string | undefined {
  if (problem === null) return undefined
  const { t } = words(language)
  return problem === 'too_many'
    ? t('portal.request.manyFiles', { count: mostFiles })
    : t('portal.request.largeFiles', { megabytes: Math.floor(uploadMaxBytes / 1_048_576) })
}

/** Whether a form's files are kept: one whose words are wrong is shown again, and what nobody sent lies nowhere. */
export function keepsFiles(language: Language) {
  return async (name: string, cameBefore: ReadonlyMap<string, string[]>): Promise<boolean> => {
    const isEmpty = cameBefore.get('subject')?.at(-1)?.trim() === ''
    const text = cameBefore.get('text')?.at(-1)
    const isWrong = text !== undefined && textProblem(text.trim(), language) !== undefined
    return name === 'files' && !isEmpty && !isWrong
  }
}
