import type Mail from 'nodemailer/lib/mailer/index.js'
import type { Readable } from 'node:stream'
import { StorageError } from '#server/platform/storage/storage-error.ts'
import { composeReply } from './compose-reply.ts'
import type { EmailDesk } from '../email-desk.ts'
import { type PlannedLetter, planLetter } from '../encryption/compose-protected.ts'
import type { QueuedLetter } from './queue-letter.ts'
import type { SendProblem } from './send-problem.ts'
import { type OutgoingFile, writeLetter } from './write-letter.ts'

/** A letter cannot be written, through no fault of any server; what to say of it. */
export class LetterUnfit extends Error {
  override name = 'LetterUnfit'
  readonly problem: SendProblem

  constructor(problem: Omit<SendProblem, 'isServerFault'>, cause: unknown) {
    super(problem.detail, { cause })
    this.problem = { ...problem, isServerFault: false }
  }
}

interface OutgoingLetter {
  planned: PlannedLetter
  options: Mail.Options
  /** Its files stand open until then, read or not. */
  close: () => void
}

/** A letter of the outbox, written from its reply, the same at every try. Rejects with LetterUnfit, leaving nothing open. */
export async function openOutgoingLetter(desk: EmailDesk, queued: QueuedLetter): Promise<OutgoingLetter> {
  let files: readonly OutgoingFile[] = []
  const close = () => {
    for (const file of files) (file.content as Readable).destroy()
  }
  try {
    const composed = await composeReply(desk, queued)
    files = composed.files ?? []
    const planned = await planLetter(desk, queued, composed)
    return { planned, options: writeLetter(planned.written), close }
  } catch (error) {
    close()
    throw unfit(error)
  }
}

function unfit(error: unknown): unknown {
  // An address that is none, maybe the customer's own: nobody repairs it, a person has to choose another.
  if (error instanceof RangeError) {
    return new LetterUnfit({ error: 'bad_address', detail: error.message, isTemporary: false }, error)
  }
  if (!(error instanceof StorageError)) return error
  const isMissing = error.problem === 'missing'
  return new LetterUnfit(
    { error: isMissing ? 'file_missing' : 'postponed', detail: error.message, isTemporary: !isMissing },
    error,
  )
}
