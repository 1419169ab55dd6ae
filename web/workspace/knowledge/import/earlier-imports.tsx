import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { KnowledgeImport } from '#contract/knowledge-import.ts'
import { useFileSize } from '../../../ui/file-chip.tsx'
import { Tag, type TagTone } from '../../../ui/tag.tsx'
import { useDates } from '../../../ui/use-dates.ts'
import { Card } from '../../settings/frame/card.tsx'

export const stateTones: Record<KnowledgeImport['state'], TagTone> = {
  tried: 'plain',
  running: 'accent',
  done: 'ok',
  failed: 'bad',
  cancelled: 'note',
}

/** What was brought in before, and what was only tried. */
export function EarlierImports({ items }: { items: readonly KnowledgeImport[] }) {
  const { t } = useTranslation()
  const dates = useDates()
  const size = useFileSize()
  if (items.length === 0) return null
  return (
    <div className="mt-6">
      <h2 className="mb-2 font-semibold">{t('knowledge.import.earlier')}</h2>
      <Card>
        <ul>
          {items.map((one) => (
            <li key={one.id} className="border-t border-line first:border-t-0">
              <Link
                to="/knowledge/import"
                search={{ id: one.id }}
                className="flex min-h-11 flex-wrap items-center gap-x-2.5 gap-y-0.5 px-4 py-2 hover:bg-hover"
              >
                <span className="min-w-0 truncate font-medium">{one.name}</span>
                <Tag tone={stateTones[one.state]}>{t(`knowledge.import.state.${one.state}`)}</Tag>
                <span className="numeric text-sm text-ink-3 md:ml-auto">
                  {[
                    one.articlesMade > 0 ? t('knowledge.import.made', { count: one.articlesMade }) : null,
                    one.articlesUpdated > 0
                      ? t('knowledge.import.updated', { count: one.articlesUpdated })
                      : null,
                    size(one.sizeBytes),
                    dates.sentence(one.createdAt),
                  ]
                    .filter((each) => each !== null)
                    .join(' · ')}
                </span>
              </Link>
            </li>
          ))}
        </ul>
      </Card>
    </div>
  )
}
