import { useTranslation } from 'react-i18next'

const units = ['kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

/** A size as the language writes it: `0,4 КБ`, `14 MB`; a single byte interests nobody. */
export function useBytes(): (bytes: number) => string {
  const { i18n } = useTranslation()
  return (bytes) => {
    let size = bytes / 1024
    let unit = 0
    while (size >= 1024 && unit < units.length - 1) {
      size /= 1024
      unit++
    }
    return new Intl.NumberFormat(i18n.language, {
      style: 'unit',
      unit: units[unit],
      unitDisplay: 'short',
      maximumFractionDigits: size < 10 ? 1 : 0,
    }).format(size)
  }
}
