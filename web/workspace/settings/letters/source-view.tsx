import { useQuery, type UseQueryOptions } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { LetterSource } from '#contract/letters.ts'
import { Loaded } from '../frame/loaded.tsx'
import { useBytes } from '../system/use-bytes.ts'

/** A letter's bytes as text: nothing in it is a link, a picture or a script here. */
export function SourceView<K extends readonly unknown[]>({
  query,
  hint,
  action,
}: {
  query: UseQueryOptions<LetterSource, Error, LetterSource, K>
  hint?: string
  action?: ReactNode
}) {
  const { t } = useTranslation()
  const bytes = useBytes()
  const source = useQuery(query)
  return (
    <Loaded query={source} rows={3}>
      {({ text, isCut, sizeBytes }) => (
        <>
          <div className="mb-2 flex flex-wrap items-center gap-2 text-sm text-ink-3">
            <span className="min-w-0 flex-1">
              {isCut
                ? t('settings.letters.sourceCut', { size: bytes(sizeBytes) })
                : (hint ?? bytes(sizeBytes))}
            </span>
            {action}
          </div>
          <pre
            // A region that scrolls is reached by keyboard.
            tabIndex={0}
            aria-label={t('settings.letters.tab.source')}
            className="max-h-[60dvh] overflow-auto rounded-md border border-line bg-app p-3 font-mono text-xs leading-[18px] whitespace-pre-wrap break-all"
          >
            {text}
          </pre>
        </>
      )}
    </Loaded>
  )
}
