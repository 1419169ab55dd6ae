import { createPrivateKey } from 'node:crypto'
import { asX509, derOf, readPemCertificates, toPem } from './certificate.ts'
import type { OwnKey } from './cms-decrypt.ts'
import { readPkcs12 } from './read-pkcs12.ts'

/**
 * A key pair from what an administrator gave: PEM (certificates and a key, which the password may lock), or PKCS#12
 * in base64. The certificate that fits the key comes first, those above it follow. Rejects when they do not fit.
 */
export async function readOwnKey(given: string, password: string): Promise<OwnKey> {
  const { certificates, privateKey } = given.includes('-----BEGIN')
    ? readPem(given, password)
    : await readPkcs12(Buffer.from(given, 'base64'), password)
  const key = createPrivateKey(privateKey)
  const parsed = certificates.flatMap((pem) => readPemCertificates(pem))
  const own = parsed.find((one) => asX509(one).checkPrivateKey(key))
  if (!own) throw new Error('no certificate fits the key')
  const rest = parsed.filter((one) => one !== own)
  return { certificate: [own, ...rest].map((one) => toPem(derOf(one))).join(''), privateKey }
}

function readPem(text: string, password: string): { certificates: string[]; privateKey: string } {
  const sealed = /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]+?-----END [A-Z ]*PRIVATE KEY-----/.exec(text)?.[0]
  if (!sealed) throw new Error('no private key')
  const key = createPrivateKey({ key: sealed, ...(password !== '' && { passphrase: password }) })
  return {
    certificates: readPemCertificates(text).map((one) => toPem(derOf(one))),
    privateKey: key.export({ format: 'pem', type: 'pkcs8' }),
  }
}
