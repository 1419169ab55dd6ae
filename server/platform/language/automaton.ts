import { readFileSync } from 'node:fs'

const HAS_VALUE = 1 << 8
const EXTENSION = 1 << 9
const LEAF = 1 << 31

/** Russian letters and ASCII as the windows-1251 bytes of the dictionary keys; 0 means "no such byte". */
const BYTES = buildBytes()

function buildBytes(): Uint8Array {
  const bytes = new Uint8Array(0x460)
  for (let code = 1; code < 128; code++) bytes[code] = code
  for (let code = 0x410; code <= 0x44f; code++) bytes[code] = code - 0x410 + 0xc0
  bytes[0x401] = 0xa8
  bytes[0x451] = 0xb8
  return bytes
}

/**
 * A read-only word automaton (DAWG) in the double-array layout of dawgdic: `units` hold the transitions, `guide` names
 * the first child and the next sibling of every state. States are numbers; -1 is "no such state", 0 is the root.
 */
export interface Automaton {
  /** The state after `text`, starting from `state`. */
  follow(text: string, state: number): number
  /** The state after one byte. */
  step(byte: number, state: number): number
  /** The number stored at a final state, or -1. */
  value(state: number): number
  /** Every byte string of exactly `length` bytes that ends at a final state below `state`. */
  payloads(state: number, length: number): number[][]
}

/** Reads an automaton file whole into typed arrays: no object per state, memory equals the file's size. */
export function readAutomaton(path: string): Automaton {
  const file = readFileSync(path)
  const unitCount = file.readUInt32LE(0)
  const units = new Uint32Array(unitCount)
  new Uint8Array(units.buffer).set(file.subarray(4, 4 + unitCount * 4))
  const guideStart = 4 + unitCount * 4 + 4
  const guide =
    guideStart < file.length ? Uint8Array.prototype.slice.call(file, guideStart) : new Uint8Array(0)

  // Out of bounds reads give undefined, which bit operations take for 0: a damaged file finds nothing, at worst.
  const target = (index: number): number => {
    const base = units[index] as number
    return index ^ ((base >>> 10) << ((base & EXTENSION) >>> 6))
  }
  const step = (byte: number, state: number): number => {
    const next = target(state) ^ byte
    return ((units[next] as number) & (LEAF | 0xff)) === byte ? next : -1
  }
  const follow = (text: string, from: number): number => {
    let state = from
    for (let i = 0; i < text.length && state >= 0; i++) {
      const byte = BYTES[text.charCodeAt(i)] ?? 0
      state = byte === 0 ? -1 : step(byte, state)
    }
    return state
  }
  const collect = (state: number, length: number, prefix: number[], found: number[][]): void => {
    if (prefix.length === length) {
      if ((units[state] as number) & HAS_VALUE) found.push([...prefix])
      return
    }
    let label = guide[state * 2] ?? 0
    while (label !== 0) {
      const child = step(label, state)
      if (child < 0) return
      prefix.push(label)
      collect(child, length, prefix, found)
      prefix.pop()
      label = guide[child * 2 + 1] ?? 0
    }
  }
  return {
    follow,
    step,
    value: (state) => ((units[state] as number) & HAS_VALUE ? (units[target(state)] as number) & ~LEAF : -1),
    payloads(state, length) {
      const found: number[][] = []
      collect(state, length, [], found)
      return found
    },
  }
}
