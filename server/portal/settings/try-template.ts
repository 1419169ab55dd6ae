import type { PortalTemplateProblem } from '#contract/portal-templates.ts'
import { createEngine } from '../frame/engine.ts'
import { createLinks } from '../frame/links.ts'
import { pageHtml } from '../frame/page-html.ts'
import type { Portal } from './read-portal.ts'
import { pagesOf } from './samples/pages-of.ts'
import { samplePages } from './samples/sample-pages.ts'

const signs: readonly [PortalTemplateProblem['problem'], RegExp][] = [
  ['unclosed_output', /^output "(.*?)" not closed/s],
  ['unclosed_tag', /^tag "(.*?)" not closed/s],
  ['unclosed_tag', /^tag (.*?) not closed/s],
  ['unknown_tag', /^tag "(.*?)" not found/s],
  ['unknown_filter', /undefined filter: ([^\s,]+)/],
  ['unknown_template', /Failed to lookup "(.*?)"/],
  ['too_much', /limit exceeded()/],
]

/** Renders every page a template is seen on, in every language; null when all of them come out. */
export function findTemplateProblem(
  portal: Portal,
  changed: Readonly<Record<string, string>>,
  { name, source }: { name: string; source: string },
): PortalTemplateProblem | null {
  const engine = createEngine({ ...changed, [name]: source })
  const tried = { ...portal, engine }
  for (const language of portal.languages) {
    const links = createLinks({ isOwnHost: portal.host !== null, origin: 'https://portal.example', language })
    const samples = samplePages(language)
    for (const page of pagesOf(name)) {
      for (const sample of samples.filter((one) => one.template === page)) {
        try {
          const html = pageHtml(
            { portal: tried, language, links, path: '/', visitor: sample.visitor ?? null },
            sample,
          )
          // A frame without what it frames would leave every page empty.
          if (name === 'layout' && !html.includes('id="main"'))
            return { problem: 'no_content', template: name, line: 1, word: '{{ content }}' }
        } catch (error) {
          return describe(error, name)
        }
      }
    }
  }
  return null
}

function describe(error: unknown, name: string): PortalTemplateProblem {
  const said = error instanceof Error ? error.message : String(error)
  const [, line = '1'] = /, line:(\d+), col:\d+/.exec(said) ?? []
  const [, template = name] = /, file:([a-z-]+)/.exec(said) ?? []
  const at = { template, line: Number(line) }
  for (const [problem, sign] of signs) {
    const match = sign.exec(said)
    if (match) return { problem, ...at, word: (match[1] ?? '').replaceAll('\\n', ' ').trim().slice(0, 60) }
  }
  return { problem: 'syntax', ...at, word: '' }
}
