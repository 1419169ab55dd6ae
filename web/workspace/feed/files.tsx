import { useTranslation } from 'react-i18next'
import type { FileRef } from '../../api/upload.ts'
import { FileChip } from '../../ui/file-chip.tsx'

const shownHere = /^image\/(png|jpe?g|gif|webp|avif)$/

/** The address of a file's bytes for showing in the page, not for saving. */
export function inlineUrl(file: { url: string }): string {
  return `${file.url}?inline=true`
}

/** Files of a post: pictures as pictures, the rest as chips. What the text itself shows is not shown twice. */
export function Files({ files, shownInText }: { files: readonly FileRef[]; shownInText?: string | null }) {
  const { t } = useTranslation()
  const isInText = (file: FileRef) => {
    const cid = file.contentId ?? `file-${file.id}`
    const signs = [file.url, `cid:${cid}`, `data-otk-cid="${cid}"`]
    return file.isInline && signs.some((sign) => shownInText?.includes(sign))
  }
  const left = files.filter((file) => !isInText(file))
  if (left.length === 0) return null
  const pictures = left.filter((file) => shownHere.test(file.mime) && file.sizeBytes > 0)
  const others = left.filter((file) => !pictures.includes(file))
  return (
    <div className="mt-2 flex flex-col gap-2">
      {pictures.length > 0 && (
        <ul className="flex flex-wrap gap-2">
          {pictures.map((file) => (
            <li key={file.id}>
              <a
                href={inlineUrl(file)}
                target="_blank"
                rel="noreferrer"
                title={file.name}
                aria-label={t('feed.openImage', { name: file.name })}
                className="block overflow-hidden rounded-md border border-line bg-app hover:border-line-strong"
              >
                <img
                  src={inlineUrl(file)}
                  alt=""
                  loading="lazy"
                  className="block h-28 max-w-60 min-w-16 object-cover"
                />
              </a>
            </li>
          ))}
        </ul>
      )}
      {others.length > 0 && (
        <ul className="flex flex-wrap gap-2">
          {others.map((file) => (
            <li key={file.id} className="max-w-full">
              <FileChip name={file.name} mime={file.mime} sizeBytes={file.sizeBytes} href={file.url} />
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
