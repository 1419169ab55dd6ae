import type { Readable } from 'node:stream'

export interface Stored {
  /** 32 bytes; the address of the content. */
  sha256: Buffer
  sizeBytes: number
}

/** Where bytes are kept, addressed by their SHA-256: a local folder, or a bucket of an S3-compatible store. */
export interface Storage {
  readonly kind: 'folder' | 's3'
  /** Keeps the bytes durably; they are safe when this resolves. A stream is never held whole in memory. */
  put(source: Readable | Buffer, options?: { maxBytes?: number }): Promise<Stored>
  /** The bytes as a stream; rejects when there are none under this address. */
  open(sha256: Buffer): Promise<Readable>
  /** The bytes whole, for what is known to be small enough; rejects beyond `maxBytes`. */
  read(sha256: Buffer, maxBytes: number): Promise<Buffer>
  /** Room left, in bytes; null where the store does not say. */
  freeBytes(): Promise<number | null>
}
