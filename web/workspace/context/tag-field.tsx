import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../ui/icon.tsx'
import { MultiPicker } from '../../ui/picker.tsx'
import { Tag } from '../../ui/tag.tsx'
import { useDesk } from '../desk.ts'

/** Tags: those there are, and a new one by typing it. Kept when the list closes, as one change. */
export function TagField({
  tags,
  isDisabled,
  onChange,
}: {
  tags: readonly string[]
  isDisabled?: boolean
  onChange: (tags: string[]) => void
}) {
  const { t } = useTranslation()
  const { desk } = useDesk()
  const [query, setQuery] = useState('')
  const [chosen, setChosen] = useState<string[] | null>(null)
  const shown = chosen ?? [...tags]
  const typed = query.trim().slice(0, 60)
  const known = [...new Set([...desk.tags, ...shown])].toSorted((a, b) => a.localeCompare(b))
  const items = known.map((tag) => ({ value: tag, label: tag }))
  if (typed && !known.some((tag) => tag.toLocaleLowerCase() === typed.toLocaleLowerCase())) {
    items.push({ value: typed, label: t('ticket.createTag', { name: typed }) })
  }
  return (
    <>
      {shown.map((tag) => (
        <Tag key={tag}>{tag}</Tag>
      ))}
      {shown.length === 0 && isDisabled && <span className="text-ink-3">{t('ticket.noTags')}</span>}
      {!isDisabled && (
        <MultiPicker
          items={items}
          values={shown}
          placeholder={t('ticket.addTag')}
          query={query}
          onQueryChange={setQuery}
          onChange={(next) => {
            setChosen(next)
            setQuery('')
          }}
          onOpenChange={(open) => {
            if (open) return
            if (chosen && chosen.join('\n') !== tags.join('\n')) onChange(chosen)
            setChosen(null)
            setQuery('')
          }}
          trigger={
            <button
              type="button"
              aria-label={t('ticket.addTag')}
              className="-ml-0.5 grid h-[18px] min-w-[18px] place-items-center rounded-xs text-ink-3 hover:bg-hover hover:text-ink data-popup-open:bg-hover"
            >
              <Icon name="plus" size={14} />
            </button>
          }
        />
      )}
    </>
  )
}
