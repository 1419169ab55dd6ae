import * as z from 'zod'
import { Id, IdInPath, Instant, PageQuery, page } from './common.ts'
import { route } from './route.ts'

const tag = 'identity'

export const AuditEntry = z.object({
  id: Id,
  at: Instant,
  type: z.string(),
  actor: z.object({ kind: z.enum(['agent', 'customer', 'system']), id: Id.nullable(), name: z.string() }),
  data: z.record(z.string(), z.unknown()),
})
export const listAudit = route({
  method: 'GET',
  path: '/audit',
  summary: 'What administrators changed, newest first',
  tag,
  access: 'audit.read',
  query: PageQuery.extend({ agentId: IdInPath.optional() }),
  response: page(AuditEntry),
})
