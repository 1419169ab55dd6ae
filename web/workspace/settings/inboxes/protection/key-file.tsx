import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../../ui/button.tsx'

const mostBytes = 150_000

/** Reads a key from a file: text as it is, anything else in base64. */
export function KeyFile({ accept, onRead }: { accept: string; onRead: (text: string) => void }) {
  const { t } = useTranslation()
  const input = useRef<HTMLInputElement>(null)
  const read = async (file: File | undefined) => {
    if (!file || file.size > mostBytes) return
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
    </>
  )
}
