import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Chat, type ListedChat, updateChat } from '#contract/chat-settings.ts'
import type { Language } from '#contract/common.ts'
import { call } from '../../../api/call.ts'
import { Button } from '../../../ui/button.tsx'
import { useForm } from '../../forms/use-form.ts'
import { FormEnd } from '../frame/form-row.tsx'
import { useLanguage } from '../frame/use-language.ts'
import { LeaveGuard } from '../rules/leave-guard.tsx'
import { refreshSettings } from '../use-change.ts'
import { AskFields } from './ask-fields.tsx'
import { BasicFields } from './basic-fields.tsx'
import { type ChatValues, problems, savedValues, sentValues } from './chat-values.ts'
import { LookFields } from './look-fields.tsx'
import { ChatPreview } from './preview/chat-preview.tsx'
import { ProactiveLines } from './proactive-lines.tsx'
import { SiteFields } from './site-fields.tsx'
import { TextFields } from './text-fields.tsx'

/** Everything about a chat, and beside it the chat itself as it would look now. */
export function ChatForm({
  saved,
  start,
  onSaved,
  onTakeNewer,
}: {
  saved: ListedChat
  start: Chat
  onSaved: (chat: Chat) => void
  onTakeNewer: () => void
}) {
  const { t } = useTranslation()
  const own = useLanguage()
  const form = useForm<ChatValues, Chat>({
    initial: savedValues(start),
    check: (values) => problems(values, t),
    send: (values) =>
      call(updateChat, { params: { id: saved.id }, body: { ...sentValues(values), version: saved.version } }),
    onDone: (chat) => {
      void refreshSettings()
      form.reset(savedValues(chat))
      onSaved(chat)
    },
  })
  const { values } = form
  const [chosen, setLanguage] = useState<Language>(own)
  // Which language is written and shown; one that was switched off gives way.
  const language = values.languages.includes(chosen) ? chosen : (values.languages[0] ?? own)
  return (
    <div className="grid items-start gap-x-10 xl:grid-cols-[minmax(0,1fr)_390px]">
      <form noValidate onSubmit={form.onSubmit} className="min-w-0">
        <BasicFields form={form} />
        <TextFields form={form} language={language} onLanguage={setLanguage} />
        <LookFields form={form} />
        <AskFields form={form} language={language} />
        <ProactiveLines form={form} />
        <SiteFields form={form} />
        <FormEnd {...form}>
          {form.failed?.failure === 'version_conflict' && (
            <Button icon="refresh" onClick={onTakeNewer}>
              {t('settings.inboxes.takeNewer')}
            </Button>
          )}
        </FormEnd>
      </form>
      <ChatPreview values={values} language={language} onLanguage={setLanguage} />
      <LeaveGuard isDirty={() => form.isDirty} text={t('settings.chats.leaveText')} />
    </div>
  )
}
