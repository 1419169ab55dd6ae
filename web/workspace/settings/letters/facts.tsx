import type { ReactNode } from 'react'

/** Facts of a letter, name and value; a fact without a value is left out. */
export function Facts({ items }: { items: readonly { name: string; value: ReactNode }[] }) {
  return (
    <dl className="grid grid-cols-[132px_minmax(0,1fr)] gap-x-3 gap-y-1.5 max-md:grid-cols-[104px_minmax(0,1fr)]">
      {items
        .filter(({ value }) => value !== null && value !== undefined && value !== '' && value !== false)
        .map(({ name, value }) => (
          <div key={name} className="contents">
            <dt className="text-ink-3">{name}</dt>
            <dd className="min-w-0 break-words">{value}</dd>
          </div>
        ))}
    </dl>
  )
}

/** `Анна <anna@example.com>, …` */
export function people(boxes: readonly { name: string; address: string }[]): string {
  return boxes.map(({ name, address }) => (name ? `${name} <${address}>` : address)).join(', ')
}

export function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="border-t border-line pt-4 first:border-t-0 first:pt-0">
      <h3 className="mb-2 text-sm font-medium text-ink-3">{title}</h3>
      {children}
    </section>
  )
}
