import type { Credential } from '#server/channels/inbox-secrets.ts'
import type { SmtpSettings } from '#server/channels/tables.ts'
import { connectToServer } from '#server/channels/email/sending/outgoing-server.ts'
import type { Step } from './check-inbox.ts'
import { checkReach, failed, passed } from './check-reach.ts'

/** Connects as for a letter and stops before one is sent. */
export async function checkSmtp(
  smtp: SmtpSettings,
  credential: Credential,
  address: string,
): Promise<Step[]> {
  const steps = await checkReach('smtp', smtp.host, smtp.port)
  if (steps.some((step) => !step.isPassed)) return steps
  const isSecure = smtp.security !== 'none'
  try {
    const connection = await connectToServer(smtp, credential, address.slice(address.lastIndexOf('@') + 1))
    connection.close()
    return [
      ...steps,
      ...(isSecure ? [passed('smtp', 'secure')] : []),
      ...(smtp.user ? [passed('smtp', 'sign_in')] : []),
    ]
  } catch (error) {
    const { code } = error as { code?: string }
    if (code === 'EAUTH') {
      return [
        ...steps,
        ...(isSecure ? [passed('smtp', 'secure')] : []),
        failed('smtp', 'sign_in', 'wrong_password', error),
      ]
    }
    const isTls = code === 'ETLS' || (isSecure && code !== 'ETIMEDOUT')
    return [
      ...steps,
      isTls ? failed('smtp', 'secure', 'tls', error) : failed('smtp', 'connect', 'no_greeting', error),
    ]
  }
}
