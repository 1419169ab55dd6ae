import { importTasks, mailboxImportRoutes } from '#server/imports/index.ts'
import { drainJobs } from '#server/platform/jobs/worker.ts'
import { mailDesk } from '#test/mail-desk.ts'

interface Answer {
  status: number
  body: Record<string, unknown> & { id: number; error: { name: string; detail?: object } }
}

const separator = 'From somebody@customer.example Fri Jul  8 12:08:34 2011'

/** Letters as an mbox file. */
export function mbox(letters: readonly string[]): string {
  return letters.map((one) => `${separator}\r\n${one.replace(/^(>*From )/gm, '>$1')}\r\n`).join('')
}

/** A mail desk that imports old mail. */
export async function importDesk() {
  const desk = await mailDesk({}, { routes: (api, platform) => mailboxImportRoutes(api, platform) })
  const { platform } = desk
  const ask = (method: 'GET' | 'POST' | 'DELETE', path: string, body?: object) =>
    desk.ask({ method, path, as: desk.as, ...(body && { body }) }) as Promise<Answer>
  const work = () => drainJobs(platform.database.pool, importTasks(platform), platform.log)
  /** Sends a piece of a file. */
  const put = async (id: number, content: string | Buffer, offset = 0): Promise<Answer> => {
    const answer = await desk.app.inject({
      method: 'PUT',
      url: `/api/v1/mailbox-imports/${id}/content?offset=${offset}`,
      headers: { ...desk.as, 'content-type': 'application/octet-stream' },
      payload: content,
    })
    return { status: answer.statusCode, body: answer.json() }
  }
  /** Uploads a file whole, in so many pieces; answers the import. */
  const upload = async (file: string, parts = 1, inboxId = desk.inbox.id): Promise<number> => {
    const bytes = Buffer.from(file)
    const wish = { source: 'mbox', inboxId, name: 'old.mbox', sizeBytes: bytes.length }
    const { id } = (await ask('POST', '/mailbox-imports', wish)).body
    const size = Math.ceil(bytes.length / parts)
    for (let at = 0; at < bytes.length; at += size) {
      const answer = await put(id, bytes.subarray(at, at + size), at)
      if (answer.status !== 200) throw new Error(JSON.stringify(answer.body))
    }
    return id
  }
  const find = async (id: number) => {
    const { body } = await ask('GET', '/mailbox-imports')
    return (body['items'] as (Record<string, unknown> & { id: number })[]).find((one) => one.id === id)
  }
  const runFile = async (file: string, inboxId = desk.inbox.id) => {
    const id = await upload(file, 1, inboxId)
    await work()
    return find(id)
  }
  return { desk, ask, work, put, upload, find, runFile }
}
