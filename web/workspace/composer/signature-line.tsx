import { useQuery } from '@tanstack/react-query'
import { previewSignature } from '#contract/signatures.ts'
import { call } from '../../api/call.ts'

/** What will stand under the answer in the letter; nothing where there is no signature. */
export function SignatureLine({ ticketId }: { ticketId: number }) {
  const { data } = useQuery({
    queryKey: ['signature', ticketId],
    queryFn: ({ signal }) => call(previewSignature, { body: { ticketId } }, { signal }),
    staleTime: 60_000,
  })
  if (!data?.text) return null
  return (
    <div className="max-h-24 flex-none overflow-y-auto px-4 pb-2 text-sm break-words whitespace-pre-line text-ink-3">
      {data.text}
    </div>
  )
}
