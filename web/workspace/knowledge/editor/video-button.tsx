import type { Editor } from '@tiptap/react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../ui/button.tsx'
import { Field, Input } from '../../../ui/field.tsx'
import { Popover } from '../../../ui/popover.tsx'
import { isVideoAddress } from './video-address.ts'

/** Puts a video in by the address of its page. */
export function VideoButton({ editor, look }: { editor: Editor; look: string }) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  const [page, setPage] = useState('')
  const [isWrong, setWrong] = useState(false)
  const put = () => {
    if (!isVideoAddress(page)) return setWrong(true)
    setOpen(false)
    // Behind what is chosen: a picture is not to be replaced by it.
    const { to } = editor.state.selection
    editor
      .chain()
      .focus()
      .insertContentAt(to, { type: 'video', attrs: { page: page.trim() } })
      .run()
  }
  return (
    <Popover
      label={t('knowledge.video')}
      isOpen={isOpen}
      onOpenChange={(open) => {
        setOpen(open)
        setPage('')
        setWrong(false)
      }}
      trigger={
        <button type="button" aria-label={t('knowledge.video')} title={t('knowledge.video')} className={look}>
          <span aria-hidden="true" className="text-xs">
            ▶
          </span>
        </button>
      }
      className="w-80"
    >
      <Field
        label={t('knowledge.videoAddress')}
        hint={t('knowledge.videoHosts')}
        error={isWrong ? t('knowledge.videoWrong') : null}
      >
        {(ids) => (
          <Input
            {...ids}
            type="url"
            // oxlint-disable-next-line jsx-a11y/no-autofocus -- opened to be typed into
            autoFocus
            value={page}
            placeholder="https://"
            onChange={(event) => setPage(event.target.value)}
            onKeyDown={(event) => event.key === 'Enter' && put()}
          />
        )}
      </Field>
      <div className="pt-3 text-right">
        <Button look="primary" onClick={put}>
          {t('action.add')}
        </Button>
      </div>
    </Popover>
  )
}
