import type { AgentAuthor } from './examine-author.ts'

/** What the ledger keeps of an agent's letter besides its place. */
export function authorFacts({ agentId, verdict }: AgentAuthor): Record<string, unknown> {
  return { agentId, authentication: { result: verdict.result, by: verdict.by, ...verdict.results } }
}
