/** The value of a MAPI property as far as letters need it; of several values the first. */
export type MapiValue = number | string | Uint8Array

const fixedSizes: Record<number, number> = {
  0x01: 0,
  0x02: 4,
  0x03: 4,
  0x04: 4,
  0x05: 8,
  0x06: 8,
  0x07: 8,
  0x0a: 4,
  0x0b: 4,
  0x14: 8,
  0x40: 8,
  0x48: 16,
}
const string8 = 0x1e
const unicode = 0x1f
const variable = new Set([string8, unicode, 0x0d, 0x102])
const maxValues = 100_000

const padded = (size: number): number => Math.ceil(size / 4) * 4

/** Reads a MAPI property stream ([MS-OXTNEF] 2.1.3.4). Stops at the first thing it cannot make sense of. */
export function readMapiProperties(data: Buffer): Map<number, MapiValue> {
  const found = new Map<number, MapiValue>()
  let at = 0
  const has = (size: number): boolean => size >= 0 && at + size <= data.length
  const number = (): number => {
    const value = data.readUInt32LE(at)
    at += 4
    return value
  }
  if (!has(4)) return found
  const count = Math.min(number(), maxValues)
  for (let index = 0; index < count && has(4); index += 1) {
    const type = data.readUInt16LE(at)
    const id = data.readUInt16LE(at + 2)
    at += 4
    if (id >= 0x8000) {
      // A named property: the set's GUID, then a number or a name.
      if (!has(24)) break
      at += 16
      const isNamed = number() === 1
      const size = number()
      if (isNamed) at += padded(size)
      if (!has(0)) break
    }
    const isMany = (type & 0x1000) !== 0
    const base = type & 0x0fff
    const isVariable = variable.has(base)
    if ((isMany || isVariable) && !has(4)) break
    const values = isMany || isVariable ? number() : 1
    // Values of no size would be counted for minutes: nothing ends them.
    if (!isVariable && fixedSizes[base] === 0) continue
    for (let each = 0; each < values; each += 1) {
      const fixed = fixedSizes[base]
      if (!isVariable && fixed === undefined) return found
      if (isVariable && !has(4)) return found
      const size = isVariable ? number() : (fixed ?? 0)
      if (!has(size)) return found
      const bytes = data.subarray(at, at + size)
      at += isVariable ? padded(size) : size
      if (found.has(id)) continue
      if (base === unicode) found.set(id, bytes.toString('utf16le').replace(/\0+$/, ''))
      else if (isVariable) found.set(id, bytes)
      else if (size === 4) found.set(id, bytes.readUInt32LE(0))
    }
  }
  return found
}
