import { parentPort, workerData } from 'node:worker_threads'
import type { DecryptionProblem } from '#contract/letter-keys.ts'
import { type OwnKey, decryptCms } from './cms-decrypt.ts'
import { CmsProblem } from './cms-problem.ts'
import { type VerifiedCms, verifyCms } from './cms-verify.ts'

/** One piece of work for a thread of its own: what is in it was written by strangers. */
export type SmimeRequest =
  | { does: 'decrypt'; der: Uint8Array; keys: OwnKey[] }
  | { does: 'verify'; der: Uint8Array; detached: Uint8Array | null; authorities: string[]; at: Date }

export type SmimeAnswer =
  | { opened: Uint8Array; isWeak: boolean }
  | { verified: { content: Uint8Array | null; signature: VerifiedCms['signature'] } }
  | { problem: DecryptionProblem }

async function work(request: SmimeRequest): Promise<SmimeAnswer> {
  try {
    if (request.does === 'decrypt') {
      const { content, isWeak } = decryptCms(request.der, request.keys)
      return { opened: new Uint8Array(content), isWeak }
    }
    const { content, signature } = await verifyCms(request.der, request.detached, request)
    return { verified: { content: content && new Uint8Array(content), signature } }
  } catch (error) {
    return { problem: error instanceof CmsProblem ? error.problem : 'damaged' }
  }
}

parentPort?.postMessage(await work(workerData as SmimeRequest))
