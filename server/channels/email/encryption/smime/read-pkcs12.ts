import { createPrivateKey } from 'node:crypto'
import * as pkijs from 'pkijs'
import { derOf, toPem } from './certificate.ts'

/** Certificates and the private key of a PKCS#12 file, PEM; the key without a password. */
export interface Pkcs12Content {
  certificates: string[]
  privateKey: string
}

const bags = {
  certificate: '1.2.840.113549.1.12.10.1.3',
  key: '1.2.840.113549.1.12.10.1.1',
  sealedKey: '1.2.840.113549.1.12.10.1.2',
}
const encryptedData = '1.2.840.113549.1.7.6'

/**
 * Opens a PKCS#12 file (RFC 7292) protected by AES, as programs of the last years write it. Rejects when the password
 * is wrong or the file is none; a file with the ciphers of old, triple DES and RC2, rejects with OutdatedContainer.
 */
export async function readPkcs12(file: Uint8Array, password: string): Promise<Pkcs12Content> {
  const secret = new Uint8Array(Buffer.from(password)).buffer
  const pfx = pkijs.PFX.fromBER(new Uint8Array(file))
  if (usesOldCiphers(file)) throw new OutdatedContainer('triple DES or RC2')
  await pfx.parseInternalValues({ password: secret, checkIntegrity: true })
  const safe = pfx.parsedValue?.authenticatedSafe
  if (!safe) throw new Error('no content')
  await safe.parseInternalValues({
    safeContents: safe.safeContents.map((one) =>
      one.contentType === encryptedData ? { password: secret } : {},
    ),
  })
  const parsed: unknown = safe.parsedValue
  const contents = (parsed as { safeContents?: { value: pkijs.SafeContents }[] }).safeContents ?? []
  const found: { certificates: string[]; privateKey: string | null } = { certificates: [], privateKey: null }
  for (const bag of contents.flatMap((one) => one.value.safeBags)) {
    if (bag.bagId === bags.certificate) {
      const certificate: unknown = (bag.bagValue as pkijs.CertBag).parsedValue
      if (certificate instanceof pkijs.Certificate) found.certificates.push(toPem(derOf(certificate)))
    } else if (bag.bagId === bags.sealedKey || bag.bagId === bags.key) {
      found.privateKey ??= await privateKeyOf(bag.bagValue, secret)
    }
  }
  if (found.privateKey === null) throw new Error('no private key')
  return { certificates: found.certificates, privateKey: found.privateKey }
}

/** The file is sound and its ciphers are not in this runtime any more; the owner can export it again. */
export class OutdatedContainer extends Error {
  override name = 'OutdatedContainer'
}

/** 1.2.840.113549.1.12.1.*: the password ciphers of PKCS#12 itself, as they stand in DER. */
function usesOldCiphers(file: Uint8Array): boolean {
  return Buffer.from(file).includes(Buffer.from('060a2a864886f70d010c01', 'hex'))
}

async function privateKeyOf(value: unknown, password: ArrayBuffer): Promise<string | null> {
  if (value instanceof pkijs.PKCS8ShroudedKeyBag) {
    // pkijs opens the bag through a method it does not show in its types.
    await (
      value as unknown as { parseInternalValues(given: { password: ArrayBuffer }): Promise<void> }
    ).parseInternalValues({
      password,
    })
  }
  const info: unknown = value instanceof pkijs.PKCS8ShroudedKeyBag ? value.parsedValue : value
  if (!(info instanceof pkijs.PrivateKeyInfo)) return null
  const key = createPrivateKey({
    key: Buffer.from(info.toSchema().toBER(false)),
    format: 'der',
    type: 'pkcs8',
  })
  return key.export({ format: 'pem', type: 'pkcs8' })
}
