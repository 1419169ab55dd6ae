import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, IconButton } from '../../ui/button.tsx'

/** Opens the computer's own window for choosing files. `label` is what it says where it stands alone. */
export function AttachButton({ onFiles, label }: { onFiles: (files: File[]) => void; label?: string }) {
  const { t } = useTranslation()
  const picker = useRef<HTMLInputElement>(null)
  return (
    <>
      {label === undefined ? (
        <IconButton icon="clip" label={t('composer.attach')} onClick={() => picker.current?.click()} />
      ) : (
        <Button look="ghost" icon="clip" onClick={() => picker.current?.click()}>
          {label}
        </Button>
      )}
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])])
          event.target.value = ''
        }}
      />
    </>
  )
}
