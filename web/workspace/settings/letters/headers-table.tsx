import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { inputClass } from '../../../ui/field.tsx'

interface Header {
  name: string
  value: string
}

/** `message-id` → `Message-ID`, as mail programs write it. */
function headerName(name: string): string {
  const known: Record<string, string> = { 'message-id': 'Message-ID', 'mime-version': 'MIME-Version' }
  return (
    known[name] ?? name.replace(/(^|-)(\w)/g, (_, dash: string, char: string) => dash + char.toUpperCase())
  )
}

/** A letter's headers, in its own order; values are text and nothing else. */
export function HeadersTable({ headers }: { headers: readonly Header[] }) {
  const { t } = useTranslation()
  const [wanted, setWanted] = useState('')
  const needle = wanted.trim().toLowerCase()
  const shown = headers.filter(({ name, value }) => `${name}: ${value}`.toLowerCase().includes(needle))
  if (headers.length === 0) return <p className="text-ink-3">{t('settings.letters.noHeaders')}</p>
  return (
    <>
      <input
        type="search"
        aria-label={t('settings.letters.findHeader')}
        placeholder={t('settings.letters.findHeader')}
        value={wanted}
        onChange={(event) => setWanted(event.target.value)}
        className={`${inputClass} mb-3`}
      />
      <table className="w-full table-fixed text-sm">
        {/* The columns' widths are said here: a hidden first row would halve them. */}
        <colgroup className="max-md:hidden">
          <col className="w-44" />
          <col />
        </colgroup>
        <thead className="sr-only">
          <tr>
            <th scope="col">{t('settings.letters.headerName')}</th>
            <th scope="col">{t('settings.letters.headerValue')}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((header, at) => (
            <tr
              key={`${header.name} ${at}`}
              className="border-t border-line first:border-t-0 align-top max-md:block"
            >
              <th
                scope="row"
                className="py-1.5 pr-3 text-left font-medium break-words text-ink-3 max-md:block max-md:w-auto max-md:pb-0"
              >
                {headerName(header.name)}
              </th>
              <td className="py-1.5 font-mono text-xs leading-(--leading-md) break-all max-md:block max-md:pt-0">
                {header.value}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
