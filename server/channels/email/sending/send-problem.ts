/** Why another server did not take a letter, and whether it is worth asking again. */
export interface SendProblem {
  /** A key of `delivery` in locales/. */
  error: string
  /** What the other server said, or the network. */
  detail: string
  isTemporary: boolean
  /** True when the fault lies with the server or our account, not with this letter. */
  isServerFault: boolean
  /** The server asked for so long a pause. */
  retryAfterSeconds?: number
}

interface MailError {
  code?: string
  responseCode?: number
  response?: string
  message?: string
}

const serverFaults: Record<string, string> = {
  ECONNECTION: 'connection',
  ETIMEDOUT: 'timeout',
  ESOCKET: 'connection',
  EDNS: 'unknown_host',
  EFORBIDDEN: 'connection',
  ETLS: 'tls',
  EAUTH: 'sign_in',
  // Nobody has connected the mailbox, or its provider has withdrawn access: the letters wait for a person.
  ENOTCONNECTED: 'not_connected',
  EPROTOCOL: 'connection',
}

/** What nodemailer threw, in our words. Pure. */
export function readSendProblem(error: unknown): SendProblem {
  const { code = '', responseCode, response, message } = error as MailError
  const detail = (response || message || String(error)).slice(0, 1000)
  const fault = serverFaults[code]
  // A wrong password is put right by the administrator: the letters wait for that.
  if (fault !== undefined) return { error: fault, detail, isTemporary: true, isServerFault: true }
  if (responseCode !== undefined && responseCode >= 500) {
    return {
      error: code === 'EENVELOPE' ? 'recipient_refused' : 'refused',
      detail,
      isTemporary: false,
      isServerFault: false,
    }
  }
  if (code === 'EENVELOPE' && responseCode === undefined) {
    return { error: 'bad_address', detail, isTemporary: false, isServerFault: false }
  }
  if (code === 'EMESSAGE' && responseCode === undefined) {
    return { error: 'too_large', detail, isTemporary: false, isServerFault: false }
  }
  return {
    error: 'postponed',
    detail,
    isTemporary: true,
    isServerFault: responseCode === undefined && code !== 'ESTREAM',
  }
}
