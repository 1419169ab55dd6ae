import type { FieldOwner } from '#contract/fields.ts'

/** Liquid within `{{ }}` and `{% %}`; what stands outside is words. */
const tags = /\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}/g
/** `ticket.fields.plan`, `customer.fields["plan"]`; not the end of a longer path. */
const names =
  /(?<![\w.-])(ticket|customer|organization)(\.fields(?:\.|\[\s*["']))([a-z][a-z0-9_]{0,39})(?![\w-])/g

/** The same words with other keys in the places of the desk's own fields that variables name. */
export function turnTemplateFields(text: string, turn: (of: FieldOwner, key: string) => string): string {
  return text.replace(tags, (tag) =>
    tag.replace(
      names,
      (_, of: FieldOwner, between: string, key: string) => `${of}${between}${turn(of, key)}`,
    ),
  )
}
