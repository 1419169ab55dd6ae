import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { announce } from '../../../ui/announce.tsx'
import { Button } from '../../../ui/button.tsx'
import { inputClass } from '../../../ui/field.tsx'

/** A line to hand over (a link, a key): it can be copied by a button or by hand. */
export function CopyLine({
  text,
  label,
  isQuiet,
}: {
  text: string
  label: string
  /** Copying is not what its page is for. */
  isQuiet?: boolean
}) {
  const { t } = useTranslation()
  const [isCopied, setCopied] = useState(false)
  const line = useRef<HTMLInputElement>(null)
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
    } catch {
      // Without https the clipboard is closed to pages: the line is selected, Ctrl+C does the rest.
      line.current?.select()
      if (!document.execCommand('copy')) return
    }
    setCopied(true)
    announce(t('action.copied'))
  }
  return (
    <div className="flex gap-2">
      <input
        ref={line}
        readOnly
        aria-label={label}
        value={text}
        onFocus={(event) => event.target.select()}
        className={`${inputClass} font-mono text-sm`}
      />
      <Button
        look={isCopied || isQuiet ? 'plain' : 'primary'}
        icon={isCopied ? 'check' : undefined}
        onClick={() => void copy()}
      >
        {isCopied ? t('action.copied') : t('action.copy')}
      </Button>
    </div>
  )
}
