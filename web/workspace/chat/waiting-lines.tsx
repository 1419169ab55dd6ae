import { useTranslation } from 'react-i18next'
import { Button, Spinner } from '../../ui/button.tsx'
import { textIfAny } from '../../ui/i18n.ts'
import { Icon } from '../../ui/icon.tsx'
import { fromWire } from '../composer/composed-html.ts'
import { Files } from '../feed/files.tsx'
import { RichText } from '../feed/rich-text.tsx'
import { useSession } from '../session.ts'
import { chatLines, useWaitingLines } from './lines.ts'
import { returnLine } from './returned-line.ts'

/** What was said and has not arrived at the desk's server yet; what was refused, and what can be done about it. */
export function WaitingLines({ ticketId }: { ticketId: number }) {
  const { t, i18n } = useTranslation()
  const { agent } = useSession()
  const lines = useWaitingLines(agent.id, ticketId)
  const outbox = chatLines(agent.id)
  if (lines.length === 0) return null
  return (
    <ul className="flex max-w-[760px] flex-col gap-2 pl-10 max-md:pl-9">
      {lines.map((line) => (
        <li key={line.key}>
          <div className="flex items-start gap-3 text-ink-2">
            <div className="min-w-0 flex-1">
              {line.html !== '' && <RichText html={fromWire(line.html)} files={line.files} />}
              <Files files={line.files} shownInText={line.html} />
            </div>
            {line.problem === null && (
              <span className="inline-flex flex-none items-center gap-1 text-sm text-ink-3">
                <Spinner size={12} />
                {t('feed.queued')}
              </span>
            )}
          </div>
          {line.problem !== null && (
            <div
              role="alert"
              className="mt-1 flex flex-wrap items-center gap-2 rounded-md bg-bad-soft py-1.5 pr-1.5 pl-2.5 text-bad"
            >
              <Icon name="alert" />
              <span className="min-w-0 flex-1 basis-52">
                {t('feed.failedWhy', { why: textIfAny(i18n, `errors.${line.problem}`) ?? line.problem })}
              </span>
              <span className="ml-auto flex flex-wrap gap-1.5">
                <Button
                  onClick={() => {
                    const back = outbox.takeBack(ticketId)
                    if (back) returnLine(ticketId, back)
                  }}
                >
                  {t('chat.toComposer')}
                </Button>
                <Button onClick={() => outbox.retry(ticketId)}>{t('feed.sendAgain')}</Button>
              </span>
            </div>
          )}
        </li>
      ))}
    </ul>
  )
}
