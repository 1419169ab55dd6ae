import { useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, IconButton } from './button.tsx'
import { classNames } from './class-names.ts'
import { Icon } from './icon.tsx'

interface ToastAction {
  readonly label: string
  readonly run: () => void
}
export interface ToastInput {
  readonly text: string
  readonly detail?: string
  readonly tone?: 'plain' | 'ok' | 'bad'
  readonly action?: ToastAction
}
interface Toast extends ToastInput {
  readonly id: number
}

let toasts: readonly Toast[] = []
let lastId = 0
const listeners = new Set<() => void>()

function change(next: readonly Toast[]): void {
  toasts = next
  for (const listener of listeners) listener()
}

export function dismissToast(id: number): void {
  change(toasts.filter((toast) => toast.id !== id))
}

/** Says how something ended. A failure stays until it is dismissed; the rest leave after six seconds. */
export function showToast(input: ToastInput): number {
  const id = ++lastId
  change([...toasts.slice(-3), { ...input, id }])
  if (input.tone !== 'bad') setTimeout(() => dismissToast(id), 6000)
  return id
}

/** Stands once in the app. */
export function Toasts() {
  const { t } = useTranslation()
  const shown = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => toasts,
  )
  return (
    <div
      role="region"
      aria-label={t('state.notices')}
      aria-live="polite"
      className="pointer-events-none fixed bottom-4 left-4 z-50 max-md:top-14 max-md:bottom-auto flex w-[min(360px,calc(100vw-32px))] flex-col gap-2"
    >
      {shown.map((toast) => (
        <div
          key={toast.id}
          role={toast.tone === 'bad' ? 'alert' : undefined}
          className="surface pointer-events-auto flex items-start gap-2 py-2 pr-2 pl-3"
        >
          {toast.tone && toast.tone !== 'plain' && (
            <Icon
              name={toast.tone === 'bad' ? 'alert' : 'check'}
              className={classNames('mt-1.5', toast.tone === 'bad' ? 'text-bad' : 'text-ok')}
            />
          )}
          <div className="min-w-0 flex-1 py-1">
            <div className="break-words">{toast.text}</div>
            {toast.detail && <div className="text-sm break-words text-ink-3">{toast.detail}</div>}
          </div>
          {toast.action && (
            <Button
              look="ghost"
              className="!text-accent"
              onClick={() => {
                toast.action?.run()
                dismissToast(toast.id)
              }}
            >
              {toast.action.label}
            </Button>
          )}
          <IconButton icon="close" label={t('action.close')} onClick={() => dismissToast(toast.id)} />
        </div>
      ))}
    </div>
  )
}
