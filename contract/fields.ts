import * as z from 'zod'
import { ById, Id, Names } from './common.ts'
import { route } from './route.ts'

const tag = 'fields'

/** Whose card a field stands on. */
export const FieldOwner = z.enum(['ticket', 'customer', 'organization'])
export type FieldOwner = z.infer<typeof FieldOwner>
export const FieldKind = z.enum([
  'text',
  'long_text',
  'number',
  'checkbox',
  'date',
  'choice',
  'multi_choice',
  'url',
])
export type FieldKind = z.infer<typeof FieldKind>

/** A field is called so by rules, templates and programs; chosen once. */
export const FieldKey = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,39}$/)
  // A name every object has would be read as a value.
  .refine((key) => key !== 'constructor', { message: 'not this word' })
/** `always` on the card, only once it is `filled`, or `never`: programs and rules alone use it. */
export const FieldShown = z.enum(['always', 'filled', 'never'])
export type FieldShown = z.infer<typeof FieldShown>
export const FieldChoice = z.object({
  value: FieldKey,
  names: Names,
  /** Not offered any more; where it was chosen it stays. */
  isArchived: z.boolean(),
})
export type FieldChoice = z.infer<typeof FieldChoice>

/** A date is `2026-11-22`; a choice is the choice's `value`, several are a list of them. */
export const FieldValue = z.union([
  z.string().max(10_000),
  z.number(),
  z.boolean(),
  z.array(z.string().max(40)).max(100),
])
export type FieldValue = z.infer<typeof FieldValue>
/** By the keys of the fields; a field without a value is left out. */
export const FieldValues = z.record(z.string(), FieldValue)
export type FieldValues = z.infer<typeof FieldValues>
/** Fields that are left out stay; null empties one. */
export const FieldChanges = z
  .record(z.string().max(40), FieldValue.nullable())
  .refine((changes) => Object.keys(changes).length <= 200, { message: 'at most 200 fields' })
export type FieldChanges = z.infer<typeof FieldChanges>

export const CustomField = z.object({
  id: Id,
  owner: FieldOwner,
  key: FieldKey,
  names: Names,
  kind: FieldKind,
  /** Of a choice, in their order; empty for the other kinds. */
  choices: z.array(FieldChoice),
  /** A ticket cannot be solved without it; the box of a checkbox has to be ticked. */
  isRequiredToSolve: z.boolean(),
  shown: FieldShown,
  position: z.int(),
  /** Its values stay where they are, and cannot be changed. */
  isArchived: z.boolean(),
  /** Goes up with every change but that of its place. */
  version: z.int(),
})
export type CustomField = z.infer<typeof CustomField>
const CustomFields = z.object({ items: z.array(CustomField) })
const Choices = z.array(FieldChoice.extend({ isArchived: z.boolean().default(false) })).max(100)

export const listFields = route({
  method: 'GET',
  path: '/fields',
  summary: 'The fields the desk added to tickets, customers and organizations, archived ones too',
  tag,
  access: 'signed-in',
  response: CustomFields,
})
export const createField = route({
  method: 'POST',
  path: '/fields',
  summary: 'Add a field',
  tag,
  access: 'automation.manage',
  status: 201,
  body: z.object({
    owner: FieldOwner,
    key: FieldKey,
    names: Names,
    kind: FieldKind,
    choices: Choices.default([]),
    isRequiredToSolve: z.boolean().default(false),
    shown: FieldShown.default('always'),
  }),
  response: CustomField,
})
export const updateField = route({
  method: 'PATCH',
  path: '/fields/:id',
  summary:
    'Change a field; its owner, key and kind stay. A choice that is left out is archived. `version_conflict` when somebody changed it since',
  tag,
  access: 'automation.manage',
  params: ById,
  body: z.object({
    version: z.int(),
    names: Names.optional(),
    choices: Choices.optional(),
    isRequiredToSolve: z.boolean().optional(),
    shown: FieldShown.optional(),
    isArchived: z.boolean().optional(),
  }),
  response: CustomField,
})
export const orderFields = route({
  method: 'PUT',
  path: '/fields/order',
  summary: 'Put the fields of one owner into this order; those that are left out follow',
  tag,
  access: 'automation.manage',
  body: z.object({ owner: FieldOwner, ids: z.array(Id).max(500) }),
  response: CustomFields,
})
