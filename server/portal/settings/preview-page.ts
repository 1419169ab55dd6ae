import type { Language } from '#contract/common.ts'
import type { PortalLook } from '#contract/portal-settings.ts'
import { fail } from '#server/platform/http/failure.ts'
import { createEngine } from '../frame/engine.ts'
import { createLinks } from '../frame/links.ts'
import { pageHtml } from '../frame/page-html.ts'
import { lookOf, type Portal } from './read-portal.ts'
import { samplePages } from './samples/sample-pages.ts'
import { findTemplateProblem } from './try-template.ts'

interface Wish {
  page: string
  language: Language
  isDark: boolean
  look?: PortalLook | undefined
  template?: { name: string; source: string } | undefined
}

/**
 * What the page may do where it is shown: look like itself. No script, no form, no address called but the styles,
 * fonts and pictures of the desk's own.
 */
const policyFor = (host: string) =>
  [
    "default-src 'none'",
    // A frame without an origin is nobody's own: the desk is named.
    `style-src http://${host} 'unsafe-inline'`,
    `img-src http://${host} data: https:`,
    `font-src http://${host}`,
    "form-action 'none'",
    "base-uri 'none'",
  ].join('; ')

/** Whatever the device prefers. The built styles say `light-dark()` by two properties of their own for older browsers. */
const shades = {
  light:
    'color-scheme:light !important;--lightningcss-light:initial !important;--lightningcss-dark: !important',
  dark: 'color-scheme:dark !important;--lightningcss-light: !important;--lightningcss-dark:initial !important',
}

/** A page with an example's data; `bad_template` where what is not saved yet does not render. */
export function previewPage(
  portal: Portal,
  changed: Readonly<Record<string, string>>,
  { deskName, host }: { deskName: string; host: string },
  { page, language, isDark, look, template }: Wish,
): string {
  const sample = samplePages(language).find((one) => one.template === page) ?? fail('not_found')
  if (template) {
    const problem = findTemplateProblem(portal, changed, template)
    if (problem)
      fail('bad_template', {
        fields: [{ path: 'body.template', message: problem.problem }],
        detail: { ...problem },
      })
  }
  const shown: Portal = {
    ...portal,
    ...(look && lookOf(look, deskName)),
    ...(template && { engine: createEngine({ ...changed, [template.name]: template.source }) }),
  }
  // Of the desk's own host: the frame it is shown in is one of its pages.
  const links = createLinks({ isOwnHost: false, origin: '', language })
  const scene = { portal: shown, language, links, path: '/', visitor: sample.visitor ?? null }
  // The front page is called what the portal is, and greets as it is about to.
  const data = { ...sample.data, greeting: shown.greetings[language] }
  const html = pageHtml(scene, { ...sample, title: sample.title || shown.names[language], data })
  const shade = `<style>:root{${isDark ? shades.dark : shades.light}}</style>`
  return (
    html
      // None would run there, and browsers would complain of each.
      .replace(/<script\b[^>]*>[\s\S]*?<\/script>/gi, '')
      .replace(/<head>/i, `<head><meta http-equiv="Content-Security-Policy" content="${policyFor(host)}">`)
      .replace(/<\/head>/i, `${shade}</head>`)
  )
}
