import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addCalendarFeed } from '#contract/calendars.ts'
import { call } from '../../../api/call.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Field, Input } from '../../../ui/field.tsx'
import { Tabs } from '../../../ui/tabs.tsx'
import { RequestFailed } from '../../../api/failure.ts'
import { FormFailure } from '../../forms/callout.tsx'
import { refreshSettings } from '../use-change.ts'

type Way = 'url' | 'file'
const mostCharacters = 1_000_000

/** Takes a list of days off from an address or a file. A window of its own: it stands inside another form. */
export function AddFeedDialog({ calendarId, onClose }: { calendarId: number; onClose: () => void }) {
  const { t } = useTranslation()
  const [way, setWay] = useState<Way>('url')
  const [name, setName] = useState('')
  const [url, setUrl] = useState('')
  const [file, setFile] = useState<File | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  const isWhole = way === 'url' ? /^https?:\/\/\S+$/.test(url.trim()) : file !== null
  const send = async () => {
    setFailure(null)
    if (file && file.size > mostCharacters) return setFailure(t('settings.calendars.feedFailure.too_large'))
    setBusy(true)
    try {
      const given = name.trim() || (way === 'file' ? file?.name : '') || t('settings.calendars.feeds.unnamed')
      await call(addCalendarFeed, {
        params: { id: calendarId },
        body:
          way === 'url'
            ? { kind: 'url', name: given, url: url.trim() }
            : { kind: 'file', name: given.slice(0, 120), ics: (await file?.text()) ?? '' },
      })
      await refreshSettings()
      onClose()
    } catch (error) {
      setFailure(said(error))
    } finally {
      setBusy(false)
    }
  }
  const said = (error: unknown) => {
    const failed = error instanceof RequestFailed ? error : null
    const field = failed?.fields.find((each) => each.path.endsWith('.ics'))
    if (field)
      return t(`settings.calendars.feedFailure.${field.message === 'too_large' ? 'too_large' : 'not_ical'}`)
    if (failed?.fields.some((each) => each.path.endsWith('.url'))) return t('settings.calendars.feeds.badUrl')
    return t(`errors.${failed?.failure ?? 'internal'}`)
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('settings.calendars.feeds.addTitle')}
      width={480}
      footer={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button look="primary" isBusy={isBusy} disabled={!isWhole} onClick={() => void send()}>
            {t('action.add')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4 px-4 py-4">
        <Tabs<Way>
          value={way}
          label={t('settings.calendars.feeds.way')}
          items={[
            { value: 'url', label: t('settings.calendars.feeds.byUrl') },
            { value: 'file', label: t('settings.calendars.feeds.byFile') },
          ]}
          onChange={(next) => {
            setWay(next)
            setFailure(null)
          }}
        />
        <FormFailure text={failure} />
        {way === 'url' ? (
          <Field label={t('settings.calendars.feeds.url')} hint={t('settings.calendars.feeds.urlHint')}>
            {(ids) => (
              <Input
                {...ids}
                type="url"
                maxLength={2000}
                placeholder="https://"
                value={url}
                onChange={(event) => {
                  setUrl(event.target.value)
                  setFailure(null)
                }}
              />
            )}
          </Field>
        ) : (
          <Field label={t('settings.calendars.feeds.file')} hint={t('settings.calendars.feeds.fileHint')}>
            {(ids) => (
              <input
                {...ids}
                type="file"
                accept=".ics,text/calendar"
                className="w-full min-w-0 text-ink-2 file:mr-3 file:h-(--control) file:rounded-md file:border file:border-line file:bg-raised file:px-2.5 file:text-ink"
                onChange={(event) => {
                  setFile(event.target.files?.[0] ?? null)
                  setFailure(null)
                }}
              />
            )}
          </Field>
        )}
        <Field label={t('settings.calendars.feeds.name')} isOptional={t('settings.optional')}>
          {(ids) => (
            <Input {...ids} maxLength={120} value={name} onChange={(event) => setName(event.target.value)} />
          )}
        </Field>
      </div>
    </Dialog>
  )
}
