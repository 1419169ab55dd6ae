import {
  type KeyObject,
  constants,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  privateDecrypt,
} from 'node:crypto'
import * as asn1js from 'asn1js'
import * as pkijs from 'pkijs'
import { agreementHashes, contentCiphers, hashNames, keyWraps, oids } from './algorithms.ts'
import { isShortKey, keyIdOf, readPemCertificates } from './certificate.ts'
import { CmsProblem } from './cms-problem.ts'
import { agreeOnKey } from './key-agreement.ts'

/** A key pair of ours: the certificate and its private key (PKCS#8), both PEM. */
export interface OwnKey {
  certificate: string
  privateKey: string
}

interface Holder {
  certificate: pkijs.Certificate
  privateKey: KeyObject
}

/**
 * Opens EnvelopedData or AuthEnvelopedData (RFC 5652, 6; RFC 5083) with whichever key it was made for. Throws a
 * CmsProblem; content that does not pass its check is never handed out in part. `isWeak`: its secrecy is worth little,
 * by its cipher or by the length of the key.
 */
export function decryptCms(der: Uint8Array, keys: readonly OwnKey[]): { content: Buffer; isWeak: boolean } {
  const envelope = readEnvelope(der)
  const holders = keys.map((key) => holderOf(key))
  for (const recipient of envelope.recipients) {
    for (const holder of holders) {
      const contentKey = unwrap(recipient, holder)
      if (!contentKey) continue
      const { content, isWeak } = decryptContent(envelope, contentKey)
      return { content, isWeak: isWeak || isShortKey(holder.privateKey) }
    }
  }
  throw new CmsProblem('no_key')
}

function holderOf(key: OwnKey): Holder {
  const [certificate] = readPemCertificates(key.certificate)
  if (!certificate) throw new CmsProblem('damaged', 'no certificate beside our key')
  return { certificate, privateKey: createPrivateKey(key.privateKey) }
}

interface Envelope {
  recipients: pkijs.RecipientInfo[]
  content: pkijs.EncryptedContentInfo
  /** The attributes that GCM authenticates beside the content, as they were encoded. */
  attributes: Buffer | null
  mac: Buffer | null
}

const mostRecipients = 500

/** Both kinds begin alike: version, who made it, for whom, the content; the authenticated one ends with its tag. */
function readEnvelope(der: Uint8Array): Envelope {
  const info = pkijs.ContentInfo.fromBER(new Uint8Array(der))
  if (info.contentType !== oids.envelopedData && info.contentType !== oids.authEnvelopedData)
    throw new CmsProblem('unsupported', info.contentType)
  const fields = asSequence(info.content).valueBlock.value
  const at = fields.findIndex((field) => field instanceof asn1js.Set)
  const recipients = fields[at]
  const content = fields[at + 1]
  if (!(recipients instanceof asn1js.Set) || !(content instanceof asn1js.Sequence))
    throw new CmsProblem('damaged')
  const mac = fields.find((field) => field instanceof asn1js.OctetString)
  const attributes = fields
    .slice(at + 2)
    .find((field) => field.idBlock.tagClass === 3 && field.idBlock.tagNumber === 1)
  return {
    recipients: recipients.valueBlock.value
      .slice(0, mostRecipients)
      .map((one) => new pkijs.RecipientInfo({ schema: one })),
    mac: mac instanceof asn1js.OctetString ? Buffer.from(mac.getValue()) : null,
    attributes: attributes ? asSetOf(attributes) : null,
    content: new pkijs.EncryptedContentInfo({ schema: content }),
  }
}

function asSequence(value: unknown): asn1js.Sequence {
  if (value instanceof asn1js.Sequence) return value
  throw new CmsProblem('damaged')
}

/** RFC 5083, 2.2: authenticated with the tag of a SET instead of the implicit one. */
function asSetOf(attributes: asn1js.BaseBlock): Buffer {
  const encoded = Buffer.from(attributes.valueBeforeDecodeView)
  encoded[0] = 0x31
  return encoded
}

/** The content key, when this recipient is the holder; null for somebody else. */
function unwrap(recipient: pkijs.RecipientInfo, holder: Holder): Buffer | null {
  const info: unknown = recipient.value
  if (info instanceof pkijs.KeyTransRecipientInfo) {
    if (!isMeant(info.rid, holder.certificate)) return null
    return unwrapByRsa(info, holder.privateKey)
  }
  if (!(info instanceof pkijs.KeyAgreeRecipientInfo)) return null
  const mine = info.recipientEncryptedKeys.encryptedKeys.find((one) => {
    const named: unknown = one.rid.value
    return isMeant(
      named instanceof pkijs.RecipientKeyIdentifier ? named.subjectKeyIdentifier : named,
      holder.certificate,
    )
  })
  return mine ? unwrapByAgreement(info, Buffer.from(mine.encryptedKey.valueBlock.valueHexView), holder) : null
}

function isMeant(name: unknown, certificate: pkijs.Certificate): boolean {
  if (name instanceof pkijs.IssuerAndSerialNumber)
    return name.issuer.isEqual(certificate.issuer) && name.serialNumber.isEqual(certificate.serialNumber)
  return (
    name instanceof asn1js.OctetString &&
    keyIdOf(certificate).equals(Buffer.from(name.valueBlock.valueHexView))
  )
}

function unwrapByRsa(info: pkijs.KeyTransRecipientInfo, key: KeyObject): Buffer {
  const sealed = Buffer.from(info.encryptedKey.valueBlock.valueHexView)
  const { algorithmId, algorithmParams } = info.keyEncryptionAlgorithm
  if (algorithmId === oids.rsa) return privateDecrypt({ key, padding: constants.RSA_PKCS1_PADDING }, sealed)
  if (algorithmId !== oids.rsaOaep) throw new CmsProblem('unsupported', algorithmId)
  const parameters = new pkijs.RSAESOAEPParams(algorithmParams ? { schema: algorithmParams } : {})
  const oaepHash = hashNames[parameters.hashAlgorithm.algorithmId]
  const maskHash = new pkijs.AlgorithmIdentifier(
    parameters.maskGenAlgorithm.algorithmParams
      ? { schema: parameters.maskGenAlgorithm.algorithmParams }
      : {},
  ).algorithmId
  // Node takes one hash for both; nobody writes two.
  if (!oaepHash || (maskHash !== '' && hashNames[maskHash] !== oaepHash))
    throw new CmsProblem('unsupported', 'OAEP')
  return privateDecrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash }, sealed)
}

function unwrapByAgreement(info: pkijs.KeyAgreeRecipientInfo, sealed: Buffer, holder: Holder): Buffer {
  const hash = agreementHashes[info.keyEncryptionAlgorithm.algorithmId]
  const wrap = new pkijs.AlgorithmIdentifier({ schema: info.keyEncryptionAlgorithm.algorithmParams })
  const wrapping = keyWraps[wrap.algorithmId]
  const originator: unknown = info.originator.value
  if (!hash || !wrapping || !(originator instanceof pkijs.OriginatorPublicKey))
    throw new CmsProblem('unsupported', info.keyEncryptionAlgorithm.algorithmId)
  const publicKey = createPublicKey({
    key: Buffer.from(
      new asn1js.Sequence({
        value: [
          // The curve is the recipient's; writers leave it out.
          holder.certificate.subjectPublicKeyInfo.algorithm.toSchema(),
          originator.publicKey,
        ],
      }).toBER(false),
    ),
    format: 'der',
    type: 'spki',
  })
  const bare = new pkijs.AlgorithmIdentifier({ algorithmId: wrap.algorithmId })
  const withNull = new pkijs.AlgorithmIdentifier({
    algorithmId: wrap.algorithmId,
    algorithmParams: new asn1js.Null(),
  })
  for (const named of [wrap, bare, withNull]) {
    const key = agreeOnKey({ privateKey: holder.privateKey, publicKey }, named, {
      hash,
      keyBytes: wrapping.keyBytes,
      userKeyingMaterial: info.ukm,
    })
    try {
      const decipher = createDecipheriv(wrapping.cipher, key, Buffer.alloc(8, 0xa6))
      return Buffer.concat([decipher.update(sealed), decipher.final()])
    } catch {
      // Writers differ in how the wrapping algorithm stands in what both sides derive from; the next way may fit.
    }
  }
  throw new CmsProblem('damaged', 'the content key does not unwrap')
}

function decryptContent(
  { content, attributes, mac }: Envelope,
  key: Buffer,
): { content: Buffer; isWeak: boolean } {
  const { algorithmId, algorithmParams } = content.contentEncryptionAlgorithm
  const algorithm = contentCiphers[algorithmId]
  if (!algorithm) throw new CmsProblem('unsupported', algorithmId)
  if (key.length !== algorithm.keyBytes) throw new CmsProblem('damaged', 'a content key of the wrong length')
  const sealed = Buffer.from(content.getEncryptedContent())
  try {
    if (!algorithm.isGcm) {
      const decipher = createDecipheriv(algorithm.cipher, key, octets(algorithmParams))
      return {
        content: Buffer.concat([decipher.update(sealed), decipher.final()]),
        isWeak: algorithm.isWeak ?? false,
      }
    }
    const [nonce] = asSequence(algorithmParams).valueBlock.value
    if (!mac || mac.length < 12) throw new CmsProblem('damaged')
    const decipher = createDecipheriv(algorithm.cipher as 'aes-256-gcm', key, octets(nonce), {
      authTagLength: mac.length,
    })
    decipher.setAuthTag(mac)
    if (attributes) decipher.setAAD(attributes)
    return { content: Buffer.concat([decipher.update(sealed), decipher.final()]), isWeak: false }
  } catch (error) {
    throw error instanceof CmsProblem ? error : new CmsProblem('damaged', String(error))
  }
}

function octets(value: unknown): Buffer {
  if (value instanceof asn1js.OctetString) return Buffer.from(value.valueBlock.valueHexView)
  throw new CmsProblem('damaged')
}
