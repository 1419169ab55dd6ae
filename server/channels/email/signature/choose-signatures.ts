import type { InboxSections } from '#contract/inbox-sections.ts'

/** The templates a letter carries, in their order; an automatic letter has no agent, and so only the inbox's. */
export function chooseSignatures(
  { template, order }: InboxSections['signature'],
  agents: string | null,
): string[] {
  const inbox = template.trim()
  const agent = agents?.trim() ?? ''
  const chosen = {
    agent_then_inbox: [agent, inbox],
    inbox_then_agent: [inbox, agent],
    agent_else_inbox: [agent || inbox],
    inbox: [inbox],
  }[order]
  return chosen.filter((one) => one !== '')
}
