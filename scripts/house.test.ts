import { readFileSync } from 'node:fs'
import { glob } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'

const root = path.join(import.meta.dirname, '..')
const read = (file: string) => readFileSync(path.join(root, file), 'utf8')

interface Package {
  dependencies: Record<string, string>
  optionalDependencies: Record<string, string>
}
interface Lock {
  packages: Record<string, { resolved?: string; optionalDependencies?: Record<string, string> }>
}

const manifest = JSON.parse(read('package.json')) as Package
const lock = JSON.parse(read('package-lock.json')) as Lock

test('every runtime dependency has its reason, and there are 45 at most', () => {
  const listed = [...read('docs/decisions/dependencies.md').matchAll(/^\| `([^`]+)` \|/gm)].map(
    (row) => row[1],
  )
  expect(listed).toEqual(Object.keys(manifest.dependencies))
  expect(listed.length).toBeLessThanOrEqual(45)
})

test('versions are exact', () => {
  const versions = Object.values({ ...manifest.dependencies, ...manifest.optionalDependencies })
  expect(versions.filter((version) => !/^\d/.test(version))).toEqual([])
})

test('the lockfile serves every platform and names no registry', () => {
  const packages = Object.values(lock.packages)
  expect(packages.filter((each) => each.resolved !== undefined)).toEqual([])
  const optional = packages.flatMap((each) => Object.keys(each.optionalDependencies ?? {}))
  // Left out by npm: run `node scripts/complete-lockfile.mjs`.
  expect(optional.filter((name) => !lock.packages[`node_modules/${name}`])).toEqual([])
})

test('zod is imported as a namespace: four times smaller in a bundle', async () => {
  const offenders: string[] = []
  for await (const file of glob('{contract,server,web,test,bench}/**/*.{ts,tsx}', { cwd: root })) {
    if (/import (type )?\{[^}]*\} from 'zod'/.test(read(file))) offenders.push(file)
  }
  expect(offenders).toEqual([])
})
