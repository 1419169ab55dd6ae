import { useTranslation } from 'react-i18next'
import { IconButton } from '../../ui/button.tsx'
import { FileChip } from '../../ui/file-chip.tsx'
import { useFailureText } from '../ticket/use-say-failure.ts'
import type { Attachment } from './use-attachments.ts'

/** What goes along with the answer, and how far each file has come. */
export function AttachedFiles({
  list,
  onRemove,
}: {
  list: readonly Attachment[]
  onRemove: (key: string) => void
}) {
  const { t } = useTranslation()
  const failureText = useFailureText()
  if (list.length === 0) return null
  return (
    <ul className="flex flex-none flex-wrap gap-2 px-4 pb-2">
      {list.map((each) => (
        <li key={each.key} className="max-w-full" title={each.error ? failureText(each.error) : undefined}>
          <FileChip
            name={each.name}
            mime={each.mime}
            sizeBytes={each.sizeBytes}
            isFailed={Boolean(each.error)}
            progress={each.progress}
          >
            {Boolean(each.error) && (
              <span className="truncate text-sm text-bad">{failureText(each.error)}</span>
            )}
            <IconButton
              icon="close"
              size={12}
              className="!h-6 !min-w-6"
              label={t('composer.removeFile', { name: each.name })}
              onClick={() => onRemove(each.key)}
            />
          </FileChip>
        </li>
      ))}
    </ul>
  )
}
