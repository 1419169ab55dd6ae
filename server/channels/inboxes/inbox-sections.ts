import { type InboxSections, inboxSections, sectionDefaults } from '#contract/inbox-sections.ts'

type SectionName = keyof InboxSections

/** How they stand in the row: null where nothing was ever set. */
export type SectionColumns = { [name in SectionName]: Partial<InboxSections[name]> | null }

const names = Object.keys(inboxSections) as SectionName[]

/** One section as it applies: what the row does not say is the default. */
export function readSection<N extends SectionName>(name: N, kept: SectionColumns[N]): InboxSections[N] {
  return { ...sectionDefaults[name], ...kept }
}

/** All sections of a row, for the wire. */
export function presentSections(row: SectionColumns): InboxSections {
  return Object.fromEntries(names.map((name) => [name, readSection(name, row[name])])) as InboxSections
}

/** The columns a change writes; a section left out stays as it is. */
export function sectionColumns(changes: Partial<InboxSections>): { [name in SectionName]?: string } {
  return Object.fromEntries(
    names.flatMap((name) => (changes[name] === undefined ? [] : [[name, JSON.stringify(changes[name])]])),
  )
}
