import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'

export interface Secrets {
  /** AES-256-GCM; the text starts with the scheme's version. */
  encrypt(plain: string): string
  /** Throws when the text was made with another key or has been touched. */
  decrypt(sealed: string): string
  /** A key of its own for one purpose, derived by HKDF: signing reply tokens, for instance. */
  keyFor(purpose: string): Buffer
  /** HMAC-SHA-256 under `keyFor(purpose)`. */
  sign(purpose: string, text: string): Buffer
}

const scheme = 'v1'

/** Everything secret at rest is sealed with keys derived from the desk's one SECRET_KEY. */
export function createSecrets(secretKey: string): Secrets {
  const keyFor = (purpose: string): Buffer =>
    Buffer.from(hkdfSync('sha256', secretKey, 'otklik', `otklik ${purpose}`, 32))
  const sealing = keyFor('secrets at rest')
  return {
    encrypt(plain) {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', sealing, nonce)
      const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
      return `${scheme}.${Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')}`
    },
    decrypt(sealed) {
      const [version, text] = sealed.split('.')
      if (version !== scheme || text === undefined) throw new Error('sealed text of an unknown scheme')
      const bytes = Buffer.from(text, 'base64url')
      const decipher = createDecipheriv('aes-256-gcm', sealing, bytes.subarray(0, 12))
      decipher.setAuthTag(bytes.subarray(12, 28))
      return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
    },
    keyFor,
    sign: (purpose, text) => createHmac('sha256', keyFor(purpose)).update(text).digest(),
  }
}
