import { useEffect, useRef, useState } from 'react'

/** A page drawn smaller, to stand beside a form. Nothing in it runs, is sent or leads anywhere. */
export function PaperFrame({
  title,
  html,
  width,
  height,
}: {
  title: string
  html: string
  /** In the page's own pixels. */
  width: number
  height: number
}) {
  const box = useRef<HTMLDivElement>(null)
  const [room, setRoom] = useState(width)
  useEffect(() => {
    const measured = new ResizeObserver(([entry]) => setRoom(entry?.contentRect.width ?? width))
    if (box.current) measured.observe(box.current)
    return () => measured.disconnect()
  }, [width])
  const scale = Math.min(1, room / width)
  return (
    <div ref={box}>
      <div
        className="overflow-hidden rounded-lg border border-line bg-panel"
        style={{ height: height * scale }}
      >
        <iframe
          title={title}
          srcDoc={html}
          sandbox=""
          tabIndex={-1}
          // Looked at, not used: a link in it would lead nowhere.
          className="pointer-events-none block origin-top-left border-0"
          style={{ width: room / scale, height, transform: `scale(${scale})` }}
        />
      </div>
    </div>
  )
}
