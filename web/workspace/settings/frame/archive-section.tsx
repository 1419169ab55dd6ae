import { useState } from 'react'
import { Button } from '../../../ui/button.tsx'
import { useChange } from '../use-change.ts'
import { Confirm } from './confirm.tsx'

/** The last part of a page: putting away what it is about, asked about once more. */
export function ArchiveSection({
  title,
  text,
  action,
  question,
  said,
  send,
  onDone,
}: {
  title: string
  /** What that means for everybody else. */
  text: string
  action: string
  question: string
  /** What is said once it is done. */
  said: string
  send: () => Promise<unknown>
  onDone: () => void
}) {
  const [isLeaving, setLeaving] = useState(false)
  const archive = useChange({ send, said, onDone })
  return (
    <section className="mt-10 border-t border-line pt-5">
      <h2 className="font-medium">{title}</h2>
      <p className="mt-0.5 mb-3 max-w-[520px] text-ink-3">{text}</p>
      <Button look="danger" icon="trash" onClick={() => setLeaving(true)}>
        {action}
      </Button>
      <Confirm
        isOpen={isLeaving}
        onClose={() => setLeaving(false)}
        onConfirm={() => archive.mutate(undefined)}
        isBusy={archive.isPending}
        title={question}
        action={action}
      >
        {text}
      </Confirm>
    </section>
  )
}
