import { useTranslation } from 'react-i18next'

type Facts = Record<string, unknown>

/** Words for a key made from the server's data; `otherwise` where the catalog has none yet. */
export function useKnownWords(): (key: string, otherwise: string, facts?: Facts) => string {
  const { t, i18n } = useTranslation()
  const say = t as (key: string, facts: Facts) => string
  return (key, otherwise, facts = {}) => (i18n.exists(key, facts) ? say(key, facts) : otherwise)
}
