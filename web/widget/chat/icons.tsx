/** @jsxImportSource preact */
const paths = {
  chat: 'M3 4.5h14v9H9l-4 3v-3H3z',
  close: 'm5 5 10 10M15 5 5 15',
  send: 'M10 16V4m0 0L5 9m5-5 5 5',
  attach:
    'm16 9.400-6.100 6.100a3.500 3.500 0 0 1-5-5l6.400-6.300a2.400 2.400 0 0 1 3.400 3.400l-6.300 6.200a1.100 1.100 0 0 1-1.600-1.600l5.700-5.600',
  emoji: 'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM7.500 8.200v.01M12.500 8.200v.01M7 12c1.600 2 4.400 2 6 0',
  more: 'M5 10h.01M10 10h.01M15 10h.01',
  back: 'M12 5 7 10l5 5',
  file: 'M6 3h6l4 4v10H6zM12 3v4h4',
} as const

export function Icon({ name }: { name: keyof typeof paths }) {
  return (
    <svg viewBox="0 0 20 20" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  )
}
