import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../ui/icon.tsx'
import { Tag } from '../../ui/tag.tsx'
import { ticketChecklistsQuery } from '../checklists/queries.ts'
import { progressOf } from '../checklists/use-checklists.ts'
import { openOverlay } from '../shell/overlays.ts'

/** How far the checklists of a ticket are; nothing where none was started. Where they are out of sight it opens them. */
export function ChecklistMark({ ticketId }: { ticketId: number }) {
  const { t } = useTranslation()
  const { done, of } = progressOf(useQuery(ticketChecklistsQuery(ticketId)).data?.items ?? [])
  if (of === 0) return null
  const label = t('checklist.progressLabel', { done, of })
  const mark = (
    <Tag tone={done === of ? 'ok' : 'plain'}>
      <Icon name="check" size={12} />
      {t('checklist.progress', { done, of })}
    </Tag>
  )
  return (
    <>
      <span title={label} className="inline-flex max-xl:hidden">
        <span className="sr-only">{t('checklist.section')}: </span>
        {mark}
      </span>
      <button
        type="button"
        aria-label={label}
        onClick={() => openOverlay('context')}
        className="inline-flex rounded-xs xl:hidden"
      >
        {mark}
      </button>
    </>
  )
}
