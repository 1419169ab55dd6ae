/** @jsxImportSource preact */
import { useEffect, useRef, useState } from 'preact/hooks'
import type { ShownForm } from '#contract/web-form-visits.ts'
import type { FormApi } from './api.ts'
import { Form } from './form.tsx'

interface Props {
  api: FormApi
  form: ShownForm
}

/** In the middle of the page. */
export function Inline({ api, form }: Props) {
  return (
    <section class="card" aria-label={form.title}>
      <Form api={api} form={form} />
    </section>
  )
}

/** Behind a button, in the browser's own window over the page: it keeps the cursor inside and closes by Escape. */
export function InWindow({ api, form, label }: Props & { label: string }) {
  const [isOpen, setOpen] = useState(false)
  const [hasOpened, setOpened] = useState(false)
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    if (isOpen) setOpened(true)
    if (isOpen) dialog.current?.showModal()
    else dialog.current?.close()
  }, [isOpen])
  return (
    <>
      <button type="button" class="main" onClick={() => setOpen(true)}>
        {label}
      </button>
      <dialog ref={dialog} aria-label={form.title} onClose={() => setOpen(false)}>
        {/* What was typed stays when the window is closed. */}
        {(isOpen || hasOpened) && (
          <>
            <button
              type="button"
              class="close"
              aria-label={form.words['close']}
              onClick={() => setOpen(false)}
            >
              <svg viewBox="0 0 20 20" aria-hidden="true">
                <path d="m5 5 10 10M15 5 5 15" />
              </svg>
            </button>
            <Form api={api} form={form} />
          </>
        )}
      </dialog>
    </>
  )
}
