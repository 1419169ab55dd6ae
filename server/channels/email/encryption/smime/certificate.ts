import { type KeyObject, X509Certificate, createHash, webcrypto } from 'node:crypto'
import * as asn1js from 'asn1js'
import * as pkijs from 'pkijs'

pkijs.setEngine('node', new pkijs.CryptoEngine({ name: 'node', crypto: webcrypto as Crypto }))

/** What a certificate says of itself. */
export interface CertificateFacts {
  /** SHA-256, upper-case hexadecimal. */
  fingerprint: string
  name: string
  /** Lower case; from the alternative names, or else from the subject. */
  addresses: string[]
  validFrom: Date
  expiresAt: Date
  mayEncrypt: boolean
}

const emailProtection = '1.3.6.1.5.5.7.3.4'
const anyPurpose = '2.5.29.37.0'
const emailAddressOid = '1.2.840.113549.1.9.1'
const commonNameOid = '2.5.4.3'

export function toPem(der: ArrayBuffer | Uint8Array): string {
  const bytes = der instanceof Uint8Array ? Buffer.from(der) : Buffer.from(new Uint8Array(der))
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}

/** The certificates in a text, in order; empty when it holds none. Throws when one of them is none. */
export function readPemCertificates(text: string): pkijs.Certificate[] {
  const blocks = text.match(/-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----[^-]+-----END/g) ?? []
  return blocks.slice(0, 20).map((block) => {
    const base64 = block.replace(/-----[A-Z0-9 ]+-----/, '').replace(/-----END$/, '')
    return pkijs.Certificate.fromBER(new Uint8Array(Buffer.from(base64, 'base64')))
  })
}

export function derOf(certificate: pkijs.Certificate): Buffer {
  return Buffer.from(certificate.toSchema(true).toBER(false))
}

export function readFacts(certificate: pkijs.Certificate): CertificateFacts {
  return {
    fingerprint: createHash('sha256').update(derOf(certificate)).digest('hex').toUpperCase(),
    name: subjectValue(certificate, commonNameOid) || addressesOf(certificate)[0] || '',
    addresses: addressesOf(certificate),
    validFrom: certificate.notBefore.value,
    expiresAt: certificate.notAfter.value,
    mayEncrypt: mayEncrypt(certificate),
  }
}

function subjectValue(certificate: pkijs.Certificate, oid: string): string {
  const found = certificate.subject.typesAndValues.find((one) => one.type === oid)
  const value: unknown = found?.value.valueBlock.value
  return typeof value === 'string' ? value.slice(0, 300) : ''
}

function addressesOf(certificate: pkijs.Certificate): string[] {
  const names = certificate.extensions?.find((one) => one.extnID === '2.5.29.17')?.parsedValue as unknown
  const alternative =
    names instanceof pkijs.AltName
      ? names.altNames.filter((one) => one.type === 1).map((one) => String(one.value))
      : []
  const listed = alternative.length > 0 ? alternative : [subjectValue(certificate, emailAddressOid)]
  return [...new Set(listed.map((one) => one.trim().toLowerCase()))]
    .filter((one) => one.includes('@'))
    .slice(0, 50)
}

/** Extended key usage: absent, for e-mail, or for anything. */
export function isForEmail(certificate: pkijs.Certificate): boolean {
  const usage = certificate.extensions?.find((one) => one.extnID === '2.5.29.37')?.parsedValue as unknown
  if (!(usage instanceof pkijs.ExtKeyUsage)) return true
  return usage.keyPurposes.includes(emailProtection) || usage.keyPurposes.includes(anyPurpose)
}

/** keyUsage's bits (RFC 5280, 4.2.1.3): 0 digitalSignature, 1 nonRepudiation, 2 keyEncipherment, 4 keyAgreement. */
function usageBits(certificate: pkijs.Certificate): number | null {
  const usage = certificate.extensions?.find((one) => one.extnID === '2.5.29.15')?.parsedValue as unknown
  return usage instanceof asn1js.BitString ? (usage.valueBlock.valueHexView[0] ?? 0) : null
}

export function maySign(certificate: pkijs.Certificate): boolean {
  const bits = usageBits(certificate)
  return isForEmail(certificate) && (bits === null || (bits & 0b1100_0000) !== 0)
}

function mayEncrypt(certificate: pkijs.Certificate): boolean {
  const bits = usageBits(certificate)
  return isForEmail(certificate) && (bits === null || (bits & 0b0010_1000) !== 0)
}

export function asX509(certificate: pkijs.Certificate): X509Certificate {
  return new X509Certificate(derOf(certificate))
}

/** RSA below 2048 bits (RFC 8551, 4.2 and 4.3, leaves it for old letters only). */
export function isShortKey({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): boolean {
  return asymmetricKeyType?.startsWith('rsa') === true && (asymmetricKeyDetails?.modulusLength ?? 0) < 2048
}

/** The identifier CMS may name a key by: the extension of the certificate, or SHA-1 of the key. */
export function keyIdOf(certificate: pkijs.Certificate): Buffer {
  const extension = certificate.extensions?.find((one) => one.extnID === '2.5.29.14')?.parsedValue as unknown
  if (extension instanceof asn1js.OctetString) return Buffer.from(extension.valueBlock.valueHexView)
  const key = certificate.subjectPublicKeyInfo.subjectPublicKey.valueBlock.valueHexView
  return createHash('sha1').update(key).digest()
}
