import * as z from 'zod'
import { ById, Empty, Id, Instant } from './common.ts'
import { route } from './route.ts'

const tag = 'inboxes'

/** A key that letters from one domain are signed with (RFC 6376). The private half never leaves the server. */
export const DkimKey = z.object({
  id: Id,
  domain: z.string(),
  selector: z.string(),
  /** The name and the text of the TXT record to enter at the domain's name servers. */
  recordName: z.string(),
  recordText: z.string(),
  /** Whether letters are signed with it; of several, the newest one signs. */
  isOn: z.boolean(),
  checkedAt: Instant.nullable(),
  /** What was wrong with the record at the last check: a key of `dkimProblem` in locales/; null when it was right. */
  checkProblem: z
    .enum(['no_record', 'other_key', 'revoked', 'not_dkim', 'several', 'testing', 'no_answer'])
    .nullable(),
  createdAt: Instant,
})
export type DkimKey = z.infer<typeof DkimKey>

export const listDkimKeys = route({
  method: 'GET',
  path: '/dkim-keys',
  summary: 'The signing keys of all domains, newest first',
  tag,
  access: 'inbox.manage',
  response: z.object({ items: z.array(DkimKey) }),
})
export const createDkimKey = route({
  method: 'POST',
  path: '/dkim-keys',
  summary: 'Make a signing key for a domain; it signs once its record has been seen in DNS',
  tag,
  access: 'inbox.manage',
  status: 201,
  /** The domain of an inbox's address or of one of its aliases. */
  body: z.object({ domain: z.string().trim().toLowerCase().min(1).max(253) }),
  response: DkimKey,
})
export const checkDkimKey = route({
  method: 'POST',
  path: '/dkim-keys/:id/check',
  summary: 'Look the record up in DNS; a key whose record is right signs from now on',
  tag,
  access: 'inbox.manage',
  params: ById,
  response: DkimKey,
})
export const updateDkimKey = route({
  method: 'PATCH',
  path: '/dkim-keys/:id',
  summary: 'Sign with a key, or stop signing with it',
  tag,
  access: 'inbox.manage',
  params: ById,
  body: z.object({ isOn: z.boolean() }),
  response: DkimKey,
})
export const deleteDkimKey = route({
  method: 'DELETE',
  path: '/dkim-keys/:id',
  summary: 'Delete a signing key',
  tag,
  access: 'inbox.manage',
  params: ById,
  response: Empty,
})
