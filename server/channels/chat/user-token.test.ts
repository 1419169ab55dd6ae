import { execFile, spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, expect, test } from 'vitest'
import { samples } from '#web/workspace/settings/chats/install/code-samples.ts'
import { readUserToken } from './user-token.ts'

const run = promisify(execFile)
const folder = await mkdtemp(path.join(os.tmpdir(), 'otklik-signed-'))
afterAll(() => rm(folder, { recursive: true, force: true }))
const secret = 'a secret of the chat'
const user = { email: 'olga@shop.example', name: 'Ольга «Ромашка» O’Hara' }
const has = (program: string) => spawnSync(program, ['--version']).error === undefined

/** What Settings shows for taking over, run as it stands there. */
async function signedBy(language: keyof typeof samples): Promise<string> {
  if (language === 'node') {
    const file = path.join(folder, 'sign.mjs')
    await writeFile(file, samples.node)
    const module = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as {
      chatToken: (user: object, secret: string) => string
    }
    return module.chatToken(user, secret)
  }
  const facts = JSON.stringify({ user, secret })
  if (language === 'python') {
    const end =
      'import sys\nfacts = json.loads(sys.argv[1])\nprint(chat_token(facts["user"], facts["secret"]))\n'
    const file = path.join(folder, 'sign.py')
    await writeFile(file, `${samples.python}\n${end}`)
    return (await run('python3', [file, facts])).stdout.trim()
  }
  const end = "$facts = json_decode($argv[1], true);\necho chat_token($facts['user'], $facts['secret']);\n"
  const file = path.join(folder, 'sign.php')
  await writeFile(file, samples.php + end)
  return (await run('php', [file, facts])).stdout.trim()
}

test('what the Node sample of Settings signs is believed, and by no other secret', async () => {
  const token = await signedBy('node')
  expect(readUserToken(token, secret, new Date())).toMatchObject(user)
  expect(readUserToken(token, 'another', new Date())).toBeNull()
  expect(readUserToken(token, secret, new Date(Date.now() + 2 * 3_600_000))).toBeNull()
})

test.skipIf(!has('python3'))('what the Python sample signs is believed', async () => {
  expect(readUserToken(await signedBy('python'), secret, new Date())).toMatchObject(user)
})

test.skipIf(!has('php'))('what the PHP sample signs is believed', async () => {
  expect(readUserToken(await signedBy('php'), secret, new Date())).toMatchObject(user)
})
