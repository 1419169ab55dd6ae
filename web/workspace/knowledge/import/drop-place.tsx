import { useNavigate } from '@tanstack/react-router'
import { type ReactNode, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { uploadKnowledge } from '../../../api/upload.ts'
import { Button } from '../../../ui/button.tsx'
import { classNames } from '../../../ui/class-names.ts'
import { Icon } from '../../../ui/icon.tsx'
import { FormFailure } from '../../forms/callout.tsx'
import { useFailureText } from '../../ticket/use-say-failure.ts'
import { dropped, packFiles, type PlacedFile, placed } from './pack-files.ts'
import { ProgressLine } from './progress-line.tsx'
import { keepImport } from './queries.ts'

/** Where a folder, an archive or files are dropped or chosen; they are sent at once, and nothing is written yet. */
export function DropPlace() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const failureText = useFailureText()
  const [isOver, setOver] = useState(false)
  const [share, setShare] = useState<number | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  const files = useRef<HTMLInputElement>(null)
  const folder = useRef<HTMLInputElement>(null)

  const send = async (given: Promise<PlacedFile[]> | PlacedFile[]) => {
    setFailure(null)
    setShare(0)
    try {
      const file = await packFiles(await given)
      if (!file) return
      const tried = await uploadKnowledge(file, { onProgress: setShare })
      keepImport(tried)
      await navigate({ to: '/knowledge/import', search: { id: tried.id } })
    } catch (error) {
      setFailure(failureText(error))
    } finally {
      setShare(null)
    }
  }
  const input = (ref: typeof files, isFolder: boolean): ReactNode => (
    <input
      ref={ref}
      type="file"
      hidden
      multiple
      aria-label={t(isFolder ? 'knowledge.import.chooseFolder' : 'knowledge.import.chooseFiles')}
      {...(isFolder ? { webkitdirectory: '' } : { accept: '.zip,.md,.markdown,.html,.htm' })}
      onChange={(event) => {
        const list = placed(event.target.files)
        event.target.value = ''
        if (list.length > 0) void send(list)
      }}
    />
  )
  return (
    <section
      aria-label={t('knowledge.import.drop')}
      aria-busy={share !== null}
      className={classNames(
        'flex flex-col items-center gap-1 rounded-lg border border-dashed px-6 py-12 text-center transition-colors duration-(--fast) max-md:py-8',
        isOver ? 'border-accent bg-accent-soft' : 'border-line-strong bg-app',
      )}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        if (share === null) void send(dropped(event.dataTransfer))
      }}
    >
      <span className="mb-2 grid size-10 place-items-center rounded-full bg-hover text-ink-3">
        <Icon name="book" size={20} />
      </span>
      <h2 className="text-lg font-semibold">
        <span className="max-md:hidden">{t('knowledge.import.drop')}</span>
        <span className="md:hidden">{t('knowledge.import.choose')}</span>
      </h2>
      <p className="max-w-[460px] text-ink-2">{t('knowledge.import.dropText')}</p>
      {share === null ? (
        <div className="mt-3 flex flex-wrap justify-center gap-2">
          <Button look="primary" icon="clip" onClick={() => files.current?.click()}>
            {t('knowledge.import.chooseFiles')}
          </Button>
          <Button icon="stack" className="max-md:hidden" onClick={() => folder.current?.click()}>
            {t('knowledge.import.chooseFolder')}
          </Button>
        </div>
      ) : (
        <div className="mt-3 w-full max-w-80">
          <ProgressLine
            label={t('knowledge.import.reading')}
            share={share}
            words={t(share < 1 ? 'knowledge.import.sending' : 'knowledge.import.reading')}
          />
        </div>
      )}
      <FormFailure text={failure} className="mt-3" />
      {input(files, false)}
      {input(folder, true)}
    </section>
  )
}
