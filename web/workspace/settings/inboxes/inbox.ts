import type * as z from 'zod'
import type { Inbox as InboxSchema } from '#contract/inboxes.ts'

/** An inbox as the server answers it. */
export type Inbox = z.input<typeof InboxSchema>
