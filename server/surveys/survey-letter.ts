import type { Language } from '#contract/common.ts'
import type { SurveySettings } from '#contract/surveys.ts'
import { html, join } from '#server/platform/html.ts'
import { words } from '#server/platform/words.ts'
import { scoresOf } from './score.ts'

/**
 * Stands where the token goes. The letter is kept, shown to agents and searched without it: whoever reads the
 * conversation must not be able to rate in the customer's name. It is put in as the letter leaves.
 */
export const tokenMark = 'survey-token-of-this-letter'

interface Frame {
  language: Language
  /** Of the survey's page, without the token. */
  address: string
  deskName: string
  number: string
}

const cell =
  'display:inline-block;min-width:22px;margin:0 4px 8px 0;padding:9px 13px;border:1px solid #b9b6ae;border-radius:8px;text-align:center;text-decoration:none'

/** A question and a link for each score. The links only open a page: programs that follow them rate nothing. */
export function writeSurveyLetter(
  { scale, texts }: Pick<SurveySettings, 'scale' | 'texts'>,
  { language, address, deskName, number }: Frame,
): { html: string; text: string } {
  const { t } = words(language)
  const question = texts[language].question || t('letter.survey.question', { deskName })
  const page = `${address}/${tokenMark}`
  const lead = t('letter.survey.lead', { number })
  const scores = scoresOf(scale).map((score) => {
    const bad = t('letter.survey.bad')
    const good = t('letter.survey.good')
    return { name: scale === 2 ? (score === 1 ? bad : good) : String(score), url: `${page}?score=${score}` }
  })
  const ends = scale === 2 ? '' : t('letter.survey.ends', { least: scoresOf(scale)[0], most: scale })
  const links = scores.map(({ name, url }) => html`<a href="${url}" style="${cell}">${name}</a> `)
  const quietly = html`<p style="font-size:13px">
    ${t('letter.survey.confirm')} <a href="${`${page}?never`}">${t('letter.survey.never')}</a>
  </p>`
  return {
    html: html`<p>${lead}</p>
      <p><b>${question}</b></p>
      <p>${join(links)}</p>
      ${ends === '' ? '' : html`<p style="font-size:13px">${ends}</p>`} ${quietly}`.text,
    text: [
      lead,
      question,
      scores.map(({ name, url }) => `${name}: ${url}`).join('\n'),
      ...(ends === '' ? [] : [ends]),
      t('letter.survey.confirm'),
      `${t('letter.survey.never')}: ${page}?never`,
    ].join('\n\n'),
  }
}
