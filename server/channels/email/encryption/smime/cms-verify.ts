import { X509Certificate } from 'node:crypto'
import { rootCertificates } from 'node:tls'
import * as asn1js from 'asn1js'
import * as pkijs from 'pkijs'
import type { SignatureProblem } from '#contract/letter-keys.ts'
import { oids, weakHashes, weakSignatures } from './algorithms.ts'
import {
  asX509,
  isForEmail,
  isShortKey,
  maySign,
  readFacts,
  readPemCertificates,
  toPem,
  derOf,
} from './certificate.ts'
import { CmsProblem } from './cms-problem.ts'

/** What a CMS signature says; `isTrusted`: an authority we trust vouches for the certificate. */
export interface CmsSignature {
  isValid: boolean
  problem: SignatureProblem | null
  isTrusted: boolean
  /** The signer's certificate first, then what came with it; null when it did not come along. */
  chain: string | null
}

export interface VerifiedCms {
  /** What was signed, when it stood inside; null for a detached signature. */
  content: Buffer | null
  signature: CmsSignature
}

/**
 * Checks SignedData (RFC 5652, 5). `detached` is the signed content when it stands outside. Whether the certificate
 * was in force is asked for the moment the letter came, because the signing time is the signer's own word.
 */
export async function verifyCms(
  der: Uint8Array,
  detached: Uint8Array | null,
  options: { authorities: readonly string[]; at: Date },
): Promise<VerifiedCms> {
  const info = pkijs.ContentInfo.fromBER(new Uint8Array(der))
  if (info.contentType !== oids.signedData) throw new CmsProblem('unsupported', info.contentType)
  const signed = new pkijs.SignedData({ schema: info.content as asn1js.Sequence })
  const inner = signed.encapContentInfo.eContent
  const content = inner ? Buffer.from(inner.getValue()) : null
  // Content inside and outside: which of the two would be signed is a riddle nobody honest sets.
  if (detached && content) return { content: null, signature: invalid('altered') }
  const data = content ?? detached
  if (!data) throw new CmsProblem('damaged', 'nothing is signed')
  return { content, signature: await checkSigners(signed, data, options) }
}

/** All signers must be right; the first one is named. */
async function checkSigners(
  signed: pkijs.SignedData,
  data: Uint8Array,
  options: { authorities: readonly string[]; at: Date },
): Promise<CmsSignature> {
  const signers = signed.signerInfos.slice(0, 5)
  const results: CmsSignature[] = []
  for (let at = 0; at < signers.length; at++) results.push(await checkSigner(signed, at, data, options))
  return results.find((one) => !one.isValid) ?? results[0] ?? invalid('damaged')
}

async function checkSigner(
  signed: pkijs.SignedData,
  at: number,
  data: Uint8Array,
  options: { authorities: readonly string[]; at: Date },
): Promise<CmsSignature> {
  const signer = signed.signerInfos[at]
  if (!signer) return invalid('damaged')
  const outcome = await signed
    .verify({ signer: at, data: toBuffer(data), checkChain: false, extendedMode: true })
    .catch((error: unknown) => (error instanceof pkijs.SignedDataVerifyError ? error : null))
  const certificate = outcome?.signerCertificate
  if (!outcome || !certificate)
    return invalid(outcome?.code === 3 || outcome?.code === 2 ? 'no_public_key' : 'unsupported')
  const others = (signed.certificates ?? []).filter(
    (one): one is pkijs.Certificate => one instanceof pkijs.Certificate && one !== certificate,
  )
  const chain = [certificate, ...others.slice(0, 10)].map((one) => toPem(derOf(one))).join('')
  if (!outcome.signatureVerified || !saysItsContentType(signed, signer))
    return { ...invalid(outcome.code === 7 ? 'unsupported' : 'altered'), chain }
  if (isWeak(signer) || isShortKey(asX509(certificate).publicKey)) return { ...invalid('weak'), chain }
  if (!maySign(certificate) || !isForEmail(certificate)) return { ...invalid('wrong_purpose'), chain }
  const { validFrom, expiresAt } = readFacts(certificate)
  if (options.at < validFrom || options.at > expiresAt) return { ...invalid('expired'), chain }
  const link = await followChain(certificate, others, options)
  if (link === 'revoked') return { ...invalid('revoked'), chain }
  return { isValid: true, problem: null, isTrusted: link === 'trusted', chain }
}

function isWeak({ digestAlgorithm, signatureAlgorithm }: pkijs.SignerInfo): boolean {
  const { algorithmId, algorithmParams } = signatureAlgorithm
  // PSS names its hash once more; where it does not, it is SHA-1 (RFC 4055, 3.1).
  const inPss =
    algorithmId === oids.rsaPss
      ? new pkijs.RSASSAPSSParams(algorithmParams ? { schema: algorithmParams } : {}).hashAlgorithm
          .algorithmId
      : ''
  return (
    weakHashes.has(digestAlgorithm.algorithmId) || weakHashes.has(inPss) || weakSignatures.has(algorithmId)
  )
}

/** A signature made for another kind of structure must not be passed off as one over a letter. */
function saysItsContentType(signed: pkijs.SignedData, signer: pkijs.SignerInfo): boolean {
  const said = signer.signedAttrs?.attributes.find((one) => one.type === oids.contentType)
    ?.values[0] as unknown
  if (!signer.signedAttrs) return true
  return (
    said instanceof asn1js.ObjectIdentifier &&
    said.valueBlock.toString() === signed.encapContentInfo.eContentType
  )
}

async function followChain(
  certificate: pkijs.Certificate,
  others: pkijs.Certificate[],
  { authorities, at }: { authorities: readonly string[]; at: Date },
): Promise<'trusted' | 'unknown' | 'revoked'> {
  const trustedCerts = [
    ...authorities.flatMap((pem) => readPemCertificates(pem)),
    ...publicRoots([certificate, ...others]),
  ]
  if (trustedCerts.length === 0) return 'unknown'
  const engine = new pkijs.CertificateChainValidationEngine({
    trustedCerts,
    certs: [...others.filter((one) => !one.issuer.isEqual(one.subject)), certificate],
    checkDate: at,
  })
  try {
    const { result, resultCode, certificatePath = [] } = await engine.verify()
    // An authority that may vouch for servers only is known to the world, and vouches for nobody's letters.
    if (result && !certificatePath.every((one) => isForEmail(one))) return 'unknown'
    return result ? 'trusted' : resultCode === 12 ? 'revoked' : 'unknown'
  } catch {
    return 'unknown'
  }
}

/** Of the roots the world trusts, those that may stand above these certificates. */
function publicRoots(certificates: pkijs.Certificate[]): pkijs.Certificate[] {
  const issuers = new Set(certificates.map((one) => asX509(one).issuer))
  return rootCertificates
    .filter((pem) => issuers.has(new X509Certificate(pem).subject))
    .flatMap((pem) => readPemCertificates(pem))
}

function invalid(problem: SignatureProblem): CmsSignature {
  return { isValid: false, problem, isTrusted: false, chain: null }
}

function toBuffer(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer
}
