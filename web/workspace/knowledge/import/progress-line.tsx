/** How far something is, drawn and in words. */
export function ProgressLine({ label, share, words }: { label: string; share: number; words: string }) {
  const percent = Math.floor(share * 100)
  return (
    <>
      <div
        role="progressbar"
        aria-valuenow={percent}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-label={label}
        className="h-1.5 overflow-hidden rounded-full bg-hover"
      >
        <div
          className="h-full bg-accent transition-[width] duration-500"
          style={{ width: `${share * 100}%` }}
        />
      </div>
      <p className="numeric mt-1.5 text-sm text-ink-2">
        {percent} % · {words}
      </p>
    </>
  )
}
