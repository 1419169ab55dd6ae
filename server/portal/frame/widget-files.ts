import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'

const folder = path.join(import.meta.dirname, '../../../dist/web/widget')
const addresses = new Map<string, string>()

/** The address of a built file with what it is in it: browsers keep it, and take the next one when it changes. */
export function widgetFile(name: 'portal.css' | 'portal.js'): string {
  const known = addresses.get(name)
  if (known !== undefined) return known
  const address = `/widget/${name}${versionOf(name)}`
  addresses.set(name, address)
  return address
}

function versionOf(name: string): string {
  try {
    return `?v=${createHash('sha256')
      .update(readFileSync(path.join(folder, name)))
      .digest('hex')
      .slice(0, 12)}`
  } catch {
    // Not built: the page is plain, and works.
    return ''
  }
}
