import { useTranslation } from 'react-i18next'
import type { MacroFile } from '#contract/macros.ts'
import { IconButton } from '../../../ui/button.tsx'
import { FileChip } from '../../../ui/file-chip.tsx'
import { AttachButton } from '../../composer/attach-button.tsx'
import { AttachedFiles } from '../../composer/attached-files.tsx'
import type { useAttachments } from '../../composer/use-attachments.ts'

/** Files that go along with the words: those the macro has, and those on their way to it. */
export function MacroFiles({
  files,
  uploads,
  isReadOnly,
  isDropping,
  onRemove,
}: {
  files: readonly MacroFile[]
  uploads: ReturnType<typeof useAttachments>
  isReadOnly: boolean
  /** Files are held over the page. */
  isDropping: boolean
  onRemove: (id: number) => void
}) {
  const { t } = useTranslation()
  return (
    <div className="flex flex-wrap items-center gap-2">
      {isReadOnly && files.length === 0 && <span className="text-ink-3">{t('macro.noFiles')}</span>}
      {files.map((file) => (
        <FileChip key={file.id} name={file.name} mime={file.mime} sizeBytes={file.sizeBytes}>
          {!isReadOnly && (
            <IconButton
              icon="close"
              size={12}
              className="!h-6 !min-w-6"
              label={t('composer.removeFile', { name: file.name })}
              onClick={() => onRemove(file.id)}
            />
          )}
        </FileChip>
      ))}
      <AttachedFiles list={uploads.list} onRemove={uploads.remove} />
      {!isReadOnly && (
        <span className={isDropping ? 'rounded-md bg-accent-soft' : undefined}>
          <AttachButton
            label={t(isDropping ? 'composer.dropHere' : 'composer.attach')}
            onFiles={uploads.add}
          />
        </span>
      )}
    </div>
  )
}
