import { useTranslation } from 'react-i18next'
import { type KnowledgeCategory, updateKnowledgeCategory } from '#contract/knowledge.ts'
import { call } from '../../../api/call.ts'
import { Confirm } from '../../settings/frame/confirm.tsx'
import { useLanguage } from '../../settings/frame/use-language.ts'
import { useChange } from '../../settings/use-change.ts'
import { refreshLists } from '../queries.ts'
import { titleOf } from './category-rows.ts'

/** Puts a category away; one with something in it says so. */
export function ArchiveCategory({ category, onClose }: { category: KnowledgeCategory; onClose: () => void }) {
  const { t } = useTranslation()
  const name = titleOf(category, useLanguage())
  const archive = useChange({
    send: () =>
      call(updateKnowledgeCategory, {
        params: { id: category.id },
        body: { version: category.version, isArchived: true },
      }),
    said: t('knowledge.categoryArchived', { name }),
    words: { in_use: t('knowledge.categoryInUse') },
    onDone: () => {
      void refreshLists()
      onClose()
    },
  })
  return (
    <Confirm
      isOpen
      onClose={onClose}
      onConfirm={() => archive.mutate(undefined)}
      isBusy={archive.isPending}
      title={t('knowledge.archiveCategory', { name })}
      action={t('settings.archive')}
    >
      {t('knowledge.archiveCategoryText')}
    </Confirm>
  )
}
