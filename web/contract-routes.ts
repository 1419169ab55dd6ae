import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Plugin } from 'vite'

const contract = fileURLToPath(new URL('../contract/', import.meta.url))

function isRoute(value: unknown): value is { method: string; path: string } {
  return (
    typeof value === 'object' && value !== null && 'method' in value && 'path' in value && 'summary' in value
  )
}

/**
 * Gives the browser only what it needs of the contract: each route's method and path, and rules both sides share. The schemas check on the server
 * and type both sides; without them the workspace carries no zod (24 KB compressed).
 */
export function contractRoutes(): Plugin {
  return {
    name: 'otklik:contract-routes',
    enforce: 'pre',
    async load(id) {
      const file = id.split('?')[0] ?? id
      if (!file.startsWith(contract)) return null
      const exports: Record<string, unknown> = await import(`${pathToFileURL(file).href}?at=${Date.now()}`)
      // Rules both sides share, as what a field takes, need no schema and go as they are.
      if (Object.values(exports).every((value) => typeof value === 'function')) return null
      const lines = Object.entries(exports).flatMap(([name, value]) =>
        isRoute(value)
          ? [`export const ${name} = ${JSON.stringify({ method: value.method, path: value.path })}`]
          : [],
      )
      return { code: lines.join('\n'), map: null, moduleType: 'js' }
    },
  }
}
