import type { UseQueryResult } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Language } from '#contract/common.ts'
import type { MacroListItem, MacroPreview } from '#contract/macros.ts'
import { RequestFailed } from '../../../api/failure.ts'
import { IconButton } from '../../../ui/button.tsx'
import { FileChip } from '../../../ui/file-chip.tsx'
import { Skeleton } from '../../../ui/states.tsx'
import { Tabs } from '../../../ui/tabs.tsx'
import { RichText } from '../../feed/rich-text.tsx'
import { Callout } from '../../forms/callout.tsx'
import { ActionChips } from './action-chips.tsx'
import { picturesOf } from './macro-pictures.ts'
import { readableSnippet } from './readable-snippet.ts'
import { TemplateProblemNote } from './template-problem-note.tsx'
import { useTemplateRefusal } from './use-template-words.ts'
import { useVariableName, useVariables } from './use-variable-words.ts'

/** How the chosen macro will read to this customer, what goes with it, and what is not known. */
export function MacroPreviewPane({
  macro,
  preview,
  isForTicket,
  isWarned,
  onLanguage,
  onFavour,
}: {
  macro: MacroListItem | null
  preview: Pick<UseQueryResult<MacroPreview>, 'data' | 'error' | 'isFetching'>
  isForTicket: boolean
  isWarned: boolean
  onLanguage: (language: Language) => void
  onFavour: () => void
}) {
  const { t } = useTranslation()
  const variables = useVariables()
  if (!macro) return <div className="bg-app max-md:hidden" />
  const { data } = preview
  return (
    <section
      aria-label={t('macro.preview')}
      className="flex min-h-0 min-w-0 flex-col overflow-y-auto bg-app px-4 py-3"
    >
      <div className="flex items-start gap-2">
        <h2 className="min-w-0 flex-1 pt-1 font-semibold break-words">{macro.name}</h2>
        {data && data.language !== null && data.languages.length > 1 && (
          <Tabs
            value={data.language}
            label={t('macro.language')}
            items={data.languages.map((value) => ({ value, label: value.toUpperCase() }))}
            onChange={onLanguage}
          />
        )}
        <IconButton
          icon="star"
          label={t(macro.isFavourite ? 'macro.unfavour' : 'macro.favour')}
          aria-pressed={macro.isFavourite}
          className={macro.isFavourite ? '!text-warn' : undefined}
          onClick={onFavour}
        />
      </div>
      {isForTicket ? (
        <Words preview={preview} isWarned={isWarned} />
      ) : (
        macro.snippet && (
          <p className="mt-1 text-lg break-words text-ink-2">{readableSnippet(macro.snippet, variables)}</p>
        )
      )}
      {data && data.files.length > 0 && (
        <ul className="mt-3 flex flex-wrap gap-2">
          {data.files.map((file) => (
            <li key={file.id} className="max-w-full">
              <FileChip name={file.name} mime={file.mime} sizeBytes={file.sizeBytes} />
            </li>
          ))}
        </ul>
      )}
      {macro.actions.length > 0 && (
        <div className="mt-3">
          <p className="mb-1 text-sm text-ink-3">
            {t(macro.languages.length > 0 ? 'macro.whenSent' : 'macro.atOnce')}
          </p>
          <ActionChips actions={macro.actions} />
        </div>
      )}
    </section>
  )
}

function Words({
  preview: { data, error },
  isWarned,
}: {
  preview: Pick<UseQueryResult<MacroPreview>, 'data' | 'error'>
  isWarned: boolean
}) {
  const { t } = useTranslation()
  const refusalOf = useTemplateRefusal()
  const nameOf = useVariableName()
  if (error) {
    const refusal = refusalOf(error)
    if (refusal) return <TemplateProblemNote refusal={refusal} className="mt-2" />
    const name = error instanceof RequestFailed ? error.failure : 'internal'
    return (
      <Callout tone="bad" icon="alert" role="alert" className="mt-2">
        {t(`errors.${name}`)}
      </Callout>
    )
  }
  if (!data) {
    return (
      <div aria-busy="true" className="mt-3 flex flex-col gap-2">
        <Skeleton className="h-4 w-3/4" />
        <Skeleton className="h-4 w-full" />
        <Skeleton className="h-4 w-1/2" />
      </div>
    )
  }
  return (
    <>
      {data.missing.length > 0 && (
        <Callout tone="warn" icon="alert" role={isWarned ? 'alert' : undefined} className="mt-2">
          {t('macro.missing', { names: data.missing.map(nameOf).join(', ') })}
          {isWarned && <strong className="mt-0.5 block">{t('macro.missingAgain')}</strong>}
        </Callout>
      )}
      {data.html !== '' && <RichText html={data.html} files={picturesOf(data.html)} />}
    </>
  )
}
