import { createHash, createPrivateKey, sign } from 'node:crypto'
import * as asn1js from 'asn1js'
import * as pkijs from 'pkijs'
import { oids } from './algorithms.ts'
import { readPemCertificates } from './certificate.ts'
import type { OwnKey } from './cms-decrypt.ts'

const sha256 = '2.16.840.1.101.3.4.2.1'
const rsaWithSha256 = '1.2.840.113549.1.1.11'
const ecdsaWithSha256 = '1.2.840.10045.4.3.2'

/** A detached signature over the content, with our certificate and those above it, SHA-256. DER. */
export function signCms(content: Uint8Array, key: OwnKey, now: Date): Buffer {
  const certificates = readPemCertificates(key.certificate)
  const [certificate] = certificates
  if (!certificate) throw new RangeError('no certificate to sign with')
  const privateKey = createPrivateKey(key.privateKey)
  const isRsa = privateKey.asymmetricKeyType === 'rsa'
  if (!isRsa && privateKey.asymmetricKeyType !== 'ec')
    throw new RangeError(`cannot sign with a key of type ${privateKey.asymmetricKeyType ?? 'unknown'}`)
  const digest = createHash('sha256').update(content).digest()
  const attributes = new pkijs.SignedAndUnsignedAttributes({
    type: 0,
    attributes: [
      new pkijs.Attribute({
        type: oids.contentType,
        values: [new asn1js.ObjectIdentifier({ value: oids.data })],
      }),
      new pkijs.Attribute({
        type: oids.signingTime,
        values: [new asn1js.UTCTime({ valueDate: now })],
      }),
      new pkijs.Attribute({
        type: oids.messageDigest,
        values: [new asn1js.OctetString({ valueHex: new Uint8Array(digest) })],
      }),
    ],
  })
  // Signed with the tag of a SET, written with the implicit one (RFC 5652, 5.4).
  const encoded = Buffer.from(attributes.toSchema().toBER(false))
  encoded[0] = 0x31
  const signed = new pkijs.SignedData({
    version: 1,
    digestAlgorithms: [algorithm(sha256)],
    encapContentInfo: new pkijs.EncapsulatedContentInfo({ eContentType: oids.data }),
    certificates,
    signerInfos: [
      new pkijs.SignerInfo({
        version: 1,
        sid: new pkijs.IssuerAndSerialNumber({
          issuer: certificate.issuer,
          serialNumber: certificate.serialNumber,
        }),
        digestAlgorithm: algorithm(sha256),
        signedAttrs: attributes,
        signatureAlgorithm: isRsa
          ? algorithm(rsaWithSha256)
          : new pkijs.AlgorithmIdentifier({ algorithmId: ecdsaWithSha256 }),
        signature: new asn1js.OctetString({ valueHex: new Uint8Array(sign('sha256', encoded, privateKey)) }),
      }),
    ],
  })
  const info = new pkijs.ContentInfo({ contentType: oids.signedData, content: signed.toSchema(true) })
  return Buffer.from(info.toSchema().toBER(false))
}

function algorithm(algorithmId: string): pkijs.AlgorithmIdentifier {
  return new pkijs.AlgorithmIdentifier({ algorithmId, algorithmParams: new asn1js.Null() })
}
