import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Article, deleteArticleFile } from '#contract/knowledge.ts'
import { call } from '../../../api/call.ts'
import { uploadToArticle } from '../../../api/upload.ts'
import { IconButton } from '../../../ui/button.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { useSayFailure } from '../../ticket/use-say-failure.ts'
import { useBytes } from '../../settings/system/use-bytes.ts'
import { useChange } from '../../settings/use-change.ts'
import { articleQuery } from '../queries.ts'
import { Part } from './part.tsx'

/** Files offered below the article, in every language. */
export function Attachments({ article, mayChange }: { article: Article; mayChange: boolean }) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const sayFailure = useSayFailure()
  const bytes = useBytes()
  const picker = useRef<HTMLInputElement>(null)
  const [under, setUnder] = useState<{ name: string; share: number } | null>(null)
  const files = article.files.filter((file) => file.isAttachment)
  const renew = () =>
    queryClient.invalidateQueries({ queryKey: articleQuery(article.id).queryKey, exact: true })
  const remove = useChange({
    send: (id: number) => call(deleteArticleFile, { params: { id } }),
    onDone: () => void renew(),
  })
  const add = async (chosen: readonly File[]) => {
    for (const file of chosen) {
      setUnder({ name: file.name, share: 0 })
      try {
        await uploadToArticle(article.id, file, {
          isAttachment: true,
          onProgress: (share) => setUnder({ name: file.name, share }),
        })
      } catch (error) {
        sayFailure(error, t('composer.uploadFailed', { name: file.name }))
      }
    }
    setUnder(null)
    await renew()
  }
  return (
    <Part
      label={t('knowledge.attachments')}
      action={
        mayChange && (
          <>
            <IconButton
              icon="plus"
              label={t('knowledge.addAttachment')}
              className="!h-5 !min-w-5"
              onClick={() => picker.current?.click()}
            />
            <input
              ref={picker}
              type="file"
              multiple
              hidden
              aria-label={t('knowledge.addAttachment')}
              onChange={(event) => {
                void add([...(event.target.files ?? [])])
                event.target.value = ''
              }}
            />
          </>
        )
      }
    >
      {files.length === 0 && !under && <p className="text-ink-3">{t('knowledge.noAttachments')}</p>}
      <ul className="flex flex-col gap-0.5">
        {files.map((file) => (
          <li key={file.id} className="flex items-center gap-1.5">
            <Icon name="clip" size={14} className="text-ink-3" />
            <a href={file.url} download className="min-w-0 truncate hover:underline">
              {file.name}
            </a>
            <span className="numeric flex-none text-sm text-ink-3">{bytes(file.sizeBytes)}</span>
            {mayChange && (
              <IconButton
                icon="close"
                size={12}
                label={t('knowledge.removeAttachment', { name: file.name })}
                className="ml-auto !h-5 !min-w-5"
                onClick={() => remove.mutate(file.id)}
              />
            )}
          </li>
        ))}
      </ul>
      {under && (
        <p role="status" className="text-sm text-ink-3">
          {t('knowledge.uploading', { name: under.name, share: Math.round(under.share * 100) })}
        </p>
      )}
    </Part>
  )
}
