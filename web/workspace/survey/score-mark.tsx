import { classNames } from '../../ui/class-names.ts'

/** The mouth of each face, from sorry to glad; the same as on the page that asks. */
const mouths = ['M10 23q6-7 12 0', 'M11 22q5-4 10 0', 'M11 21h10', 'M11 20q5 4 10 0', 'M10 19q6 8 12 0']

/** The face of a score of five. */
export function Face({ score, size = 20, className }: { score: number; size?: number; className?: string }) {
  return (
    <svg
      viewBox="0 0 32 32"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeWidth={2}
      strokeLinecap="round"
      aria-hidden="true"
      className={classNames('flex-none', className)}
    >
      <circle cx="16" cy="16" r="13" />
      <path d="M11.500 12.500v1.500M20.500 12.500v1.500" />
      <path d={mouths[score - 1] ?? mouths[2]} />
    </svg>
  )
}

/** The two scores of two. */
export function Thumb({ isUp, size = 20, className }: { isUp: boolean; size?: number; className?: string }) {
  return (
    <svg
      viewBox="0 0 24 24"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeWidth={1.7}
      strokeLinejoin="round"
      aria-hidden="true"
      className={classNames('flex-none', !isUp && 'rotate-180', className)}
    >
      <path d="M7 10v10H4V10zm0 0 4-7c1.7 0 2.6 1.2 2.3 2.8L12.6 9H18a2 2 0 0 1 2 2.4l-1.3 6.9A2 2 0 0 1 16.700 20H7" />
    </svg>
  )
}

/** A score as it was given: the colour says whether it counts as good, the words say the same. */
export function ScoreMark({
  score,
  scale,
  isGood,
  isLow,
  size = 20,
}: {
  score: number
  scale: number
  isGood: boolean
  isLow?: boolean
  size?: number
}) {
  const tone = isGood ? 'text-ok' : isLow ? 'text-bad' : 'text-ink-2'
  if (scale === 5) return <Face score={score} size={size} className={tone} />
  if (scale === 2) return <Thumb isUp={score === 2} size={size} className={tone} />
  return (
    <span
      aria-hidden="true"
      className={classNames(
        'numeric grid h-5 min-w-5 flex-none place-items-center rounded-full border px-1 text-xs font-semibold',
        isGood ? 'border-ok text-ok' : isLow ? 'border-bad text-bad' : 'border-line-strong text-ink-2',
      )}
    >
      {score}
    </span>
  )
}
