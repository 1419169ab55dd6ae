import { useTranslation } from 'react-i18next'
import type { Visibility } from '#contract/knowledge.ts'
import { Icon } from '../../../ui/icon.tsx'

/** A sign for what not everybody can read; nothing for what everybody can. */
export function VisibilityMark({ visibility }: { visibility: Visibility }) {
  const { t } = useTranslation()
  if (visibility === 'public') return null
  const label = t(`knowledge.visibility.${visibility}`)
  return (
    <span title={label} className="text-ink-3">
      <Icon name={visibility === 'internal' ? 'lock' : 'user'} size={13} />
      <span className="sr-only">{label}</span>
    </span>
  )
}
