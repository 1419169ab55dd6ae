/** Object identifiers of what S/MIME uses, RFC 8551 and the algorithms it names. */
export const oids = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  envelopedData: '1.2.840.113549.1.7.3',
  authEnvelopedData: '1.2.840.113549.1.9.16.1.23',
  compressedData: '1.2.840.113549.1.9.16.1.9',
  rsa: '1.2.840.113549.1.1.1',
  rsaOaep: '1.2.840.113549.1.1.7',
  rsaPss: '1.2.840.113549.1.1.10',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  aes256Cbc: '2.16.840.1.101.3.4.1.42',
  aes256Wrap: '2.16.840.1.101.3.4.1.45',
  ecPublicKey: '1.2.840.10045.2.1',
  /** dhSinglePass-stdDH-sha256kdf-scheme */
  ecdhSha256: '1.3.132.1.11.1',
} as const

/** Content encryption: the cipher, and the length of its key in bytes. */
export const contentCiphers: Readonly<
  Record<string, { cipher: string; keyBytes: number; isGcm?: true; isWeak?: true }>
> = {
  '2.16.840.1.101.3.4.1.2': { cipher: 'aes-128-cbc', keyBytes: 16 },
  '2.16.840.1.101.3.4.1.22': { cipher: 'aes-192-cbc', keyBytes: 24 },
  '2.16.840.1.101.3.4.1.42': { cipher: 'aes-256-cbc', keyBytes: 32 },
  '2.16.840.1.101.3.4.1.6': { cipher: 'aes-128-gcm', keyBytes: 16, isGcm: true },
  '2.16.840.1.101.3.4.1.26': { cipher: 'aes-192-gcm', keyBytes: 24, isGcm: true },
  '2.16.840.1.101.3.4.1.46': { cipher: 'aes-256-gcm', keyBytes: 32, isGcm: true },
  // Old Outlook still writes it; read, never written.
  '1.2.840.113549.3.7': { cipher: 'des-ede3-cbc', keyBytes: 24, isWeak: true },
}

/** Key agreement (RFC 5753, 7.1.4): the hash of its key derivation. */
export const agreementHashes: Readonly<Record<string, string>> = {
  '1.3.133.16.840.63.0.2': 'sha1',
  '1.3.132.1.11.0': 'sha224',
  '1.3.132.1.11.1': 'sha256',
  '1.3.132.1.11.2': 'sha384',
  '1.3.132.1.11.3': 'sha512',
}

export const keyWraps: Readonly<Record<string, { cipher: string; keyBytes: number }>> = {
  '2.16.840.1.101.3.4.1.5': { cipher: 'id-aes128-wrap', keyBytes: 16 },
  '2.16.840.1.101.3.4.1.25': { cipher: 'id-aes192-wrap', keyBytes: 24 },
  '2.16.840.1.101.3.4.1.45': { cipher: 'id-aes256-wrap', keyBytes: 32 },
}

export const hashNames: Readonly<Record<string, string>> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.4': 'sha224',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
}

/** Found broken: a signature over such a hash proves nothing. */
export const weakHashes: ReadonlySet<string> = new Set(['1.2.840.113549.2.5', '1.3.14.3.2.26'])

/** Signature algorithms with such a hash in their name: RSA with MD2, MD5, SHA-1; DSA and ECDSA with SHA-1. */
export const weakSignatures: ReadonlySet<string> = new Set([
  '1.2.840.113549.1.1.2',
  '1.2.840.113549.1.1.4',
  '1.2.840.113549.1.1.5',
  '1.2.840.10040.4.3',
  '1.2.840.10045.4.1',
])
