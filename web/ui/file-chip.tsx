import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { classNames } from './class-names.ts'
import { Icon, type IconName } from './icon.tsx'

/** `214 КБ`, in the agent's language. */
export function useFileSize(): (bytes: number) => string {
  const { t, i18n } = useTranslation()
  const number = new Intl.NumberFormat(i18n.language === 'en' ? 'en-GB' : 'ru-RU', {
    maximumFractionDigits: 1,
  })
  return (bytes) => {
    if (bytes < 1024) return t('file.b', { size: number.format(bytes) })
    if (bytes < 1_048_576) return t('file.kb', { size: number.format(Math.round(bytes / 1024)) })
    return t('file.mb', { size: number.format(bytes / 1_048_576) })
  }
}

export function fileIcon(mime: string): IconName {
  return mime.startsWith('image/') ? 'image' : 'clip'
}

/** A file: its name, its size; a link when it can be fetched, with whatever stands at its end. */
export function FileChip({
  name,
  mime,
  sizeBytes,
  href,
  isFailed,
  progress,
  children,
}: {
  name: string
  mime: string
  sizeBytes: number
  href?: string
  isFailed?: boolean
  /** From 0 to 1 while it is uploaded. */
  progress?: number
  children?: ReactNode
}) {
  const { t } = useTranslation()
  const size = useFileSize()
  const inside = (
    <>
      <Icon name={isFailed ? 'alert' : fileIcon(mime)} className={isFailed ? 'text-bad' : 'text-ink-2'} />
      <span className="max-w-56 truncate">{name}</span>
      <span className="numeric text-sm text-ink-3">{size(sizeBytes)}</span>
    </>
  )
  const look =
    'relative inline-flex h-9 max-w-full items-center gap-2 overflow-hidden rounded-md border border-line px-2.5'
  return (
    <span className={classNames(look, isFailed && 'border-bad', href && 'hover:bg-hover')}>
      {href ? (
        <a
          href={href}
          download={name}
          title={t('feed.download', { name })}
          className="inline-flex min-w-0 items-center gap-2 after:absolute after:inset-0"
        >
          {inside}
        </a>
      ) : (
        inside
      )}
      {children}
      {progress !== undefined && progress < 1 && (
        <span
          role="progressbar"
          aria-label={name}
          aria-valuenow={Math.round(progress * 100)}
          aria-valuemin={0}
          aria-valuemax={100}
          className="absolute bottom-0 left-0 h-0.5 bg-accent"
          style={{ width: `${Math.round(progress * 100)}%` }}
        />
      )}
    </span>
  )
}
