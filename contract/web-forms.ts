import * as z from 'zod'
import { ById, Colour, Id, Language, Site } from './common.ts'
import { Priority } from './desk.ts'
import { route } from './route.ts'

const tag = 'forms'

/** The public name of a form, as its page's address and the site's script tag carry it. */
export const FormKey = z.string().regex(/^[a-z0-9]{12,40}$/)
const WebAddress = z
  .string()
  .trim()
  .max(1000)
  .regex(/^https?:\/\/[^\s/?#]+\S*$/i)

/**
 * What a field of a form fills. `ticket` and `customer` are fields of the desk's own, named by `key`; what is said of a
 * customer whom the desk knows already stands in the message, because nobody has proved to be them.
 */
export const FormFieldKind = z.enum([
  'name',
  'email',
  'phone',
  'subject',
  'message',
  'category',
  'files',
  'ticket',
  'customer',
])
export type FormFieldKind = z.infer<typeof FormFieldKind>
const FormFieldId = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/)

export const FormField = z.object({
  /** What the form calls it; stays when labels change. */
  id: FormFieldId,
  kind: FormFieldKind,
  /** Of a field of the desk's own. */
  key: z.string().max(40).nullable(),
  isRequired: z.boolean(),
  /** Instead of the usual name. */
  labels: z.partialRecord(Language, z.string().trim().max(120)),
  hints: z.partialRecord(Language, z.string().trim().max(300)),
  /** Not shown; this is what it says. */
  preset: z.string().max(500).nullable(),
  /** Asked only while another field says one of these; while it says anything, when the list is empty. */
  shownWhen: z.object({ fieldId: FormFieldId, values: z.array(z.string().max(200)).max(50) }).nullable(),
})
export type FormField = z.infer<typeof FormField>

export const FormTexts = z.object({
  title: z.string().trim().min(1).max(120),
  intro: z.string().trim().max(1000),
  button: z.string().trim().min(1).max(40),
  thanks: z.string().trim().min(1).max(1000),
  consent: z.string().trim().max(500),
})
export type FormTexts = z.infer<typeof FormTexts>

const settings = {
  name: z.string().trim().min(1).max(120),
  isActive: z.boolean(),
  languages: z.array(Language).min(1).max(2),
  texts: z.partialRecord(Language, FormTexts),
  fields: z.array(FormField).min(1).max(40),
  teamId: Id.nullable(),
  categoryId: Id.nullable(),
  /** Where letters to the customer go from; null for whichever inbox sends. */
  inboxId: Id.nullable(),
  priority: Priority,
  tags: z.array(z.string().trim().min(1).max(60)).max(20),
  hasConsent: z.boolean(),
  /** What the consent is to be read in. */
  consentUrl: WebAddress.nullable(),
  /** Articles that may answer the question are offered before it is sent. */
  hasSuggestions: z.boolean(),
  /** Whoever sends has the browser compute for a moment, which is nothing for one and much for many. */
  needsProof: z.boolean(),
  /**
   * Sent without a script there is no proof. Such a form is taken all the same, with stricter limits on how many come from
   * one network and of this form from everywhere; the field nobody sees, `website`, must stay empty; a page of the desk
   * says by its signed stamp when it was shown, and less than 1.5 seconds are nobody's reading. Or it is not taken at all.
   */
  takesPlain: z.boolean(),
  /** The customer is told by letter that the request has arrived. */
  isConfirmed: z.boolean(),
  /** Where a form sent without a script leads then; null for the page of thanks. */
  redirectUrl: WebAddress.nullable(),
  accent: Colour.nullable(),
  accentDark: Colour.nullable(),
  /** Font and colour of words are those of the site's page. */
  inheritsLook: z.boolean(),
  /** The sites it may stand on; any when empty. */
  sites: z.array(Site).max(50),
}

export const WebForm = z.object({ id: Id, key: FormKey, ...settings, version: z.int() })
export type WebForm = z.infer<typeof WebForm>

export const listWebForms = route({
  method: 'GET',
  path: '/web-forms',
  summary: 'The desk’s forms, with how many requests each brought in 30 days',
  tag,
  access: 'portal.manage',
  response: z.object({ items: z.array(WebForm.extend({ url: z.string(), submissions: z.int() })) }),
})
export const createWebForm = route({
  method: 'POST',
  path: '/web-forms',
  summary: 'Add a form; what is left out is as usual',
  tag,
  access: 'portal.manage',
  body: z.object({ ...z.object(settings).partial().shape, name: settings.name }),
  response: WebForm,
  status: 201,
})
export const updateWebForm = route({
  method: 'PATCH',
  path: '/web-forms/:id',
  summary: 'Change a form; what is left out stays. `version_conflict` when somebody changed it since',
  tag,
  access: 'portal.manage',
  params: ById,
  body: z.object({
    version: z.int(),
    ...z.object(settings).partial().shape,
    isArchived: z.literal(true).optional(),
  }),
  response: WebForm,
})
