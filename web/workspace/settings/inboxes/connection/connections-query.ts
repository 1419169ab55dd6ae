import { queryOptions } from '@tanstack/react-query'
import type * as z from 'zod'
import {
  listMailConnections,
  type MailConnection as MailConnectionSchema,
} from '#contract/mail-connections.ts'
import { call } from '../../../../api/call.ts'

/** A connection as the server answers it. */
export type MailConnection = z.input<typeof MailConnectionSchema>

export const connectionsQuery = queryOptions({
  queryKey: ['settings', 'mail-connections'],
  queryFn: ({ signal }) => call(listMailConnections, {}, { signal }),
  refetchInterval: 15_000,
})
