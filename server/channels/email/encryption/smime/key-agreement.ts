import { type KeyObject, createHash, diffieHellman } from 'node:crypto'
import * as asn1js from 'asn1js'
import * as pkijs from 'pkijs'

/**
 * The key that wraps the content key, RFC 5753, 7.1 and 7.2 with the derivation of ANSI X9.63 (SEC 1, 3.6.1):
 * hash(Z || counter || ECC-CMS-SharedInfo) until `keyBytes` are there.
 */
export function agreeOnKey(
  keys: { privateKey: KeyObject; publicKey: KeyObject },
  wrap: pkijs.AlgorithmIdentifier,
  options: { hash: string; keyBytes: number; userKeyingMaterial: asn1js.OctetString | undefined },
): Buffer {
  const secret = diffieHellman(keys)
  const keyBits = Buffer.alloc(4)
  keyBits.writeUInt32BE(options.keyBytes * 8)
  const info = new pkijs.ECCCMSSharedInfo({
    keyInfo: wrap,
    ...(options.userKeyingMaterial && { entityUInfo: options.userKeyingMaterial }),
    suppPubInfo: new asn1js.OctetString({ valueHex: new Uint8Array(keyBits) }),
  })
  const shared = Buffer.from(info.toSchema().toBER(false))
  let derived = Buffer.alloc(0)
  for (let counter = 1; derived.length < options.keyBytes; counter++) {
    const number = Buffer.alloc(4)
    number.writeUInt32BE(counter)
    derived = Buffer.concat([
      derived,
      createHash(options.hash).update(secret).update(number).update(shared).digest(),
    ])
  }
  return derived.subarray(0, options.keyBytes)
}
