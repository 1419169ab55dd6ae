import { useTranslation } from 'react-i18next'

/** A score in words: «4 из 5», «Хорошо». */
export function useScoreWords(): (score: number, scale: number) => string {
  const { t } = useTranslation()
  return (score, scale) =>
    scale === 2 ? t(score === 2 ? 'survey.good' : 'survey.bad') : t('survey.of', { score, scale })
}
