import type { FastifyInstance } from 'fastify'
import { previewSurvey } from '#contract/surveys.ts'
import { html, join } from '#server/platform/html.ts'
import { serve } from '#server/platform/http/serve.ts'
import type { Platform } from '#server/platform/platform.ts'
import { readSettings } from '#server/platform/settings.ts'
import { words } from '#server/platform/words.ts'
import { writeSurveyLetter } from '#server/surveys/index.ts'
import { linksFor } from '../frame/links.ts'
import { widgetFile } from '../frame/widget-files.ts'
import type { Portal, PortalBook } from '../settings/read-portal.ts'
import { presentSurvey } from './present-survey.ts'

/** The letter and the page of a survey as they would be with settings that nobody has saved yet. */
export function surveyPreviewRoutes(app: FastifyInstance, platform: Platform, book: PortalBook): void {
  serve(app, previewSurvey, async ({ body: { language, scale, texts, causes } }) => {
    const portal = await book.read()
    const links = linksFor(platform.config, portal, language)
    const { t } = words(language)
    const deskName = portal.names[language]
    const address = links.absolute(links.page('/rate'))
    const number = `${(await readSettings(platform.database.db)).ticket_prefix}-1256`
    const survey = presentSurvey({ scale, texts, causes }, nothing, { language, path: '/rate/preview' })
    const thanks = texts[language].thanks || t('portal.survey.thanks')
    const draw = (template: string, values: object) =>
      inFrame(portal, language, portal.engine.render(template, values, { language, links }))
    const shared = { portal: { name: deskName, home: links.page('/'), logo: null }, language }
    return {
      letterHtml: writeSurveyLetter({ scale, texts }, { language, address, deskName, number }).html,
      pageHtml: draw('survey', { ...shared, survey }),
      thanksHtml: draw('survey-thanks', { ...shared, title: t('portal.survey.thanksTitle'), thanks }),
    }
  })
}

const nothing = { score: null, comment: '', causes: [] }

/** The head of a page as far as a preview needs it: nothing in it runs or leads anywhere. */
function inFrame(portal: Portal, language: 'ru' | 'en', content: string): string {
  const { accent } = portal
  const style = accent
    ? html`<style>
        :root {
          --accent: light-dark(${accent.light}, ${accent.dark});
        }
      </style>`
    : join([])
  const head = html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="color-scheme" content="light dark" />
        <meta name="viewport" content="width=device-width" />
        <link rel="stylesheet" href="${widgetFile('portal.css')}" />
        ${style}
      </head>
      <body>
        <header class="top">
          <span class="brand"><b>${portal.names[language]}</b></span>
        </header>
      </body>
    </html>`.text
  return head.replace('</header>', () => `</header>${content}`)
}
