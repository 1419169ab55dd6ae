import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { findProgram } from './programs.ts'

/** Why tests with letters made by openssl do not run here; null when they do. */
export function missingOpenssl(): string | null {
  return findProgram('openssl') ? null : 'openssl is not installed'
}

export interface MadeCertificate {
  certificate: string
  privateKey: string
  /** Paths, for further commands. */
  files: { certificate: string; privateKey: string }
}

/** A certificate authority of its own in a temporary folder, and letters made by openssl. */
export function opensslWorkshop() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'otk-ssl-'))
  let count = 0
  const at = (name: string): string => path.join(folder, name)
  const run = (arguments_: string[], input?: Buffer | string): Buffer =>
    execFileSync('openssl', arguments_, {
      cwd: folder,
      input,
      stdio: ['pipe', 'pipe', 'pipe'],
      maxBuffer: 2 ** 28,
    })
  const keyOptions = {
    rsa: ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048'],
    ec: ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256'],
  }

  /** A certificate for an address; signed by `issuer`, or by itself. */
  const certify = (
    address: string,
    options: {
      key?: 'rsa' | 'ec'
      issuer?: MadeCertificate
      isAuthority?: boolean
      from?: string
      until?: string
      /** Of the certificate, or of those an authority issues; further extensions may follow on lines of their own. */
      purpose?: string
      name?: string
      /** Of an RSA key. */
      bits?: number
    } = {},
  ): MadeCertificate => {
    const serial = ++count
    const [key, request, certificate, extensions] = [
      `${serial}.key`,
      `${serial}.csr`,
      `${serial}.pem`,
      `${serial}.ext`,
    ]
    const ofKey = keyOptions[options.key ?? 'rsa'].map((one) =>
      one.replace('2048', String(options.bits ?? 2048)),
    )
    run(['genpkey', ...ofKey, '-out', key])
    run(['req', '-new', '-utf8', '-key', key, '-subj', `/CN=${options.name ?? address}`, '-out', request])
    writeFileSync(
      at(extensions),
      options.isAuthority
        ? `basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\nsubjectKeyIdentifier=hash\n${options.purpose ? `extendedKeyUsage=${options.purpose}\n` : ''}`
        : `basicConstraints=CA:FALSE\nsubjectAltName=email:${address}\nextendedKeyUsage=${options.purpose ?? 'emailProtection'}\nsubjectKeyIdentifier=hash\n`,
    )
    const by = options.issuer
      ? ['-CA', options.issuer.files.certificate, '-CAkey', options.issuer.files.privateKey]
      : ['-key', key]
    // x509 of openssl 3.0 has no dates but days; a past end is a negative number of them.
    const days = options.until ?? '365'
    run([
      'x509',
      '-req',
      '-in',
      request,
      ...by,
      '-set_serial',
      String(1000 + serial),
      '-days',
      days,
      '-extfile',
      extensions,
      '-out',
      certificate,
    ])
    return {
      certificate: readFileSync(at(certificate), 'utf8'),
      privateKey: readFileSync(at(key), 'utf8'),
      files: { certificate: at(certificate), privateKey: at(key) },
    }
  }
  return {
    run,
    at,
    certify,
    /** A whole S/MIME letter's entity: headers of its own, then the body. */
    sign: (content: string | Buffer, who: MadeCertificate, more: string[] = []): Buffer =>
      run(
        [
          'cms',
          '-sign',
          '-signer',
          who.files.certificate,
          '-inkey',
          who.files.privateKey,
          '-md',
          'sha256',
          '-crlfeol',
          ...more,
        ],
        content,
      ),
    encrypt: (content: string | Buffer, to: MadeCertificate[], more: string[] = ['-aes256']): Buffer =>
      run(['cms', '-encrypt', ...more, ...to.map((one) => one.files.certificate)], content),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
