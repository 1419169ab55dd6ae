import { createReadStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import type { StorageConfig } from '#server/platform/config.ts'
import { readWhole } from './read-whole.ts'
import { addressOf, spool, withTempFile } from './spool.ts'
import { StorageError, toStorageError } from './storage-error.ts'
import type { Storage, Stored } from './storage.ts'

type S3Config = Extract<StorageConfig, { kind: 's3' }>

const connectTimeoutMs = 5_000
const requestTimeoutMs = 60_000

/**
 * Bytes in a bucket of an S3-compatible store, A stream is spooled to `spoolFolder`
 * first, because its address is known only at its end. Rejects with a StorageError.
 */
export async function openS3Storage(settings: S3Config, spoolFolder: string): Promise<Storage> {
  await mkdir(spoolFolder, { recursive: true, mode: 0o700 })
  const { bucket: Bucket } = settings
  const client = new S3Client({
    endpoint: settings.endpoint,
    region: settings.region,
    credentials: settings.credentials,
    forcePathStyle: settings.pathStyle,
    maxAttempts: 4,
    requestHandler: { connectionTimeout: connectTimeoutMs, requestTimeout: requestTimeoutMs },
    // Newer checksums are asked for by few stores and refused by some.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  })
  const keyOf = (sha256: Buffer): string => {
    const hex = sha256.toString('hex')
    return `${settings.prefix}${hex.slice(0, 2)}/${hex.slice(2, 4)}/${hex}`
  }

  const isKept = async ({ sha256, sizeBytes }: Stored): Promise<boolean> => {
    try {
      const head = await client.send(new HeadObjectCommand({ Bucket, Key: keyOf(sha256) }))
      return head.ContentLength === sizeBytes
    } catch (error) {
      if (toStorageError(error, 'looking').problem === 'missing') return false
      throw error
    }
  }

  const put = async (source: Readable | Buffer, maxBytes: number): Promise<Stored> => {
    if (Buffer.isBuffer(source)) {
      const stored = addressOf(source, maxBytes)
      if (!(await isKept(stored))) {
        await client.send(new PutObjectCommand({ Bucket, Key: keyOf(stored.sha256), Body: source }))
      }
      return stored
    }
    return withTempFile(spoolFolder, async ({ file, name }) => {
      const stored = await spool(file, source, maxBytes)
      if (await isKept(stored)) return stored
      await new Upload({
        client,
        params: { Bucket, Key: keyOf(stored.sha256), Body: createReadStream(name) },
      }).done()
      return stored
    })
  }

  const open = async (sha256: Buffer): Promise<Readable> => {
    try {
      const object = await client.send(new GetObjectCommand({ Bucket, Key: keyOf(sha256) }))
      if (!object.Body) throw new StorageError('missing', 'the store answered without a body')
      return object.Body as Readable
    } catch (error) {
      throw toStorageError(error, `reading from the bucket ${Bucket}`)
    }
  }

  return {
    kind: 's3',
    async put(source, options = {}) {
      try {
        return await put(source, options.maxBytes ?? Number.MAX_SAFE_INTEGER)
      } catch (error) {
        if (!Buffer.isBuffer(source)) source.destroy()
        throw toStorageError(error, `writing to the bucket ${Bucket}`)
      }
    },
    open,
    read: async (sha256, maxBytes) => readWhole(await open(sha256), maxBytes),
    freeBytes: () => Promise.resolve(null),
  }
}
