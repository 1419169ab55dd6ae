import type { TFunction } from 'i18next'

/** What a mail server said, as it is; of a letter that could not be signed or encrypted, the kind of key that lacks. */
export function detailWords(detail: string, t: TFunction): string {
  return detail === 'smime' || detail === 'pgp' ? t(`protection.${detail}`) : detail
}
