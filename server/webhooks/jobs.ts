import * as z from 'zod'
import { inTransaction } from '#server/platform/database/transaction.ts'
import type { Tasks } from '#server/platform/jobs/worker.ts'
import type { Platform } from '#server/platform/platform.ts'
import { tidyWebhooks } from './tidy.ts'
import { piecesTask, workPiece } from './work-pieces.ts'

const PieceJob = z.object({ webhookId: z.int() })

export function webhookTasks(platform: Platform): Tasks {
  const { database, clock } = platform
  return {
    'webhook.tidy': () => tidyWebhooks(platform),
    [piecesTask]: (payload) => {
      const { webhookId } = PieceJob.parse(payload)
      return inTransaction(database.db, (tx) => workPiece(tx, webhookId, clock.now()))
    },
  }
}

/** Five cron fields, UTC. */
export const webhookCron = [{ at: '23 * * * *', task: 'webhook.tidy' }]
