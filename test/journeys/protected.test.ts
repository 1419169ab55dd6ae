import { afterAll, expect } from 'vitest'
import { channelTasks } from '#server/channels/index.ts'
import { drainJobs } from '#server/platform/jobs/worker.ts'
import { faults } from '#test/axe.ts'
import { cursorIn, journey, openDesk, openSignedIn } from '#test/browser.ts'
import { buildAgent } from '#test/builders/agent.ts'
import { buildInbox } from '#test/builders/inbox.ts'
import { buildMessage } from '#test/builders/ticket.ts'
import { missingOpenssl, opensslWorkshop } from '#test/servers/openssl.ts'
import { startSink } from '#test/servers/sink.ts'

const desk = await openDesk()
const sink = await startSink()
const missing = missingOpenssl()
const ssl = opensslWorkshop()
afterAll(async () => {
  ssl.remove()
  await sink.stop()
})
const { db } = desk.database
const inbox = await buildInbox(desk, { address: 'support@desk.example', smtpPort: sink.port })
const anna = await buildAgent(db, { name: 'Анна Ли', role: 'administrator', language: 'ru' })
const irina = { email: 'irina@customer.example', name: 'Ирина Соколова' }
const customerOf = async (ticketId: number) =>
  (await db.selectFrom('ticket').select('customer_id').where('id', '=', ticketId).executeTakeFirstOrThrow())
    .customer_id

journey(
  'a customer’s key is confirmed beside the letter, then revoked: the mark says so at once',
  async () => {
    const { ticketId, customerMessageId } = await buildMessage(db, {
      ...irina,
      subject: 'Подписанное письмо',
      inboxId: inbox.id,
      assigneeId: anna.id,
    })
    const fingerprint = 'ab'.repeat(32)
    const by = { name: irina.name, addresses: [irina.email], fingerprint }
    const signature = { isValid: true, problem: null, trust: 'conflicting', by, isSender: true }
    const found = { scheme: 'smime', isEncrypted: false, problem: null, signature, uncoveredParts: 0 }
    await db
      .updateTable('customer_message')
      .set({ protection: JSON.stringify(found) })
      .where('id', '=', customerMessageId)
      .execute()
    const now = new Date()
    await db
      .insertInto('correspondent_key')
      .values({
        address: irina.email,
        scheme: 'smime',
        fingerprint,
        name: irina.name,
        public_part: '',
        trust: 'conflicting',
        valid_from: now,
        expires_at: null,
        revoked_at: null,
        created_at: now,
        last_seen_at: now,
      })
      .execute()
    const page = await openSignedIn(desk, anna)
    await page.goto(`/tickets/${ticketId}`)
    const letter = page.locator('article', { hasText: irina.name })
    const mark = letter.getByRole('button', { name: 'Подписано. О подписи и шифровании' })
    await mark.click()
    const details = page.getByRole('dialog')
    await details.getByText('не тот ключ, что приходил с этого адреса раньше').waitFor()
    await details.getByRole('button', { name: 'Подтвердить ключ' }).click()
    await details.getByText('ключ подтверждён коллегой').waitFor()
    expect(await faults(page)).toEqual([])
    await details.getByRole('button', { name: 'Отметить отозванным' }).click()
    await details.getByText('Подпись недействительна: ключ отозван').waitFor()
    await letter.getByRole('button', { name: 'Подпись неверна. О подписи и шифровании' }).waitFor()
  },
)

journey('the composer says how a reply will leave, and the reply how it has left', async ({ skip }) => {
  if (missing !== null) skip(missing)
  const certificate = ssl.certify(irina.email, { name: irina.name })
  const ours = ssl.certify('support@desk.example')
  const { ticketId } = await buildMessage(db, {
    ...irina,
    subject: 'Тайна',
    inboxId: inbox.id,
    assigneeId: anna.id,
  })
  const page = await openSignedIn(desk, anna)
  const post = async (path: string, data: object) => {
    const headers = { origin: desk.url }
    const answer = await page.request.post(`${desk.url}/api/v1${path}`, { data, headers })
    expect(answer.status(), await answer.text()).toBe(201)
  }
  await post(`/inboxes/${inbox.id}/letter-keys`, {
    scheme: 'smime',
    key: ours.certificate + ours.privateKey,
  })
  await post(`/customers/${await customerOf(ticketId)}/letter-keys`, {
    address: irina.email,
    key: certificate.certificate,
  })
  await db
    .updateTable('inbox')
    .set({ protection: JSON.stringify({ signs: true, encrypts: 'possible', scheme: 'smime' }) })
    .where('id', '=', inbox.id)
    .execute()

  await page.goto(`/tickets/${ticketId}`)
  const card = page.getByRole('group', { name: 'Получатели' })
  await card.getByText(irina.name).waitFor()
  await page.keyboard.press('r')
  const editor = await cursorIn(page, 'textbox', 'Ответ')
  await page.getByText('Ответ уйдёт зашифрованным и подписанным (S/MIME)').waitFor()
  await card.getByRole('button', { name: 'Изменить получателей' }).click()
  await card.getByLabel('Копия', { exact: true }).fill('boris@customer.example')
  await page.keyboard.press('Enter')
  await page
    .getByText('Ответ уйдёт подписанным, но незашифрованным: нет ключа для boris@customer.example')
    .waitFor()
  expect(await faults(page)).toEqual([])
  await card.getByRole('button', { name: 'Убрать: boris@customer.example' }).click()
  await page.getByText('Ответ уйдёт зашифрованным и подписанным (S/MIME)').waitFor()
  await page.keyboard.press('Escape')
  await editor.focus()
  await page.keyboard.type('Код — 4711')
  await page.keyboard.press('Control+Enter')
  const reply = page.locator('article', { hasText: 'Код — 4711' })
  await reply.getByText('Отправляется').waitFor()
  await drainJobs(desk.database.pool, channelTasks(desk), desk.log)
  await reply.getByText('Отправлено').waitFor()
  await reply.getByRole('img', { name: 'Ушло зашифрованным и подписанным, S/MIME' }).hover()
  await page.getByText('Ушло зашифрованным и подписанным, S/MIME').waitFor()
  expect(await faults(page)).toEqual([])
  expect(sink.letters.at(-1)?.raw.toString()).not.toContain('4711')
})
