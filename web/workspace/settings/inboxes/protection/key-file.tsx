import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../../ui/button.tsx'
import { useBytes } from '../../system/use-bytes.ts'

/** Reads a key from a file: text as it is, anything else in base64. */
export function KeyFile({
  accept,
  mostBytes = 150_000,
  onRead,
}: {
  accept: string
  /** A key is a few kilobytes; whatever is larger than this is something else. */
  mostBytes?: number
  onRead: (text: string) => void
}) {
  const { t } = useTranslation()
  const bytesInWords = useBytes()
  const [problem, setProblem] = useState('')
  const input = useRef<HTMLInputElement>(null)
  const read = async (file: File | undefined) => {
    if (!file) return
    const isTooLarge = file.size > mostBytes
    setProblem(
      isTooLarge
        ? t('settings.inboxes.protection.fileTooLarge', { name: file.name, size: bytesInWords(file.size) })
        : '',
    )
    if (isTooLarge) return
    const bytes = new Uint8Array(await file.arrayBuffer())
    const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
    onRead(text.includes('-----BEGIN') ? new TextDecoder().decode(bytes) : btoa(text))
  }
  return (
    <>
      <input
        ref={input}
        type="file"
        accept={accept}
        hidden
        onChange={(event) => {
          void read(event.target.files?.[0])
          event.target.value = ''
        }}
      />
      <Button icon="clip" className="self-start" onClick={() => input.current?.click()}>
        {t('settings.inboxes.protection.fromFile')}
      </Button>
      {problem && (
        <p role="alert" className="text-sm break-words text-bad">
          {problem}
        </p>
      )}
    </>
  )
}
