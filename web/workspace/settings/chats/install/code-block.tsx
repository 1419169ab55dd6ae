import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { announce } from '../../../../ui/announce.tsx'
import { Button } from '../../../../ui/button.tsx'

/** Lines of a program to take over, with a button that copies them. */
export function CodeBlock({ label, code }: { label: string; code: string }) {
  const { t } = useTranslation()
  // What was copied: other lines in its place are not.
  const [copied, setCopied] = useState<string | null>(null)
  const isCopied = copied === code
  const copy = async (button: HTMLElement) => {
    try {
      await navigator.clipboard.writeText(code)
    } catch {
      // Without https the clipboard is closed to pages: the lines are selected, Ctrl+C does the rest.
      const lines = button.closest('figure')?.querySelector('code')
      if (lines) getSelection()?.selectAllChildren(lines)
      if (!document.execCommand('copy')) return
    }
    setCopied(code)
    announce(t('action.copied'))
  }
  return (
    <figure aria-label={label} className="overflow-hidden rounded-md border border-line">
      {/* Long lines are reached by the keyboard as well. */}
      <pre
        tabIndex={0}
        className="max-h-[420px] overflow-auto bg-app whitespace-pre-wrap [overflow-wrap:anywhere] px-3 py-2.5 font-mono text-xs leading-5"
      >
        <code>{code}</code>
      </pre>
      <div className="flex justify-end border-t border-line px-2 py-1.5">
        <Button
          look="plain"
          icon={isCopied ? 'check' : undefined}
          aria-label={isCopied ? undefined : t('settings.chats.copyCode', { label })}
          onClick={(event) => void copy(event.currentTarget)}
        >
          {isCopied ? t('action.copied') : t('action.copy')}
        </Button>
      </div>
    </figure>
  )
}
