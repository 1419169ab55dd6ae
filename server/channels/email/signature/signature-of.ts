import type { Log } from '#server/platform/log.ts'
import { type Signature, type SignatureValues, joinSignatures, renderSignature } from './render-signature.ts'

/**
 * The signatures of a letter. One that cannot be rendered is left out and told of: a letter without a signature is
 * better than an answer that never leaves.
 */
export function signatureOf(log: Log, templates: readonly string[], values: SignatureValues): Signature {
  return joinSignatures(
    templates.map((template) => {
      try {
        return renderSignature(template, values)
      } catch (error) {
        log.warn({ error: String(error), ticket: values.ticket.number }, 'a signature cannot be rendered')
        return { html: '', text: '' }
      }
    }),
  )
}
