import * as z from 'zod'
import { ById, EmailAddress, Empty, Id, Instant } from './common.ts'
import { route } from './route.ts'

const tag = 'identity'

/** A further address an agent writes from. It speaks for them once it is confirmed. */
export const AgentAddress = z.object({
  id: Id,
  address: z.string(),
  isConfirmed: z.boolean(),
  createdAt: Instant,
})
export type AgentAddress = z.infer<typeof AgentAddress>

export const listOwnAddresses = route({
  method: 'GET',
  path: '/session/addresses',
  summary: 'Own further addresses: letters from them are one’s own',
  tag,
  access: 'signed-in',
  response: z.object({ items: z.array(AgentAddress) }),
})
export const addOwnAddress = route({
  method: 'POST',
  path: '/session/addresses',
  summary: 'Add an address; a code goes there. Added again before it is confirmed, it gets a new code',
  tag,
  access: 'signed-in',
  status: 201,
  body: z.object({ address: EmailAddress }),
  response: AgentAddress,
})
export const confirmOwnAddress = route({
  method: 'POST',
  path: '/session/addresses/:id/confirmation',
  summary: 'Prove by the code that the address is one’s own',
  tag,
  access: 'signed-in',
  params: ById,
  body: z.object({ code: z.string().trim().min(4).max(20) }),
  response: AgentAddress,
})
export const removeOwnAddress = route({
  method: 'DELETE',
  path: '/session/addresses/:id',
  summary: 'Remove an own address; letters from it are a stranger’s again',
  tag,
  access: 'signed-in',
  params: ById,
  response: Empty,
})
