const compressed = 0x75465a4c
const uncompressed = 0x414c454d
const maxSize = 20_000_000
/** A token of two bytes stands for seventeen at most, eight of them share a byte: what claims more is made up. */
const maxGrowth = 8

/** The text every LZFu dictionary starts with ([MS-OXRTFCP] 2.1.2.1). */
const prelude =
  '{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx'

/** Compressed RTF ([MS-OXRTFCP]) → RTF; null when it is not that. A damaged end gives what stands before it. */
export function decompressRtf(raw: Uint8Array): Buffer | null {
  const data = Buffer.from(raw.buffer, raw.byteOffset, raw.length)
  if (data.length < 16) return null
  const size = Math.min(data.readUInt32LE(4), maxSize, data.length * maxGrowth)
  const kind = data.readUInt32LE(8)
  if (kind === uncompressed) return data.subarray(16, 16 + size)
  if (kind !== compressed) return null
  const dictionary = Buffer.alloc(4_096)
  let write = dictionary.write(prelude, 'latin1')
  const out = Buffer.alloc(size)
  let length = 0
  const put = (byte: number): void => {
    out[length] = byte
    length += 1
    dictionary[write] = byte
    write = (write + 1) % 4_096
  }
  let at = 16
  while (at < data.length && length < size) {
    const flags = data[at] ?? 0
    at += 1
    for (let bit = 0; bit < 8 && at < data.length && length < size; bit += 1) {
      if ((flags & (1 << bit)) === 0) {
        put(data[at] ?? 0)
        at += 1
        continue
      }
      if (at + 1 >= data.length) return out.subarray(0, length)
      const pair = data.readUInt16BE(at)
      at += 2
      const offset = pair >> 4
      if (offset === write) return out.subarray(0, length)
      for (let step = 0; step < (pair & 15) + 2 && length < size; step += 1)
        put(dictionary[(offset + step) % 4_096] ?? 0)
    }
  }
  return out.subarray(0, length)
}
