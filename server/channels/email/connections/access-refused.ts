/**
 * Why a mailbox's provider gives no access: `not_connected` nobody has signed in yet, `revoked` somebody must sign
 * in again (RFC 6749, `invalid_grant`), `client` the application itself is refused, its secret has expired for
 * instance; `unavailable`: it will be asked again.
 */
export type Refusal = 'not_connected' | 'revoked' | 'client' | 'unavailable'

const codes = {
  not_connected: 'ENOTCONNECTED',
  revoked: 'ENOTCONNECTED',
  client: 'ENOTCONNECTED',
  unavailable: 'ECONNECTION',
} as const

export class AccessRefused extends Error {
  override name = 'AccessRefused'
  readonly reason: Refusal
  /** In the manner of the mail libraries; the letters wait either way, until somebody has connected anew or a while. */
  readonly code: 'ENOTCONNECTED' | 'ECONNECTION'

  constructor(reason: Refusal, message: string, options?: ErrorOptions) {
    super(message, options)
    this.reason = reason
    this.code = codes[reason]
  }
}
