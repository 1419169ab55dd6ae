import { useTranslation } from 'react-i18next'

/** The last day of something that ends at midnight: `27 ноября` for what ends as the 28th begins. */
export function useLastDay(): (endsAt: string) => string {
  const { i18n } = useTranslation()
  const day = new Intl.DateTimeFormat(i18n.language, { day: 'numeric', month: 'long' })
  return (endsAt) => day.format(new Date(Date.parse(endsAt) - 1))
}
