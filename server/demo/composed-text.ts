import type { Actor } from '#server/identity/index.ts'
import type { AgentKey } from './people.ts'

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

/** Text as the composer would have written it: a paragraph per blank line. */
export function plainHtml(text: string): string {
  return text
    .split(/\n{2,}/)
    .map((paragraph) => `<p>${escapeHtml(paragraph).replaceAll('\n', '<br>')}</p>`)
    .join('')
}

/** The same with `@anna` made into a mention of her. */
export function mentioningHtml(text: string, actorOf: (key: AgentKey) => Actor | undefined): string {
  return plainHtml(text).replace(/@(\w+)/g, (whole, key: string) => {
    const actor = actorOf(key as AgentKey)
    if (!actor) return whole
    const name = escapeHtml(actor.name)
    return `<span data-type="mention" data-id="${actor.agentId}" data-label="${name}">@${name}</span>`
  })
}
