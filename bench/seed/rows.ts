import { copyRow } from './copy.ts'

/** Rows of several tables that belong together, in COPY's text format. */
export interface Batch<Kind extends string> {
  add(kind: Kind, fields: Parameters<typeof copyRow>[0]): void
  /** By what follows `copy`: the table with its columns, in the order they were named. */
  texts(): [target: string, rows: string][]
}

export function batchOf<Kind extends string>(targets: Readonly<Record<Kind, string>>): Batch<Kind> {
  const rows = new Map<Kind, string>()
  return {
    add: (kind, fields) => void rows.set(kind, (rows.get(kind) ?? '') + copyRow(fields)),
    texts: () =>
      (Object.keys(targets) as Kind[]).flatMap((kind) => {
        const text = rows.get(kind)
        return text === undefined ? [] : [[targets[kind], text] as [string, string]]
      }),
  }
}
