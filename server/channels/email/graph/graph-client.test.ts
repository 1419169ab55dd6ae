import { beforeEach, expect, test } from 'vitest'
import { emailDesk } from '#server/channels/email/email-desk.ts'
import { graphDesk } from '#test/graph-desk.ts'
import { openGraphMailbox } from './graph-client.ts'

const desk = await graphDesk({ grantKind: 'person' })
const { graph, db, inbox } = desk
const open = () => openGraphMailbox(emailDesk(desk.platform), inbox.id)
beforeEach(() => {
  graph.requests.length = 0
})

test('whoever signed in to their own mailbox is “me”; a shared one is named, whoever signed in', async () => {
  await (await open()).json('/mailFolders/inbox')
  await db.updateTable('mail_connection').set({ is_shared: true }).where('inbox_id', '=', inbox.id).execute()
  await (await open()).json('/mailFolders/inbox')
  expect(graph.requests).toEqual([
    'GET /v1.0/me/mailFolders/inbox',
    'GET /v1.0/users/support@desk.example/mailFolders/inbox',
  ])
})

test('a link that leads away from Graph is not followed, and gets no token', async () => {
  const mailbox = await open()
  await expect(mailbox.json('http://127.0.0.1:9/v1.0/me/messages')).rejects.toThrow('leads away')
  expect(graph.requests).toEqual([])
})

test('a token that is refused is replaced once, and then the mailbox’s word stands', async () => {
  const mailbox = await open()
  graph.trouble({ on: '/mailFolders/inbox', status: 401 })
  expect(await mailbox.json('/mailFolders/inbox')).toEqual({ id: 'inbox' })
  graph.trouble({ on: '/mailFolders/inbox', status: 401, times: 2 })
  await expect(mailbox.json('/mailFolders/inbox')).rejects.toMatchObject({ status: 401 })
})
