import {
  constants,
  createCipheriv,
  createPublicKey,
  generateKeyPairSync,
  publicEncrypt,
  randomBytes,
} from 'node:crypto'
import * as asn1js from 'asn1js'
import * as pkijs from 'pkijs'
import { oids } from './algorithms.ts'
import { asX509, readPemCertificates } from './certificate.ts'
import { agreeOnKey } from './key-agreement.ts'

/**
 * EnvelopedData for everybody who holds one of the certificates: AES-256-CBC, the key by RSA (PKCS #1 v1.5, which
 * every mail program reads) or by ECDH. DER.
 */
export function encryptCms(content: Uint8Array, certificates: readonly string[]): Buffer {
  const key = randomBytes(32)
  const vector = randomBytes(16)
  const cipher = createCipheriv('aes-256-cbc', key, vector)
  const sealed = Buffer.concat([cipher.update(content), cipher.final()])
  const recipients = certificates.flatMap((pem) => readPemCertificates(pem).slice(0, 1))
  if (recipients.length === 0) throw new RangeError('nobody to encrypt to')
  const envelope = new pkijs.EnvelopedData({
    version: recipients.some((one) => !isRsa(one)) ? 2 : 0,
    recipientInfos: recipients.map((one) => (isRsa(one) ? byRsa(one, key) : byAgreement(one, key))),
    encryptedContentInfo: new pkijs.EncryptedContentInfo({
      contentType: oids.data,
      contentEncryptionAlgorithm: new pkijs.AlgorithmIdentifier({
        algorithmId: oids.aes256Cbc,
        algorithmParams: new asn1js.OctetString({ valueHex: new Uint8Array(vector) }),
      }),
      encryptedContent: new asn1js.OctetString({ valueHex: new Uint8Array(sealed) }),
      disableSplit: true,
    }),
  })
  const info = new pkijs.ContentInfo({ contentType: oids.envelopedData, content: envelope.toSchema() })
  return Buffer.from(info.toSchema().toBER(false))
}

function isRsa(certificate: pkijs.Certificate): boolean {
  return certificate.subjectPublicKeyInfo.algorithm.algorithmId === oids.rsa
}

function nameOf(certificate: pkijs.Certificate): pkijs.IssuerAndSerialNumber {
  return new pkijs.IssuerAndSerialNumber({
    issuer: certificate.issuer,
    serialNumber: certificate.serialNumber,
  })
}

function byRsa(certificate: pkijs.Certificate, key: Buffer): pkijs.RecipientInfo {
  const sealed = publicEncrypt(
    { key: asX509(certificate).publicKey, padding: constants.RSA_PKCS1_PADDING },
    key,
  )
  return new pkijs.RecipientInfo({
    variant: 1,
    value: new pkijs.KeyTransRecipientInfo({
      version: 0,
      rid: nameOf(certificate),
      keyEncryptionAlgorithm: new pkijs.AlgorithmIdentifier({
        algorithmId: oids.rsa,
        algorithmParams: new asn1js.Null(),
      }),
      encryptedKey: new asn1js.OctetString({ valueHex: new Uint8Array(sealed) }),
    }),
  })
}

/** A key pair for this letter alone, on the recipient's curve. */
function byAgreement(certificate: pkijs.Certificate, key: Buffer): pkijs.RecipientInfo {
  const theirs = asX509(certificate).publicKey
  const namedCurve = theirs.asymmetricKeyDetails?.namedCurve
  if (theirs.asymmetricKeyType !== 'ec' || namedCurve === undefined)
    throw new RangeError(`cannot encrypt to a key of type ${theirs.asymmetricKeyType ?? 'unknown'}`)
  const pair = generateKeyPairSync('ec', { namedCurve })
  const wrap = new pkijs.AlgorithmIdentifier({ algorithmId: oids.aes256Wrap })
  const wrapping = agreeOnKey({ privateKey: pair.privateKey, publicKey: theirs }, wrap, {
    hash: 'sha256',
    keyBytes: 32,
    userKeyingMaterial: undefined,
  })
  const cipher = createCipheriv('id-aes256-wrap', wrapping, Buffer.alloc(8, 0xa6))
  const sealed = Buffer.concat([cipher.update(key), cipher.final()])
  const spki = pkijs.PublicKeyInfo.fromBER(
    new Uint8Array(createPublicKey(pair.privateKey).export({ format: 'der', type: 'spki' })),
  )
  return new pkijs.RecipientInfo({
    variant: 2,
    value: new pkijs.KeyAgreeRecipientInfo({
      version: 3,
      originator: new pkijs.OriginatorIdentifierOrKey({
        variant: 3,
        value: new pkijs.OriginatorPublicKey({ algorithm: spki.algorithm, publicKey: spki.subjectPublicKey }),
      }),
      keyEncryptionAlgorithm: new pkijs.AlgorithmIdentifier({
        algorithmId: oids.ecdhSha256,
        algorithmParams: wrap.toSchema(),
      }),
      recipientEncryptedKeys: new pkijs.RecipientEncryptedKeys({
        encryptedKeys: [
          new pkijs.RecipientEncryptedKey({
            rid: new pkijs.KeyAgreeRecipientIdentifier({ variant: 1, value: nameOf(certificate) }),
            encryptedKey: new asn1js.OctetString({ valueHex: new Uint8Array(sealed) }),
          }),
        ],
      }),
    }),
  })
}
